"""Quayland's map: borders are shared, counties tile their states, rings run as published."""

import json
from itertools import pairwise
from pathlib import Path

from sectoral.invented import Truth


def rings(document: dict[str, object], layer: str) -> dict[str, list[list[tuple[int, int]]]]:
    """Every outer ring of a layer as grid points, decoded as any TopoJSON reader would."""
    arcs = []
    for arc in document["arcs"]:  # type: ignore[attr-defined]
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x, y))
        arcs.append(points)
    found: dict[str, list[list[tuple[int, int]]]] = {}
    for shape in document["objects"][layer]["geometries"]:  # type: ignore[index]
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        for polygon in polygons:
            ring: list[tuple[int, int]] = []
            for k in polygon[0]:
                line = arcs[k] if k >= 0 else arcs[~k][::-1]
                assert not ring or ring[-1] == line[0]
                ring += line[1:] if ring else line
            assert ring[0] == ring[-1]
            found.setdefault(shape.get("id", layer), []).append(ring)
    return found


def twice_area(ring: list[tuple[int, int]]) -> int:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


def test_the_counties_tile_their_state_exactly(quayland: tuple[Path, Truth]) -> None:
    out, truth = quayland
    document = json.loads((out / "us_counties_2022_10m.topo.json").read_text())
    counties, states = rings(document, "counties"), rings(document, "states")
    assert set(counties) == set(truth.regions)
    assert set(states) == {"80", "81"}
    for state, outline in states.items():
        inside = sum(twice_area(r[0]) for area, r in counties.items() if area[:2] == state)
        assert inside == sum(twice_area(r) for r in outline)
    # Rings run clockwise, as the publisher's do: their signed areas are negative.
    assert all(twice_area(r[0]) < 0 for r in counties.values())
