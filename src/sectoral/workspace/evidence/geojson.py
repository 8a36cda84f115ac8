"""The regions as GeoJSON (RFC 7946): longitude and latitude of WGS 84, outer rings leftwards."""

import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import polars as pl

from sectoral.workspace.evidence.facts import EditionFacts, Region

Ring = list[list[float]]


def regions_geojson(facts: EditionFacts) -> dict[str, Any]:
    """Every region as a feature, in the pages' order: one polygon or more for each county.

    A region none of whose counties has an outline has no geometry: null, as the standard says.
    """
    return {
        "type": "FeatureCollection",
        "features": [_region_feature(facts, region) for region in facts.regions],
    }


def _region_feature(facts: EditionFacts, region: Region) -> dict[str, Any]:
    shapes = facts.once(("county polygons",), lambda: _polygons_by_area(facts))
    areas = [county.area for county in facts.counties.get(region.id, ())]
    polygons = [polygon for area in areas for polygon in shapes.get(area, ())]
    vintages = facts.once(("county vintages",), lambda: _county_vintages(facts))
    return {
        "type": "Feature",
        "id": region.id,
        "geometry": {"type": "MultiPolygon", "coordinates": polygons} if polygons else None,
        "properties": {
            "region": region.id,
            "name": region.name,
            "kind": region.kind,
            "counties": areas,
            "county_vintages": sorted({vintages[area] for area in areas if area in vintages}),
            "without_outline": [area for area in areas if area not in shapes],
        },
    }


def _newest_outlines(facts: EditionFacts) -> pl.DataFrame:
    """Each county's outline in the newest set of counties that has it."""
    return facts.edition.table("area_shapes").sort("vintage").unique("area", keep="last")


def _county_vintages(facts: EditionFacts) -> dict[str, int]:
    return dict(_newest_outlines(facts).select("area", "vintage").iter_rows())


def _polygons_by_area(facts: EditionFacts) -> dict[str, list[list[Ring]]]:
    wanted = {county.area for counties in facts.counties.values() for county in counties}
    rows = (
        _newest_outlines(facts)
        .filter(pl.col("area").is_in(sorted(wanted)))
        .select("area", "geojson")
    )
    found = {area: county_polygons(shape) for area, shape in rows.iter_rows()}
    return {area: polygons for area, polygons in found.items() if polygons}


def county_polygons(shape: str) -> list[list[Ring]]:
    """A county's polygons from its GeoJSON geometry, each ring closed and the right way round."""
    geometry = json.loads(shape)
    held = geometry["coordinates"]
    polygons = [held] if geometry["type"] == "Polygon" else held
    return [
        [_closed_ring(ring, place == 0) for place, ring in enumerate(polygon)]
        for polygon in polygons
    ]


def _closed_ring(points: Sequence[Sequence[float]], outer: bool) -> Ring:
    """A ring that is closed, its outside on the right: outer rings leftwards, holes rightwards."""
    ring = [[float(point[0]), float(point[1])] for point in points]
    if ring[0] != ring[-1]:
        ring.append(ring[0])
    return ring if (doubled_area(ring) > 0) == outer else ring[::-1]


def doubled_area(ring: Ring) -> float:
    """Twice a ring's area: above zero where it runs leftwards, against the clock."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))
