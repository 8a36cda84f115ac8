"""Employment projections, read from the published tables."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectoral import tables
from sectoral.errors import FilesDisagree
from sectoral.sources import overlap, projections
from sectoral.sources.engine import OfficialFile, find_files, recognize_file
from tests.sources.official import official

HERE = OfficialFile(Path("table.csv"), "table.csv")
INDUSTRY = (
    "Table 2.7  Employment and output by industry,,,,",
    "Industry, 2017 NAICS,Employment,,",
    ",,Thousands of Jobs,,",
    ",,2008,2018,2028",
)


def industries(folder: Path, *lines: str) -> pl.DataFrame:
    file = official(folder, INDUSTRY[0], *INDUSTRY[1:], *lines)
    reading = projections.read_industries(file)
    return tables.check(reading.tables["projections"], tables.PROJECTIONS)


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("31-33 ", ["31-33"]),
        ("44, 45 ", ["44-45"]),
        ("48, 492, 493 ", ["48-49"]),
        ("313,314 ", ["313", "314"]),
        ("6114-7 ", ["6114", "6115", "6116", "6117"]),
        ("442-4, 446-8, 451 ", ["442", "443", "444", "446", "447", "448", "451"]),
        ("5151,2", ["5151", "5152"]),
        ("NA ", []),
        ("  ", []),
    ],
)
def test_a_line_names_its_codes_in_the_publisher_s_shorthand(cell: str, codes: Any) -> None:
    assert projections.industry_codes(cell, HERE, 5) == codes


@given(st.integers(11, 999), st.integers(0, 8), st.integers(1, 9))
def test_a_range_holds_every_code_from_first_to_last(stem: int, first: int, more: int) -> None:
    last = min(9, first + more)
    codes = projections.industry_codes(f"{stem}{first}-{last}", HERE, 5)
    if f"{stem}{first}" in projections.SECTOR_OF:
        return
    assert codes == [f"{stem}{n}" for n in range(first, last + 1)]


def test_codes_that_share_a_line_share_its_growth_and_say_so(tmp_path: Path) -> None:
    frame = industries(tmp_path, 'Textile mills,"313,314 ",298.4,228.9,188.6')
    rows = frame.select("industry", "covers", "jobs_base", "jobs_target", "base_year").rows()
    assert rows == [
        ("313", "313 314", 228_900.0, 188_600.0, 2018),
        ("314", "313 314", 228_900.0, 188_600.0, 2018),
    ]


def test_a_code_s_own_line_goes_before_one_it_shares(tmp_path: Path) -> None:
    shared = 'Rental,"532,533 ",644.6,593.8,603.5'
    frame = industries(tmp_path, shared, "Lessors,533 ,27.7,23.3,21.4")
    assert frame.filter(industry="533")["jobs_base"].item() == 23_300
    assert frame.filter(industry="532")["covers"].item() == "532 533"


def test_two_releases_are_not_mixed(tmp_path: Path) -> None:
    one = official(tmp_path, *occupation_table("2018", "2028", "1,100"), name="a.csv")
    other = official(tmp_path, *occupation_table("2023", "2033", "1,100"), name="b.csv")
    frames = [
        (f.label, projections.read_occupations(f).tables["occupation_projections"])
        for f in (one, other)
    ]
    with pytest.raises(FilesDisagree, match=r"a\.csv and b\.csv, column 'base_year'"):
        overlap.fill(tables.OCCUPATION_PROJECTIONS, frames)


def occupation_table(base: str, target: str, jobs: str) -> list[str]:
    return [
        '"Table 1.2 Employment by detailed occupation",,,,,',
        "Matrix title and code,,Occupation type,Employment,,"
        '"Occupational openings, annual average"',
        f",,,{base},{target},",
        f'Chief executives,11-1011,Line item,"{jobs}",1000,90',
    ]


# ── the published files ──────────────────────────────────────────────────────────────────


@pytest.mark.data
def test_every_sector_has_its_published_projection(shared_data: Path) -> None:
    name = "industry_table_2_7.csv"
    file = OfficialFile(shared_data / "bls_projections_2018_2028" / name, name)
    reading = projections.read_industries(file)
    frame = tables.check(reading.tables["projections"], tables.PROJECTIONS)
    sectors = {c for c in frame["industry"] if len(c) == 2 or "-" in c} - {"10"}
    assert sectors == {
        *("11", "21", "22", "23", "31-33", "42", "44-45", "48-49", "51", "52", "53", "54", "55"),
        *("56", "61", "62", "71", "72", "81"),
    }
    health = frame.filter(industry="62").row(0, named=True)
    assert (health["jobs_base"], health["jobs_target"]) == (19_939_300, 23_335_400)
    assert (frame.height, reading.set_aside) == (251, ((26, "lines without a NAICS code"),))


@pytest.mark.data
def test_the_occupation_tables_complete_each_other(shared_data: Path) -> None:
    readings = [
        (file.label, layout.read(file).tables.get("occupation_projections"))
        for file in find_files(shared_data / "bls_projections_2018_2028")
        if (layout := recognize_file(file, projections.LAYOUTS))
    ]
    frames = [(label, frame) for label, frame in readings if frame is not None]
    merged, _ = overlap.fill(tables.OCCUPATION_PROJECTIONS, frames)
    frame = tables.check(merged, tables.OCCUPATION_PROJECTIONS)
    detailed = frame.filter("detailed")
    # The line items add up to the published total of 161,037.7 thousand.
    assert detailed["jobs_base"].sum() == pytest.approx(161_037_700, abs=5_000)
    assert detailed["education"].null_count() == 0
    nurses = frame.filter(occupation="29-1141").row(0, named=True)
    assert (nurses["jobs_base"], nurses["openings_yearly"]) == (3_059_800, 210_400)
    assert nurses["education"] == "Bachelor's degree"
