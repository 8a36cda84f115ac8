"""What a withheld cell's jobs look like before any total is heeded: workplaces × jobs each.

The number of workplaces is published even where jobs are not. Jobs per workplace come from
the nearest likeness that is published; the cell's own past and future are surest.
"""

from collections.abc import Callable

import polars as pl

# A cell that a publisher drops altogether has one or two establishments.
ESTABLISHMENTS_WHERE_DROPPED = 1.5
# A ratio from the cell's own other periods gives way half as much to the totals as one that is
# borrowed from other counties.
GIVES_WAY_OWN, GIVES_WAY_BORROWED = 0.5, 1.0
CELL = ["source", "area", "industry", "ownership"]
INDUSTRY = ["source", "year", "quarter", "industry", "ownership"]


def with_prior(cells: pl.DataFrame) -> pl.DataFrame:
    """Each cell's first estimate and how readily it gives way to the totals.

    prior = establishments × jobs per establishment; the latter from, nearest first: the same
    cell's published periods, straight between the two beside this one; the industry in all
    areas in the period; the parent industry in the period; all industries.

    Takes    AREA_JOBS rows with `parent`, the parent industry.
    Returns  the same rows in any order, plus `prior` in jobs, above 0, and `gives_way`.
    """
    known = pl.col("jobs").is_not_null() & (pl.col("establishments") > 0)
    jobs = pl.col("jobs").filter(known).sum()
    workplaces = pl.col("establishments").filter(known).sum()
    ratio = pl.when(workplaces > 0).then(jobs / workplaces)
    borrowed = cells.group_by(INDUSTRY).agg(ratio.alias("of_industry"))
    parents = borrowed.rename({"industry": "parent", "of_industry": "of_parent"})
    count = pl.col("establishments").cast(pl.Float64).fill_null(ESTABLISHMENTS_WHERE_DROPPED)
    nearest = pl.coalesce("own_ratio", "of_industry", "of_parent", ratio, 1.0)
    own = pl.col("own_ratio").is_not_null()
    return (
        cells.join(_own_ratios(cells), on=[*CELL, "year", "quarter"], how="left")
        .join(borrowed, on=INDUSTRY, how="left")
        .join(parents, on=["source", "year", "quarter", "parent", "ownership"], how="left")
        .with_columns(
            # A workplace with no jobs at all is rare; a floor keeps raking able to move.
            (count * nearest).clip(lower_bound=0.01).alias("prior"),
            pl.when(own).then(GIVES_WAY_OWN).otherwise(GIVES_WAY_BORROWED).alias("gives_way"),
        )
    )


def _own_ratios(cells: pl.DataFrame) -> pl.DataFrame:
    """Jobs per establishment of the withheld cells that are published in other periods."""
    withheld = pl.col("jobs").is_null()
    series = (
        cells.join(cells.filter(withheld).select(CELL), on=CELL, how="semi")
        .select(
            *CELL,
            "year",
            "quarter",
            (pl.col("year").cast(pl.Int32) * 4 + pl.col("quarter")).alias("time"),
            pl.when(pl.col("establishments") > 0)
            .then(pl.col("jobs") / pl.col("establishments"))
            .alias("ratio"),
        )
        .sort(*CELL, "time")
        .with_columns(_starts_cell(CELL).cum_sum().alias("cell"))
        .with_columns(*_nearest_ratio("before", pl.Expr.forward_fill))
        .with_columns(*_nearest_ratio("after", pl.Expr.backward_fill))
    )
    before, after = _of_same_cell("ratio_before"), _of_same_cell("ratio_after")
    part = (pl.col("time") - pl.col("time_before")) / (pl.col("time_after") - pl.col("time_before"))
    between = before + part * (after - before)
    return (
        series.filter(pl.col("ratio").is_null())
        .select(*CELL, "year", "quarter", pl.coalesce(between, before, after).alias("own_ratio"))
        .drop_nulls("own_ratio")
    )


def _starts_cell(columns: list[str]) -> pl.Expr:
    """Where a sorted row is of another cell than the row above."""
    return pl.any_horizontal((pl.col(c) != pl.col(c).shift()).fill_null(True) for c in columns)


def _nearest_ratio(side: str, fill: Callable[[pl.Expr], pl.Expr]) -> list[pl.Expr]:
    """The nearest row on one side that has a ratio: its ratio, time and cell."""
    has = pl.col("ratio").is_not_null()
    return [
        fill(pl.when(has).then(pl.col(name))).alias(f"{name}_{side}")
        for name in ("ratio", "time", "cell")
    ]


def _of_same_cell(name: str) -> pl.Expr:
    """A neighbour's ratio, where the neighbour is a period of the same cell."""
    side = name.removeprefix("ratio_")
    return pl.when(pl.col(f"cell_{side}") == pl.col("cell")).then(pl.col(name))
