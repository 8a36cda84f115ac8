"""The invented state's map: counties, states and nation as one quantised TopoJSON.

Every border between two counties is one arc, bent by midpoint displacement: a little inland,
much along the western and southern coast. The state lies in the open Pacific, so that it can
never cover a real place.
"""

import json
from pathlib import Path

import numpy as np

from sectoral.invented.files import write_bytes
from sectoral.invented.land import STATE_NAMES, Cell, Land, neighbor_cells

Corner = tuple[int, int]
Side = tuple[Corner, Corner]

_CORNERS = ((1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1), (0, -2))
_GRID = 99_999
_MIDDLE = (-141.0, 41.0)
_CELL_DEGREES = (0.62, 0.265)
_WIDEST_DEGREES = 14.0


def draw_map(rng: np.random.Generator, land: Land) -> dict[str, object]:
    """The map as a TopoJSON document; county ids are FIPS codes, rings run clockwise."""
    cells = {
        (row, column): area
        for row, column, area in land.counties.select("row", "column", "area").iter_rows()
    }
    sides = {cell: _sides_of(cell) for cell in cells}
    shared = sorted({_undirected_side(s) for each in sides.values() for s in each})
    lines = _bend(rng, shared, _outer_sides(cells, sides), _coast_sides(cells, sides))
    document = _quantize_lines(lines)
    number = {side: k for k, side in enumerate(shared)}
    names = dict(land.counties.select("area", "name").iter_rows())
    document["objects"] = {
        "counties": _geometry_collection(
            [_county_geometry(area, names[area], sides[c], number) for c, area in _by_area(cells)]
        ),
        "states": _geometry_collection(
            [
                _state_geometry(code, cells, number)
                for code in sorted({a[:2] for a in cells.values()})
            ]
        ),
        "nation": _geometry_collection([_union_of_cells(set(cells), number)]),
    }
    return {key: document[key] for key in ("type", "bbox", "transform", "objects", "arcs")}


def write_map(rng: np.random.Generator, land: Land, path: Path) -> Path:
    """Write the map the way it is distributed: one line, no spaces."""
    text = json.dumps(draw_map(rng, land), separators=(",", ":"))
    return write_bytes(text.encode(), path)


def _by_area(cells: dict[Cell, str]) -> list[tuple[Cell, str]]:
    return sorted(cells.items(), key=lambda item: item[1])


def _sides_of(cell: Cell) -> list[Side]:
    """The six sides of a cell as directed pairs of corners, clockwise from its north-west."""
    row, column = cell
    x, y = 2 * column + row % 2, 3 * row
    corners = [(x + dx, y + dy) for dx, dy in _CORNERS]
    return [(corners[(k + 1) % 6], corners[k]) for k in range(5, -1, -1)]


def _undirected_side(side: Side) -> Side:
    return min(side), max(side)


def _outer_sides(cells: dict[Cell, str], sides: dict[Cell, list[Side]]) -> list[Side]:
    """The sides beyond which nothing is drawn."""
    return [
        _undirected_side(side)
        for cell in cells
        # Sides run clockwise from the sixth neighbour back to the first.
        for side, near in zip(sides[cell], reversed(neighbor_cells(cell)), strict=True)
        if near not in cells
    ]


def _coast_sides(cells: dict[Cell, str], sides: dict[Cell, list[Side]]) -> set[Side]:
    """The outer sides to the west and south: the sea lies there."""
    middle = np.mean([[2 * c + r % 2, 3 * r] for r, c in cells], axis=0)
    coast = set()
    for side in _outer_sides(cells, sides):
        x, y = np.mean(side, axis=0) - middle
        if x < -abs(y) * 0.3 or y < -abs(x) * 1.2:
            coast.add(side)
    return coast


def _bend(
    rng: np.random.Generator, shared: list[Side], outer: list[Side], coast: set[Side]
) -> list[np.ndarray]:
    """Each side as a bent line between its shifted corners: (points, 2) in degrees."""
    corners = sorted({c for side in shared for c in side})
    place = {c: k for k, c in enumerate(corners)}
    spot = np.array(corners, dtype=float)
    spot += rng.normal(0, 1, spot.shape) * np.array([0.2, 0.34])
    spot = _straighten(spot, np.array([(place[a], place[b]) for a, b in outer]))
    width = min(_CELL_DEGREES[0], 2 * _WIDEST_DEGREES / np.ptp(spot[:, 0])) / 2
    height = width * _CELL_DEGREES[1] / _CELL_DEGREES[0]
    spot = (spot - spot.mean(axis=0)) * np.array([width, height]) + _MIDDLE
    return [
        _jag(rng, spot[place[a]], spot[place[b]], *((4, 0.17) if (a, b) in coast else (3, 0.05)))
        for a, b in shared
    ]


def _straighten(spot: np.ndarray, outer: np.ndarray) -> np.ndarray:
    """Draw each corner of the outline towards its two neighbours, so that no honeycomb shows."""
    for _ in range(2):
        near = np.zeros_like(spot)
        np.add.at(near, outer[:, 0], spot[outer[:, 1]])
        np.add.at(near, outer[:, 1], spot[outer[:, 0]])
        edge = np.unique(outer)
        spot[edge] = 0.4 * spot[edge] + 0.3 * near[edge]
    return spot


def _jag(
    rng: np.random.Generator, start: np.ndarray, end: np.ndarray, rounds: int, share: float
) -> np.ndarray:
    """A line broken `rounds` times at its middles, each pushed sideways by chance."""
    line = np.array([start, end])
    for _ in range(rounds):
        along = np.diff(line, axis=0)
        across = np.column_stack([-along[:, 1], along[:, 0]])
        middle = (line[:-1] + line[1:]) / 2 + across * rng.normal(0, share, (len(along), 1))
        woven = np.empty((2 * len(line) - 1, 2))
        woven[::2], woven[1::2] = line, middle
        line = woven
    return line


def _quantize_lines(lines: list[np.ndarray]) -> dict[str, object]:
    """Lines as whole steps on a grid, each point relative to the one before."""
    points = np.concatenate(lines)
    low, high = np.round(points.min(axis=0), 6), np.round(points.max(axis=0), 6)
    scale = (high - low) / _GRID
    arcs = []
    for line in lines:
        steps = np.rint((line - low) / scale).astype(int)
        moves = np.diff(steps, axis=0)
        moves = moves[np.any(moves != 0, axis=1)]
        arcs.append([steps[0].tolist(), *moves.tolist()])
    return {
        "type": "Topology",
        "bbox": [*low.tolist(), *high.tolist()],
        "transform": {"scale": scale.tolist(), "translate": low.tolist()},
        "arcs": arcs,
    }


def _geometry_collection(geometries: list[dict[str, object]]) -> dict[str, object]:
    return {"type": "GeometryCollection", "geometries": geometries}


def _county_geometry(
    area: str, name: str, sides: list[Side], number: dict[Side, int]
) -> dict[str, object]:
    ring = [_arc_reference(s, number) for s in sides]
    return {"type": "Polygon", "arcs": [ring], "id": area, "properties": {"name": name}}


def _state_geometry(
    code: str, cells: dict[Cell, str], number: dict[Side, int]
) -> dict[str, object]:
    inside = {cell for cell, area in cells.items() if area[:2] == code}
    return _union_of_cells(inside, number) | {"id": code, "properties": {"name": STATE_NAMES[code]}}


def _union_of_cells(inside: set[Cell], number: dict[Side, int]) -> dict[str, object]:
    """Cells joined: their outer sides, chained into rings."""
    onward: dict[Corner, Corner] = {}
    for cell in sorted(inside):
        for (a, b), near in zip(_sides_of(cell), reversed(neighbor_cells(cell)), strict=True):
            if near not in inside:
                onward[a] = b
    rings = []
    while onward:
        here = min(onward)
        ring = []
        while here in onward:
            there = onward.pop(here)
            ring.append(_arc_reference((here, there), number))
            here = there
        rings.append(ring)
    # The ring through the leftmost corner is the outline; others are holes in it.
    return {"type": "MultiPolygon", "arcs": [rings]}


def _arc_reference(side: Side, number: dict[Side, int]) -> int:
    """An arc's number, or its complement where it is walked backwards."""
    position = number[_undirected_side(side)]
    return position if side == _undirected_side(side) else ~position
