"""County unemployment rates, read as published."""

import gzip
from pathlib import Path

import pytest

from sectoral import tables
from sectoral.errors import BadInput
from sectoral.sources import unemployment
from sectoral.sources.engine import OfficialFile
from tests.sources.official import official, raw

HEADER = "fips,year,unemployment_rate"


def test_a_rate_of_nought_is_unknown(tmp_path: Path) -> None:
    reading = unemployment.read_unemployment(official(tmp_path, HEADER, "08001,2009,0.0"))
    assert reading.tables["unemployment"].rows() == [("08001", 2009, None)]


def test_a_year_as_bad_as_2009_is_believed(tmp_path: Path) -> None:
    rows = [f"08001,{year},{rate}" for year, rate in ((2007, 4.6), (2008, 5.6), (2009, 8.8))]
    reading = unemployment.read_unemployment(official(tmp_path, HEADER, *rows))
    assert reading.tables["unemployment"]["rate"].to_list() == [4.6, 5.6, 8.8]


@pytest.mark.data
def test_the_published_years_that_are_ten_times_too_large_are_refused(shared_data: Path) -> None:
    name = "county_unemployment_rates.csv.gz"
    file = OfficialFile(shared_data / "county_unemployment_1995_2011" / name, name)
    with pytest.raises(BadInput, match="median rate in 2005 and 2006") as refused:
        unemployment.read_unemployment(file)
    assert (refused.value.row, refused.value.column) == (12, "unemployment_rate")
    assert refused.value.mend == (
        f"divide the rates of 2005 and 2006 by ten, or leave the file out with --leave-out '{name}'"
    )


@pytest.mark.data
def test_the_published_file_mended_as_told_is_read(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "county_unemployment_1995_2011" / "county_unemployment_rates.csv.gz"
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    mended = [lines[0]]
    for line in lines[1:]:
        fips, year, rate = line.split(",")
        mended.append(f"{fips},{year},{float(rate) / (10 if year in ('2005', '2006') else 1)}")
    reading = unemployment.read_unemployment(raw(tmp_path, "\n".join(mended).encode()))
    frame = tables.check(reading.tables["unemployment"], tables.UNEMPLOYMENT)
    assert (frame.height, frame["rate"].null_count()) == (53_178, 918)
