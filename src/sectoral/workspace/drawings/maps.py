"""The map: regions as links, county lines inside them, the state's own border drawn over.

The projection is equal-area: a cone fitted to the state, or the usual Albers for the nation.
"""

import json
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import cos, radians
from typing import Any

import altair as alt
from django.utils.safestring import SafeString

from sectoral.workspace.drawings.svg import ACCENT, HATCHED, INK, LINE, PAPER, drawn, rows_of

WIDTH = 720
Point = tuple[float, float]
Ring = tuple[Point, ...]
Edge = frozenset[Point]
_DARK = (ACCENT,)
_NATION_DEGREES = 60


@dataclass(frozen=True, slots=True)
class Outline:
    """One county: its rings, the first of each polygon its outside; `home` = in this state."""

    polygons: tuple[tuple[Ring, ...], ...]
    home: bool = True


@dataclass(frozen=True, slots=True)
class Shape:
    """One place on the map.

    title   what a pointer or a screen reader says; label and name stand on the map
    href    where its link leads; empty = no link
    """

    id: str
    title: str
    label: str
    name: str
    href: str
    fill: str
    counties: tuple[Outline, ...]


def outline(geojson: str, home: bool = True) -> Outline:
    """A county's outline from its GeoJSON geometry."""
    geometry = json.loads(geojson)
    held = geometry["coordinates"]
    polygons = [held] if geometry["type"] == "Polygon" else held
    rings = [[_ring(ring) for ring in polygon if len(ring) >= 4] for polygon in polygons]
    return Outline(tuple(tuple(polygon) for polygon in rings if polygon), home)


def _ring(points: Sequence[Sequence[float]]) -> Ring:
    return tuple((_west(x), float(y)) for x, y, *_ in points)


def _west(longitude: float) -> float:
    # The last Aleutian islands lie beyond the date line: count on westward.
    return longitude - 360 if longitude > 0 else float(longitude)


def region_map(shapes: tuple[Shape, ...], label: str) -> SafeString:
    """The map as SVG, each place a link in the order given."""
    shapes = _snapped(shapes)
    box = _box(shapes)
    wide = box[2] - box[0] > _NATION_DEGREES
    layers = [_fills(shapes), _lines(_between(shapes), 1.1, INK, 0.75)]
    if any(not county.home for shape in shapes for county in shape.counties):
        layers.append(_lines(_home_border(shapes), 2.2, INK, 1))
    layers += [_names(shapes, box, "label"), _names(shapes, box, "name")]
    middle = (box[1] + box[3]) / 2
    aspect = (box[3] - box[1]) / ((box[2] - box[0]) * cos(radians(middle)) or 1)
    height = 450 if wide else max(300, min(900, WIDTH * aspect))
    chart = alt.layer(*layers).properties(width=WIDTH, height=height)
    linked = [shape for shape in shapes if shape.href]
    return drawn(_projected(chart, box, wide), label, lambda root: _finish(root, linked))


def _projected(chart: Any, box: tuple[float, ...], wide: bool) -> Any:
    if wide:
        return chart.project("albersUsa")
    sixth = (box[3] - box[1]) / 6
    return chart.project(
        "conicEqualArea",
        rotate=[-(box[0] + box[2]) / 2, 0, 0],
        parallels=[box[1] + sixth, box[3] - sixth],
    )


def _fills(shapes: Sequence[Shape]) -> Any:
    features = [
        {
            "type": "Feature",
            "properties": {"fill": shape.fill, "href": shape.href or None},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [
                    _wound(polygon) for county in shape.counties for polygon in county.polygons
                ],
            },
        }
        for shape in shapes
    ]
    chart = alt.Chart(rows_of(features)).mark_geoshape(stroke=PAPER, strokeWidth=0.5)
    fill = alt.Fill("properties.fill:N", scale=None)
    return chart.encode(fill=fill, href="properties.href:N")


def _wound(polygon: tuple[Ring, ...]) -> list[list[Point]]:
    # On a sphere a ring encloses what lies on its right: clockwise outside, the other way holes.
    return [
        list(ring if (_area(ring) < 0) == (place == 0) else ring[::-1])
        for place, ring in enumerate(polygon)
    ]


def _area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def _lines(lines: list[list[Point]], width: float, color: str, opacity: float) -> Any:
    feature = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "MultiLineString", "coordinates": lines},
    }
    data = rows_of([feature])
    return alt.Chart(data).mark_geoshape(
        filled=False, stroke=color, strokeWidth=width, strokeOpacity=opacity, strokeJoin="round"
    )


def _between(shapes: Sequence[Shape]) -> list[list[Point]]:
    """Lines where two different places meet, or a place meets none."""
    return _borders([(shape.id, county) for shape in shapes for county in shape.counties])


def _home_border(shapes: Sequence[Shape]) -> list[list[Point]]:
    counties = [county for shape in shapes for county in shape.counties if county.home]
    return _borders([("home", county) for county in counties])


def _borders(counties: Sequence[tuple[str, Outline]]) -> list[list[Point]]:
    """Chains of the edges that do not lie between two counties of the same owner."""
    seen = Counter((owner, edge) for owner, county in counties for edge in _edges(county))
    done: set[Edge] = set()
    chains: list[list[Point]] = []
    for owner, county in counties:
        for ring in (ring for polygon in county.polygons for ring in polygon):
            open_chain = False
            for start, end in pairwise(ring):
                edge = frozenset((start, end))
                wanted = seen[owner, edge] == 1 and edge not in done
                if wanted and open_chain:
                    chains[-1].append(end)
                elif wanted:
                    chains.append([start, end])
                open_chain = wanted
                done |= {edge} if wanted else set()
    return chains


def _edges(county: Outline) -> Iterator[Edge]:
    for polygon in county.polygons:
        for ring in polygon:
            for start, end in pairwise(ring):
                yield frozenset((start, end))


def pieces(counties: Sequence[Outline]) -> list[list[int]]:
    """The counties that hang together by a shared border point, the largest piece first.

    Returns  places in `counties`; one list where the region is in one piece.
    """
    points = [{p for polygon in c.polygons for ring in polygon for p in ring} for c in counties]
    left = set(range(len(counties)))
    found = []
    while left:
        piece, edge = set(), {min(left)}
        while edge:
            piece |= edge
            left -= edge
            reached = set().union(*(points[place] for place in edge))
            edge = {place for place in left if points[place] & reached}
        found.append(sorted(piece))
    return sorted(found, key=lambda piece: -_size([counties[place] for place in piece]))


def _size(counties: Sequence[Outline]) -> float:
    return sum(abs(_area(polygon[0])) for county in counties for polygon in county.polygons)


def _names(shapes: Sequence[Shape], box: tuple[float, ...], field: str) -> Any:
    degrees = box[2] - box[0]
    rows = []
    for shape in shapes:
        color = PAPER if shape.fill in _DARK else INK
        for place, part in enumerate(_parts(shape)):
            x, y, width = _middle(part)
            fits = place == 0 and len(shape.name) * 7.2 < width / degrees * WIDTH
            text = shape.label if field == "label" else shape.name if fits else ""
            rows.append({"x": x, "y": y, "text": text, "color": color})
    chart = alt.Chart(rows_of(rows))
    if field == "label":
        words = chart.mark_text(fontWeight="bold", fontSize=17, dy=-6)
    else:
        words = chart.mark_text(fontSize=12.5, dy=11)
    tone = alt.Color("color:N", scale=None)
    return words.encode(longitude="x:Q", latitude="y:Q", text="text:N", color=tone)


def _parts(shape: Shape) -> list[Shape]:
    """What the eye sees as one area each: a piece, on one side of the state's border."""
    sides = [[c for c in shape.counties if c.home is home] for home in (True, False)]
    found = [
        replace(shape, counties=tuple(side[place] for place in piece))
        for side in sides
        for piece in pieces(side)
    ]
    return sorted(found, key=lambda part: -_size(part.counties))


def _middle(shape: Shape) -> tuple[float, float, float]:
    """Center of area of the place, and how many degrees it is wide."""
    weighed = [
        (abs(_area(polygon[0])) or 1e-9, _mean(polygon[0]))
        for county in shape.counties
        for polygon in county.polygons
    ]
    total = sum(weight for weight, _ in weighed)
    x = sum(weight * point[0] for weight, point in weighed) / total
    y = sum(weight * point[1] for weight, point in weighed) / total
    box = _box([shape])
    return x, y, box[2] - box[0]


def _mean(ring: Ring) -> Point:
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def _box(shapes: Sequence[Shape]) -> tuple[float, float, float, float]:
    points = [
        point
        for shape in shapes
        for county in shape.counties
        for polygon in county.polygons
        for point in polygon[0]
    ]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _snapped(shapes: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """The same places with points moved to a grid finer than a pixel, so that pages stay small."""
    box = _box(shapes)
    wide = box[2] - box[0] > _NATION_DEGREES
    step = (box[2] - box[0]) / (WIDTH * (0.9 if wide else 1.5)) or 1e-6
    return tuple(
        replace(shape, counties=tuple(_snap(county, step) for county in shape.counties))
        for shape in shapes
    )


def _snap(county: Outline, step: float) -> Outline:
    kept_polygons = []
    for polygon in county.polygons:
        rings = tuple(ring for ring in (_snap_ring(ring, step) for ring in polygon) if ring)
        if rings:
            kept_polygons.append(rings)
    return Outline(tuple(kept_polygons) or county.polygons, county.home)


def _snap_ring(ring: Ring, step: float) -> Ring:
    points: list[Point] = []
    for x, y in ring:
        point = (round(x / step) * step, round(y / step) * step)
        if not points or point != points[-1]:
            points.append(point)
    return tuple(points) if len(points) >= 4 else ()


def _hatch(root: ET.Element) -> None:
    """Draw the hatch where a place is filled with the color that stands for it."""
    space = root.tag.removesuffix("svg")
    hatched = [path for path in root.iter(f"{space}path") if path.get("fill") == HATCHED]
    if not hatched:
        return
    for path in hatched:
        path.set("fill", "url(#hatch)")
    held = {"id": "hatch", "width": "6", "height": "6", "patternUnits": "userSpaceOnUse"}
    turned = held | {"patternTransform": "rotate(45)"}
    pattern = ET.SubElement(ET.SubElement(root, f"{space}defs"), f"{space}pattern", turned)
    ET.SubElement(pattern, f"{space}rect", {"width": "6", "height": "6", "fill": PAPER})
    line = {"d": "M1 0V6", "stroke": LINE, "stroke-width": "1.6"}
    ET.SubElement(pattern, f"{space}path", line)


def _finish(root: ET.Element, linked: Sequence[Shape]) -> None:
    """Give each link its name, and the texts the classes that let a phone enlarge them."""
    space = root.tag.removesuffix("svg")
    _hatch(root)
    root.set("role", "group")
    root.set("class", "map")
    named = {shape.href: shape.title for shape in linked}
    for link in list(root.iter(f"{space}a")):
        if link.get("href") not in named:
            # Vega writes a link for a place that leads nowhere too.
            link.tag = f"{space}g"
            link.attrib.pop("href", None)
            continue
        words = named[link.get("href", "")]
        link.set("aria-label", words)
        ET.SubElement(link, f"{space}title").text = words
    groups = [g for g in root.iter(f"{space}g") if "mark-text" in (g.get("class") or "")]
    for group, name in zip(groups, ("map-label", "map-name"), strict=False):
        group.set("class", name)
