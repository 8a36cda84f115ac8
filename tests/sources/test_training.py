"""IPEDS institutions and programs, read as published."""

from pathlib import Path

import pytest

from sectoral import tables
from sectoral.sources import training
from sectoral.sources.engine import OfficialFile
from tests.sources.official import official

HD = "UNITID,INSTNM,SECTOR,CYACTIVE,COUNTYCD,LONGITUD,LATITUDE"


def test_a_county_code_written_as_a_number_gets_its_zero_back(tmp_path: Path) -> None:
    file = official(tmp_path, HD, "100654,Alabama A & M University,1,1,1089,-86.57,34.78")
    frame = training.read_providers(file).tables["training_providers"]
    assert tables.check(frame, tables.TRAINING_PROVIDERS)["area"].to_list() == ["01089"]


def test_offices_closed_institutions_and_places_abroad_are_set_aside(tmp_path: Path) -> None:
    file = official(
        tmp_path,
        HD,
        "100001,System Office,0,1,1089,-86.57,34.78",
        "100002,Closed School,9,3,1089,-86.57,34.78",
        "376695,College of the Marshall Islands,4,1,-2,171.38,7.10",
    )
    reading = training.read_providers(file)
    assert reading.tables["training_providers"].height == 0
    aside = ((2, "not active, or an administrative office"), (1, "in no county"))
    assert reading.set_aside == aside


def program_file(folder: Path, **cells: str) -> OfficialFile:
    """One institution; every line ends in a comma that the header lacks, as published."""
    header = sorted(training.PROGRAM_COLUMNS)
    given = {"UNITID": "101277", **cells}
    row = ",".join(given.get(name, "-2" if name.startswith("CIPC") else ".") for name in header)
    return official(folder, ",".join(header), row + ",")


def test_the_largest_program_s_price_stands_among_the_yearly_charges(tmp_path: Path) -> None:
    file = program_file(
        tmp_path,
        CIPCODE1="12.0401",
        CHG1PY3="11040",
        MTHCMP1="12",
        CIPCODE2="12.0413",
        CIPTUIT2="2150",
        MTHCMP2=".",
    )
    frame = training.read_programs(file).tables["training_programs"]
    assert tables.check(frame, tables.TRAINING_PROGRAMS).rows() == [
        ("101277", "12.0401", 1, 11040.0, 12.0),
        ("101277", "12.0413", 2, 2150.0, None),
    ]


@pytest.mark.data
def test_the_published_files_give_every_program(shared_data: Path) -> None:
    folder = shared_data / "ipeds_2020"
    hd = training.read_providers(OfficialFile(folder / "hd2020.csv.gz", "hd2020.csv.gz"))
    ic = training.read_programs(OfficialFile(folder / "ic2020_py.csv.gz", "ic2020_py.csv.gz"))
    providers = tables.check(hd.tables["training_providers"], tables.TRAINING_PROVIDERS)
    programs = tables.check(ic.tables["training_programs"], tables.TRAINING_PROGRAMS)
    assert (hd.rows, providers.height, ic.rows, programs.height) == (6440, 6239, 2266, 8322)
    # 47 largest programs and 8 others have no price.
    assert programs["price_usd"].null_count() == 55
