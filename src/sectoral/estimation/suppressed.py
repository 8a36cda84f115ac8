"""Jobs in the cells that a publisher withheld, with the least and most they can be.

A withheld cell is not free: it and its withheld sisters fill what is left of their parent
industry in the same county, and what is left of the same industry in the state. Level by
level down the industry tree we start from establishments × jobs per establishment (`priors`) and
rake the withheld cells to both remainders (iterative proportional fitting).

Source   Isserman and Westervelt (2006), Int. Regional Science Review 29(3):311-335, for the
         two stages (bounds, then adjustment); Deming and Stephan (1940) for the raking.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sectoral import tables
from sectoral.estimation.industries import DEPTHS, parent_industry
from sectoral.estimation.priors import with_prior
from sectoral.places import is_state_total, state_column

Array = NDArray[np.float64]
Places = NDArray[np.intp]

SWEEPS = 40
SWEEPS_BY_SURENESS = 20
PERIOD = ["source", "year", "quarter"]
CELL = ["area", "industry", "ownership"]


@dataclass(frozen=True, slots=True)
class Remainders:
    """What the withheld cells of one level have to fill.

    rows, columns              for each cell the number of its county parent, of its state total
    row_totals, column_totals  jobs left for the withheld cells of each; NaN = not known
    row_least, row_most        the same from the parent's own bounds
    exact                      totals must be met (QCEW); else they are only a most (CBP, whose
                               dropped cells are not all known and whose totals carry noise)
    """

    rows: Places
    columns: Places
    row_totals: Array
    row_least: Array
    row_most: Array
    column_totals: Array
    exact: bool


def estimate_suppressed(area_jobs: pl.DataFrame) -> pl.DataFrame:
    """Every cell's jobs, published or estimated, with bounds.

    With parent total T, published sisters k and withheld sisters u: Σ u = T − Σ k; over the
    counties of a state the same for its published state total. Withheld cells start at
    establishments × jobs per establishment and are scaled to both sums in turn. Bounds: most =
    the smaller of the two remainders; least = the larger of what either leaves when the other
    withheld cells are at their most. County Business Patterns drops cells that cannot all be
    known and adds noise, so there the remainder is only a most and the least is 0. Where no
    total above a cell is published, its most is ten times the estimate: a convention, not a
    bound.

    Takes    AREA_JOBS rows of any sources and periods; supersectors are not used.
    Returns  JOBS_ESTIMATES, one row per county cell (state and national rows are not repeated);
             pay is the publisher's or null.
    Source   see the module.
    """
    cells = area_jobs.filter(
        pl.col("level").is_in(DEPTHS), ~pl.col("area").str.starts_with("US")
    ).with_columns(*_parent_columns())
    periods = with_prior(cells).partition_by(PERIOD, maintain_order=True)
    return tables.stack([_estimate_period(p) for p in periods], tables.JOBS_ESTIMATES)


def with_dropped_cells(area_jobs: pl.DataFrame) -> pl.DataFrame:
    """County Business Patterns with its dropped cells put back as unknown.

    A county's industry that stands in one year of the panel but not in another was dropped
    there (fewer than three establishments), not closed: it is put back with jobs unknown.

    Takes    AREA_JOBS rows.
    Returns  the same and the put-back cells: establishments and jobs null, status withheld.
    """
    cbp = area_jobs.filter(pl.col("source") == "cbp")
    years = cbp.select(*PERIOD, "naics").unique(subset=PERIOD)
    # Only where the county is in that year's file at all is an absent cell a dropped one.
    present = cbp.filter(pl.col("industry") == "10").select("area", *PERIOD)
    cells = cbp.select(*CELL, "level").unique(subset=CELL)
    grid = cells.join(years, how="cross").join(present, on=["area", *PERIOD], how="semi")
    dropped = grid.join(cbp, on=[*CELL, *PERIOD], how="anti").with_columns(
        pl.lit("withheld").cast(tables.STATUSES).alias("status")
    )
    return pl.concat([area_jobs, dropped], how="diagonal")


def _estimate_period(cells: pl.DataFrame) -> pl.DataFrame:
    exact = cells["source"][0] == "qcew"
    is_state = is_state_total()
    states = cells.filter(is_state)
    counties = cells.filter(~is_state)
    everyone = pl.col("ownership") == "all"
    levels = [counties.filter(pl.col("level") == depth) for depth in DEPTHS]
    levels = [levels[0].filter(everyone), levels[0].filter(~everyone), *levels[1:]]
    done: list[pl.DataFrame] = []
    for level in levels:
        above = done[-1] if done else None
        done.append(_estimate_level(level, above, states, exact))
    return pl.concat(done).select(tables.JOBS_ESTIMATES.schema.keys())


def _parent_columns() -> tuple[pl.Expr, pl.Expr]:
    """Each cell's parent: one industry level up; an owner's total belongs to the all-owner one."""
    of_everyone = (pl.col("industry") == "10") & (pl.col("ownership") != "all")
    industry = (
        pl.when(of_everyone).then(pl.lit("10")).otherwise(parent_industry(pl.col("industry")))
    )
    owner = pl.when(pl.col("industry") == "10").then(pl.lit("all", tables.OWNERSHIPS))
    return industry.alias("parent"), owner.otherwise(pl.col("ownership")).alias("parent_ownership")


def _estimate_level(
    level: pl.DataFrame, above: pl.DataFrame | None, states: pl.DataFrame, exact: bool
) -> pl.DataFrame:
    published = pl.col("jobs").is_not_null()
    known = level.filter(published).with_columns(
        pl.col("jobs").alias("jobs_low"),
        pl.col("jobs").alias("jobs_high"),
        pl.lit(True).alias("published"),
    )
    withheld = level.filter(~published)
    if withheld.height:
        remainders = _remainders(level, withheld, above, states, exact)
        jobs = _rake(withheld["prior"].to_numpy(), withheld["gives_way"].to_numpy(), remainders)
        low, high = _bounds(jobs, remainders)
        # Raking that has not quite settled may stand a little outside.
        jobs = np.clip(jobs, low, high)
        withheld = withheld.with_columns(
            pl.Series("jobs", jobs),
            pl.Series("jobs_low", low),
            pl.Series("jobs_high", high),
            pl.lit(False).alias("published"),
        )
        known = pl.concat([known, withheld], how="diagonal_relaxed")
    return known


def _remainders(
    level: pl.DataFrame,
    withheld: pl.DataFrame,
    above: pl.DataFrame | None,
    states: pl.DataFrame,
    exact: bool,
) -> Remainders:
    family = ["area", "parent_ownership", "parent"]
    sums = (
        level.group_by(family)
        .agg(pl.col("jobs").sum().alias("known"), pl.col("jobs").is_null().any().alias("open"))
        .filter("open")
        .join(_totals_of_parents(above), on=family, how="left")
        .with_row_index("row")
    )
    across = _left_in_states(level, states)
    cells = (
        withheld.with_columns(state_column().alias("state"))
        .join(sums, on=family, how="left", maintain_order="left")
        .join(across, on=["state", "industry", "ownership"], how="left", maintain_order="left")
    )
    return Remainders(
        rows=cells["row"].to_numpy().astype(np.intp),
        columns=cells["column"].to_numpy().astype(np.intp),
        row_totals=_left_of_total(sums, "total"),
        row_least=_left_of_total(sums, "total_least"),
        row_most=_left_of_total(sums, "total_most"),
        column_totals=_left_of_total(across, "total"),
        exact=exact,
    )


def _totals_of_parents(above: pl.DataFrame | None) -> pl.DataFrame:
    """The parents of one level, published or estimated; none above the all-owner total."""
    if above is None:
        above = tables.JOBS_ESTIMATES.empty()
    return above.select(
        "area",
        pl.col("ownership").alias("parent_ownership"),
        pl.col("industry").alias("parent"),
        pl.col("jobs").alias("total"),
        pl.col("jobs_low").alias("total_least"),
        pl.col("jobs_high").alias("total_most"),
    )


def _left_in_states(level: pl.DataFrame, states: pl.DataFrame) -> pl.DataFrame:
    """What each state's published total leaves for its counties' withheld cells."""
    totals = states.select(
        state_column().alias("state"),
        "industry",
        "ownership",
        pl.col("jobs").alias("total"),
    )
    return (
        level.group_by(state_column().alias("state"), "industry", "ownership")
        .agg(pl.col("jobs").sum().alias("known"), pl.col("jobs").is_null().any().alias("open"))
        .filter("open")
        .join(totals, on=["state", "industry", "ownership"], how="left")
        .with_row_index("column")
    )


def _rake(prior: Array, gives_way: Array, remainders: Remainders) -> Array:
    """The priors scaled to both remainders in turn, the surer ones by less.

    A cell is multiplied by f^(g / ḡ): f = what is left / what the cells sum to, g how readily
    the cell gives way, ḡ its mean in the group. The last sweeps use f itself, so that the
    sums are met.
    """
    jobs = prior.astype(np.float64)
    plain = np.ones_like(jobs)
    for sweep in range(SWEEPS):
        before = jobs
        power = gives_way if sweep < SWEEPS_BY_SURENESS else plain
        if remainders.exact:
            jobs = _scale(jobs, power, remainders.columns, remainders.column_totals, exact=True)
        jobs = _scale(jobs, power, remainders.rows, remainders.row_totals, exact=remainders.exact)
        if np.allclose(before, jobs, rtol=1e-6, atol=1e-6):
            break
    return _scale(jobs, plain, remainders.rows, remainders.row_totals, exact=remainders.exact)


def _scale(jobs: Array, power: Array, groups: Places, totals: Array, *, exact: bool) -> Array:
    sums = np.bincount(groups, weights=jobs, minlength=totals.size)
    factor = np.divide(totals, sums, out=np.ones_like(totals), where=sums > 0)
    factor = np.where(np.isnan(factor), 1.0, factor)
    if not exact:
        factor = np.minimum(factor, 1.0)
    if power.size and power.min() < power.max():
        weighed = np.bincount(groups, weights=jobs * power, minlength=totals.size)
        mean = np.divide(weighed, sums, out=np.ones_like(sums), where=sums > 0)
        scaled: Array = jobs * factor[groups] ** (power / mean[groups])
        return scaled
    plainly: Array = jobs * factor[groups]
    return plainly


def _bounds(jobs: Array, remainders: Remainders) -> tuple[Array, Array]:
    """Least and most of each withheld cell, from one pass over both remainders.

    They come from the totals alone; only where totals contradict each other are they opened
    to hold the estimate.
    """
    most = remainders.row_most[remainders.rows]
    if remainders.exact:
        most = np.fmin(most, remainders.column_totals[remainders.columns])
    # With nothing published above there is no most but the estimate's own order of size.
    most = np.where(np.isnan(most), 10.0 * jobs, most)
    if not remainders.exact:
        return np.zeros_like(most), np.maximum(most, jobs)
    least = np.fmax(
        _left_by_others(most, remainders.rows, remainders.row_least),
        _left_by_others(most, remainders.columns, remainders.column_totals),
    )
    least = np.fmax(least, 0.0)
    contradict = least > most
    return np.where(contradict, np.minimum(most, jobs), least), np.where(
        contradict, np.maximum(least, jobs), most
    )


def _left_by_others(most: Array, groups: Places, totals: Array) -> Array:
    """What is left for each cell when all others of its group are at their most."""
    sums = np.bincount(groups, weights=most, minlength=totals.size)
    left: Array = totals[groups] - (sums[groups] - most)
    return left


def _left_of_total(sums: pl.DataFrame, total: str) -> Array:
    """A total minus what is known of it, never below zero; NaN where the total is not known."""
    left = (sums[total] - sums["known"]).clip(lower_bound=0.0)
    values: Array = left.cast(pl.Float64).fill_null(np.nan).to_numpy()
    return values
