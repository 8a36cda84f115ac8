"""The invented commuting survey, in the layouts of the Census Bureau's county flows."""

from pathlib import Path

import numpy as np
import polars as pl

from sectoral.invented.files import write_csv
from sectoral.invented.land import Land

RESIDENTS_PER_JOB = {"hub": 0.88, "ring": 1.45, "rural": 1.0}
AT_HOME = {"hub": 0.9, "ring": 0.6, "rural": 0.76}
ABROAD, CANADA = "XXXXXX", "00301"
OUTSIDE = ("82001", "82003")
"""Counties of a farther invented state, in which some people work and nobody is asked."""


def draw_flows(rng: np.random.Generator, land: Land, jobs: dict[str, int]) -> pl.DataFrame:
    """Workers by county of home and of work, as a five-year sample would find them.

    Most who leave their county go to their region's hub; the few who leave the region go to
    touching counties, in proportion to the smaller of the two, so the true regions stand out.

    Takes    jobs by county.
    Returns  home, work, workers; sorted; flows of fewer than four people are absent.
    """
    counties = land.counties
    part = counties["part"].to_list()
    area = counties["area"].to_list()
    residents = np.array([jobs[a] * RESIDENTS_PER_JOB[p] for a, p in zip(area, part, strict=True)])
    flows = _flows_in_regions(rng, land, residents) + _flows_across_regions(rng, land, residents)
    np.fill_diagonal(flows, 0)
    leaving = flows.sum(axis=1)
    np.fill_diagonal(flows, np.maximum(residents - leaving, residents * 0.3))
    workers = rng.poisson(flows / 6.0) * 6 + rng.integers(-2, 3, flows.shape)
    home, work = np.nonzero(workers >= 4)
    codes = np.array(area)
    rows = pl.DataFrame({"home": codes[home], "work": codes[work], "workers": workers[home, work]})
    return pl.concat([rows, _flows_elsewhere(rng, codes, residents)]).sort("home", "work")


def _flows_in_regions(rng: np.random.Generator, land: Land, residents: np.ndarray) -> np.ndarray:
    """Flows to the region's hub and among its other counties: (counties, counties)."""
    region = land.counties["region"].to_numpy()
    part = land.counties["part"].to_numpy()
    leave = residents * (1 - np.array([AT_HOME[p] for p in part]))
    same = (region[:, None] == region) & ~np.eye(len(region), dtype=bool)
    smaller = np.minimum(residents[:, None], residents)
    draw = np.where(same, smaller * np.where(part == "hub", 3.0, 1.0), 0.0)
    draw *= np.exp(rng.normal(0, 0.25, draw.shape))
    # A hub's people spread over its region, but never more than a tenth of a county's own.
    wanted = leave[:, None] * draw / np.maximum(draw.sum(axis=1, keepdims=True), 1e-9)
    return np.asarray(np.where(part[:, None] == "hub", np.minimum(wanted, 0.1 * smaller), wanted))


def _flows_across_regions(
    rng: np.random.Generator, land: Land, residents: np.ndarray
) -> np.ndarray:
    """Flows between regions, fading with distance: (counties, counties)."""
    region = land.counties["region"].to_numpy()
    place = land.counties.select("x", "y").to_numpy()
    far = np.linalg.norm(place[:, None] - place, axis=2)
    smaller = np.minimum(residents[:, None], residents)
    flows = 0.0075 * smaller * np.exp(-(far - 1) / 0.9) * np.exp(rng.normal(0, 0.35, far.shape))
    return np.asarray(np.where(region[:, None] == region, 0.0, flows))


def _flows_elsewhere(
    rng: np.random.Generator, area: np.ndarray, residents: np.ndarray
) -> pl.DataFrame:
    """The few who work in a farther state, in Canada or elsewhere abroad."""
    frames = []
    for place, share in ((ABROAD, 4e-4), (CANADA, 5e-5), *((o, 2e-4) for o in OUTSIDE)):
        workers = rng.poisson(residents * share)
        some = workers >= 4
        frames.append(
            pl.DataFrame(
                {"home": area[some], "work": [place] * some.sum(), "workers": workers[some]}
            )
        )
    return pl.concat(frames)


def write_flows(flows: pl.DataFrame, out: Path) -> Path:
    """The 2016-2020 layout: no names, no margins of error."""
    plain = flows.rename({"home": "res_fips", "work": "work_fips"})
    return write_csv(plain, out / "acs_2016_2020_county_flows.csv.gz")


def write_flows_with_moe(flows: pl.DataFrame, out: Path) -> Path:
    """The 2009-2013 layout: state and county apart, workplace states of three digits, margins.

    Small flows have margins as large as themselves, as in the real survey.
    """
    domestic = ~pl.col("work").is_in([ABROAD, CANADA])
    work_state = pl.when(domestic).then(pl.lit("0") + pl.col("work").str.slice(0, 2))
    margin = (1.645 * (pl.col("workers") * 14.0 + 40).sqrt()).round().cast(pl.Int64)
    apart = flows.select(
        pl.col("home").str.slice(0, 2).alias("h_state_fips"),
        pl.col("home").str.slice(2).alias("h_county_fips"),
        work_state.when(pl.col("work") == CANADA).then(pl.lit("301")).alias("w_state_fips"),
        pl.when(domestic).then(pl.col("work").str.slice(2)).alias("w_county_fips"),
        pl.col("workers").alias("flow"),
        margin.alias("moe"),
    )
    return write_csv(apart, out / "acs_2009_2013_county_flows.csv.gz")
