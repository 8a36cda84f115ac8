"""The catalogue names every source, and says what each cannot tell."""

import pytest

from sectoral.errors import WrongUse
from sectoral.places import NATION, STATES, find_state
from sectoral.sources.addresses import BASES, by_hand, files_needed
from sectoral.sources.catalogue import (
    BY_ID,
    SOURCES,
    OfficialSource,
    describe_sources,
    source_catalogue,
)
from sectoral.tables import SOURCE_CATALOGUE


def test_every_source_has_its_own_id() -> None:
    assert len(BY_ID) == len(SOURCES)


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.id)
def test_a_source_says_everything_about_itself(source: OfficialSource) -> None:
    assert all([source.title, source.publisher, source.licence, source.cadence, source.reads])
    assert source.page.startswith("https://")
    assert source.layouts
    assert source.cannot_tell.endswith(".")


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("qcew", "self-employed"),
        ("qcew", "withheld"),
        ("cbp", "fewer than three establishments"),
        ("cbp", "noise"),
        ("acs_commuting", "margin of error"),
        ("lodes", "synthetic"),
        ("projections", "Nationwide only"),
        ("oews", "No cell for an industry within a state"),
    ],
)
def test_what_a_source_cannot_tell_is_specific(source: str, word: str) -> None:
    assert word in BY_ID[source].cannot_tell


def test_every_file_that_is_fetched_or_taken_by_hand_is_of_a_listed_source() -> None:
    used = {r.source for r in files_needed(find_state("CO"))} | {h.source for h in by_hand()}
    assert used == set(BY_ID)


def test_the_catalogue_table_keeps_its_contract_and_shows_what_was_read() -> None:
    table = source_catalogue({"qcew": "2016 Q1–Q4"})
    assert table.schema == SOURCE_CATALOGUE.schema
    assert table.height == len(SOURCES)
    vintages = dict(zip(table["source"], table["vintage"], strict=True))
    assert vintages["qcew"] == "2016 Q1–Q4"
    assert vintages["cbp"] == ""


def test_a_vintage_of_no_source_is_refused() -> None:
    with pytest.raises(WrongUse, match="'qcwe' is no source"):
        source_catalogue({"qcwe": "2016"})


def test_the_description_has_a_heading_and_rows_for_each_source() -> None:
    shown = describe_sources({"qcew": "2016 Q1"})
    assert [heading.split()[0] for heading, _ in shown] == [s.id for s in SOURCES]
    rows = dict(shown[0][1])
    assert rows["vintage"] == "2016 Q1"
    assert rows["cannot tell"] == SOURCES[0].cannot_tell
    assert "vintage" not in dict(describe_sources()[0][1])


# ── places ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", ["CO", "co", "08", "Colorado", "  colorado "])
def test_a_state_is_known_by_letters_digits_and_name(text: str) -> None:
    assert find_state(text).fips == "08"


def test_us_is_the_nation() -> None:
    assert find_state("us") is NATION
    assert NATION.covers("08001")


def test_there_are_fifty_states_the_district_and_five_territories() -> None:
    assert len([p for p in STATES if not p.is_territory]) == 51
    assert len({p.fips for p in STATES}) == len({p.abbr for p in STATES}) == len(STATES) == 56


def test_borders_are_mutual_and_as_many_as_published() -> None:
    # Knuth, The Art of Computer Programming 4A, section 7: the graph of the contiguous
    # United States with the District of Columbia has 49 vertices and 107 edges.
    pairs = {(p.abbr, n) for p in STATES for n in p.neighbours}
    assert pairs == {(b, a) for a, b in pairs}
    assert len(pairs) == 2 * 107
    assert len({a for a, _ in pairs}) == 49


@pytest.mark.parametrize("text", ["XX", "8", "", "00", "3"])
def test_what_is_no_state_is_refused(text: str) -> None:
    with pytest.raises(WrongUse, match=r"is not a state\. Give two letters"):
        find_state(text)


def test_a_name_that_is_nearly_right_is_offered() -> None:
    with pytest.raises(WrongUse, match=r"Did you mean Colorado\?"):
        find_state("Colorodo")


# ── addresses ────────────────────────────────────────────────────────────────────────────


def test_a_states_job_files_keep_the_states_around_it() -> None:
    jobs = [r for r in files_needed(find_state("RI"), [2023]) if r.states]
    assert [(r.source, r.states) for r in jobs] == [
        ("qcew", ("09", "25", "44")),
        ("cbp", ("09", "25", "44")),
    ]


def test_the_nation_takes_all_rows_and_no_block_files() -> None:
    files = files_needed(NATION, [2023])
    assert {r.source for r in files} == set(BY_ID) - {"lodes", "matrix", "ers_zones"}
    assert all(r.states == () for r in files)


def test_addresses_are_the_publishers() -> None:
    urls = {r.url for r in files_needed(find_state("CO"), [2023])}
    assert "https://data.bls.gov/cew/data/files/2023/csv/2023_annual_singlefile.zip" in urls
    assert "https://www2.census.gov/programs-surveys/cbp/datasets/2023/cbp23co.zip" in urls
    assert "https://lehd.ces.census.gov/data/lodes/LODES8/co/od/co_od_aux_JT00_2022.csv.gz" in urls
    assert "https://www2.census.gov/geo/tiger/GENZ2023/shp/cb_2023_us_county_20m.zip" in urls
    assert all(r.base in BASES for r in files_needed(find_state("CO")))


def test_only_agencies_of_the_government_and_their_onet_center_are_asked() -> None:
    hosts = {base.removeprefix("https://") for base in BASES}
    assert {h for h in hosts if not h.endswith(".gov")} == {"www.onetcenter.org"}


def test_what_a_region_is_drawn_from_is_never_passed_over() -> None:
    must = {"acs_commuting", "geometry", "cbsa", "qcew", "cbp"}
    assert not [
        r for r in files_needed(find_state("CO"), [2023]) if r.source in must and r.optional
    ]


def test_file_names_are_each_their_own() -> None:
    files = files_needed(find_state("CO"))
    assert len({r.name for r in files}) == len({r.cached_name for r in files}) == len(files)


def test_business_patterns_are_taken_only_for_the_years_our_reader_knows() -> None:
    assert [
        r.year for r in files_needed(find_state("CO"), [2016, 2023, 2024]) if r.source == "cbp"
    ] == [2023]


@pytest.mark.parametrize(("place", "years"), [("GU", [2023]), ("CO", [1989]), ("CO", [])])
def test_a_place_and_year_without_job_files_is_refused(place: str, years: list[int]) -> None:
    with pytest.raises(WrongUse, match="No job series has"):
        files_needed(find_state(place), years)
