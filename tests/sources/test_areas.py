"""Counties, metropolitan areas, published zones and a state's own list, read as written."""

import json
import re
from pathlib import Path
from time import process_time
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectoral import tables
from sectoral.errors import BadInput
from sectoral.sources import areas
from sectoral.sources.engine import FileReading, OfficialFile, find_files, recognize_file
from sectoral.sources.geometry import county_set, read_topology
from sectoral.sources.regionlists import look_alike, read_region_list, spelt_otherwise
from tests.sources.official import official, raw

# Two squares side by side, one degree wide, sharing the border at longitude -104.
#   arc 0: the shared border, upwards; arc 1: round the west; arc 2: round the east
SQUARES: dict[str, object] = {
    "type": "Topology",
    "transform": {"scale": [0.5, 0.5], "translate": [-105, 39]},
    "objects": {
        "counties": {
            "type": "GeometryCollection",
            "geometries": [
                {
                    "type": "Polygon",
                    "id": "08001",
                    "properties": {"name": "West"},
                    "arcs": [[0, 1]],
                },
                {
                    "type": "MultiPolygon",
                    "id": "08003",
                    "properties": {"name": "East"},
                    "arcs": [[[2, -1]]],
                },
            ],
        }
    },
    "arcs": [
        [[2, 0], [0, 2]],
        [[2, 2], [-2, 0], [0, -2], [2, 0]],
        [[2, 0], [2, 0], [0, 2], [-2, 0]],
    ],
}


def topology(folder: Path, document: dict[str, object]) -> OfficialFile:
    return raw(folder, json.dumps(document).encode(), name="map.json")


def shapes(reading: FileReading) -> dict[str, dict[str, object]]:
    frame = tables.check(reading.tables["area_shapes"], tables.AREA_SHAPES)
    return {area: json.loads(text) for area, text in frame.select("area", "geojson").iter_rows()}


def test_counties_go_round_their_arcs_and_share_a_border(tmp_path: Path) -> None:
    # Steps of half a degree from (-105, 39); the east walks the border downwards.
    assert shapes(read_topology(topology(tmp_path, SQUARES))) == {
        "08001": {
            "type": "Polygon",
            "coordinates": [[[-104, 39], [-104, 40], [-105, 40], [-105, 39], [-104, 39]]],
        },
        "08003": {
            "type": "MultiPolygon",
            "coordinates": [[[[-104, 39], [-103, 39], [-103, 40], [-104, 40], [-104, 39]]]],
        },
    }


@given(
    st.lists(
        st.tuples(st.integers(-400, 400), st.integers(-400, 400)),
        min_size=3,
        max_size=9,
        unique=True,
    )
)
def test_walking_the_steps_leads_back_to_the_places_they_were_made_of(
    tmp_path_factory: pytest.TempPathFactory, corners: list[tuple[int, int]]
) -> None:
    ring = [*corners, corners[0]]
    pairs = zip(ring, [(0, 0), *ring], strict=False)
    steps = [[x - px, y - py] for (x, y), (px, py) in pairs]
    document = {
        **SQUARES,
        "transform": {"scale": [0.1, 0.1], "translate": [0, 0]},
        "arcs": [steps],
        "objects": {
            "counties": {"geometries": [{"type": "Polygon", "id": "08001", "arcs": [[0]]}]}
        },
    }
    read = shapes(read_topology(topology(tmp_path_factory.mktemp("map"), document)))
    expected = [[pytest.approx(x / 10), pytest.approx(y / 10)] for x, y in ring]
    assert read["08001"]["coordinates"] == [expected]


@pytest.mark.parametrize(
    ("codes", "year"),
    [
        ({"09110", "02063"}, 2023),
        ({"09001", "02063"}, 2020),
        ({"09001", "02261", "46102"}, 2017),
        ({"09001", "02261", "46113"}, 2010),
        ({"08001"}, 2023),
    ],
)
def test_the_year_of_a_map_is_told_from_the_counties_that_changed(
    tmp_path: Path, codes: Any, year: int
) -> None:
    assert county_set(codes, OfficialFile(tmp_path, "map.json"))[0] == year


def test_old_and_new_connecticut_never_stood_together(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"'09001' and '09110', which never existed together"):
        county_set({"09001", "09110"}, OfficialFile(tmp_path, "map.json"))


METRO_HEADER = (
    "CBSA Code,CBSA Title,Metropolitan/Micropolitan Statistical Area,County/County Equivalent,"
    "FIPS State Code,FIPS County Code,Central/Outlying County"
)


def test_notes_below_the_list_of_metropolitan_areas_are_set_aside(tmp_path: Path) -> None:
    file = official(
        tmp_path,
        METRO_HEADER,
        '19740,"Denver-Aurora-Lakewood, CO",Metropolitan Statistical Area,'
        "Denver County,08,031,Central",
        "Source: File prepared by the Census Bureau,,,,,,",
    )
    reading = areas.read_metro_areas(file)
    assert reading.tables["metro_areas"].to_dicts() == [
        {
            "area": "08031",
            "cbsa": "19740",
            "title": "Denver-Aurora-Lakewood, CO",
            "metropolitan": True,
            "central": True,
        }
    ]
    assert reading.set_aside == ((1, "notes below the list"),)


def test_a_county_name_is_what_stands_before_the_state(tmp_path: Path) -> None:
    file = official(
        tmp_path,
        "area_fips,area_title",
        '08031,"Denver County, Colorado"',
        "08000,Colorado -- Statewide",
        '08999,"Unknown Or Undefined, Colorado"',
        'C1974,"Denver, CO MSA"',
    )
    reading = areas.read_qcew_areas(file)
    named = {"area": "08031", "name": "Denver County", "state": "08"}
    assert reading.tables["area_names"].to_dicts() == [named]


def test_a_file_of_jobs_is_not_taken_for_a_list_of_county_names(tmp_path: Path) -> None:
    file = official(tmp_path, '"GEO_ID","NAME","state","county"', "x,Kent,10,001")
    assert recognize_file(file, areas.LAYOUTS) is None


@pytest.mark.parametrize(
    "header",
    ["area,region", "planning_region,county_fips,county_name", "wda,wda_number,county,fips_county"],
)
def test_a_region_list_is_read_under_the_headings_it_came_with(tmp_path: Path, header: str) -> None:
    cells = {
        "area,region": "08075,North",
        "planning_region,county_fips,county_name": "North,08075,Logan",
        "wda,wda_number,county,fips_county": "North,1,Logan,08075",
    }
    listed = read_region_list(official(tmp_path, header, cells[header]), "mine")
    assert listed.rows() == [(2, "mine", "08075", "North", "North")]


def test_a_region_is_one_however_the_list_spells_it_and_what_looks_alike_stays(
    tmp_path: Path,
) -> None:
    written = ("Doña  Ana", "DON\u0303A ANA.", "Dona Ana", "North-East", "north east")
    rows = [f"080{at:02},{name}" for at, name in enumerate(written, 1)]
    listed = read_region_list(official(tmp_path, "Area,Region ", *rows), "mine")
    assert listed["region"].to_list() == ["Doña Ana"] * 2 + ["Dona Ana"] + ["North-East"] * 2
    assert spelt_otherwise(listed) == [
        ("Doña Ana", "DON\u0303A ANA."),
        ("North-East", "north east"),
    ]
    assert look_alike(listed) == [("Doña Ana", "Dona Ana")]


@pytest.mark.parametrize("word", ["N/A", "#REF!", "-", "none"])
def test_what_names_no_region_is_none(tmp_path: Path, word: str) -> None:
    file = official(tmp_path, "area,region", "08001,North", f"08003,{word}")
    with pytest.raises(BadInput, match="a region for every county") as refused:
        read_region_list(file, "mine")
    assert refused.value.row == 3


def test_a_county_in_one_region_by_two_spellings_stands_twice_and_in_no_two(
    tmp_path: Path,
) -> None:
    file = official(tmp_path, "area,region", "08001,North", "08001,NORTH")
    with pytest.raises(BadInput) as refused:
        read_region_list(file, "mine")
    assert "each county in one region" not in str(refused.value)


# ── the published files ──────────────────────────────────────────────────────────────────


def read_all(folder: Path) -> dict[str, FileReading]:
    told = [(file, recognize_file(file, areas.LAYOUTS)) for file in find_files(folder)]
    return {file.label: layout.read(file) for file, layout in told if layout}


@pytest.mark.data
def test_the_published_outlines_are_whole_and_quick_to_read(shared_data: Path) -> None:
    folder = shared_data / "county_geometry"
    began = process_time()
    old, new = read_all(folder).values()
    # Of the processor's time, which is the same on a crowded machine.
    assert process_time() - began < 4
    old_frame, new_frame = old.tables["area_shapes"], new.tables["area_shapes"]
    assert (old_frame.height, old_frame["vintage"].unique().to_list()) == (3231, [2017])
    assert (new_frame.height, new_frame["vintage"].unique().to_list()) == (3233, [2023])
    assert new_frame.filter(pl.col("area").str.starts_with("091")).height == 9


@pytest.mark.data
def test_colorado_lies_between_its_statutory_meridians_and_parallels(shared_data: Path) -> None:
    # 37 to 41 degrees north, 25 to 32 degrees west of Washington: -102.05 to -109.05.
    frame = read_all(shared_data / "county_geometry")["us_counties_2017_10m.topo.json"]
    counties = frame.tables["area_shapes"].filter(state="08")
    pairs = re.findall(r"\[(-?[\d.]+),(-?[\d.]+)\]", " ".join(counties["geojson"]))
    lons, lats = zip(*((float(x), float(y)) for x, y in pairs), strict=True)
    found = (min(lons), max(lons), min(lats), max(lats))
    assert counties.height == 64
    assert found == pytest.approx((-109.05, -102.05, 37.0, 41.0), abs=0.02)


@pytest.mark.data
def test_the_published_zones_have_their_published_numbers(shared_data: Path) -> None:
    readings = read_all(shared_data / "commuting_zones")
    found = pl.concat([reading.tables["regions"] for reading in readings.values()])
    zones = dict(found.group_by("partition").agg(pl.col("region").n_unique()).rows())
    assert zones == {"ers 2000": 709, "ers 1990": 741, "ers 1980": 765, "fowler 2020": 593}


@pytest.mark.data
def test_the_published_delineation_has_every_county_once(shared_data: Path) -> None:
    reading = read_all(shared_data / "cbsa_delineation_2020")["cbsa_list1_march_2020.csv"]
    metro = tables.check(reading.tables["metro_areas"], tables.METRO_AREAS)
    # OMB Bulletin 20-01 names 392 metropolitan and 547 micropolitan areas with Puerto Rico.
    areas_of = metro.group_by("metropolitan").agg(pl.col("cbsa").n_unique())
    assert dict(areas_of.rows()) == {True: 392, False: 547}


@pytest.mark.data
def test_state_lists_are_read_under_their_own_headings(shared_data: Path) -> None:
    lists = shared_data / "region_lookups"
    regions = {
        name: read_region_list(OfficialFile(lists / name, name), "list")["region"].n_unique()
        for name in ("co_planning_regions.csv", "tx_workforce_areas_county.csv")
    }
    assert regions == {"co_planning_regions.csv": 14, "tx_workforce_areas_county.csv": 24}


@pytest.mark.data
def test_boards_that_split_a_county_are_refused_with_both_lines(shared_data: Path) -> None:
    name = "workforce_board_areas_ct_ma_nj_ri_by_town.csv"
    with pytest.raises(
        BadInput, match=r"county 09001 in '09090005' here and in '09090003' in row 2"
    ):
        read_region_list(OfficialFile(shared_data / "region_lookups" / name, name), "boards")
