"""QCEW and County Business Patterns, read as published."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectoral import tables
from sectoral.errors import FilesDisagree
from sectoral.sources import jobs
from sectoral.sources.engine import FileReading, find_files, recognize_file
from tests.sources.official import ANNUAL_HEADER, CBP_HEADER, QCEW_HEADER, official

TOTAL = "08001,0,10,70,0,2016,1,,10,100,110,120,3000,,1.00,,20"
SUPPRESSED = "08001,5,622,75,0,2016,1,N,2,0,0,0,0,N,0,N,0"


def qcew(folder: Path, *rows: str, header: str = QCEW_HEADER) -> FileReading:
    return jobs.read_qcew(official(folder, header, *rows))


def only_row(reading: FileReading) -> dict[str, object]:
    frame = tables.check(reading.tables["area_jobs"], tables.AREA_JOBS)
    assert frame.height == 1
    return frame.row(0, named=True)


def test_a_quarter_has_the_mean_of_its_months_and_the_level_a_year_before(tmp_path: Path) -> None:
    # (100 + 110 + 120) / 3 = 110; 120 in March, 20 more than a year before.
    assert only_row(qcew(tmp_path, TOTAL)) == {
        "source": "qcew",
        "area": "08001",
        "industry": "10",
        "ownership": "all",
        "year": 2016,
        "quarter": 1,
        "level": "total",
        "naics": 2012,
        "establishments": 10,
        "jobs": 110.0,
        "jobs_last_month": 120.0,
        "jobs_year_ago": 100.0,
        "pay_usd": 3000.0,
        "lq_published": 1.0,
        "status": "published",
    }


def test_a_suppressed_cell_keeps_its_establishments_and_nothing_else(tmp_path: Path) -> None:
    row = only_row(qcew(tmp_path, SUPPRESSED))
    assert (row["status"], row["establishments"]) == ("suppressed", 2)
    numbers = ("jobs", "jobs_last_month", "jobs_year_ago", "pay_usd", "lq_published")
    assert [row[name] for name in numbers] == [None] * 5


def test_a_location_quotient_and_a_change_can_be_withheld_beside_known_jobs(tmp_path: Path) -> None:
    row = only_row(qcew(tmp_path, "08001,5,622,75,0,2016,1,,2,9,9,9,90,N,0,N,0"))
    assert (row["jobs"], row["lq_published"], row["jobs_year_ago"]) == (9.0, None, None)


@pytest.mark.parametrize(
    ("establishments", "status", "known"), [(0, "published", 0.0), (3, "not available", None)]
)
def test_a_dash_is_zero_only_where_there_is_no_establishment(
    tmp_path: Path, establishments: int, status: str, known: float | None
) -> None:
    row = only_row(qcew(tmp_path, f"08001,5,622,75,0,2016,1,-,{establishments},0,0,0,0,N,0,N,0"))
    assert (row["status"], row["jobs"], row["lq_published"]) == (status, known, None)


def test_annual_files_give_quarter_0_and_the_average_a_year_before(tmp_path: Path) -> None:
    annual = "39041,5,44-45,74,0,2022,A,,16,296,23409080,,0.17,,50"
    row = only_row(qcew(tmp_path, annual, header=ANNUAL_HEADER))
    assert (row["quarter"], row["jobs"], row["jobs_last_month"]) == (0, 296.0, None)
    assert (row["jobs_year_ago"], row["naics"], row["level"]) == (246.0, 2022, "sector")


def test_single_file_spelling_and_title_columns_change_nothing(tmp_path: Path) -> None:
    plain = qcew(tmp_path, TOTAL).tables["area_jobs"]
    single = QCEW_HEADER.replace("qtrly_estabs_count", "qtrly_estabs")
    assert qcew(tmp_path, TOTAL, header=single).tables["area_jobs"].equals(plain)
    titled = QCEW_HEADER.replace("disclosure_code,q", "disclosure_code,area_title,q", 1)
    named = TOTAL.replace("1,,10", '1,,"Adams County, Colorado",10', 1)
    quoted = qcew(tmp_path, named, header=titled).tables["area_jobs"]
    assert quoted.equals(plain)


@pytest.mark.parametrize(
    ("year", "naics"),
    [(2010, 2007), (2011, 2012), (2016, 2012), (2017, 2017), (2021, 2017), (2022, 2022)],
)
def test_the_year_says_which_naics_bls_used(tmp_path: Path, year: int, naics: int) -> None:
    assert only_row(qcew(tmp_path, TOTAL.replace("2016", str(year))))["naics"] == naics


def test_rows_that_are_no_county_state_or_nation_are_set_aside_with_their_count(
    tmp_path: Path,
) -> None:
    metro = TOTAL.replace("08001", "C1974").replace(",70,", ",40,")
    nation = TOTAL.replace("08001", "US000").replace(",70,", ",10,")
    sizes = nation.replace(",10,0,2016", ",21,3,2016")
    covered = TOTAL.replace("08001,0,10,70", "08001,9,10,71")
    reading = qcew(tmp_path, TOTAL, metro, nation, sizes, covered)
    assert reading.rows == 5
    assert reading.tables["area_jobs"]["area"].to_list() == ["08001", "US000"]
    assert [count for count, _ in reading.set_aside] == [1, 1, 1]


@given(
    months=st.tuples(*[st.integers(0, 10**7)] * 3),
    change=st.integers(-(10**6), 10**6),
)
def test_jobs_lie_between_the_least_and_the_greatest_month(
    tmp_path_factory: pytest.TempPathFactory, months: tuple[int, int, int], change: int
) -> None:
    folder = tmp_path_factory.mktemp("qcew")
    cells = ",".join(map(str, months))
    row = only_row(qcew(folder, f"08001,5,622,75,0,2016,1,,2,{cells},90,,1.0,,{change}"))
    assert min(months) - 1e-6 <= float(str(row["jobs"])) <= max(months) + 1e-6
    assert row["jobs_year_ago"] == (months[2] - change if months[2] >= change else None)


def cbp(folder: Path, *rows: str, header: str = CBP_HEADER, name: str = "cbp.csv") -> FileReading:
    return jobs.read_cbp(official(folder, header, *rows, name=name))


def test_county_business_patterns_are_private_mid_march_and_pay_in_dollars(tmp_path: Path) -> None:
    row = only_row(cbp(tmp_path, "01,001,2017,00,869,11036,360936"))
    assert (row["area"], row["industry"], row["level"]) == ("01001", "10", "total")
    assert (row["ownership"], row["quarter"], row["naics"]) == ("private", 0, 2017)
    assert (row["jobs"], row["pay_usd"], row["status"]) == (11036.0, 360_936_000.0, "published")


@pytest.mark.parametrize(
    ("cells", "jobs_known", "pay_known", "status"),
    [
        ("3,0,0", None, None, "withheld"),
        ("3,0,70", None, 70_000.0, "withheld"),
        ("0,0,0", 0.0, 0.0, "published"),
    ],
)
def test_no_jobs_beside_establishments_means_withheld(
    tmp_path: Path, cells: str, jobs_known: float | None, pay_known: float | None, status: str
) -> None:
    row = only_row(cbp(tmp_path, f"01,001,2017,622,{cells}"))
    assert (row["jobs"], row["pay_usd"], row["status"]) == (jobs_known, pay_known, status)


def test_the_length_of_a_code_is_its_depth(tmp_path: Path) -> None:
    codes = {
        "00": "total",
        "11": "sector",
        "31-33": "sector",
        "622": "subsector",
        "6221": "group",
        "62211": "industry5",
        "622110": "industry6",
    }
    reading = cbp(tmp_path, *(f"01,001,2017,{code},5,9,8" for code in codes))
    assert reading.tables["area_jobs"]["level"].to_list() == list(codes.values())


def test_columns_may_stand_in_any_order_with_quotes_and_a_trailing_comma(tmp_path: Path) -> None:
    header = '"NAME","EMP","NAICS2017","ESTAB","PAYANN","YEAR","state","county",'
    row = '"Kent County, Delaware","54236","00","4485","2683797","2021","10","001",'
    found = only_row(cbp(tmp_path, row, header=header))
    assert (found["area"], found["jobs"], found["establishments"]) == ("10001", 54236.0, 4485)


def test_rows_by_legal_form_are_set_aside(tmp_path: Path) -> None:
    header = f"{CBP_HEADER},LFO"
    reading = cbp(tmp_path, "01,001,2017,00,5,9,8,001", "01,001,2017,00,2,4,3,002", header=header)
    assert only_row(reading)["jobs"] == 9.0
    assert reading.set_aside == ((1, "by legal form of organization"),)


def test_the_same_row_in_two_files_is_kept_once_and_said(tmp_path: Path) -> None:
    one = qcew(tmp_path, TOTAL, SUPPRESSED).tables["area_jobs"]
    other = qcew(tmp_path, TOTAL, TOTAL.replace("08001", "08003")).tables["area_jobs"]
    merged, notes = jobs.merge_jobs([("a.csv", one), ("b.csv", other)])
    assert merged.equals(pl.concat([one, other.filter(area="08003")]))
    assert notes == (
        "1 rows of b.csv stand in a.csv too, with the same values; they were kept once.",
    )


def test_different_numbers_for_one_cell_name_both_files_and_both_numbers(tmp_path: Path) -> None:
    one = qcew(tmp_path, TOTAL).tables["area_jobs"]
    other = qcew(tmp_path, TOTAL.replace(",120,", ",123,")).tables["area_jobs"]
    with pytest.raises(FilesDisagree) as said:
        jobs.merge_jobs([("a.csv", one), ("b.csv", other)])
    for part in ("a.csv and b.csv", "area 08001", "industry 10", "110 in a.csv", "111 in b.csv"):
        assert part in str(said.value)


def test_one_year_in_two_editions_of_naics_cannot_be_joined(tmp_path: Path) -> None:
    one = cbp(tmp_path, "01,001,2022,00,5,9,8").tables["area_jobs"]
    later = CBP_HEADER.replace("2017", "2022")
    other = cbp(tmp_path, "01,003,2022,00,5,9,8", header=later).tables["area_jobs"]
    with pytest.raises(FilesDisagree, match=r"NAICS 2017 in a\.csv and NAICS 2022 in b\.csv"):
        jobs.merge_jobs([("a.csv", one), ("b.csv", other)])


def test_no_files_give_the_empty_table() -> None:
    assert jobs.merge_jobs([])[0].equals(tables.AREA_JOBS.empty())


# ── the real files ───────────────────────────────────────────────────────────────────────


def readings(folder: Path) -> dict[str, FileReading]:
    found = {}
    for file in find_files(folder):
        layout = recognize_file(file, jobs.LAYOUTS)
        if layout is not None:
            found[file.label] = layout.read(file)
    return found


def frames(folder: Path) -> list[tuple[str, pl.DataFrame]]:
    return [(label, r.tables["area_jobs"]) for label, r in readings(folder).items()]


@pytest.fixture(scope="module")
def counties_2016(shared_data: Path) -> pl.DataFrame:
    merged, notes = jobs.merge_jobs(frames(shared_data / "qcew_2016q1_counties"))
    assert notes == ()
    return tables.check(merged, tables.AREA_JOBS)


@pytest.mark.data
def test_the_nation_had_140_128_911_jobs_in_march_2016(counties_2016: pl.DataFrame) -> None:
    totals = counties_2016.filter(
        pl.col("ownership") == "all", ~pl.col("area").str.ends_with("000")
    )
    states = totals.filter(~pl.col("area").str.contains("^(72|78)"))
    assert states["jobs_last_month"].sum() == 140_128_911
    # The published 1.895 trillion USD of wages include Puerto Rico and the Virgin Islands.
    assert round(float(totals["pay_usd"].sum()) / 1e12, 3) == 1.895


@pytest.mark.data
def test_every_row_of_the_2016_files_is_there(counties_2016: pl.DataFrame) -> None:
    statewide = pl.col("area").str.ends_with("000")
    assert counties_2016.filter(~statewide).height == 1_022_280
    assert counties_2016.filter(statewide).height == 34_822


@pytest.mark.data
def test_as_much_is_suppressed_as_published(counties_2016: pl.DataFrame) -> None:
    counties = counties_2016.filter(~pl.col("area").str.ends_with("000"))
    share = (pl.col("status") == "suppressed").mean() * 100
    shares = dict(counties.group_by("level").agg(share.round(1)).iter_rows())
    published = {"supersector": 26.3, "sector": 37.7, "subsector": 46.8, "group": 58.6}
    assert {level: shares[level] for level in published} == published
    assert round(float(str(counties.select(share).item())), 1) == 49.7
    assert counties.filter(pl.col("status") != "published")["jobs"].null_count() == 508_138


@pytest.mark.data
def test_ohios_counties_sum_to_the_state(counties_2016: pl.DataFrame) -> None:
    ohio = counties_2016.filter(pl.col("area").str.starts_with("39"), pl.col("ownership") == "all")
    state = ohio.filter(area="39000").row(0, named=True)
    counties = ohio.filter(pl.col("area") != "39000")
    for column in ("establishments", "jobs_last_month", "pay_usd"):
        assert counties[column].sum() == state[column]


@pytest.mark.data
def test_the_two_original_colorado_files_say_what_the_joined_ones_say(shared_data: Path) -> None:
    parts = frames(shared_data / "qcew_2016_colorado_full")
    originals = sum(frame.height for label, frame in parts if label.startswith("2016"))
    joined = sum(frame.height for label, frame in parts if label.startswith("qcew"))
    merged, notes = jobs.merge_jobs(parts)
    assert originals == 4_864 + 2_620
    assert merged.height == joined
    assert len(notes) == 8


@pytest.mark.data
def test_annual_files_are_read_whole(shared_data: Path) -> None:
    states = readings(shared_data / "qcew_2019_2020_states")
    assert [r.rows for r in states.values()] == [35_453, 35_565]
    ohio = readings(shared_data / "qcew_2020_2023_central_ohio")
    shares = [
        round(float(str((r.tables["area_jobs"]["status"] == "suppressed").mean())) * 100, 1)
        for r in ohio.values()
    ]
    assert shares == [62.4, 62.5, 50.6, 50.7]


@pytest.mark.data
def test_county_business_patterns_have_the_published_totals(shared_data: Path) -> None:
    merged, notes = jobs.merge_jobs(frames(shared_data / "cbp_2017_2021_counties"))
    totals = merged.filter(industry="10").group_by("year").agg(pl.col("jobs").sum()).sort("year")
    assert [round(n / 1e6, 1) for n in totals["jobs"]] == [49.1, 49.8, 50.5, 50.7, 48.5]
    assert merged.height == 2_713_620
    assert round((merged["status"] == "withheld").sum() / merged.height * 100, 1) == 2.4
    assert [note.split(" rows ")[0] for note in notes] == ["2,927"]
