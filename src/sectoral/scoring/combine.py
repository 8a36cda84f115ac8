"""One score from several indicators, with every part shown.

Each criterion is put on a fixed, documented scale from 0 to 100 (not on the range of the
regions at hand, where one outlier would set everyone's score), weighted and summed. A sector
too thin to judge is said to be so and is not ranked.
"""

import math

import polars as pl

from sectoral import tables
from sectoral.scoring.thresholds import Thresholds
from sectoral.scoring.weights import ScoreCriterion

# A criterion that rests on less than half published figures is not counted.
LEAST_CONFIDENCE = 0.5


def score_parts(indicators: pl.DataFrame, weights: tuple[ScoreCriterion, ...]) -> pl.DataFrame:
    """Each criterion's points for each sector in each region.

    With x the indicator's value, w and b the scale's worst and best:
    standard = 100 × (x − w) / (b − w), held within 0 … 100; on a log scale x, w and b are
    their logarithms first.  points = standard × weight / 100; points_low and points_high are
    those of the indicator's bounds, 0 and the whole weight where it is unknown.

    Takes    INDICATORS; criteria.
    Returns  SCORE_PARTS; standard and points are null where the value is unknown, or where
             less than half of it rests on published figures.
    """
    pairs = indicators.select("region", "sector").unique()
    return tables.stack(
        [_criterion_part(pairs, indicators, criterion) for criterion in weights], tables.SCORE_PARTS
    )


def _criterion_part(
    pairs: pl.DataFrame, indicators: pl.DataFrame, criterion: ScoreCriterion
) -> pl.DataFrame:
    values = indicators.filter(pl.col("indicator") == criterion.indicator)
    sure = pl.col("confidence") >= LEAST_CONFIDENCE
    at = {
        name: pl.when(sure).then(_standard_points(criterion, name))
        for name in ("value", "low", "high")
    }
    standard, share = at["value"], criterion.weight / 100
    bounds = (at["value"], at["low"], at["high"])
    wanted = values.select("region", "sector", "value", "low", "high", "confidence")
    return pairs.join(wanted, on=["region", "sector"], how="left").select(
        "region",
        "sector",
        pl.lit(criterion.indicator).alias("criterion"),
        "value",
        standard.alias("standard"),
        pl.lit(criterion.weight).alias("weight"),
        (standard * share).alias("points"),
        (pl.min_horizontal(*bounds).fill_null(0.0) * share).alias("points_low"),
        (pl.max_horizontal(*bounds).fill_null(100.0) * share).alias("points_high"),
    )


def _standard_points(criterion: ScoreCriterion, column: str) -> pl.Expr:
    """A number on the criterion's scale, 0 worst … 100 best."""
    value, worst, best = pl.col(column), criterion.worst, criterion.best
    if criterion.logarithmic:
        # A value of zero lies below any worst on a log scale.
        value = value.clip(lower_bound=min(worst, best) / 1000).log()
        worst, best = math.log(worst), math.log(best)
    return (100 * (value - worst) / (best - worst)).clip(0.0, 100.0)


def score_sectors(
    parts: pl.DataFrame,
    indicators: pl.DataFrame,
    region_facts: pl.DataFrame,
    thresholds: Thresholds,
) -> pl.DataFrame:
    """Each sector's score in each region, its rank there, and the verdict.

    score = 100 × Σ points / Σ weights of the criteria that are known. Lowest and highest: with
    every indicator at its worst and at its best bound, and every unknown criterion at 0 and at
    100 points. Sectors with equal scores share the better rank, and the next one is left out.
    A sector is not ranked where it is too thin (`thresholds.csv`): too few workplaces, too
    little of its jobs settled by published figures, too little of the region covered by job
    files, or criteria of too much of the weight unknown.

    Takes    SCORE_PARTS, INDICATORS, REGION_FACTS, the limits.
    Returns  SCORES.
    """
    pair = ["region", "sector"]
    known = pl.col("weight").filter(pl.col("points").is_not_null()).sum()
    sums = parts.group_by(pair).agg(
        pl.col("points").sum(),
        pl.col("points_low").sum().alias("score_low"),
        pl.col("points_high").sum().clip(upper_bound=100.0).alias("score_high"),
        known.alias("known"),
    )
    sure = sums.join(_sureness_columns(indicators), on=pair, how="left")
    frame = sure.join(_weight_here(indicators), on=pair, how="left").join(
        region_facts.select("region", "coverage", "kind"), on="region", how="left"
    )
    frame = frame.with_columns(_why_not(thresholds).alias("why_not")).with_columns(
        pl.col("why_not").is_null().alias("ranked"),
        pl.when(pl.col("known") > 0).then(100 * pl.col("points") / pl.col("known")).alias("score"),
    )
    place = pl.col("score").rank("min", descending=True).over("region")
    rank = frame.filter("ranked").select(*pair, place.alias("rank"))
    judged = frame.join(rank, on=pair, how="left").with_columns(
        _verdict_of(thresholds).alias("verdict"),
    )
    return tables.check(judged, tables.SCORES)


def _verdict_of(thresholds: Thresholds) -> pl.Expr:
    return (
        pl.when(~pl.col("ranked"))
        .then(pl.lit("too thin to judge"))
        .when(
            (pl.col("score") >= thresholds.of("critical")) & _is_large_or_concentrated(thresholds)
        )
        .then(pl.lit("critical"))
        .when(pl.col("score") >= thresholds.of("promising"))
        .then(pl.lit("promising"))
        .otherwise(pl.lit("ordinary"))
    )


def _is_large_or_concentrated(thresholds: Thresholds) -> pl.Expr:
    """Good pay and growth alone do not make an industry critical: it is concentrated or large."""
    concentrated = pl.col("lq") >= thresholds.of("least_lq")
    large = pl.col("employment_share") >= thresholds.of("least_share")
    return (concentrated | large).fill_null(value=False)


def _weight_here(indicators: pl.DataFrame) -> pl.DataFrame:
    """Concentration and share of jobs of each sector in each region; null where unknown."""
    pair = ["region", "sector"]

    def one(indicator: str) -> pl.DataFrame:
        rows = indicators.filter(pl.col("indicator") == indicator)
        return rows.select(*pair, pl.col("value").alias(indicator))

    return one("lq").join(one("employment_share"), on=pair, how="full", coalesce=True)


def _sureness_columns(indicators: pl.DataFrame) -> pl.DataFrame:
    """Workplaces, and the settled share of jobs, of each sector in each region."""
    workplaces = indicators.filter(pl.col("indicator") == "establishments")
    jobs = indicators.filter(pl.col("indicator") == "jobs")
    return jobs.select("region", "sector", "confidence").join(
        workplaces.select("region", "sector", pl.col("value").alias("workplaces")),
        on=["region", "sector"],
        how="full",
        coalesce=True,
    )


def _why_not(thresholds: Thresholds) -> pl.Expr:
    per_cent = {name: 100 * pl.col(name).fill_null(0.0) for name in ("coverage", "confidence")}
    count = _whole_per_cent(pl.col("workplaces"))
    plural = pl.when(count == 1).then(pl.lit("")).otherwise(pl.lit("s"))
    few = pl.format("only {} workplace{}", count, plural)
    unsure = pl.format(
        "published figures settle only {}% of its jobs", _whole_per_cent(per_cent["confidence"])
    )
    part = pl.format(
        "only {}% of the region's workers are in counties whose job files we have",
        _whole_per_cent(per_cent["coverage"]),
    )
    return (
        pl.when(per_cent["coverage"] < thresholds.of("least_covered"))
        .then(part)
        .when(pl.col("workplaces").is_null())
        .then(pl.lit("the number of workplaces is not published"))
        .when(pl.col("workplaces") < thresholds.of("least_workplaces"))
        .then(few)
        .when(per_cent["confidence"] < thresholds.of("least_settled"))
        .then(unsure)
        # A sum of weights may miss 60 by the last bit.
        .when((pl.col("known") == 0) | (pl.col("known") + 1e-9 < thresholds.of("least_known")))
        .then(pl.lit("too many of the indicators are unknown"))
    )


def _whole_per_cent(per_cent: pl.Expr) -> pl.Expr:
    """Whole per cent, rounded down: what lies below a limit is never shown at it."""
    return per_cent.floor().cast(pl.Int64)
