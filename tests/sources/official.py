"""Small files in the publishers' layouts, written by hand for the tests of the readers."""

import gzip
from pathlib import Path

from sectoral.sources.engine import OfficialFile

QCEW_HEADER = (
    "area_fips,own_code,industry_code,agglvl_code,size_code,year,qtr,disclosure_code,"
    "qtrly_estabs_count,month1_emplvl,month2_emplvl,month3_emplvl,total_qtrly_wages,"
    "lq_disclosure_code,lq_month3_emplvl,oty_disclosure_code,oty_month3_emplvl_chg"
)
ANNUAL_HEADER = (
    "area_fips,own_code,industry_code,agglvl_code,size_code,year,qtr,disclosure_code,"
    "annual_avg_estabs,annual_avg_emplvl,total_annual_wages,"
    "lq_disclosure_code,lq_annual_avg_emplvl,oty_disclosure_code,oty_annual_avg_emplvl_chg"
)
CBP_HEADER = "state,county,YEAR,NAICS2017,ESTAB,EMP,PAYANN"
ACS_2013_HEADER = "h_state_fips,h_county_fips,w_state_fips,w_county_fips,flow,moe"
ACS_2020_HEADER = "res_fips,work_fips,workers"
LODES_HEADER = "w_geocode,h_geocode,S000,SA01,createdate"
BLOCKS_HEADER = "tabblk2010,cty,trct,ctycsub,stwib"


def official(
    folder: Path, header: str, *rows: str, name: str = "given.csv", pack: bool = False
) -> OfficialFile:
    """A file of these lines, gzipped where `pack`."""
    return raw(folder, "\n".join([header, *rows, ""]).encode(), name=name, pack=pack)


def raw(
    folder: Path, content: bytes, *, name: str = "given.csv", pack: bool = False
) -> OfficialFile:
    """A file of these bytes."""
    path = folder / name
    path.write_bytes(gzip.compress(content) if pack else content)
    return OfficialFile(path, name)
