"""County outlines from the Census Bureau's cartographic boundary shapefile, as its zip stands.

Rings run clockwise on the outside in a shapefile, as the maps here want them.
Source: ESRI Shapefile Technical Description (1998), page 8.
"""

import io
import struct
import zipfile
from pathlib import PurePosixPath

import polars as pl
import shapefile

from sectoral.errors import BadInput
from sectoral.sources.engine import FileLayout, FileReading, OfficialFile
from sectoral.sources.geometry import DECIMALS, county_set

FIELDS = ("GEOID", "NAME", "STATEFP")
Ring = list[tuple[float, float]]
_BROKEN = (
    shapefile.ShapefileException,
    zipfile.BadZipFile,
    struct.error,
    KeyError,
    ValueError,
    IndexError,
    EOFError,
)


def read_counties(file: OfficialFile) -> FileReading:
    """County outlines from a zip with .shp and .dbf.

    Returns  AREA_SHAPES: GeoJSON geometry text, degrees to four decimals.
    Raises   BadInput where the outlines break off, a code is no county's or stands twice, a
             place is off the globe (a projected file), or old and new counties stand together.
    """
    rows: list[tuple[str, str, str, str]] = []
    seen: set[str] = set()
    for number, (code, name, state, geometry) in enumerate(_read_records(file), 1):
        _check_code(code, state, seen, number, file)
        rows.append((code, name, state, _geojson_text(geometry, code, number, file)))
    if not rows:
        raise _damaged_shapefile(file, "no outline at all")
    vintage, words = county_set(seen, file)
    frame = pl.DataFrame(rows, schema=["area", "name", "state", "geojson"], orient="row")
    frame = frame.select(pl.lit(vintage, pl.Int16).alias("vintage"), pl.all())
    return FileReading({"area_shapes": frame}, len(rows), words)


def _read_records(file: OfficialFile) -> list[tuple[str, str, str, list[list[Ring]]]]:
    """(code, name, state, polygons) of each record."""
    try:
        with shapefile.Reader(**_shapefile_parts(file)) as reader:
            return [
                (*(str(row.record[name]) for name in FIELDS), _polygons_of(row.shape))  # type: ignore[misc]
                for row in reader.iterShapeRecords()
            ]
    except _BROKEN as broken:
        raise _damaged_shapefile(file, f"a damaged or incomplete file ({broken})") from broken


def _shapefile_parts(file: OfficialFile) -> dict[str, object]:
    """What the reader needs of the zip; the members share a stem."""
    stem = PurePosixPath(file.member or "").with_suffix("")
    with zipfile.ZipFile(file.path) as packed:
        names = {name.lower(): name for name in packed.namelist()}
        found = {
            part: packed.read(names[f"{stem}.{part}".lower()])
            for part in ("shp", "dbf", "cpg")
            if f"{stem}.{part}".lower() in names
        }
    _check_length(found.get("shp", b""))
    # Files before 2013 have no .cpg and are in the old Windows code page.
    utf8 = b"utf" in found.pop("cpg", b"").lower()
    encoding = "utf-8" if utf8 else "cp1252"
    streams = {part: io.BytesIO(content) for part, content in found.items()}
    return {**streams, "encoding": encoding, "encodingErrors": "replace"}


def _check_length(shapes: bytes) -> None:
    """The header says, in words of two bytes, how long the file is."""
    says = 2 * int.from_bytes(shapes[24:28], "big")
    if len(shapes) != says:
        raise ValueError(f"{len(shapes):,} of {says:,} bytes")


def _polygons_of(shape: shapefile.Shape) -> list[list[Ring]]:
    geometry = shape.__geo_interface__
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"]]
    if geometry["type"] == "MultiPolygon":
        return list(geometry["coordinates"])
    raise ValueError(f"an outline that is a {geometry['type']}")


def _check_code(code: str, state: str, seen: set[str], number: int, file: OfficialFile) -> None:
    right = len(code) == 5 and code.isdigit() and code.startswith(state)
    if right and code not in seen:
        seen.add(code)
        return
    raise BadInput(
        file.label,
        row=number,
        column="GEOID",
        expected="each county's five-digit FIPS code once",
        found=f"'{code}' {'twice' if right else f'in state {state!r}'}",
        mend="fetch the file again",
    )


def _geojson_text(polygons: list[list[Ring]], code: str, number: int, file: OfficialFile) -> str:
    """A GeoJSON geometry as text; an island too small to have a ring is left out."""
    parts = []
    for outer, *holes in polygons:
        if land := _ring_text(outer, code, number, file):
            inner = [text for hole in holes if (text := _ring_text(hole, code, number, file))]
            parts.append(f"[{','.join([land, *inner])}]")
    if len(parts) == 1:
        return f'{{"type":"Polygon","coordinates":{parts[0]}}}'
    return f'{{"type":"MultiPolygon","coordinates":[{",".join(parts)}]}}'


def _ring_text(ring: Ring, code: str, number: int, file: OfficialFile) -> str:
    """'[[x,y],…]' to four decimals, neighbours that fell together said once; '' for a line."""
    points: list[str] = []
    for x, y, *_ in ring:
        if not (abs(x) <= 180.001 and abs(y) <= 90.001):
            raise BadInput(
                file.label,
                row=number,
                expected="longitude within ±180 and latitude within ±90",
                found=f"{x:g}, {y:g} in county {code}",
                mend="use the publisher's file, which is not projected",
            )
        point = f"[{round(x, DECIMALS)!r},{round(y, DECIMALS)!r}]"
        if not points or points[-1] != point:
            points.append(point)
    return f"[{','.join(points)}]" if len(points) >= 4 else ""


def _damaged_shapefile(file: OfficialFile, found: str) -> BadInput:
    expected = "a whole shapefile of counties (.shp and .dbf in one zip)"
    return BadInput(file.label, expected=expected, found=found, mend="fetch the file again")


LAYOUTS: tuple[FileLayout, ...] = (
    FileLayout(
        "county boundaries (shapefile)",
        "geometry",
        read_counties,
        needs=frozenset({"COUNTYFP", "COUNTYNS", *FIELDS}),
        marks=frozenset({"COUNTYNS"}),
    ),
)
