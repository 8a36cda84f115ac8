"""County outlines from a shapefile in its zip."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from sectoral import tables
from sectoral.errors import BadInput
from sectoral.sources.engine import OfficialFile, find_files, recognize_file
from sectoral.sources.geometry import read_topology
from sectoral.sources.layouts import LAYOUTS
from sectoral.sources.shapefile import read_counties
from tests.sources import sheets
from tests.sources.packing import zipped
from tests.sources.sheets import counties, square


def given(folder: Path, content: bytes, name: str = "counties.zip") -> OfficialFile:
    (folder / name).write_bytes(content)
    (file,) = find_files(folder / name)
    return file


def geometry(folder: Path, *rings: list[tuple[float, float]]) -> object:
    frame = read_counties(given(folder, counties([("44007", "Providence", rings)]))).tables[
        "area_shapes"
    ]
    return json.loads(frame["geojson"].item())


def test_a_zip_with_a_shapefile_is_one_file_known_by_its_fields(tmp_path: Path) -> None:
    file = given(tmp_path, sheets.boundaries(2023), "renamed.zip")
    layout = recognize_file(file, LAYOUTS)
    assert layout is not None
    assert layout.name == "county boundaries (shapefile)"
    assert file.label == "renamed.zip/cb_2023_us_county_20m.shp"


def test_outlines_keep_the_contract(tmp_path: Path) -> None:
    frame = read_counties(given(tmp_path, sheets.boundaries(2023))).tables["area_shapes"]
    checked = tables.check(frame, tables.AREA_SHAPES)
    assert checked.select("area", "name", "state").rows() == [
        ("09180", "Southeastern Connecticut", "09"),
        ("44001", "Bristol", "44"),
        ("44007", "Providence", "44"),
    ]


@pytest.mark.parametrize(
    ("year", "vintage", "words"),
    [
        (2023, 2023, "counties as of 2022 and later"),
        (2021, 2017, "counties before 2022"),  # no county of Alaska here that would say 2020
    ],
)
def test_the_year_is_told_from_the_counties(
    tmp_path: Path, year: int, vintage: int, words: str
) -> None:
    reading = read_counties(given(tmp_path, sheets.boundaries(year), "x.zip"))
    assert reading.tables["area_shapes"]["vintage"].unique().to_list() == [vintage]
    assert reading.vintage == words


def test_a_hole_stays_a_hole_and_islands_stay_apart(tmp_path: Path) -> None:
    hole = square(1, 1)[::-1]
    land = geometry(tmp_path, square(0, 0, 4), hole, square(8, 8))
    assert land == {
        "type": "MultiPolygon",
        "coordinates": [
            [[list(p) for p in square(0, 0, 4)], [list(p) for p in hole]],
            [[list(p) for p in square(8, 8)]],
        ],
    }


def test_degrees_are_rounded_to_four_decimals_and_points_said_once(tmp_path: Path) -> None:
    ring = [(0.0, 0.0), (0.00001, 0.00001), (0.0, 1.23456), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)]
    assert geometry(tmp_path, ring) == {
        "type": "Polygon",
        "coordinates": [[[0.0, 0.0], [0.0, 1.2346], [1.0, 1.0], [1.0, 0.0], [0.0, 0.0]]],
    }


def test_an_island_that_falls_to_a_line_is_left_out(tmp_path: Path) -> None:
    land = geometry(tmp_path, square(0, 0), square(5, 5, 0.00001))
    assert land == {"type": "Polygon", "coordinates": [[list(p) for p in square(0, 0)]]}


def test_names_keep_their_accents(tmp_path: Path) -> None:
    file = given(tmp_path, counties([("35013", "Doña Ana", [square(0, 0)])]))
    assert read_counties(file).tables["area_shapes"]["name"].item() == "Doña Ana"


def test_other_areas_are_set_aside(tmp_path: Path) -> None:
    tracts = ("STATEFP", "COUNTYFP", "TRACTCE", "AFFGEOID", "GEOID", "NAME")
    file = given(tmp_path, counties([("44007", "1", [square(0, 0)])], fields=tracts))
    assert recognize_file(file, LAYOUTS) is None


@pytest.mark.parametrize(
    ("shapes", "words"),
    [
        ([("44007", "A", [square(0, 0)])] * 2, "found '44007' twice"),
        ([("4407", "A", [square(0, 0)])], "expected each county's five-digit FIPS code"),
        ([("44007", "A", [square(300000, 700000)])], "which is not projected"),
        (
            [("09001", "A", [square(0, 0)]), ("09110", "B", [square(1, 1)])],
            "which never existed together",
        ),
        ([], "found no outline at all"),
    ],
)
def test_what_cannot_be_is_refused(
    tmp_path: Path, shapes: list[tuple[str, str, list[list[tuple[float, float]]]]], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        read_counties(given(tmp_path, counties(shapes)))


def without(content: bytes, **changed: bytes | None) -> bytes:
    """A zip with some members, by their endings, changed or left out."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    for ending, body in changed.items():
        name = f"cb_2023_us_county_20m.{ending}"
        members.pop(name)
        if body is not None:
            members[name] = body
    return zipped(members)


def test_outlines_that_break_off_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(sheets.boundaries(2023))) as packed:
        whole = packed.read("cb_2023_us_county_20m.shp")
    file = given(tmp_path, without(sheets.boundaries(2023), shp=whole[:250]))
    with pytest.raises(BadInput, match=r"found a damaged or incomplete file \(250 of 508"):
        read_counties(file)


def test_outlines_without_their_facts_are_refused(tmp_path: Path) -> None:
    file = given(tmp_path, without(sheets.boundaries(2023), dbf=None))
    with pytest.raises(BadInput, match=r"county_20m\.shp: expected"):
        recognize_file(file, LAYOUTS)
    with pytest.raises(BadInput, match="damaged"):
        read_counties(file)


@pytest.mark.data
def test_the_nations_outlines_are_those_of_the_topology(tmp_path: Path, shared_data: Path) -> None:
    path = shared_data / "county_geometry/us_counties_2023_10m.topo.json"
    theirs = read_topology(OfficialFile(path, path.name)).tables["area_shapes"]
    drawn = {
        area: (area, name, [ring for polygon in polygons(text) for ring in polygon])
        for area, name, text in theirs.select("area", "name", "geojson").iter_rows()
        if any(polygons(text))  # islands that have no ring at this scale
    }
    file = given(tmp_path, counties(list(drawn.values())))
    ours = read_counties(file).tables["area_shapes"]
    assert ours["area"].to_list() == list(drawn)
    for area, name, text in ours.select("area", "name", "geojson").iter_rows():
        assert name == drawn[area][1]
        rings = [ring for polygon in polygons(text) for ring in polygon]
        assert rings == [once(ring) for ring in drawn[area][2] if len(once(ring)) >= 4]


def polygons(text: str) -> list[list[list[list[float]]]]:
    land = json.loads(text)
    parts: list[list[list[list[float]]]] = land["coordinates"]
    return [parts] if land["type"] == "Polygon" else parts  # type: ignore[list-item]


def once(ring: list[list[float]]) -> list[list[float]]:
    """The ring without points that are said twice in a row."""
    return [point for n, point in enumerate(ring) if n == 0 or point != ring[n - 1]]
