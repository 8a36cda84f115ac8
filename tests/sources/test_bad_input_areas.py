"""Bad files of counties, occupations, training, titles and sectors: one clear sentence each."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sectoral.errors import BadInput
from sectoral.sources import (
    areas,
    geometry,
    occupations,
    projections,
    regionlists,
    sectors,
    titles,
    training,
    unemployment,
)
from sectoral.sources.engine import OfficialFile, recognize_file
from tests.sources import test_areas as good
from tests.sources.official import official, raw
from tests.sources.test_projections import INDUSTRY
from tests.sources.test_training import HD, program_file

OEWS = "industry_code,occupation_code,value_01,value_02,value_03,value_13"
SECTORS = "sector,name,industry,ownership,metropolitan,rural"
METRO = "Metropolitan Statistical Area"

Case = Callable[[Path], Any]


def topology(folder: Path, **changed: object) -> OfficialFile:
    return good.topology(folder, {**good.SQUARES, **changed})


def cut_map(folder: Path) -> Any:
    whole = json.dumps(good.SQUARES).encode()
    return geometry.read_topology(raw(folder, whole[:-40], name="map.json"))


def wrong_transform(folder: Path) -> Any:
    turned = {"scale": [90, 0.5], "translate": [-105, 39]}
    return geometry.read_topology(topology(folder, transform=turned))


def other_box(folder: Path) -> Any:
    return geometry.read_topology(topology(folder, bbox=[-85, 39, -83, 40]))


def arc_that_is_not_there(folder: Path) -> Any:
    return geometry.read_topology(topology(folder, arcs=[[[2, 0], [0, 2]]]))


def map_of_states(folder: Path) -> Any:
    return geometry.read_topology(topology(folder, objects={"states": {}}))


def metro_without_a_column(folder: Path) -> Any:
    header = good.METRO_HEADER.replace(",FIPS County Code", "")
    return recognize_file(official(folder, header, "x"), areas.LAYOUTS)


def metro_lost_zeros(folder: Path) -> Any:
    row = f'19740,"Denver, CO",{METRO},Denver County,8,31,Central'
    return areas.read_metro_areas(official(folder, good.METRO_HEADER, row))


def metro_twice(folder: Path) -> Any:
    row = f'19740,"Denver, CO",{METRO},Denver County,08,031,Central'
    return areas.read_metro_areas(official(folder, good.METRO_HEADER, row, row))


def zones_lost_zeros(folder: Path) -> Any:
    return areas.read_fowler_zones(official(folder, "GEOID,CZ20", "1069,3"))


def region_twice(folder: Path) -> Any:
    rows = ("08001,North", "08003,South", "08001,South")
    return regionlists.read_region_list(official(folder, "area,region", *rows), "mine")


def region_missing(folder: Path) -> Any:
    file = official(folder, "area,region", "08001,North", "08003,")
    return regionlists.read_region_list(file, "mine")


def region_unclear(folder: Path) -> Any:
    file = official(folder, "FIPS,CZ90,CZ80", "08001,1,1", "08003,1,2")
    return regionlists.read_region_list(file, "mine")


def region_lost_zeros(folder: Path) -> Any:
    file = official(folder, "county_fips,region", "8001,North", "8003,South")
    return regionlists.read_region_list(file, "mine")


def region_without_counties(folder: Path) -> Any:
    file = official(folder, "county,region", "Adams,North", "Alamosa,South")
    return regionlists.read_region_list(file, "mine")


def job_zone_nine(folder: Path) -> Any:
    row = "11-1011.00\t9\t08/2023\tAnalyst"
    file = official(folder, "O*NET-SOC Code\tJob Zone\tDate\tDomain Source", row)
    return occupations.read_job_zones(file)


def letters_in_a_number(folder: Path) -> Any:
    return occupations.read_staffing(official(folder, OEWS, "622000,291141,12k,1.0,30.0,60000"))


def occupation_twice(folder: Path) -> Any:
    row = "622000,291141,10,1.0,30.0,60000"
    return occupations.read_staffing(official(folder, OEWS, row, row))


def occupation_lost_digit(folder: Path) -> Any:
    return occupations.read_staffing(official(folder, OEWS, "622000,29114,10,1.0,30.0,60000"))


def oews_without_pay(folder: Path) -> Any:
    header = OEWS.replace(",value_13", "")
    return recognize_file(official(folder, header, "x"), occupations.LAYOUTS)


def table_without_years(folder: Path) -> Any:
    lines = (*INDUSTRY[1:3], "Mining,21,709.9,683.3,727.9")
    return projections.read_industries(official(folder, INDUSTRY[0], *lines))


def projected_words(folder: Path) -> Any:
    lines = (*INDUSTRY[1:], "Mining,21,709.9,683.3,many")
    return projections.read_industries(official(folder, INDUSTRY[0], *lines))


def institution_twice(folder: Path) -> Any:
    row = "100654,Alabama A & M University,1,1,1089,-86.57,34.78"
    return training.read_providers(official(folder, HD, row, row))


def program_code_cut(folder: Path) -> Any:
    return training.read_programs(program_file(folder, CIPCODE1="12.41", CHG1PY3="100"))


def rates_ten_times(folder: Path) -> Any:
    rates = ((2003, 5.7), (2004, 5.4), (2005, 51.0), (2006, 46.0), (2007, 4.6))
    rows = (f"08001,{year},{rate}" for year, rate in rates)
    return unemployment.read_unemployment(official(folder, "fips,year,unemployment_rate", *rows))


def rate_above_sixty(folder: Path) -> Any:
    return unemployment.read_unemployment(
        official(folder, "fips,year,unemployment_rate", "08001,2009,61.5")
    )


def titles_of_two_editions(folder: Path) -> Any:
    rows = ("11,Agriculture,sector", "333314,Optics,industry", "449,Furniture,subsector")
    return titles.read_naics(official(folder, "code,title,level", *rows))


def sector_rows(*rows: str) -> Case:
    return lambda folder: sectors.read_sectors(official(folder, SECTORS, *rows))


nested = sector_rows("health,Health,62,all,yes,yes", "health,Health,621,all,yes,yes")
nested_combined = sector_rows("made,Made,31-33,all,yes,yes", "made,Made,3254,all,yes,yes")
unknown_owner = sector_rows("health,Health,62,church,yes,yes")
two_names = sector_rows("health,Health,621,all,yes,yes", "health,Care,622,all,yes,yes")
part_of_sector = sector_rows("made,Made,31,all,yes,yes")


def sectors_without_owners(folder: Path) -> Any:
    header = SECTORS.replace("ownership,", "")
    return sectors.read_sectors(official(folder, header, "health,Health,62,yes,yes"))


CASES: list[tuple[Case, str]] = [
    (
        cut_map,
        r"map.json, row 1: expected a whole TopoJSON document; found a damaged or "
        r"incomplete file at character 393",
    ),
    (wrong_transform, r"column 'transform': expected places within longitude ±180"),
    (other_box, r"column 'transform': expected places within \[-85, 39, -83, 40\]"),
    (arc_that_is_not_there, r"column 'arcs': expected closed rings of arcs for county 08001"),
    (map_of_states, r"expected an object 'counties' with geometries; found 'states'"),
    (metro_without_a_column, r"row 1, column 'FIPS County Code': .*without 'FIPS County Code'"),
    (metro_lost_zeros, r"row 2, column 'FIPS State Code': expected a two-digit .* found '8'"),
    (metro_twice, r"row 3, column 'area': .* found a second row for area 08031"),
    (zones_lost_zeros, r"row 2, column 'GEOID': .*a leading zero was lost; found '1069'"),
    (region_twice, r"row 4, column 'area': .*county 08001 in 'South' here and in 'North' in row 2"),
    (region_missing, r"row 3, column 'region': expected a region for every county; found nothing"),
    (
        region_unclear,
        r"found 2 that may be it among 'CZ90', 'CZ80'.*choose one with --region-column",
    ),
    (region_lost_zeros, r"row 2, column 'county_fips': .*a leading zero was lost; found '8001'"),
    (region_without_counties, r"expected one column of five-digit county codes"),
    (job_zone_nine, r"row 2, column 'Job Zone': expected a job zone from 1 to 5; found '9'"),
    (letters_in_a_number, r"row 2, column 'value_01': expected a number; found '12k'"),
    (occupation_twice, r"row 3, .*found a second row for industry_code 622000"),
    (occupation_lost_digit, r"row 2, column 'occupation_code': .*'111021'; found '29114'"),
    (oews_without_pay, r"row 1, column 'value_13': .*found a header without 'value_13'"),
    (table_without_years, r"expected two years as headings under 'Thousands of Jobs'; found none"),
    (projected_words, r"row 5, column '2028': expected a number .*found 'many'"),
    (institution_twice, r"row 3, column 'UNITID': .*a second row for UNITID 100654"),
    (program_code_cut, r"row 2, column 'CIPCODE1': .*'51.3801'; found '12.41'"),
    (rates_ten_times, r"row 4, .*in 2005 and 2006 .*divide the rates of 2005 and 2006 by ten"),
    (rate_above_sixty, r"row 2, .*expected a rate from 0 to 60%; found '61.5'"),
    (titles_of_two_editions, r"one NAICS edition .*found 333314 of 2012 and 449 of 2022"),
    (nested, r"row 3, column 'industry': .*found '621', which lies inside '62'"),
    (nested_combined, r"row 3, column 'industry': .*'3254', which lies inside '31-33'"),
    (unknown_owner, r"row 2, column 'ownership': expected one of all, private.*found 'church'"),
    (two_names, r"row 3, column 'name': expected 'Health'.*found 'Care'"),
    (part_of_sector, r"row 2, column 'industry': expected a whole sector.*found '31'"),
    (sectors_without_owners, r"row 1, column 'ownership': .*a header without 'ownership'"),
]


@pytest.mark.parametrize(
    ("read", "sentence"), CASES, ids=[str(n) for n in range(1, len(CASES) + 1)]
)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path: Path, read: Case, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence) as refused:
        read(tmp_path)
    assert str(refused.value).count("\n") == 0
    assert refused.value.mend
