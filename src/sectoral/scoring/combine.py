"""One score from several indicators, with every part shown.

Each criterion is put on a fixed, documented scale from 0 to 100 (not on the range of the
regions at hand, where one outlier would set everyone's score), weighted and summed. A sector
too thin to judge is said to be so and is not ranked.
"""

import csv
import math
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import polars as pl

from sectoral import tables
from sectoral.errors import BadInput

LEAST_WORKPLACES = 10
LEAST_CONFIDENCE = 0.5
LEAST_COVERAGE = 0.75
LEAST_WEIGHT = 60.0
CRITICAL = 60.0
PROMISING = 50.0
COLUMNS = ("criterion", "weight", "worst", "best", "scale", "why")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: an indicator, its weight in per cent, and where 0 and 100 points lie."""

    indicator: str
    weight: float
    worst: float
    best: float
    logarithmic: bool
    why: str


def default_weights() -> tuple[Criterion, ...]:
    """The weights that come with the package."""
    with resources.as_file(resources.files("sectoral.scoring") / "weights.csv") as path:
        return read_weights(path)


def read_weights(path: Path) -> tuple[Criterion, ...]:
    """Criteria from a CSV: criterion, weight, worst, best, scale (linear or log), why.

    Weights may sum to anything above 0; they are put to 100 %.

    Raises   BadInput for a missing column, a number that is none, or an impossible scale.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = [c for c in COLUMNS[:5] if c not in (reader.fieldnames or [])]
        if missing:
            raise BadInput(
                path.name,
                row=1,
                column=missing[0],
                expected="the columns criterion, weight, worst, best, scale",
                found=f"{', '.join(reader.fieldnames or ['nothing'])}",
                mend="add the column",
            )
        read = [_criterion(row, reader.line_num, path) for row in reader]
    total = sum(c.weight for c in read)
    if total <= 0:
        raise BadInput(
            path.name,
            column="weight",
            expected="weights that sum to more than 0",
            found=f"{total:g}",
            mend="give at least one criterion a weight",
        )
    return tuple(
        Criterion(c.indicator, 100 * c.weight / total, c.worst, c.best, c.logarithmic, c.why)
        for c in read
    )


def _criterion(row: dict[str, str], line: int, path: Path) -> Criterion:
    weight, worst, best = (_number(row, line, path, c) for c in ("weight", "worst", "best"))
    if row["scale"] not in ("linear", "log"):
        raise BadInput(
            path.name,
            row=line,
            column="scale",
            expected="'linear' or 'log'",
            found=f"'{row['scale']}'",
            mend="write one of the two",
        )
    logarithmic = row["scale"] == "log"
    if weight < 0 or worst == best or (logarithmic and min(worst, best) <= 0):
        raise BadInput(
            path.name,
            row=line,
            column="worst",
            expected="weight ≥ 0, worst ≠ best, and both above 0 on a log scale",
            found=f"weight {weight:g}, worst {worst:g}, best {best:g}",
            mend="correct the numbers",
        )
    return Criterion(row["criterion"], weight, worst, best, logarithmic, row.get("why") or "")


def _number(row: dict[str, str], line: int, path: Path, column: str) -> float:
    try:
        value = float(row[column])
    except (TypeError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        raise BadInput(
            path.name,
            row=line,
            column=column,
            expected="a number",
            found=f"'{row[column]}'",
            mend="write a number",
        )
    return value


def score_parts(indicators: pl.DataFrame, weights: tuple[Criterion, ...]) -> pl.DataFrame:
    """Each criterion's points for each sector in each region.

    With x the indicator's value, w and b the scale's worst and best:
    standard = 100 × (x − w) / (b − w), held within 0 … 100; on a log scale x, w and b are
    their logarithms first.  points = standard × weight / 100.

    Takes    INDICATORS; criteria.
    Returns  SCORE_PARTS; standard and points are null where the value is unknown.
    """
    pairs = indicators.select("region", "sector").unique()
    return tables.stack(
        [_part(pairs, indicators, criterion) for criterion in weights], tables.SCORE_PARTS
    )


def _part(pairs: pl.DataFrame, indicators: pl.DataFrame, criterion: Criterion) -> pl.DataFrame:
    values = indicators.filter(pl.col("indicator") == criterion.indicator)
    value = pl.col("value")
    worst, best = criterion.worst, criterion.best
    if criterion.logarithmic:
        # A value of zero lies below any worst on a log scale.
        value = value.clip(lower_bound=min(worst, best) / 1000).log()
        worst, best = math.log(worst), math.log(best)
    standard = (100 * (value - worst) / (best - worst)).clip(0.0, 100.0)
    return pairs.join(
        values.select("region", "sector", "value"), on=["region", "sector"], how="left"
    ).select(
        "region",
        "sector",
        pl.lit(criterion.indicator).alias("criterion"),
        "value",
        standard.alias("standard"),
        pl.lit(criterion.weight).alias("weight"),
        (standard * criterion.weight / 100).alias("points"),
    )


def scores(
    parts: pl.DataFrame, indicators: pl.DataFrame, region_facts: pl.DataFrame
) -> pl.DataFrame:
    """Each sector's score in each region, its rank there, and the verdict.

    score = 100 × Σ points / Σ weights of the criteria that are known. Lowest and highest: with
    every unknown criterion at 0 and at 100 points. Not ranked where the sector has fewer than
    10 workplaces, under half of its jobs are published, under three quarters of the region's
    workers are in counties with files, or criteria of 40 % of the weight are unknown.

    Takes    SCORE_PARTS, INDICATORS, REGION_FACTS.
    Returns  SCORES; verdict 'critical' from 60 points, 'promising' from 50.
    """
    known = pl.col("weight").filter(pl.col("points").is_not_null()).sum()
    sums = parts.group_by("region", "sector").agg(
        pl.col("points").sum().alias("points"), known.alias("known")
    )
    frame = sums.join(_sureness(indicators), on=["region", "sector"], how="left").join(
        region_facts.select("region", "coverage"), on="region", how="left"
    )
    frame = frame.with_columns(_why_not().alias("why_not")).with_columns(
        pl.col("why_not").is_null().alias("ranked"),
        pl.when(pl.col("known") > 0).then(100 * pl.col("points") / pl.col("known")).alias("score"),
    )
    place = pl.col("score").filter("ranked").rank("min", descending=True).over("region")
    rank = frame.filter("ranked").select("region", "sector", place.alias("rank"))
    verdict = (
        pl.when(~pl.col("ranked"))
        .then(pl.lit("too thin to judge"))
        .when(pl.col("score") >= CRITICAL)
        .then(pl.lit("critical"))
        .when(pl.col("score") >= PROMISING)
        .then(pl.lit("promising"))
        .otherwise(pl.lit("ordinary"))
    )
    judged = frame.join(rank, on=["region", "sector"], how="left").with_columns(
        pl.col("points").alias("score_low"),
        (pl.col("points") + 100 - pl.col("known")).clip(upper_bound=100.0).alias("score_high"),
        verdict.alias("verdict"),
    )
    return tables.check(judged, tables.SCORES)


def _sureness(indicators: pl.DataFrame) -> pl.DataFrame:
    """Workplaces, and the published share of jobs, of each sector in each region."""
    workplaces = indicators.filter(pl.col("indicator") == "establishments")
    jobs = indicators.filter(pl.col("indicator") == "jobs")
    return jobs.select("region", "sector", "confidence").join(
        workplaces.select("region", "sector", pl.col("value").alias("workplaces")),
        on=["region", "sector"],
        how="full",
        coalesce=True,
    )


def _why_not() -> pl.Expr:
    def share(column: str) -> pl.Expr:
        return (pl.col(column) * 100).round(0).cast(pl.Int64)

    few = pl.format("only {} workplaces", pl.col("workplaces").round(0).cast(pl.Int64))
    unsure = pl.format("only {}% of its jobs are published", share("confidence"))
    part = pl.format(
        "only {}% of the region's workers are in counties whose job files we have",
        share("coverage"),
    )
    return (
        pl.when(pl.col("coverage") < LEAST_COVERAGE)
        .then(part)
        .when(pl.col("workplaces").is_null())
        .then(pl.lit("the number of workplaces is not published"))
        .when(pl.col("workplaces") < LEAST_WORKPLACES)
        .then(few)
        .when(pl.col("confidence").fill_null(0.0) < LEAST_CONFIDENCE)
        .then(unsure.fill_null("none of its jobs are published"))
        .when(pl.col("known") < LEAST_WEIGHT)
        .then(pl.lit("too many of the indicators are unknown"))
    )
