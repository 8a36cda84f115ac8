"""Where the invented state's counties lie, what they are called, and which belong together.

Counties are the cells of a brick pattern (each row shifted by half a cell, so that three
meet at most corners). A state grows cell by cell from its middle; regions are the cells
nearest to a hub. Everything follows from the seed.
"""

import heapq
from dataclasses import dataclass

import numpy as np
import polars as pl

STATE, NEIGHBOUR = "80", "81"
STATE_NAME, STATE_ABBREVIATION = "Quayland", "QY"
STATE_NAMES = {STATE: STATE_NAME, NEIGHBOUR: "Farshore"}
RURAL_KINDS = ("mill", "farm", "mountain", "mining")
CODES_BY_TWOS = 450

Cell = tuple[int, int]

_STEMS = (
    "Amber",
    "Bramble",
    "Curlew",
    "Dapple",
    "Elder",
    "Fennel",
    "Gentian",
    "Heron",
    "Ivory",
    "Juniper",
    "Kestrel",
    "Larch",
    "Marl",
    "Nettle",
    "Otter",
    "Plover",
    "Quill",
    "Russet",
    "Sorrel",
    "Thistle",
    "Umber",
    "Vesper",
    "Wren",
    "Yarrow",
    "Zephyr",
    "Bracken",
    "Clover",
    "Dunlin",
    "Ember",
    "Finch",
    "Gannet",
    "Harrow",
    "Iris",
    "Linnet",
    "Mallow",
    "Opal",
    "Puffin",
    "Quartz",
    "Saffron",
    "Teasel",
    "Avocet",
    "Burdock",
    "Campion",
    "Dotterel",
)
_ENDINGS = (
    "mere",
    "dale",
    "combe",
    "haven",
    "hollow",
    "moor",
    "bourne",
    "wick",
    "stead",
    "crest",
    "fell",
    "glen",
    "marsh",
    "holm",
    "strand",
    "quay",
)
_FIRST_WORDS = ("", "North ", "South ", "East ", "West ", "Upper ", "Lower ")


@dataclass(frozen=True, slots=True)
class Land:
    """The counties of the state and the neighbour's counties that belong to one of its zones.

    counties   one row per county: area, name, state, region, kind, part, x, y, row, column;
               kind  'metropolitan' or one of RURAL_KINDS; part 'hub', 'ring' or 'rural'
    regions    region → name of its hub
    metros     the metropolitan regions, largest first
    """

    counties: pl.DataFrame
    regions: dict[str, str]
    metros: tuple[str, ...]


def draw_land(rng: np.random.Generator, counties: int, metros: int, cross_border: bool) -> Land:
    """Lay out the state: cells, regions, kinds, names and codes.

    Takes    how many counties and metropolitan regions; whether two counties across the
             border belong to one of the state's zones.
    Returns  the land, counties in the order of their codes.
    """
    cells = grow_patch(rng, counties)
    places = np.array([cell_position(c) for c in cells])
    hubs, region = _gather_regions(places, max(metros + 1, round(counties / 4)))
    kinds, order = _choose_kinds(places, hubs, metros)
    abroad = _cells_across_border(cells, region, kinds) if cross_border else []
    frame = _describe(cells, places, hubs, region, kinds, abroad)
    frame = _name_counties(rng, frame)
    hub_rows = frame.filter(pl.col("part") == "hub")
    names = dict(zip(hub_rows["region"], hub_rows["name"], strict=True))
    return Land(frame, names, tuple(_region_id(k) for k in order))


def cell_position(cell: Cell) -> tuple[float, float]:
    """The middle of a cell, in cell widths: x to the east, y to the north."""
    row, column = cell
    return column + 0.5 * (row % 2), row * 0.86


def neighbor_cells(cell: Cell) -> list[Cell]:
    """The six cells around a cell, counterclockwise from the east."""
    row, column = cell
    shift = row % 2
    return [
        (row, column + 1),
        (row + 1, column + shift),
        (row + 1, column + shift - 1),
        (row, column - 1),
        (row - 1, column + shift - 1),
        (row - 1, column + shift),
    ]


def grow_patch(rng: np.random.Generator, counties: int) -> list[Cell]:
    """A connected patch of cells, wider than high, with a wavy outline."""
    waves = rng.uniform(-0.07, 0.07, size=4)
    phases = rng.uniform(0, 2 * np.pi, size=4)

    def distance(cell: Cell) -> float:
        x, y = cell_position(cell)
        angle = np.arctan2(y, x / 1.35)
        wave = 1 + sum(
            w * np.cos((k + 2) * angle + p)
            for k, (w, p) in enumerate(zip(waves, phases, strict=True))
        )
        return float((abs(x / 1.35) ** 3 + abs(y) ** 3) ** (1 / 3) * wave)

    start: Cell = (0, 0)
    frontier, seen = [(distance(start), start)], {start}
    chosen: list[Cell] = []
    while len(chosen) < counties:
        _, cell = heapq.heappop(frontier)
        chosen.append(cell)
        for near in neighbor_cells(cell):
            if near not in seen:
                seen.add(near)
                heapq.heappush(frontier, (distance(near), near))
    return sorted(chosen)


def _gather_regions(places: np.ndarray, regions: int) -> tuple[np.ndarray, np.ndarray]:
    """Hubs spread over the state, and each county's nearest: (regions,), (counties,)."""
    hubs = [int(np.argmin(places[:, 0]))]
    for _ in range(regions - 1):
        gaps = np.linalg.norm(places[:, None] - places[hubs], axis=2).min(axis=1)
        hubs.append(int(np.argmax(gaps)))
    for _ in range(6):
        region = _nearest_hub(places, hubs)
        middles = [places[region == k].mean(axis=0) for k in range(regions)]
        hubs = [
            int(np.argmin(np.linalg.norm(places - m, axis=1) + 1e6 * (region != k)))
            for k, m in enumerate(middles)
        ]
    return np.array(hubs), _join_hermits(places, hubs, _nearest_hub(places, hubs))


def _join_hermits(places: np.ndarray, hubs: list[int], region: np.ndarray) -> np.ndarray:
    """Give each region of one county the nearest county of a region that has three or more."""
    for k in np.flatnonzero(np.bincount(region, minlength=len(hubs)) == 1):
        far = np.linalg.norm(places - places[hubs[k]], axis=1)
        spare = np.bincount(region, minlength=len(hubs))[region] >= 3
        spare[hubs] = False
        region[np.argmin(np.where(spare, far, np.inf))] = k
    return region


def _nearest_hub(places: np.ndarray, hubs: list[int]) -> np.ndarray:
    # A hub always keeps itself, since its distance to itself is the only zero.
    return np.asarray(np.linalg.norm(places[:, None] - places[hubs], axis=2).argmin(axis=1))


def _choose_kinds(places: np.ndarray, hubs: np.ndarray, metros: int) -> tuple[list[str], list[int]]:
    """A kind for each region; metropolitan ones far apart, rural ones from the coast inland."""
    order = [int(np.argmin(places[hubs][:, 0]))]
    for _ in range(metros - 1):
        gaps = np.linalg.norm(places[hubs][:, None] - places[hubs[order]], axis=2).min(axis=1)
        order.append(int(np.argmax(gaps)))
    rural = sorted(set(range(len(hubs))) - set(order), key=lambda k: places[hubs[k], 0])
    kinds = ["metropolitan"] * len(hubs)
    for place, k in enumerate(rural):
        kinds[k] = RURAL_KINDS[place * len(RURAL_KINDS) // len(rural)]
    return kinds, order


def _cells_across_border(
    cells: list[Cell], region: np.ndarray, kinds: list[str]
) -> list[tuple[Cell, int]]:
    """Two touching cells outside the eastern border, and the region they belong to."""
    home = dict(zip(cells, region, strict=True))
    border = [c for c in cells if neighbor_cells(c)[0] not in home]
    # A rural county where one lies on the border: zones that cross it are mostly rural.
    first = neighbor_cells(
        max(border, key=lambda c: (kinds[home[c]] in RURAL_KINDS, cell_position(c), c))
    )[0]
    second = next(c for c in neighbor_cells(first) if c not in home)
    belongs = int(home[(first[0], first[1] - 1)])
    return [(first, belongs), (second, belongs)]


def _describe(
    cells: list[Cell],
    places: np.ndarray,
    hubs: np.ndarray,
    region: np.ndarray,
    kinds: list[str],
    abroad: list[tuple[Cell, int]],
) -> pl.DataFrame:
    rows = []
    for i, cell in enumerate(cells):
        kind = kinds[region[i]]
        part = "hub" if hubs[region[i]] == i else "ring" if kind == "metropolitan" else "rural"
        rows.append((STATE, _region_id(region[i]), kind, part, *places[i].tolist(), *cell))
    rows += [
        (
            NEIGHBOUR,
            _region_id(k),
            kinds[k],
            "ring" if kinds[k] == "metropolitan" else "rural",
            *cell_position(c),
            *c,
        )
        for c, k in abroad
    ]
    names = ["state", "region", "kind", "part", "x", "y", "row", "column"]
    return pl.DataFrame(rows, schema=names, orient="row")


def _name_counties(rng: np.random.Generator, frame: pl.DataFrame) -> pl.DataFrame:
    """Give names by lot, and codes in the order of names, by twos, as the real ones go."""
    pairs = [s + e for s in _STEMS for e in _ENDINGS if s[-1] != e[0]]
    pool = [w + p for w in _FIRST_WORDS for p in rng.permutation(pairs)]
    frame = frame.with_columns(name=pl.Series(pool[: frame.height])).sort("state", "name")
    step = 2 if frame.height <= CODES_BY_TWOS else 1
    place = pl.int_range(pl.len()).over("state") * step + 1
    code = pl.col("state") + place.cast(pl.String).str.zfill(3)
    return frame.with_columns(area=code).sort("area")


def _region_id(number: int) -> str:
    return f"zone {number + 1:02d}"
