"""Which numbers the invented publisher withholds, and why none can be had by subtraction.

A cell is withheld first where fewer than three establishments report or one of them holds
more than four fifths of the jobs. Then, as long as some published total has exactly one
withheld member, a second member is withheld beside it: the smallest one that has jobs. The
totals are: an industry of its parts, a county of its owners, a state of its counties.
"""

import numpy as np
import polars as pl

FEWEST_ESTABLISHMENTS = 3
DOMINANT_SHARE = 0.8

_TOTAL_IS_DEARER = 1e12
_STATE_IS_DEARER = 1e13
_EMPTY_IS_DEARER = 1e11


def withhold(cells: pl.DataFrame, state: str) -> pl.Series:
    """Which cells of one year are not published.

    Takes    area, own_code, code, parent, establishments, jobs, largest: every cell of one
             year above the counties of `state` (area `SS000`) and any other areas.
    Returns  a boolean for each row, in the order of the rows.
    """
    equation, member = _sum_equations(cells, state)
    hidden = _primary_cells(cells)
    price = _withholding_price(cells, state)
    is_total = equation % cells.height == member
    cost = price[member] + _TOTAL_IS_DEARER * is_total
    while True:
        known = ~hidden[member]
        exposed = np.bincount(equation[~known], minlength=2 * cells.height) == 1
        choice = np.flatnonzero(exposed[equation] & known)
        if choice.size == 0:
            return pl.Series("withheld", hidden)
        order = choice[np.lexsort((member[choice], cost[choice], equation[choice]))]
        first = np.concatenate(([True], np.diff(equation[order]) != 0))
        hidden[member[order[first]]] = True


def _primary_cells(cells: pl.DataFrame) -> np.ndarray:
    few = pl.col("establishments") < FEWEST_ESTABLISHMENTS
    dominated = pl.col("largest") > DOMINANT_SHARE * pl.col("jobs")
    # Totals of all owners, like the nation's numbers, are never too thin by themselves.
    rule = (few | dominated) & (pl.col("own_code") != "0") & (pl.col("area") != "US000")
    return cells.select(rule).to_series().to_numpy().copy()


def _withholding_price(cells: pl.DataFrame, state: str) -> np.ndarray:
    price = (
        pl.col("jobs").cast(pl.Float64)
        + pl.when(pl.col("area") == state + "000").then(_STATE_IS_DEARER).otherwise(0.0)
        + pl.when(pl.col("jobs") == 0).then(_EMPTY_IS_DEARER).otherwise(0.0)
    )
    return cells.select(price).to_series().to_numpy()


def _sum_equations(cells: pl.DataFrame, state: str) -> tuple[np.ndarray, np.ndarray]:
    """Every published sum as (equation, member) pairs; the total is a member of its own.

    An equation's number is its total's row, plus the number of rows for sums over counties.
    """
    rows = cells.select("area", "own_code", "code", "parent").with_row_index("row")
    totals = rows.select("area", "own_code", "code", pl.col("row").alias("total"))
    top = pl.col("code") == "10"
    owner = pl.when(top).then(pl.lit("0")).otherwise(pl.col("own_code"))
    inside = rows.filter(~(top & (pl.col("own_code") == "0"))).select(
        "row",
        "area",
        owner.alias("own_code"),
        pl.when(top).then(pl.lit("10")).otherwise("parent").alias("code"),
    )
    parts = inside.join(totals, on=["area", "own_code", "code"]).select("total", "row")
    counties = rows.filter(
        pl.col("area").str.starts_with(state) & (pl.col("area") != state + "000")
    ).with_columns(area=pl.lit(state + "000"))
    across = counties.join(totals, on=["area", "own_code", "code"]).select(
        (pl.col("total") + cells.height).alias("total"), "row"
    )
    sums = pl.concat([parts, across]).sort("total", "row")
    own = (
        sums.select("total").unique().sort("total").with_columns(row=pl.col("total") % cells.height)
    )
    both = pl.concat([sums, own.select("total", pl.col("row").cast(pl.UInt32))])
    return both["total"].to_numpy().astype(np.int64), both["row"].to_numpy().astype(np.int64)
