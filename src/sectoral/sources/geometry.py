"""County outlines: TopoJSON as the cartographic boundary files are packed → GeoJSON geometries.

A topology stores each border once, as an arc; counties name the arcs that go round them. An arc
is a chain of whole-number steps; scale and translate turn it into longitude and latitude.
Source: TopoJSON format specification 1.0, sections 2.1.2 (transforms) and 2.1.4 (arc indexes).
"""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from sectoral.errors import BadInput
from sectoral.places import state_code
from sectoral.sources.engine import FileReading, OfficialFile, decode

DECIMALS = 4  # about 10 metres, finer than a 1:10,000,000 outline
NEW_CONNECTICUT = {f"09{n}" for n in range(110, 191, 10)}
OLD_CONNECTICUT = {f"090{n:02d}" for n in range(1, 16, 2)}
NEW_ALASKA = {"02063", "02066"}
OLD_ALASKA = {"02261"}
BEFORE_2015 = {"02270", "46113", "51515"}


@dataclass(frozen=True, slots=True)
class BorderArcs:
    """Every border of a topology as text, ready to be put together.

    points   one '[longitude,latitude]' a point, arcs one after the other
    starts   (arcs + 1,) where each arc begins in `points`
    """

    points: list[str]
    starts: list[int]

    def line(self, index: int) -> list[str]:
        """The arc's points; a negative index `~i` is arc i walked backwards."""
        forward = index if index >= 0 else ~index
        line = self.points[self.starts[forward] : self.starts[forward + 1]]
        return line if index >= 0 else line[::-1]


def read_topology(file: OfficialFile) -> FileReading:
    """County outlines from a TopoJSON file whose object `counties` has FIPS codes as ids.

    Returns  AREA_SHAPES: GeoJSON geometry text, degrees to four decimals.
    Raises   BadInput where the document breaks off, the transform does not lead to the places
             the file itself names, an arc is missing, or old and new counties stand together.
    """
    topology = _read_document(file)
    arcs = _read_arcs(topology, file)
    counties = _county_geometries(topology, file)
    codes = [str(county.get("id", "")) for county in counties]
    _check_codes(codes, file)
    vintage, words = county_set(set(codes), file)
    frame = pl.DataFrame(
        {
            "vintage": [vintage] * len(counties),
            "area": codes,
            "name": [str(county.get("properties", {}).get("name", "")) for county in counties],
            "state": [state_code(code) for code in codes],
            "geojson": [_geometry_text(county, arcs, file) for county in counties],
        },
        schema_overrides={"vintage": pl.Int16},
    )
    return FileReading({"area_shapes": frame}, len(counties), words)


def county_set(codes: set[str], file: OfficialFile) -> tuple[int, str]:
    """Which year's set of counties these are, told from the ones that changed.

    2023  Connecticut's planning regions (09110 ...), in files of 2022 and later
    2020  Connecticut's old counties with Alaska's Chugach and Copper River (02063, 02066)
    2017  the old counties with Valdez-Cordova (02261), in files of 2015 to 2019
    2010  also Shannon (46113), Wade Hampton (02270) or Bedford city (51515), gone by 2015
    A file with none of these holds counties that are the same in every set: 2023.
    """
    if codes & NEW_CONNECTICUT and codes & OLD_CONNECTICUT:
        _refuse_mix(codes, NEW_CONNECTICUT, OLD_CONNECTICUT, file)
    if codes & NEW_ALASKA and codes & OLD_ALASKA:
        _refuse_mix(codes, NEW_ALASKA, OLD_ALASKA, file)
    if codes & NEW_CONNECTICUT:
        return 2023, "counties as of 2022 and later"
    if codes & BEFORE_2015:
        return 2010, "counties as of 2010 to 2014"
    if codes & OLD_ALASKA:
        return 2017, "counties as of 2015 to 2019"
    if codes & OLD_CONNECTICUT:
        new = bool(codes & NEW_ALASKA)
        return (2020, "counties as of 2020 and 2021") if new else (2017, "counties before 2022")
    return 2023, "counties that have not changed since 2010"


def _refuse_mix(codes: set[str], new: set[str], old: set[str], file: OfficialFile) -> None:
    raise BadInput(
        file.label,
        expected="the counties of one year",
        found=f"'{min(codes & old)}' and '{min(codes & new)}', which never existed together",
        mend="use the boundary file of one year",
    )


def _read_document(file: OfficialFile) -> dict[str, Any]:
    mend = "fetch the file again"
    try:
        found = json.loads(decode(file.content(), file))
    except json.JSONDecodeError as broken:
        raise BadInput(
            file.label,
            row=broken.lineno,
            expected="a whole TopoJSON document",
            found=f"a damaged or incomplete file at character {broken.pos:,}",
            mend=mend,
        ) from broken
    if not isinstance(found, dict) or not isinstance(found.get("arcs"), list):
        raise BadInput(file.label, expected="a TopoJSON topology", found="no 'arcs'", mend=mend)
    return found


def _county_geometries(topology: dict[str, Any], file: OfficialFile) -> list[dict[str, Any]]:
    objects = topology.get("objects") or {}
    counties = (objects.get("counties") or {}).get("geometries")
    if not counties:
        raise BadInput(
            file.label,
            expected="an object 'counties' with geometries",
            found=", ".join(f"'{name}'" for name in objects) or "no objects",
            mend="use a file of county boundaries",
        )
    return list(counties)


def _check_codes(codes: list[str], file: OfficialFile) -> None:
    seen: set[str] = set()
    for code in codes:
        if not (len(code) == 5 and code.isdigit()):
            expected, mend = "a five-digit FIPS code as id", "fetch the file again"
            raise BadInput(file.label, column="id", expected=expected, found=f"'{code}'", mend=mend)
        if code in seen:
            raise BadInput(
                file.label,
                column="id",
                expected="each county once",
                found=f"'{code}' twice",
                mend="remove the outline that is wrong",
            )
        seen.add(code)


def _read_arcs(topology: dict[str, Any], file: OfficialFile) -> BorderArcs:
    """Undo the steps, scale and translate of all arcs at once."""
    lengths = [len(arc) for arc in topology["arcs"]]
    starts = np.concatenate([[0], np.cumsum(lengths)])
    try:
        flat = np.array([point[:2] for arc in topology["arcs"] for point in arc], dtype=float)
        place = _arc_places(flat.reshape(-1, 2), starts, lengths, topology.get("transform"))
    except (TypeError, ValueError, KeyError) as broken:
        raise BadInput(
            file.label,
            column="transform",
            expected="arcs of number pairs, with two numbers each in scale and translate",
            found=str(broken) or type(broken).__name__,
            mend="fetch the file again",
        ) from broken
    _check_places(place, topology, file)
    points = [f"[{x!r},{y!r}]" for x, y in np.round(place, DECIMALS).tolist()]
    return BorderArcs(points, starts.tolist())


def _arc_places(flat: Any, starts: Any, lengths: list[int], transform: Any) -> Any:
    """(n, 2) steps → (n, 2) degrees; without a transform the arcs hold degrees already."""
    if transform is None:
        return flat
    scale = np.array(transform["scale"], dtype=float).reshape(2)
    translate = np.array(transform["translate"], dtype=float).reshape(2)
    walked = np.cumsum(flat, axis=0)
    before = np.vstack([np.zeros((1, 2)), walked])[starts[:-1]]
    return (walked - np.repeat(before, lengths, axis=0)) * scale + translate


def _check_places(place: Any, topology: dict[str, Any], file: OfficialFile) -> None:
    """Refuse places off the globe, or other than the file's own bounding box."""
    if not len(place):
        least = most = np.zeros(2)
    else:
        least, most = place.min(axis=0), place.max(axis=0)
    off_globe = (least < [-180.001, -90.001]).any() or (most > [180.001, 90.001]).any()
    box = topology.get("bbox")
    if not len(place) or off_globe or (box and np.abs([*least, *most] - np.array(box)).max() > 0.5):
        raise BadInput(
            file.label,
            column="transform",
            expected=f"places within {box or 'longitude ±180, latitude ±90'}",
            found=f"places from {least.round(2).tolist()} to {most.round(2).tolist()}",
            mend="fetch the file again: its transform does not belong to its arcs",
        )


def _geometry_text(county: dict[str, Any], arcs: BorderArcs, file: OfficialFile) -> str:
    """One county's GeoJSON geometry as text."""
    kind, code = county.get("type"), county.get("id")
    try:
        if kind == "Polygon":
            land = _polygon_text(county["arcs"], arcs) or "[]"
            return f'{{"type":"Polygon","coordinates":{land}}}'
        if kind == "MultiPolygon":
            parts = [_polygon_text(rings, arcs) for rings in county["arcs"]]
            land = ",".join(part for part in parts if part)
            return f'{{"type":"MultiPolygon","coordinates":[{land}]}}'
    except (IndexError, KeyError, TypeError, ValueError) as broken:
        raise BadInput(
            file.label,
            column="arcs",
            expected=f"closed rings of arcs for county {code}",
            found=str(broken) or type(broken).__name__,
            mend="fetch the file again",
        ) from broken
    raise BadInput(
        file.label,
        column="type",
        expected=f"a Polygon or MultiPolygon for county {code}",
        found=f"'{kind}'",
        mend="fetch the file again",
    )


def _polygon_text(rings: list[list[int]], arcs: BorderArcs) -> str:
    outer, *holes = [_ring_text(indexes, arcs) for indexes in rings]
    return f"[{','.join([outer, *(hole for hole in holes if hole)])}]" if outer else ""


def _ring_text(indexes: list[int], arcs: BorderArcs) -> str:
    """Arcs end to end; the last point of one is the first of the next and is said once.

    An island so small that its outline has fallen together to a line has no ring: ''.
    """
    ring: list[str] = []
    for index in indexes:
        line = arcs.line(index)
        if ring and ring[-1] != line[0]:
            raise ValueError(f"arc {index} that does not begin where the one before it ends")
        ring += line[1:] if ring else line
    if ring[0] != ring[-1]:
        raise ValueError("a ring that does not close")
    return f"[{','.join(ring)}]" if len(ring) >= 4 else ""
