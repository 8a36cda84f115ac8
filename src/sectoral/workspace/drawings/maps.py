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

from sectoral.workspace.drawings.svg import ACCENT, HATCHED, INK, LINE, PAPER, draw_svg, rows_of

WIDTH = 720
Point = tuple[float, float]
Ring = tuple[Point, ...]
Edge = frozenset[Point]
_DARK = (ACCENT,)
_NATION_DEGREES = 60


@dataclass(frozen=True, slots=True)
class CountyOutline:
    """One county: its rings, the first of each polygon its outside; `home` = in this state."""

    polygons: tuple[tuple[Ring, ...], ...]
    home: bool = True


@dataclass(frozen=True, slots=True)
class MapShape:
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
    counties: tuple[CountyOutline, ...]


def county_outline(geojson: str, home: bool = True) -> CountyOutline:
    """A county's outline from its GeoJSON geometry."""
    geometry = json.loads(geojson)
    held = geometry["coordinates"]
    polygons = [held] if geometry["type"] == "Polygon" else held
    rings = [[_ring_points(ring) for ring in polygon if len(ring) >= 4] for polygon in polygons]
    return CountyOutline(tuple(tuple(polygon) for polygon in rings if polygon), home)


def _ring_points(points: Sequence[Sequence[float]]) -> Ring:
    return tuple((_unwrap_longitude(x), float(y)) for x, y, *_ in points)


def _unwrap_longitude(longitude: float) -> float:
    # The last Aleutian islands lie beyond the date line: count on westward.
    return longitude - 360 if longitude > 0 else float(longitude)


def region_map(shapes: tuple[MapShape, ...], label: str) -> SafeString:
    """The map as SVG, each place a link in the order given."""
    shapes = _snap_shapes(shapes)
    box = bounding_box(shapes)
    wide = box[2] - box[0] > _NATION_DEGREES
    layers = [_fill_layer(shapes), _line_layer(_shape_borders(shapes), 1.1, INK, 0.75)]
    if any(not county.home for shape in shapes for county in shape.counties):
        layers.append(_line_layer(_home_border(shapes), 2.2, INK, 1))
    layers += [_name_layer(shapes, box, "label"), _name_layer(shapes, box, "name")]
    middle = (box[1] + box[3]) / 2
    aspect = (box[3] - box[1]) / ((box[2] - box[0]) * cos(radians(middle)) or 1)
    height = 450 if wide else max(300, min(900, WIDTH * aspect))
    chart = alt.layer(*layers).properties(width=WIDTH, height=height)
    linked = [shape for shape in shapes if shape.href]
    return draw_svg(_project_chart(chart, box, wide), label, lambda root: _finish_map(root, linked))


def _project_chart(chart: Any, box: tuple[float, ...], wide: bool) -> Any:
    if wide:
        return chart.project("albersUsa")
    sixth = (box[3] - box[1]) / 6
    return chart.project(
        "conicEqualArea",
        rotate=[-(box[0] + box[2]) / 2, 0, 0],
        parallels=[box[1] + sixth, box[3] - sixth],
    )


def _fill_layer(shapes: Sequence[MapShape]) -> Any:
    features = [
        {
            "type": "Feature",
            "properties": {"fill": shape.fill, "href": shape.href or None},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [
                    _wind_rings(polygon) for county in shape.counties for polygon in county.polygons
                ],
            },
        }
        for shape in shapes
    ]
    chart = alt.Chart(rows_of(features)).mark_geoshape(stroke=PAPER, strokeWidth=0.5)
    fill = alt.Fill("properties.fill:N", scale=None)
    return chart.encode(fill=fill, href="properties.href:N")


def _wind_rings(polygon: tuple[Ring, ...]) -> list[list[Point]]:
    # On a sphere a ring encloses what lies on its right: clockwise outside, the other way holes.
    return [
        list(ring if (_ring_area(ring) < 0) == (place == 0) else ring[::-1])
        for place, ring in enumerate(polygon)
    ]


def _ring_area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def _line_layer(lines: list[list[Point]], width: float, color: str, opacity: float) -> Any:
    feature = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "MultiLineString", "coordinates": lines},
    }
    data = rows_of([feature])
    return alt.Chart(data).mark_geoshape(
        filled=False, stroke=color, strokeWidth=width, strokeOpacity=opacity, strokeJoin="round"
    )


def _shape_borders(shapes: Sequence[MapShape]) -> list[list[Point]]:
    """Lines where two different places meet, or a place meets none."""
    return border_chains([(shape.id, county) for shape in shapes for county in shape.counties])


def _home_border(shapes: Sequence[MapShape]) -> list[list[Point]]:
    counties = [county for shape in shapes for county in shape.counties if county.home]
    return border_chains([("home", county) for county in counties])


def border_chains(counties: Sequence[tuple[str, CountyOutline]]) -> list[list[Point]]:
    """Chains of the edges that do not lie between two counties of the same owner."""
    seen = Counter((owner, edge) for owner, county in counties for edge in _county_edges(county))
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


def _county_edges(county: CountyOutline) -> Iterator[Edge]:
    for polygon in county.polygons:
        for ring in polygon:
            for start, end in pairwise(ring):
                yield frozenset((start, end))


def connected_pieces(counties: Sequence[CountyOutline]) -> list[list[int]]:
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
    return sorted(found, key=lambda piece: -_total_area([counties[place] for place in piece]))


def _total_area(counties: Sequence[CountyOutline]) -> float:
    return sum(abs(_ring_area(polygon[0])) for county in counties for polygon in county.polygons)


def _name_layer(shapes: Sequence[MapShape], box: tuple[float, ...], field: str) -> Any:
    degrees = box[2] - box[0]
    rows = []
    for shape in shapes:
        color = PAPER if shape.fill in _DARK else INK
        for place, part in enumerate(_visible_parts(shape)):
            x, y, width = _center_of(part)
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


def _visible_parts(shape: MapShape) -> list[MapShape]:
    """What the eye sees as one area each: a piece, on one side of the state's border."""
    sides = [[c for c in shape.counties if c.home is home] for home in (True, False)]
    found = [
        replace(shape, counties=tuple(side[place] for place in piece))
        for side in sides
        for piece in connected_pieces(side)
    ]
    return sorted(found, key=lambda part: -_total_area(part.counties))


def _center_of(shape: MapShape) -> tuple[float, float, float]:
    """Center of area of the place, and how many degrees it is wide."""
    weighed = [
        (abs(_ring_area(polygon[0])) or 1e-9, _mean_point(polygon[0]))
        for county in shape.counties
        for polygon in county.polygons
    ]
    total = sum(weight for weight, _ in weighed)
    x = sum(weight * point[0] for weight, point in weighed) / total
    y = sum(weight * point[1] for weight, point in weighed) / total
    box = bounding_box([shape])
    return x, y, box[2] - box[0]


def _mean_point(ring: Ring) -> Point:
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def bounding_box(shapes: Sequence[MapShape]) -> tuple[float, float, float, float]:
    """West, south, east and north of several places, in degrees."""
    points = [
        point
        for shape in shapes
        for county in shape.counties
        for polygon in county.polygons
        for point in polygon[0]
    ]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _snap_shapes(shapes: tuple[MapShape, ...]) -> tuple[MapShape, ...]:
    """The same places with points moved to a grid finer than a pixel, so that pages stay small."""
    box = bounding_box(shapes)
    wide = box[2] - box[0] > _NATION_DEGREES
    step = (box[2] - box[0]) / (WIDTH * (0.9 if wide else 1.5)) or 1e-6
    return tuple(
        replace(shape, counties=tuple(snap_county(county, step) for county in shape.counties))
        for shape in shapes
    )


def snap_county(county: CountyOutline, step: float) -> CountyOutline:
    """The county with its points moved to a grid of `step` degrees; rings too small are gone."""
    kept_polygons = []
    for polygon in county.polygons:
        rings = tuple(ring for ring in (_snap_ring(ring, step) for ring in polygon) if ring)
        if rings:
            kept_polygons.append(rings)
    return CountyOutline(tuple(kept_polygons) or county.polygons, county.home)


def _snap_ring(ring: Ring, step: float) -> Ring:
    points: list[Point] = []
    for x, y in ring:
        point = (round(x / step) * step, round(y / step) * step)
        if not points or point != points[-1]:
            points.append(point)
    return tuple(points) if len(points) >= 4 else ()


def _draw_hatch(root: ET.Element) -> None:
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


def _finish_map(root: ET.Element, linked: Sequence[MapShape]) -> None:
    """Give each link its name, and the texts the classes that let a phone enlarge them."""
    space = root.tag.removesuffix("svg")
    _draw_hatch(root)
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
