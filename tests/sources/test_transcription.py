"""Workbooks become the tables that readers know; no number changes, no code loses its zeros."""

import csv
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectoral.errors import BadInput
from sectoral.sources.engine import FileReading, OfficialFile, recognize_file
from sectoral.sources.layouts import LAYOUTS
from sectoral.sources.transcription import transcribe
from sectoral.sources.workbooks import cell_text, digits
from tests.sources import sheets
from tests.sources.packing import zipped


def written(folder: Path, kind: str, content: bytes, name: str = "given.xlsx") -> OfficialFile:
    """The table made from a publisher's workbook."""
    source, target = folder / name, folder / f"{kind}.csv"
    source.write_bytes(content)
    transcribe(kind, source, target)
    return OfficialFile(target, target.name)


def lines(file: OfficialFile) -> list[list[str]]:
    return list(csv.reader(file.content().decode().splitlines()))


def read(file: OfficialFile) -> FileReading:
    layout = recognize_file(file, LAYOUTS)
    assert layout is not None
    return layout.read(file)


# ── commuting ────────────────────────────────────────────────────────────────────────────


def test_flows_keep_their_margins_of_error_and_are_told_as_2016_2020(tmp_path: Path) -> None:
    reading = read(written(tmp_path, "commuting", sheets.commuting()))
    assert reading.vintage.startswith("2016-2020")
    flows = reading.tables["commuting"]
    assert flows["source"].unique().to_list() == ["acs_2016_2020"]
    assert flows.height == 8
    row = flows.filter(home="44007", work="25005").row(0, named=True)
    assert (row["workers"], row["workers_moe"]) == (12000, 800.0)


def test_work_abroad_is_set_aside_with_its_workers(tmp_path: Path) -> None:
    reading = read(written(tmp_path, "commuting", sheets.commuting()))
    assert reading.set_aside == ((2, "work abroad (52 workers)"),)


def test_codes_that_a_sheet_keeps_as_numbers_get_their_zeros_back(tmp_path: Path) -> None:
    flows = [(1, 1, 1, 1, 500, 50), ("01", "001", "001", "003", 20, 10)]
    file = written(tmp_path, "commuting", sheets.commuting(flows=flows))
    assert lines(file)[1:] == [["01001", "01001", "500", "50"], ["01001", "01003", "20", "10"]]


def test_a_heading_that_changed_is_named_with_those_that_are_there(tmp_path: Path) -> None:
    headings = [h.replace("Workers in Commuting Flow", "Commuters") for h in sheets.FLOW_HEADINGS]
    with pytest.raises(BadInput) as refused:
        written(tmp_path, "commuting", sheets.commuting(headings), "table1.xlsx")
    said = str(refused.value)
    assert said.startswith(
        "table1.xlsx: expected a sheet with the heading 'Workers in Commuting Flow'; "
        "found the headings 'State FIPS Code', "
    )
    assert "To mend: " in said


def test_a_workbook_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="found no sheet with any of them"):
        written(tmp_path, "commuting", sheets.workbook(Notes=[("Come back later",)]))


def test_an_order_of_columns_that_changed_does_no_harm(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "unemployment",
        sheets.workbook(
            Data=[
                ("Unemployment Rate (%)", "Year", "State FIPS Code", "County FIPS Code"),
                (3.8, 2025, "44", "001"),
            ]
        ),
    )
    assert lines(file)[1] == ["44001", "2025", "3.8"]


# ── damaged workbooks ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "content",
    [
        b"no zip at all",
        zipped({"a.txt": b"a zip without sheets"}),
        zipped({"[Content_Types].xml": b"<Types"}),
        sheets.delineation()[:-200],
    ],
    ids=["text", "another zip", "half an XML", "cut off"],
)
def test_what_is_no_whole_workbook_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(BadInput, match=r"list1\.xlsx: expected a whole workbook"):
        written(tmp_path, "delineation", content, "list1.xlsx")


def test_a_sheet_that_breaks_off_is_named(tmp_path: Path) -> None:
    whole = tmp_path / "whole.xlsx"
    whole.write_bytes(sheets.delineation())
    with pytest.raises(BadInput, match=r"list1\.xlsx, sheet 'List 1': expected a whole workbook"):
        written(tmp_path, "delineation", _with_half_a_sheet(whole), "list1.xlsx")


def _with_half_a_sheet(path: Path) -> bytes:
    with zipfile.ZipFile(path) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    (sheet,) = [name for name in members if name.startswith("xl/worksheets/")]
    members[sheet] = members[sheet][: len(members[sheet]) * 3 // 4]
    return zipped(members)


# ── lists of codes and places ────────────────────────────────────────────────────────────


def test_metropolitan_areas_leave_title_and_notes_behind(tmp_path: Path) -> None:
    reading = read(written(tmp_path, "delineation", sheets.delineation()))
    areas = reading.tables["metro_areas"]
    assert areas["area"].to_list() == ["44007", "44001"]
    assert areas["central"].to_list() == [True, False]
    assert reading.rows == 2


def test_naics_titles_lose_the_mark_of_three_countries(tmp_path: Path) -> None:
    file = written(tmp_path, "naics", sheets.naics())
    assert lines(file)[1] == ["11", "Agriculture, Forestry, Fishing and Hunting", "sector"]
    assert lines(file)[3] == ["31-33", "Manufacturing", "sector"]
    assert read(file).vintage == "NAICS 2022"


def test_occupation_titles_are_those_of_2018(tmp_path: Path) -> None:
    titles = read(written(tmp_path, "soc", sheets.soc())).tables["titles"]
    assert titles.filter(code="15-1252").row(0) == ("SOC 2018", "15-1252", "Software Developers")


def test_a_program_code_kept_as_a_number_is_whole_again(tmp_path: Path) -> None:
    file = written(tmp_path, "cip", sheets.cip())
    assert [row[2] for row in lines(file)] == ["CIP2020Code", "01.0000", "11.0902", "01.0001"]
    assert read(file).tables["crosswalk"].height == 2


def test_a_county_without_a_rate_is_unknown(tmp_path: Path) -> None:
    rates = read(written(tmp_path, "unemployment", sheets.unemployment(2025))).tables[
        "unemployment"
    ]
    assert dict(zip(rates["area"], rates["rate"], strict=True)) == {
        "44001": 3.8,
        "44007": 4.5,
        "15005": None,
    }


# ── projections ──────────────────────────────────────────────────────────────────────────


def test_industries_have_the_last_two_years_of_jobs_and_not_of_output(tmp_path: Path) -> None:
    reading = read(written(tmp_path, "industries", sheets.industries()))
    assert reading.vintage == "2024-2034"
    jobs = {
        row["industry"]: (row["jobs_base"], row["jobs_target"])
        for row in reading.tables["projections"].to_dicts()
    }
    assert jobs == {
        "10": (169000500.0, 175000000.0),
        "31-33": (12760300.0, 12600000.0),
        "44-45": (15600000.0, 15500000.0),
    }


@pytest.mark.parametrize("words", ["Employment, {}", "Thousands of jobs {}"])
def test_industries_may_be_headed_by_one_line(tmp_path: Path, words: str) -> None:
    years = [words.format(year) for year in (2014, 2024, 2034)]
    headings = ("Industry", "NAICS", *years, "Output, 2034")
    title = ("Table 2.11 Employment and output by industry",)
    book = sheets.workbook(A=[title, headings, ("Mining", 21, 700, 600.5, 650, 900)])
    frame = read(written(tmp_path, "industries", book)).tables["projections"]
    assert frame.select("industry", "jobs_base", "jobs_target").row(0) == ("21", 600500.0, 650000.0)


def test_a_projection_workbook_without_the_industries_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="expected a sheet 'Employment and output by industry'"):
        written(tmp_path, "industries", sheets.occupations())


def test_industries_without_years_of_jobs_are_refused(tmp_path: Path) -> None:
    title = ("Table 2.11 Employment and output by industry",)
    book = sheets.workbook(A=[title, ("Industry", "NAICS", "Now", "Then"), ("Mining", 21, 7, 8)])
    with pytest.raises(BadInput, match="expected two years under 'Employment'"):
        written(tmp_path, "industries", book)


def test_occupations_have_jobs_openings_education_and_training(tmp_path: Path) -> None:
    reading = read(written(tmp_path, "occupations", sheets.occupations()))
    row = reading.tables["occupation_projections"].filter(occupation="15-1252").row(0, named=True)
    assert row == {
        "occupation": "15-1252",
        "title": "Software developers",
        "education": "Bachelor's degree",
        "training": "None",
        "jobs_base": 1700000.0,
        "jobs_target": 1970500.0,
        "openings_yearly": 115200.0,
        "base_year": 2024,
        "target_year": 2034,
        "detailed": True,
    }


# ── OEWS ─────────────────────────────────────────────────────────────────────────────────


def test_staffing_comes_from_every_depth_once(tmp_path: Path) -> None:
    reading = read(written(tmp_path, "pay by industry", sheets.oews_industries(), "oesm25in4.zip"))
    staffing = reading.tables["staffing"]
    assert staffing.select("industry", "occupation", "jobs", "pay_annual_median_usd").rows() == [
        ("622", "29-1141", None, 93600.0),  # ** is not released
        ("31-33", "15-1252", 200000.0, 130000.0),
        ("62", "15-1252", 30000.0, 208000.0),  # # is at least the top that the survey publishes
    ]


def test_the_nation_is_all_industries(tmp_path: Path) -> None:
    tables = read(written(tmp_path, "pay by industry", sheets.oews_nation(), "n.zip")).tables
    assert tables["staffing"]["industry"].unique().to_list() == ["10"]
    assert tables["occupation_pay"].filter(occupation="15-1252")["jobs_rse"].item() == 0.9


def test_states_have_the_codes_of_the_flat_file(tmp_path: Path) -> None:
    pay = read(written(tmp_path, "pay by state", sheets.oews_states(), "st.zip")).tables[
        "occupation_pay"
    ]
    assert sorted(pay["place"]) == ["0100000", "4400000"]


def test_a_zip_without_workbooks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"in4\.zip: expected workbooks in the zip"):
        written(tmp_path, "pay by industry", zipped({"readme.txt": b""}), "in4.zip")


def test_a_workbook_in_a_zip_is_named_with_its_zip(tmp_path: Path) -> None:
    book = sheets.workbook(A=[("AREA", "OCC_CODE")])
    with pytest.raises(BadInput, match=r"in4\.zip/x/nat3d\.xlsx: expected .*'TOT_EMP'"):
        written(tmp_path, "pay by industry", zipped({"x/nat3d.xlsx": book}), "in4.zip")


# ── cells ────────────────────────────────────────────────────────────────────────────────


@given(st.integers(0, 99_999))
def test_a_code_is_the_same_as_text_and_as_number(code: int) -> None:
    assert digits(5)(code) == digits(5)(float(code)) == digits(5)(f"{code:05}")


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_no_number_changes_on_its_way(number: float) -> None:
    assert float(cell_text(number)) == number


# ── the publishers' own numbers ──────────────────────────────────────────────────────────


@pytest.mark.data
def test_the_published_table_2_7_reads_the_same_from_a_workbook(
    tmp_path: Path, shared_data: Path
) -> None:
    published = shared_data / "bls_projections_2018_2028/industry_table_2_7.csv"
    with published.open(encoding="utf-8") as stream:
        rows = [[_cell(value) for value in row] for row in csv.reader(stream)]
    made = read(written(tmp_path, "industries", sheets.workbook(Table_2_7=rows)))
    ours, theirs = (
        r.tables["projections"].sort("industry")
        for r in (made, read(OfficialFile(published, published.name)))
    )
    numbers = pl.col("industry", "covers", "jobs_base", "jobs_target", "base_year")
    assert ours.select(numbers).equals(theirs.select(numbers))


def _cell(value: str) -> object:
    """What a sheet keeps: numbers as numbers."""
    try:
        return float(value) if value.strip() else None
    except ValueError:
        return value
