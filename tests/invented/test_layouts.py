"""The invented files carry the publishers' own headers, spelling and order."""

import csv
import gzip
import json
from pathlib import Path

import polars as pl
import pytest

from sectoral.invented import invent
from sectoral.invented.classification import ancestry, code_titles, industry_groups


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("layouts")
    invent(folder, counties=14, metros=1, first_year=2021, years=2, margins=False)
    return folder


def header(path: Path) -> list[str]:
    content = path.read_bytes()
    text = gzip.decompress(content) if path.suffix == ".gz" else content
    return next(csv.reader(text.decode().splitlines()))


@pytest.mark.data
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (
            "qcew_2022_annual.csv.gz",
            "qcew_2020_2023_central_ohio/qcew_2022_annual_central_ohio.csv.gz",
        ),
        ("qcew_us_2022_annual.csv.gz", "qcew_2019_2020_states/qcew_2020_annual_states.csv.gz"),
        (
            "cbp_2021_2022_counties_80.csv.gz",
            "cbp_2017_2021_counties/cbp_2017_2021_counties_10.csv.gz",
        ),
        ("county_names.csv", "cbp_2017_2021_counties/county_names.csv"),
        ("naics2017_labels.csv", "cbp_2017_2021_counties/naics2017_labels.csv"),
        (
            "acs_2016_2020_county_flows.csv.gz",
            "acs_county_flows_2016_2020/acs_2016_2020_county_flows.csv.gz",
        ),
        ("oews_2022_states.csv.gz", "oews_may2025/oews_2025_states.csv.gz"),
        (
            "oews_2022_national_by_industry.csv.gz",
            "oews_may2025/oews_2025_national_by_industry.csv.gz",
        ),
        (
            "oews_2022_metro_and_nonmetro_areas.csv.gz",
            "oews_may2025/oews_2025_metro_and_nonmetro_areas.csv.gz",
        ),
        ("oe.area.csv", "oews_may2025/oe.area.csv"),
        ("oe.industry.csv", "oews_may2025/oe.industry.csv"),
        ("oe.occupation.csv", "oews_may2025/oe.occupation.csv"),
        ("oe.datatype.csv", "oews_may2025/oe.datatype.csv"),
        ("oe.footnote.csv", "oews_may2025/oe.footnote.csv"),
        ("cbsa_list1_march_2020.csv", "cbsa_delineation_2020/cbsa_list1_march_2020.csv"),
        ("titles_area_title.csv", "qcew_2016q1_counties/titles_area_title.csv"),
        ("titles_industry_title.csv", "qcew_2016q1_counties/titles_industry_title.csv"),
    ],
)
def test_headers_are_the_publishers(out: Path, shared_data: Path, ours: str, theirs: str) -> None:
    assert header(out / ours) == header(shared_data / theirs)


@pytest.mark.data
def test_the_commuting_layout_with_margins_is_the_publishers(
    tmp_path: Path, shared_data: Path
) -> None:
    invent(tmp_path, counties=12, metros=1, years=1, margins=True)
    name = "acs_2009_2013_county_flows.csv.gz"
    assert header(tmp_path / name) == header(shared_data / "acs_county_flows_2009_2013" / name)


@pytest.mark.data
def test_the_map_is_laid_out_like_the_publishers(out: Path, shared_data: Path) -> None:
    real = json.loads((shared_data / "county_geometry/us_counties_2023_10m.topo.json").read_text())
    ours = json.loads((out / "us_counties_2022_10m.topo.json").read_text())
    assert list(ours) == list(real)
    for layer in ("counties", "states", "nation"):
        shape, twin = (d["objects"][layer]["geometries"][0] for d in (ours, real))
        assert list(shape) == list(twin)
        assert shape["type"] in ("Polygon", "MultiPolygon")


@pytest.mark.data
def test_industry_codes_and_titles_are_real(shared_data: Path) -> None:
    real = pl.read_csv(shared_data / "crosswalks/naics2022_titles.csv", infer_schema=False)
    known = dict(real.select("code", "title").iter_rows())
    groups = industry_groups().filter(pl.col("naics") != "9999")
    assert groups.height == 308
    for code, title in groups.select("naics", "title").iter_rows():
        assert title.lower() == known[code].strip().lower()


@pytest.mark.data
def test_no_county_has_a_real_countys_name(out: Path, shared_data: Path) -> None:
    real = pl.read_csv(
        shared_data / "qcew_2016q1_counties/titles_area_title.csv", infer_schema=False
    )["area_title"]
    taken = {title.split(" County,")[0].lower() for title in real}
    ours = pl.read_csv(out / "titles_area_title.csv", infer_schema=False)["area_title"]
    assert taken.isdisjoint({t.split(" County,")[0].lower() for t in ours if " County," in t})


def test_every_code_of_both_vintages_has_a_title() -> None:
    for vintage in (2017, 2022):
        assert set(ancestry(vintage)["code"]) <= set(code_titles())


def test_each_group_counts_once_at_each_level() -> None:
    for vintage in (2017, 2022):
        tree = ancestry(vintage)
        assert tree.group_by("group", "depth").len()["len"].max() == 1
        assert tree.height == 6 * industry_groups().height
        # A code has one place in the tree: one parent, one depth.
        assert tree.select("code", "parent", "depth").unique()["code"].is_duplicated().sum() == 0


def test_retail_changes_its_codes_in_2022_as_the_publisher_does(out: Path) -> None:
    codes = {
        year: set(
            pl.read_csv(out / f"qcew_{year}_annual.csv.gz", infer_schema=False)["industry_code"]
        )
        for year in (2021, 2022)
    }
    assert "452" in codes[2021]
    assert "455" not in codes[2021]
    assert "455" in codes[2022]
    assert "452" not in codes[2022]


def test_a_code_new_in_2022_shows_only_its_establishments_as_change(out: Path) -> None:
    rows = pl.read_csv(out / "qcew_2022_annual.csv.gz", infer_schema=False)
    new = rows.filter(
        (pl.col("area_fips") == "80000")
        & (pl.col("industry_code") == "455")
        & (pl.col("own_code") == "5")
    ).row(0, named=True)
    assert new["oty_disclosure_code"] == "N"
    assert new["oty_annual_avg_estabs_chg"] == new["annual_avg_estabs"]
    assert new["oty_annual_avg_estabs_pct_chg"] == "100.0"
    assert new["oty_annual_avg_emplvl_chg"] == "0"


def test_gzip_headers_hold_no_time(out: Path) -> None:
    for path in out.glob("*.gz"):
        assert path.read_bytes()[4:8] == b"\0\0\0\0"
