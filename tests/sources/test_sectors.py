"""Sectors: ours, and lists that a state brings."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from sectoral import tables
from sectoral.errors import WrongUse
from sectoral.sources import sectors, titles
from sectoral.sources.engine import OfficialFile
from tests.sources.official import official

PRIMER_CITY = {"healthcare", "manufacturing", "transportation", "finance", "professional-services"}
PRIMER_RURAL = {
    *("healthcare", "agriculture-food", "hospitality-tourism"),
    *("manufacturing", "transportation"),
}
AGENCIES = "NAICS,PartialNAICS,Description,Cluster_System,Cluster_Name"


def test_the_primer_s_sectors_are_looked_at_where_the_primer_names_them() -> None:
    ours = sectors.default_sectors()
    assert set(ours.filter("metropolitan")["sector"]) >= PRIMER_CITY
    assert set(ours.filter("rural")["sector"]) >= PRIMER_RURAL
    assert set(ours["ownership"].cast(pl.String)) == {"all", "private"}


def test_our_codes_are_at_four_digits_or_fewer() -> None:
    # County files of the census of employment go down to four digits.
    lengths = sectors.default_sectors()["industry"].str.replace("-", "").str.len_chars()
    assert lengths.max() == 4


def test_an_agency_s_list_is_chosen_by_its_name(tmp_path: Path) -> None:
    file = official(
        tmp_path,
        AGENCIES,
        "111000,,Crops,State,Food & Farms",
        "311111,(P),Pet food,State,Food & Farms",
        "311111,,Pet food,State,Pets",
        "903612,,State colleges,State,Pets",
        "541511,,Programming,City,IT",
    )
    reading = sectors.read_sector_file(file, "State")
    frame = tables.check(reading.tables["sectors"], tables.SECTORS)
    codes = [("food-farms", "111"), ("food-farms", "311111"), ("pets", "311111")]
    assert frame.select("sector", "industry").rows() == codes
    assert {why: rows for rows, why in reading.set_aside} == {
        "codes of a vendor's own, not NAICS": 1,
        "codes kept that stand in several sectors: the overlap is real": 2,
        "codes that belong to their sector only in part; all their jobs are counted": 1,
    }


@pytest.mark.parametrize("system", [None, "County"])
def test_a_list_that_is_not_there_is_answered_with_those_that_are(
    tmp_path: Path, system: Any
) -> None:
    lines = ("541511,,Programming,City,IT", "541511,,Programming,State,IT")
    file = official(tmp_path, AGENCIES, *lines)
    with pytest.raises(WrongUse, match="choose 'City', 'State'"):
        sectors.read_sectors(file, system)


@pytest.mark.data
def test_our_codes_mean_something_in_naics_2017_and_2022(shared_data: Path) -> None:
    lists = shared_data / "crosswalks"
    known = {}
    for name in ("census_cbp_naics2017.txt", "naics2022_titles.csv"):
        frame = titles.read_naics(OfficialFile(lists / name, name)).tables["titles"]
        known[name] = {*frame["code"], "31-33", "44-45", "48-49"}
    # Census counts no crops, livestock or railroads; software publishers moved in 2022.
    outside = {"111", "112", "482"}
    ours = set(sectors.default_sectors()["industry"]) - outside
    assert ours - known["census_cbp_naics2017.txt"] == {"5132"}
    assert ours - known["naics2022_titles.csv"] == {"5112"}


@pytest.mark.data
@pytest.mark.parametrize(
    ("system", "count", "codes"),
    [("OEDIT", 14, 1149), ("Metro Denver", 10, 296), ("Fort Collins", 6, 86)],
)
def test_colorado_s_agencies_each_have_their_sectors(
    shared_data: Path, system: Any, count: int, codes: int
) -> None:
    path = shared_data / "industry_clusters" / "colorado_sector_definitions.csv"
    frame = sectors.read_sectors(OfficialFile(path, path.name), system)
    assert (frame["sector"].n_unique(), frame.height) == (count, codes)


@pytest.mark.data
def test_the_benchmark_has_51_traded_clusters(shared_data: Path) -> None:
    path = shared_data / "industry_clusters" / "us_benchmark_cluster_definitions_naics6.csv"
    frame = sectors.read_sectors(OfficialFile(path, path.name), "Traded")
    assert frame["sector"].n_unique() == 51
