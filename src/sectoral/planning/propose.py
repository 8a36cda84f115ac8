"""A first plan: which partnerships the scores speak for, for people to decide.

A critical sector with enough workplaces for a table of its own is proposed to start one. With
too few, and with its closest neighbour critical or promising in the same sector too, the two
are proposed to explore one together. Nothing is ever created from this table by itself.
"""

import polars as pl

from sectoral import tables


def propose_plan(
    scores: pl.DataFrame,
    indicators: pl.DataFrame,
    neighbours: pl.DataFrame,
    region_limits: pl.DataFrame,
) -> pl.DataFrame:
    """What to do about each sector in each region.

    Takes    SCORES, INDICATORS, NEIGHBOURS, and a frame with each `region`, the points from
             which a sector is `critical` there and its `workplaces_for_a_table`.
    Returns  PLAN, with the reason in one sentence.
    """
    workplaces = indicators.filter(pl.col("indicator") == "establishments").select(
        "region", "sector", pl.col("value").alias("workplaces")
    )
    limits = region_limits.select(
        "region", pl.col("critical").alias("limit"), "workplaces_for_a_table"
    )
    frame = (
        scores.join(workplaces, on=["region", "sector"], how="left")
        .join(_closest_neighbor(scores, neighbours), on=["region", "sector"], how="left")
        .join(limits, on="region", how="left")
    )
    proposed = frame.with_columns(_decide().alias("decision"), _decision_reason().alias("because"))
    shared = pl.col("decision") == "explore with neighbour"
    return tables.check(
        proposed.with_columns(pl.when(shared).then("with_region").alias("with_region")), tables.PLAN
    )


CRITICAL = pl.col("verdict") == "critical"
SMALL = pl.col("workplaces") < pl.col("workplaces_for_a_table")
TOGETHER = CRITICAL & SMALL & pl.col("with_region").is_not_null()


def _decide() -> pl.Expr:
    return (
        pl.when(~pl.col("ranked"))
        .then(pl.lit("cannot judge"))
        .when(TOGETHER)
        .then(pl.lit("explore with neighbour"))
        .when(CRITICAL)
        .then(pl.lit("start"))
        .when(pl.col("verdict") == "promising")
        .then(pl.lit("watch"))
        .otherwise(pl.lit("not now"))
    )


def _decision_reason() -> pl.Expr:
    # Rounded down, so that 59.6 is not told as the 60 it does not reach.
    score = pl.col("score").floor().cast(pl.Int64)
    # One row a sector and region: a nation has some 7,000.
    workplaces = pl.col("workplaces").round(0).cast(pl.Int64)
    count = workplaces.map_elements("{:,}".format, return_dtype=pl.String)
    few = "Critical with {} points, but {} workplaces are few for one table."
    alone = (
        "Critical with {} points; {} workplaces are few for a table, but the sector matters "
        "in no neighboring region."
    )
    light = (
        "{} points, but it has neither a large share of the jobs here nor more than the nation's "
        "share."
    )
    return (
        pl.when(~pl.col("ranked"))
        .then(pl.format("Too thin to judge: {}.", "why_not"))
        .when(TOGETHER)
        .then(pl.format(few, score, count))
        .when(CRITICAL & SMALL)
        .then(pl.format(alone, score, count))
        .when(CRITICAL)
        .then(pl.format("Critical with {} points and {} workplaces.", score, count))
        .when(pl.col("score") >= pl.col("limit"))
        .then(pl.format(light, score))
        .otherwise(pl.format("{} points; critical from {}.", score, _plain_number("limit")))
    )


def _plain_number(name: str) -> pl.Expr:
    """A number as people write it: '60', '62.5'."""
    return pl.col(name).cast(pl.String).str.strip_suffix(".0")


def _closest_neighbor(scores: pl.DataFrame, neighbours: pl.DataFrame) -> pl.DataFrame:
    """For each region and sector the neighbour with most commuting where it matters too."""
    matters = scores.filter(pl.col("verdict").is_in(["critical", "promising"])).select(
        pl.col("region").alias("neighbour"), "sector"
    )
    ties = neighbours.with_columns((pl.col("workers_out") + pl.col("workers_in")).alias("tie"))
    return (
        ties.join(matters, on="neighbour")
        .sort("tie", "neighbour", descending=[True, False])
        .group_by("region", "sector", maintain_order=True)
        .agg(pl.col("neighbour").first().alias("with_region"))
    )
