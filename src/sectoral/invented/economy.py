"""The true jobs and pay of every county, before any publisher rounds, withholds or disturbs.

A county's jobs in an industry start from the nation's share, times what its kind of region
is known for, times chance. Establishments are drawn first, jobs from their sizes, so that
small counties lack most industries as real ones do. Years follow the nation's path for the
sector, the region's implanted growth, and a little noise.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from sectoral.invented.classification import industry_groups, sector_of
from sectoral.invented.land import STATE, Land

JOBS_PER_COUNTY = 42_000
UNKNOWN_COUNTY = STATE + "999"
OWNERS = {"1": ("federal_jobs_k", 86.0), "2": ("state_jobs_k", 64.0), "3": ("local_jobs_k", 56.0)}
WAGE_GROWTH = 1.035
GOVERNMENT_SIZE = {"1": 30.0, "2": 60.0, "3": 70.0}

SPECIALITIES: dict[str, dict[str, tuple[float, float]]] = {
    "first metropolitan": {
        "5415": (2.2, 0.035),
        "5132": (3.0, 0.04),
        "5182": (2.0, 0.02),
        "5417": (1.8, 0.02),
        "3254": (2.0, 0.02),
        "4883": (5.0, 0.01),
        "3366": (6.0, 0.03),
    },
    "metropolitan": {
        "3364": (4.0, 0.02),
        "3363": (2.5, -0.02),
        "4931": (2.5, 0.04),
        "4841": (1.8, 0.01),
        "5241": (2.5, 0.01),
        "3345": (2.0, 0.0),
    },
    "farm": {
        "1111": (14.0, 0.0),
        "1112": (6.0, 0.01),
        "1121": (10.0, 0.0),
        "1151": (4.0, 0.01),
        "3116": (10.0, 0.025),
        "3114": (6.0, 0.01),
        "3331": (6.0, 0.015),
        "4245": (9.0, -0.01),
    },
    "mountain": {
        "7211": (6.0, 0.025),
        "7139": (5.0, 0.03),
        "7225": (1.4, 0.01),
        "2361": (1.8, 0.02),
        "5312": (2.0, 0.01),
        "4872": (9.0, 0.02),
    },
    "mining": {
        "2121": (140.0, -0.08),
        "2122": (80.0, 0.03),
        "2131": (12.0, -0.01),
        "2211": (3.0, -0.02),
        "4862": (9.0, 0.0),
        "3241": (6.0, -0.01),
    },
    "mill": {
        "3211": (22.0, -0.015),
        "3212": (15.0, 0.0),
        "3221": (35.0, -0.05),
        "3222": (6.0, -0.03),
        "1133": (25.0, -0.01),
        "3371": (6.0, -0.03),
    },
}
"""Kind of region → NAICS group → (times the national share, yearly growth above the nation)."""

TRENDS = {"62": 0.018, "54": 0.02, "48-49": 0.025, "23": 0.015, "51": 0.005, "72": 0.008}
TRENDS |= {"44-45": -0.007, "31-33": -0.003, "21": -0.02, "11": -0.002, "71": 0.012, "61": 0.004}
PANDEMIC = {"72": 0.80, "71": 0.75, "81": 0.88, "61": 0.95, "62": 0.97, "56": 0.93, "21": 0.85}
PANDEMIC |= {"44-45": 0.96, "31-33": 0.95, "48-49": 0.98, "42": 0.96, "51": 0.95, "53": 0.95}
RECOVERY = {2020: 1.0, 2021: 0.45, 2022: 0.12}
"""How much of the sector's pandemic loss is still felt in the year."""


@dataclass(frozen=True, slots=True)
class Economy:
    """True cells, and the nation they are part of.

    cells      area, own_code, group (NAICS 2022), year, establishments, jobs, pay_usd,
               largest (jobs of the largest establishment); only cells with establishments
    nation     the same for area 'US000'
    trend      group, growth: the nation's yearly growth of private jobs, pandemic aside
    implanted  region, group, growth: yearly growth above the nation's path
    company_town   (county, group): one employer holds most of its jobs
    thin           (region, sector): too few workplaces to judge
    """

    cells: pl.DataFrame
    nation: pl.DataFrame
    trend: pl.DataFrame
    implanted: pl.DataFrame
    company_town: tuple[str, str]
    thin: tuple[str, str]


def draw_economy(rng: np.random.Generator, land: Land, years: range) -> Economy:
    """Draw the true economy of `land` for `years` (the first is the year before publication)."""
    lines = _national_lines()
    areas = _area_sizes(rng, land)
    multiplier, growth = _draw_specialities(land, areas, lines)
    town, thin = _choose_oddities(areas)
    multiplier[np.ix_(areas["region"].to_numpy() == thin[0], _in_sector(lines, thin[1]))] *= 0.03
    count, size = _draw_workplaces(rng, areas, lines, multiplier)
    _build_mill(areas, lines, town, count, size)
    trend = _draw_trend(rng, lines)
    path = _national_path(lines, trend, years)
    cells = _over_years(rng, areas, lines, (count, size), path, growth, years)
    nation = _nation_cells(lines, path, years, cells)
    implanted = _implanted_growth(land, growth, areas, lines)
    private = pl.Series(trend).filter(lines["own_code"] == "5")
    groups = lines.filter(pl.col("own_code") == "5").select("group", growth=private)
    return Economy(cells, nation, groups, implanted, town, thin)


def _national_lines() -> pl.DataFrame:
    """One row per owner and group that exists in the nation: jobs, pay in USD, mean size."""
    base = industry_groups()
    private = base.select(
        pl.lit("5").alias("own_code"),
        pl.col("naics").alias("group"),
        (pl.col("private_jobs_k") * 1000).alias("jobs"),
        (pl.col("private_pay_k") * 1000).alias("pay"),
        pl.col("private_size").cast(pl.Float64).alias("size"),
    )
    public = [
        base.select(
            pl.lit(own).alias("own_code"),
            pl.col("naics").alias("group"),
            (pl.col(column) * 1000).alias("jobs"),
            pl.lit(pay * 1000).alias("pay"),
            pl.lit(GOVERNMENT_SIZE[own]).alias("size"),
        )
        for own, (column, pay) in OWNERS.items()
    ]
    lines = pl.concat([private, *public]).filter(pl.col("jobs") > 0).sort("own_code", "group")
    return lines.with_columns(
        sector=pl.col("group").map_elements(sector_of, return_dtype=pl.String)
    )


def _area_sizes(rng: np.random.Generator, land: Land) -> pl.DataFrame:
    """Counties with their total jobs and pay level, and the county that is not known."""
    frame = land.counties
    state = frame["state"] == STATE
    total = JOBS_PER_COUNTY * int(state.sum())
    weight = np.exp(rng.normal(0, 0.45, frame.height))
    part = frame["part"].to_numpy()
    metro = frame["kind"].to_numpy() == "metropolitan"
    weight[(part == "hub") & ~metro] *= 3.0
    for rank, region in enumerate(land.metros):
        weight[(frame["region"].to_numpy() == region) & (part == "hub")] = 1 / (rank + 1)
    jobs = np.zeros(frame.height)
    for mask, share in ((metro & (part == "hub"), 0.5), (part == "ring", 0.2), (~metro, 0.3)):
        jobs[mask] = total * share * weight[mask] / max(weight[mask].sum(), 1e-9)
    pay = np.where(metro, np.where(part == "hub", 1.1, 0.98), 0.84) * np.exp(
        rng.normal(0, 0.03, frame.height)
    )
    known = frame.with_columns(jobs=np.maximum(jobs, 1500.0), pay_level=pay)
    lost = known.head(1).with_columns(
        area=pl.lit(UNKNOWN_COUNTY),
        region=pl.lit(""),
        kind=pl.lit("unknown"),
        part=pl.lit("unknown"),
        jobs=pl.lit(total * 0.006),
    )
    return pl.concat([known, lost]).sort("area")


def _draw_specialities(
    land: Land, areas: pl.DataFrame, lines: pl.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """Multipliers of national shares and growth above the nation: (areas, lines) each."""
    multiplier = np.ones((areas.height, lines.height))
    growth = np.zeros((areas.height, lines.height))
    private = (lines["own_code"] == "5").to_numpy()
    groups = lines["group"].to_numpy()
    for i, (region, kind) in enumerate(areas.select("region", "kind").iter_rows()):
        first = bool(land.metros) and region == land.metros[0]
        for group, (times, yearly) in SPECIALITIES.get(
            "first metropolitan" if first else kind, {}
        ).items():
            column = private & (groups == group)
            multiplier[i, column], growth[i, column] = times, yearly
    return multiplier, growth


def _choose_oddities(areas: pl.DataFrame) -> tuple[tuple[str, str], tuple[str, str]]:
    """The company town, in a mill region where there is one; the region thin in information."""
    inside = areas.filter((pl.col("state") == STATE) & (pl.col("part") != "unknown"))
    rural = inside.filter(pl.col("kind") != "metropolitan")
    mills = rural.filter((pl.col("kind") == "mill") & (pl.col("part") == "rural"))
    pick = (mills if mills.height else rural).sort("jobs", "area")
    town = pick["area"][0]
    others = rural.filter(pl.col("region") != pick["region"][0])
    sizes = (others if others.height else rural).group_by("region").agg(pl.col("jobs").sum())
    return (town, "3221"), (sizes.sort("jobs", "region")["region"][0], "51")


def _in_sector(lines: pl.DataFrame, sector: str) -> np.ndarray:
    return ((lines["sector"] == sector) & (lines["own_code"] == "5")).to_numpy()


def _draw_workplaces(
    rng: np.random.Generator, areas: pl.DataFrame, lines: pl.DataFrame, multiplier: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Establishments and their mean size in the base year: (areas, lines) each."""
    shape = (areas.height, lines.height)
    share = lines["jobs"].to_numpy() / lines["jobs"].sum()
    traded = lines["sector"].is_in(["11", "21", "31-33", "51", "54", "55", "71"]).to_numpy()
    spread = np.where(traded, 0.8, 0.25)
    chance = np.exp(rng.normal(0, 1, shape) * spread - spread**2 / 2)
    expected = areas["jobs"].to_numpy()[:, None] * share * multiplier * chance
    # Government sits in every county; what is unknown in place is private.
    public = (lines["own_code"] != "5").to_numpy()
    expected[np.ix_(areas["area"].to_numpy() == UNKNOWN_COUNTY, public)] = 0
    scale = np.clip((areas["jobs"].to_numpy() / 60_000) ** 0.2, 0.5, 1.2)
    size = lines["size"].to_numpy() * scale[:, None] * np.where(multiplier > 1, 1.3, 1.0)
    count = rng.poisson(expected / size)
    hub = (areas["part"] == "hub").to_numpy()
    count = np.where((multiplier > 1) & hub[:, None], np.maximum(count, 2), count)
    spread = 0.8 / np.sqrt(np.maximum(count, 1))
    return count, size * np.exp(rng.normal(0, 1, shape) * spread - spread**2 / 2)


def _build_mill(
    areas: pl.DataFrame,
    lines: pl.DataFrame,
    town: tuple[str, str],
    count: np.ndarray,
    size: np.ndarray,
) -> None:
    """Put one plant with as many jobs as all the county's other private jobs into the town."""
    row = areas["area"].to_list().index(town[0])
    private = (lines["own_code"] == "5").to_numpy()
    column = int(np.flatnonzero(private & (lines["group"] == town[1]).to_numpy())[0])
    count[row, column] = 0
    size[row, column] = float((count[row, private] * size[row, private]).sum())
    count[row, column] = 1


def _draw_trend(rng: np.random.Generator, lines: pl.DataFrame) -> np.ndarray:
    """Yearly growth of each line: its sector's, and each private group's own: (lines,)."""
    trend = np.array([TRENDS.get(s, 0.003) for s in lines["sector"]])
    trend += rng.normal(0, 0.008, lines.height)
    trend[(lines["own_code"] != "5").to_numpy()] = 0.002
    return np.asarray(trend)


def _national_path(lines: pl.DataFrame, trend: np.ndarray, years: range) -> np.ndarray:
    """The nation's jobs relative to the first year: (lines, years)."""
    loss = np.array([1 - PANDEMIC.get(s, 0.99) for s in lines["sector"]])
    felt = np.array([RECOVERY.get(year, 0.0) for year in years])
    steps = np.arange(len(years))
    path = (1 + trend)[:, None] ** steps * (1 - loss[:, None] * felt)
    return np.asarray(path / path[:, :1])


def _over_years(
    rng: np.random.Generator,
    areas: pl.DataFrame,
    lines: pl.DataFrame,
    workplaces: tuple[np.ndarray, np.ndarray],
    path: np.ndarray,
    growth: np.ndarray,
    years: range,
) -> pl.DataFrame:
    """Carry the base year forward; one row per area, line and year with establishments."""
    count, size = workplaces
    shape = (*count.shape, len(years))
    steps = np.arange(len(years))
    local = rng.normal(0, 0.004, (areas.height, 1, 1))
    moves = (1 + growth[:, :, None] + local) ** steps * path
    wobble = np.cumsum(rng.normal(0, 1, shape), axis=2) * 0.02 / np.sqrt(count + 1)[:, :, None]
    places = np.where(
        count[:, :, None] > 0, np.maximum(1, np.rint(count[:, :, None] * moves**0.6)), 0
    )
    places = np.where(_is_alive(rng, count, count * size, len(years)), places, 0)
    jobs = np.rint(count[:, :, None] * size[:, :, None] * moves * np.exp(wobble))
    pay = lines["pay"].to_numpy()[:, None] * WAGE_GROWTH**steps
    pay = (
        pay
        * areas["pay_level"].to_numpy()[:, None, None]
        * np.exp(rng.normal(0, 0.1, (*count.shape, 1)))
    )
    largest = np.rint(jobs * _largest_share(rng, places))
    a, b, c = np.nonzero(places)
    return pl.DataFrame(
        {
            "area": areas["area"].to_numpy()[a],
            "own_code": lines["own_code"].to_numpy()[b],
            "group": lines["group"].to_numpy()[b],
            "year": np.array(years)[c],
            "establishments": places[a, b, c].astype(np.int64),
            "jobs": jobs[a, b, c].astype(np.int64),
            "pay_usd": np.rint(jobs * pay)[a, b, c].astype(np.int64),
            "largest": largest[a, b, c].astype(np.int64),
        }
    )


def _is_alive(
    rng: np.random.Generator, count: np.ndarray, jobs: np.ndarray, years: int
) -> np.ndarray:
    """A few small cells of one or two workplaces open late or close early.

    Returns  (areas, lines, years), true while the cell has establishments.
    """
    small = (count > 0) & (count <= 2) & (jobs < 40)
    opens = np.where(
        small & (rng.random(count.shape) < 0.04), rng.integers(1, years, count.shape), 0
    )
    closes = np.where(
        small & (rng.random(count.shape) < 0.04), rng.integers(1, years, count.shape), years
    )
    closes = np.maximum(closes, opens + 1)
    year = np.arange(years)
    return np.asarray((year >= opens[:, :, None]) & (year < closes[:, :, None]))


def _largest_share(rng: np.random.Generator, places: np.ndarray) -> np.ndarray:
    """The largest establishment's share of a cell's jobs, steady over the years."""
    usual = np.maximum(places.max(axis=2), 1)
    extra = rng.beta(1.1, 1 + 0.35 * usual)
    least = 1 / np.maximum(places, 1)
    return np.asarray(least + (1 - least) * extra[:, :, None])


def _nation_cells(
    lines: pl.DataFrame, path: np.ndarray, years: range, cells: pl.DataFrame
) -> pl.DataFrame:
    """The rest of the nation follows the path alone; the state and its neighbours are added."""
    jobs = np.rint(lines["jobs"].to_numpy()[:, None] * path)
    places = np.maximum(3, np.rint(jobs / lines["size"].to_numpy()[:, None]))
    pay = lines["pay"].to_numpy()[:, None] * WAGE_GROWTH ** np.arange(len(years))
    width = len(years)
    rest = pl.DataFrame(
        {
            "own_code": np.repeat(lines["own_code"].to_numpy(), width),
            "group": np.repeat(lines["group"].to_numpy(), width),
            "year": np.tile(np.array(years), lines.height),
            "establishments": places.astype(np.int64).ravel(),
            "jobs": jobs.astype(np.int64).ravel(),
            "pay_usd": np.rint(jobs * pay).astype(np.int64).ravel(),
            "largest": np.zeros(jobs.size, dtype=np.int64),
        }
    )
    keys = ["own_code", "group", "year"]
    both = (
        pl.concat([rest, cells.select(rest.columns)])
        .group_by(keys)
        .agg(
            pl.col("establishments", "jobs", "pay_usd").sum(),
            pl.lit(0).cast(pl.Int64).alias("largest"),
        )
    )
    return both.with_columns(area=pl.lit("US000")).select(cells.columns).sort(keys)


def _implanted_growth(
    land: Land, growth: np.ndarray, areas: pl.DataFrame, lines: pl.DataFrame
) -> pl.DataFrame:
    a, b = np.nonzero(growth)
    frame = pl.DataFrame(
        {
            "region": areas["region"].to_numpy()[a],
            "group": lines["group"].to_numpy()[b],
            "growth": growth[a, b],
        }
    )
    return frame.filter(pl.col("region").is_in(list(land.regions))).unique().sort("region", "group")
