"""Lists of regions that a state brings, and counties that go by another code elsewhere."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from sectoral.errors import BadInput
from sectoral.regions.county_changes import COUNTY_CHANGES, counterparts
from sectoral.regions.delineate import commuting_zones
from sectoral.regions.gather import gather_regions, region_joins
from tests.regions.quayland import (
    FERRY,
    HARBOUR,
    HILL,
    MILL,
    MOOR,
    NAMES,
    acs_flows,
    partition,
    zones,
)

CONNECTICUT = ["09001", "09003", "09005", "09007", "09009", "09011", "09013", "09015"]
PLANNING_REGIONS = [f"091{n}0" for n in range(1, 10)]
GOOD = [(HARBOUR, "port"), (MILL, "port"), (HILL, "top")]


def listed(rows: Sequence[tuple[str | None, str | None]]) -> pl.DataFrame:
    """A list as it is read: the header is line 1."""
    frame = pl.DataFrame(rows, schema={"area": pl.String, "region": pl.String}, orient="row")
    return frame.with_row_index("row", offset=2)


def areas(*codes: str) -> pl.DataFrame:
    return pl.DataFrame({"area": list(codes)}, schema={"area": pl.String})


def test_a_good_list_is_a_partition() -> None:
    found = gather_regions(listed([*GOOD, (FERRY, " marsh ")]), NAMES, file="list.csv", state="98")
    expected = partition(port=[HARBOUR, MILL], top=[HILL], marsh=[FERRY])
    assert found.equals(expected)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [*GOOD, ("8005", "top")],
            "list.csv, row 5, column 'fips': expected the five-digit FIPS code of a county; "
            "found '8005'. To mend: correct the code (08031, as text), or remove the row.",
        ),
        (
            [GOOD[0], ("98999", "port"), *GOOD[1:]],
            "list.csv, row 3, column 'fips': expected the five-digit FIPS code of a county; "
            "found '98999'. To mend: correct the code (08031, as text), or remove the row.",
        ),
        (
            [*GOOD, (None, "port")],
            "list.csv, row 5, column 'fips': expected the five-digit FIPS code of a county; "
            "found ''. To mend: correct the code (08031, as text), or remove the row.",
        ),
        (
            [*GOOD, (FERRY, "  ")],
            "list.csv, row 5, column 'board': expected the county's region; found nothing. "
            "To mend: name the region, or remove the row.",
        ),
        (
            [*GOOD, (MILL, "top")],
            f"list.csv, row 5, column 'fips': expected each county once; found '{MILL}', which "
            "row 3 names too. To mend: keep the one region that the county belongs to.",
        ),
        (
            GOOD[:1],
            "list.csv: expected every county in exactly one region; found no region for "
            f"{MILL} (Mill), {HILL} (Hill). To mend: add a row for {MILL} and each of the others.",
        ),
        (
            GOOD[:2],
            "list.csv: expected every county in exactly one region; found no region for "
            f"{HILL} (Hill). To mend: add a row for {HILL}.",
        ),
    ],
)
def test_a_list_that_cannot_be_right_is_refused_in_one_sentence(
    rows: list[tuple[str | None, str | None]], sentence: str
) -> None:
    with pytest.raises(BadInput) as refused:
        gather_regions(
            listed(rows),
            NAMES,
            file="list.csv",
            state="98",
            area_column="fips",
            region_column="board",
        )
    assert str(refused.value) == sentence


def test_without_a_state_every_county_must_be_there() -> None:
    with pytest.raises(BadInput, match=f"no region for {FERRY}, {MOOR}"):
        gather_regions(listed(GOOD), NAMES.select("area"), file="list.csv")


def test_a_list_may_use_the_old_code_of_a_county() -> None:
    dakota = areas("46102").with_columns(name=pl.lit("Oglala Lakota"))
    found = gather_regions(listed([("46113", "badlands")]), dakota, file="list.csv", state="46")
    assert found.equals(partition(badlands=["46102", "46113"]))


def test_connecticuts_counties_join_where_all_planning_regions_are_in_one_zone() -> None:
    found = region_joins(partition(hartford=PLANNING_REGIONS), areas(*CONNECTICUT))
    assert found["area"].to_list() == CONNECTICUT
    assert found["region"].to_list() == ["hartford"] * 8


def test_connecticuts_counties_do_not_join_two_zones() -> None:
    split = partition(hartford=PLANNING_REGIONS[:8], stamford=PLANNING_REGIONS[8:])
    found = region_joins(split, areas(*CONNECTICUT))
    assert found["region"].to_list() == [None] * 8
    assert set(found["because"]) == {
        f"its counterparts {' + '.join(PLANNING_REGIONS)} are in 2 regions"
    }


def test_one_missing_planning_region_leaves_connecticuts_counties_out() -> None:
    found = region_joins(partition(hartford=PLANNING_REGIONS[1:]), areas("09001"))
    assert found["region"].to_list() == [None]


def test_planning_regions_join_the_zone_of_all_old_counties() -> None:
    found = region_joins(partition(hartford=CONNECTICUT), areas("09190"))
    assert found["region"].item() == "hartford"


@pytest.mark.parametrize(
    ("missing", "known"),
    [
        ("02261", ["02063", "02066"]),
        ("02063", ["02261"]),
        ("02270", ["02158"]),
        ("46113", ["46102"]),
        ("51515", ["51019"]),
        ("51560", ["51005"]),
        ("12025", ["12086"]),
        ("08014", ["08001", "08013", "08059"]),
        ("02280", ["02195", "02275"]),
        # Two steps: Skagway-Yakutat-Angoon gave up Yakutat in 1992 and was split in 2007.
        ("02231", ["02105", "02230", "02282"]),
        ("02105", ["02231"]),
    ],
)
def test_a_changed_county_has_its_counterparts(missing: str, known: list[str]) -> None:
    assert counterparts(missing, set(known)) == known
    assert counterparts(missing, {*known, missing}) == [missing]
    assert counterparts(missing, set(known[1:])) == []


@pytest.mark.parametrize(
    ("area", "known"),
    [
        ("08001", ["08014"]),  # Adams gave Broomfield a part: Broomfield does not stand for it
        ("51019", ["51515"]),  # Bedford County was there before the city joined it
        ("51005", ["51560"]),
    ],
)
def test_a_part_does_not_stand_for_a_county_that_stayed(area: str, known: list[str]) -> None:
    assert counterparts(area, set(known)) == []


def test_an_area_that_never_changed_cannot_be_joined() -> None:
    found = region_joins(partition(port=[HARBOUR]), areas(MOOR, HARBOUR, MOOR))
    assert found.rows() == [(MOOR, None, "no recorded change joins it to a county with a region")]


def test_what_the_partition_holds_is_left_as_it_is() -> None:
    held = partition(port=[HARBOUR, MILL], top=[HILL])
    assert region_joins(held, areas(MILL, HILL)).is_empty()


def test_every_change_is_between_counties_of_one_state() -> None:
    same = COUNTY_CHANGES.select(
        pl.col("area").str.head(2) == pl.col("to_area").str.head(2), pl.col("ended", "began")
    )
    assert same["area"].all()
    assert COUNTY_CHANGES.select("area", "to_area").is_unique().all()


@pytest.mark.data
def test_county_codes_of_2000_find_their_zone_of_2020_but_for_three_in_alaska(
    shared_data: Path,
) -> None:
    ers = zones(
        shared_data,
        "commuting_zones/ers_cz00_eqv_v1_1980_1990_2000.csv",
        "FIPS",
        "Commuting Zone ID, 2000",
    )
    zones_2020 = commuting_zones(acs_flows(shared_data))
    joined = region_joins(zones_2020, ers)
    # Skagway-Hoonah-Angoon, Wrangell-Petersburg and Prince of Wales-Outer Ketchikan were split,
    # and their parts are in two or three zones of 2020.
    left = joined.filter(pl.col("region").is_null())
    assert joined.height == 16
    assert left["area"].to_list() == ["02201", "02232", "02280"]


@pytest.mark.data
def test_colorado_can_use_the_zones_of_2000_though_they_lack_broomfield(shared_data: Path) -> None:
    ers = zones(
        shared_data,
        "commuting_zones/ers_cz00_eqv_v1_1980_1990_2000.csv",
        "FIPS",
        "Commuting Zone ID, 2000",
    )
    national = acs_flows(shared_data).select(area="home").unique()
    found = gather_regions(
        ers.with_row_index("row", offset=2), national, file="ers.csv", state="08"
    )
    region = dict(found.iter_rows())
    assert region["08014"] == region["08001"] == "5"
