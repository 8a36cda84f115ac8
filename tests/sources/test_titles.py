"""Code lists and crosswalks, read as published."""

from pathlib import Path

import polars as pl
import pytest

from sectoral import tables
from sectoral.sources import titles
from sectoral.sources.engine import OfficialFile, find_files, recognize_file
from tests.sources.official import official, raw

NAICS_2022 = ("11,Agriculture,sector", "513,Publishing,subsector")


def test_census_padding_is_taken_off_and_combined_sectors_get_their_name(tmp_path: Path) -> None:
    text = (
        '"NAICS","DESCRIPTION"\r\n"------","Total for all sectors"\r\n"113///","Forestry"\r\n'
        '"31----","Manufacturing"\r\n"517311","Wired Carriers – Telecom"\r\n'
    )
    file = raw(tmp_path, text.encode("cp1252"))
    layout = recognize_file(file, titles.LAYOUTS)
    assert layout is not None
    frame = layout.read(file).tables["titles"]
    assert frame.select("code", "title").rows() == [
        ("10", "Total for all sectors"),
        ("113", "Forestry"),
        ("31-33", "Manufacturing"),
        ("517311", "Wired Carriers – Telecom"),
    ]
    assert frame["scheme"].unique().to_list() == ["NAICS 2017"]


def test_a_generic_header_is_naics_only_where_its_first_code_is(tmp_path: Path) -> None:
    naics = official(tmp_path, "code,title,level", *NAICS_2022, name="naics.csv")
    other = official(tmp_path, "code,title,level", "A1,Apples,kind", name="fruit.csv")
    layout = recognize_file(naics, titles.LAYOUTS)
    assert layout is not None
    assert layout.name == "NAICS titles"
    assert recognize_file(other, titles.LAYOUTS) is None


def test_a_file_of_jobs_with_titles_is_not_taken_for_a_list_of_titles(tmp_path: Path) -> None:
    file = official(tmp_path, "area,industry_code,industry_title,emp", "12001,622,Hospitals,9")
    assert recognize_file(file, titles.LAYOUTS) is None


def test_qcew_titles_lose_the_code_and_keep_their_edition(tmp_path: Path) -> None:
    file = official(
        tmp_path,
        "industry_code,industry_title",
        '10,"10 Total, all industries"',
        "31-33,NAICS 31-33 Manufacturing",
        "513,NAICS 513 Publishing industries",
        "517110,NAICS12 517110 Wired carriers",
    )
    assert titles.read_qcew_industries(file).tables["titles"].rows() == [
        ("NAICS 2022", "10", "Total, all industries"),
        ("NAICS 2022", "31-33", "Manufacturing"),
        ("NAICS 2022", "513", "Publishing industries"),
        ("NAICS 2012", "517110", "Wired carriers"),
    ]


def test_codes_without_a_match_are_set_aside(tmp_path: Path) -> None:
    file = official(
        tmp_path,
        "SOC2018Code,SOC2018Title,CIP2020Code,CIP2020Title",
        '29-1141,Registered Nurses,51.3801,"Registered Nursing."',
        "99-9999,NO MATCH,01.0308,Agroecology.",
    )
    reading = titles.read_soc_cip(file)
    pair = ("SOC 2018", "29-1141", "CIP 2020", "51.3801")
    assert reading.tables["crosswalk"].rows() == [pair]
    assert reading.tables["titles"]["title"].to_list() == ["Registered Nursing", "Agroecology"]
    assert reading.set_aside == ((1, "codes that have no match"),)


@pytest.mark.data
def test_every_published_list_is_read_whole(shared_data: Path) -> None:
    read = {}
    for folder in ("crosswalks", "qcew_2016q1_counties", "cbp_2017_2021_counties", "onet_29"):
        for file in find_files(shared_data / folder):
            if layout := recognize_file(file, titles.LAYOUTS):
                read[file.label] = layout.read(file)
    found = {name: (reading.rows, reading.vintage) for name, reading in read.items()}
    assert found == {
        "Occupation Data.csv": (1016, "O*NET-SOC 2019"),
        "census_cbp_naics2017.txt": (2003, "NAICS 2017"),
        "naics2017_labels.csv": (1973, "NAICS 2017"),
        "naics2022_titles.csv": (2125, "NAICS 2022"),
        "oes_hybrid_crosswalk.csv": (868, "OES 2019, SOC 2018, SOC 2010"),
        "onet_cip_soc_crosswalk.csv": (8500, "CIP 2020 and O*NET-SOC 2019"),
        "soc2010_to_2018_crosswalk.csv": (900, "SOC 2010 and SOC 2018"),
        "soc2018_cip2020_crosswalk.csv": (6093, "SOC 2018 and CIP 2020"),
        "soc2018_definitions.csv": (1447, "SOC 2018"),
        "titles_industry_title.csv": (2244, "NAICS 2012"),
        "titles_own_title.csv": (6, "QCEW ownership"),
    }
    for reading in read.values():
        for name, frame in reading.tables.items():
            tables.check(frame, tables.BY_NAME[name])


@pytest.mark.data
def test_sectors_of_the_census_list_have_their_names(shared_data: Path) -> None:
    path = shared_data / "crosswalks" / "census_cbp_naics2017.txt"
    frame = titles.read_naics(OfficialFile(path, path.name)).tables["titles"]
    combined = frame.filter(pl.col("code").str.contains("-")).sort("code")
    assert combined["code"].to_list() == ["31-33", "44-45", "48-49"]
