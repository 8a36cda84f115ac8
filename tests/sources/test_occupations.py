"""Staffing patterns, pay and job zones, read as published."""

from pathlib import Path

import polars as pl
import pytest

from sectoral import tables
from sectoral.errors import BadInput
from sectoral.sources import occupations
from sectoral.sources.engine import FileReading, OfficialFile
from tests.sources.official import official

STAFFING = "industry_code,occupation_code,value_01,value_02,value_03,value_13"
PAY = "area_code,occupation_code,value_01,value_02,value_03,value_13"


def staffing(folder: Path, *rows: str) -> FileReading:
    return occupations.read_staffing(official(folder, STAFFING, *rows))


@pytest.mark.parametrize(
    ("oews", "naics"),
    [
        ("000000", "10"),
        ("31--34", "31-33"),
        ("44--46", "44-45"),
        ("48--50", "48-49"),
        ("62--63", "62"),
        ("622000", "622"),
        ("622100", "6221"),
        ("237130", "23713"),
        ("221111", "221111"),
    ],
)
def test_an_oews_industry_becomes_its_naics_code(tmp_path: Path, oews: str, naics: str) -> None:
    reading = staffing(tmp_path, f"{oews},111021,100,1.0,50.00,90000")
    assert reading.tables["staffing"]["industry"].to_list() == [naics]


@pytest.mark.parametrize("oews", ["000001", "99-100", "999100", "3250A1", "622003"])
def test_a_group_of_oews_s_own_is_set_aside(tmp_path: Path, oews: str) -> None:
    reading = staffing(tmp_path, f"{oews},111021,100,1.0,50.00,90000")
    assert reading.tables["staffing"].height == 0
    assert reading.set_aside == ((1, "industry groups and owners of OEWS's own"),)


def test_what_is_not_released_is_unknown_and_not_zero(tmp_path: Path) -> None:
    reading = staffing(tmp_path, "622000,291141,-,-,-,-")
    row = reading.tables["staffing"].row(0, named=True)
    assert (row["occupation"], row["jobs"], row["pay_annual_median_usd"]) == ("29-1141", None, None)


def test_only_the_finest_occupations_of_a_list_are_detailed() -> None:
    listed = [
        "00-0000",
        "29-0000",
        "29-1000",
        "29-1210",
        "29-1211",
        "13-1000",
        "13-1020",
        "13-1041",
    ]
    found = occupations.finest_occupations(pl.Series(listed))
    assert found.to_list() == ["13-1020", "13-1041", "29-1211"]


def test_pay_of_a_place_keeps_its_seven_digit_code(tmp_path: Path) -> None:
    file = official(tmp_path, PAY, "0010180,000000,75070,0.0,26.13,44340")
    frame = occupations.read_occupation_pay(file).tables["occupation_pay"]
    assert tables.check(frame, tables.OCCUPATION_PAY).row(0) == (
        *("0010180", "00-0000"),
        *(75070.0, 0.0, 26.13, False, 44340.0, False),
    )


@pytest.mark.parametrize(
    ("printed", "hour", "year"),
    [("50000", 100, 208_000), ("208000", 100, 208_000), ("215000", 115, 239_200)],
)
def test_pay_at_or_above_the_survey_s_top_is_at_least_that_and_not_unknown(
    tmp_path: Path, printed: str, hour: float, year: float
) -> None:
    rows = (
        "0800000,291215,210,9.1,#,#",
        "0800000,291249,40,12.0,*,*",
        f"0800000,291141,9000,2.1,40.10,{printed}",
    )
    file = official(tmp_path, PAY, *rows)
    frame = tables.check(
        occupations.read_occupation_pay(file).tables["occupation_pay"], tables.OCCUPATION_PAY
    )
    pay = {row[1]: row[4:] for row in frame.iter_rows()}
    assert pay == {
        "29-1215": (hour, True, year, True),
        "29-1249": (None, False, None, False),
        "29-1141": (40.1, False, float(printed), False),
    }


def test_an_industry_s_pay_at_the_top_is_at_least_that(tmp_path: Path) -> None:
    frame = staffing(tmp_path, "622000,291215,210,9.1,#,#").tables["staffing"]
    row = tables.check(frame, tables.STAFFING).row(0, named=True)
    assert (row["pay_annual_median_usd"], row["pay_annual_median_at_least"]) == (208_000.0, True)


def test_pay_that_is_no_number_is_refused_with_its_cell(tmp_path: Path) -> None:
    file = official(tmp_path, PAY, "0800000,291215,210,9.1,high,82000")
    with pytest.raises(BadInput) as said:
        occupations.read_occupation_pay(file)
    assert (said.value.row, said.value.column) == (2, "value_03")
    assert "found 'high'" in str(said.value)


def test_matrix_thousands_become_jobs(tmp_path: Path) -> None:
    file = official(tmp_path, "SOCCode,industry_code,Employment", "11-1021,113,0.5")
    assert occupations.read_matrix(file).tables["staffing"]["jobs"].to_list() == [500.0]


@pytest.mark.data
def test_the_published_survey_has_its_published_total(shared_data: Path) -> None:
    name = "oews_2025_national_by_industry.csv.gz"
    reading = occupations.read_staffing(OfficialFile(shared_data / "oews_may2025" / name, name))
    frame = tables.check(reading.tables["staffing"], tables.STAFFING)
    assert frame.height == 110_223
    nation = frame.filter(industry="10")
    assert nation.filter(occupation="00-0000")["jobs"].item() == 155_495_730
    # Detailed occupations cover the total up to rounding and cells that are not released.
    detailed = nation.filter("detailed")["jobs"].sum()
    assert detailed == pytest.approx(155_495_730, rel=0.001)


@pytest.mark.data
def test_every_published_job_zone_is_read(shared_data: Path) -> None:
    file = OfficialFile(shared_data / "onet_29" / "Job Zones.txt", "Job Zones.txt")
    frame = tables.check(occupations.read_job_zones(file).tables["job_zones"], tables.JOB_ZONES)
    zones = dict(frame.group_by("zone").len().sort("zone").rows())
    assert zones == {1: 31, 2: 295, 3: 219, 4: 224, 5: 154}
