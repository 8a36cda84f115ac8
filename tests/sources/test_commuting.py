"""Commuting flows: the ACS in both layouts, LODES, and any table of flows."""

from pathlib import Path

import polars as pl
import pytest

from sectoral import tables
from sectoral.errors import BadInput, FilesDisagree
from sectoral.sources import commuting
from sectoral.sources.engine import OfficialFile, find_files, recognize_file
from tests.sources.official import (
    ACS_2013_HEADER,
    ACS_2020_HEADER,
    BLOCKS_HEADER,
    LODES_HEADER,
    official,
)


def test_the_older_table_carries_its_margins_of_error_and_sets_work_abroad_aside(
    tmp_path: Path,
) -> None:
    file = official(
        tmp_path,
        ACS_2013_HEADER,
        "01,001,001,007,16,23",
        "01,001,301,,4,7",
        "01,003,,,51,53",
    )
    reading = commuting.read_acs_2013(file)
    flows = tables.check(reading.tables["commuting"], tables.COMMUTING)
    assert flows.rows() == [("acs_2009_2013", "01001", "01007", 16, 23.0)]
    assert (reading.rows, reading.set_aside) == (3, ((2, "work abroad (55 workers)"),))


def test_margins_of_error_may_be_absent(tmp_path: Path) -> None:
    file = official(tmp_path, ACS_2013_HEADER.removesuffix(",moe"), "01,001,001,007,16")
    assert commuting.read_acs_2013(file).tables["commuting"]["workers_moe"].to_list() == [None]


def test_margins_of_error_may_stand_in_the_newer_layout_too(tmp_path: Path) -> None:
    file = official(tmp_path, ACS_2020_HEADER + ",moe", "01001,01003,8,5")
    assert commuting.read_acs_2020(file).tables["commuting"]["workers_moe"].to_list() == [5.0]


@pytest.mark.parametrize(
    ("connecticut", "source", "says"),
    [
        ("09110,09120,7", "acs_2016_2020", "assumed from its counties"),
        ("09001,09003,7", "commuting", "counties before 2022"),
        ("01001,01005,7", "commuting", "years not stated in the file"),
    ],
)
def test_connecticut_tells_the_vintage_of_a_table_without_years(
    tmp_path: Path, connecticut: str, source: str, says: str
) -> None:
    reading = commuting.read_acs_2020(
        official(tmp_path, ACS_2020_HEADER, "01001,01003,8", connecticut)
    )
    assert reading.tables["commuting"]["source"].unique().to_list() == [source]
    assert says in reading.vintage


def test_canada_mexico_and_elsewhere_are_set_aside(tmp_path: Path) -> None:
    rows = ("01001,01003,8", "01001,00301,1", "01001,00303,2", "01001,XXXXXX,4")
    reading = commuting.read_acs_2020(official(tmp_path, ACS_2020_HEADER, *rows))
    assert reading.tables["commuting"].height == 1
    assert reading.set_aside == ((3, "work abroad (7 workers)"),)


BLOCK_A, BLOCK_B, BLOCK_C = "440010301001008", "440010301003019", "440070126012069"


def lodes(folder: Path, name: str = "given.csv") -> OfficialFile:
    # B → A 2 jobs, C → A 3 jobs, A → A 1 job.
    rows = (
        f"{BLOCK_A},{home},{jobs},1,20211018"
        for home, jobs in ((BLOCK_B, 2), (BLOCK_C, 3), (BLOCK_A, 1))
    )
    return official(folder, LODES_HEADER, *rows, name=name)


def blocks(folder: Path, *, without: str = "") -> pl.DataFrame:
    rows = (
        f"{BLOCK_A},44001,44001030100,4400105140,44440002",
        f"{BLOCK_B},44001,44001030100,4400173760,44440002",
        f"{BLOCK_C},44007,44007012300,4400737720,99999999",
    )
    kept = (row for row in rows if not (without and row.startswith(without)))
    reading = commuting.read_blocks(official(folder, BLOCKS_HEADER, *kept, name="xwalk.csv"))
    return tables.check(reading.tables["block_areas"], tables.BLOCK_AREAS)


def test_blocks_sum_to_counties(tmp_path: Path) -> None:
    reading = commuting.read_lodes(lodes(tmp_path))
    flows = tables.check(reading.tables["commuting"], tables.COMMUTING)
    assert flows.select("home", "work", "workers").rows() == [
        ("44001", "44001", 3),
        ("44007", "44001", 3),
    ]
    assert flows["source"].unique().to_list() == ["lodes"]


def test_the_year_comes_from_the_file_name_and_the_vintage_says_so(tmp_path: Path) -> None:
    reading = commuting.read_lodes(lodes(tmp_path, name="ri_od_main_JT00_2019.csv"))
    assert reading.tables["commuting"]["source"].unique().to_list() == ["lodes_2019"]
    assert reading.vintage == "2019, job type JT00, by the file's name; the file states no year"


def test_a_board_of_nines_is_no_board(tmp_path: Path) -> None:
    assert blocks(tmp_path)["board"].to_list() == ["44440002", "44440002", None]


def test_anybodys_flows_keep_their_own_ids(tmp_path: Path) -> None:
    file = official(tmp_path, "from,to,people", "Nord,Süd,12", "007,Nord,3")
    flows = commuting.read_flows(file, home="from", work="to", count="people")
    assert flows.rows() == [("Nord", "Süd", 12), ("007", "Nord", 3)]


@pytest.mark.parametrize(
    ("rows", "row", "says"),
    [
        (["a,b,-1"], 2, "expected 0 or more; found '-1'"),
        (["a,b,1", "a,c,many"], 3, "expected a whole number; found 'many'"),
        (["a,b,1", "b,a,1", "a,b,2"], 4, "a second row for from a, to b"),
        (["a,b,1", ",b,2"], 3, "column 'from'"),
        (["a,b,1", "a, ,2"], 3, "expected an id"),
        (["a,b,"], 2, "found nothing"),
    ],
)
def test_flows_that_cannot_be_are_refused(
    tmp_path: Path, rows: list[str], row: int, says: str
) -> None:
    with pytest.raises(BadInput) as said:
        commuting.read_flows(
            official(tmp_path, "from,to,people", *rows), home="from", work="to", count="people"
        )
    assert said.value.row == row
    assert says in str(said.value)


def test_flows_without_the_column_asked_for_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no 'count' among 'from', 'to', 'people'"):
        commuting.read_flows(
            official(tmp_path, "from,to,people", "a,b,1"), home="from", work="to", count="count"
        )


def test_two_files_of_one_survey_must_agree(tmp_path: Path) -> None:
    one, other = (
        commuting.read_acs_2020(official(tmp_path, ACS_2020_HEADER, row)).tables["commuting"]
        for row in ("01001,01003,8", "01001,01003,9")
    )
    assert commuting.merge_commuting([("a", one), ("b", one)])[0].equals(one)
    with pytest.raises(FilesDisagree, match="8 in a and 9 in b"):
        commuting.merge_commuting([("a", one), ("b", other)])


# ── the real files ───────────────────────────────────────────────────────────────────────


def only_flows(folder: Path) -> tuple[pl.DataFrame, tuple[tuple[int, str], ...], str]:
    for file in find_files(folder):
        layout = recognize_file(file, commuting.LAYOUTS)
        if layout is not None:
            reading = layout.read(file)
            flows = tables.check(reading.tables["commuting"], tables.COMMUTING)
            return flows, reading.set_aside, reading.vintage
    raise AssertionError(f"no flows in {folder}")


@pytest.mark.data
def test_acs_2009_2013_has_its_workers(shared_data: Path) -> None:
    flows, set_aside, _ = only_flows(shared_data / "acs_county_flows_2009_2013")
    assert set_aside == ((1_787, "work abroad (105,262 workers)"),)
    assert flows["workers"].sum() + 105_262 == 140_843_659
    assert flows["workers_moe"].null_count() == 0


@pytest.mark.data
def test_acs_2016_2020_has_its_workers(shared_data: Path) -> None:
    flows, set_aside, vintage = only_flows(shared_data / "acs_county_flows_2016_2020")
    assert flows["source"].unique().to_list() == ["acs_2016_2020"]
    assert "2016-2020, assumed" in vintage
    assert flows["workers"].sum() == 154_665_750 - 61_797 - 13_814 - 9_095
    assert (flows["home"].n_unique(), set_aside[0][0]) == (3_222, 1_301)
    at_home = flows.filter(pl.col("home") == pl.col("work"))["workers"].sum()
    assert round(int(at_home) / int(flows["workers"].sum()) * 100, 1) == 72.6


@pytest.mark.data
def test_rhode_islands_jobs_are_all_read(shared_data: Path) -> None:
    files = {f.path.name.split(".")[0]: f for f in find_files(shared_data / "lodes7_ri_2019")}
    main, aux = files["ri_od_main_JT00_2019"], files["ri_od_aux_JT00_2019"]
    for file, jobs in ((main, 406_052), (aux, 70_737)):
        assert commuting.read_lodes(file).tables["commuting"]["workers"].sum() == jobs
    crosswalk = commuting.read_blocks(files["ri_xwalk"]).tables["block_areas"]
    assert crosswalk.height == 25_181
