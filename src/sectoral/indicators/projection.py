"""Expected growth: the published national projection of each industry, at the region's mix."""

import polars as pl

from sectoral.indicators.catalogue import NumberFacts, indicator_rows
from sectoral.indicators.industries import line_of
from sectoral.tables import MILLIONTH


def projected_growth(
    levels: pl.DataFrame, cells: pl.DataFrame, projections: pl.DataFrame
) -> pl.DataFrame:
    """Projected yearly growth of each region's sectors.

    With w[i] the jobs of industry i of the sector here and p[i] its projected national jobs
    over its jobs in the base year:  growth = (Σ w p / Σ w)^(1 / years) − 1. An industry the
    publisher does not project takes its parent industry's.

    Takes    SECTOR_JOBS of one period, its `level_cells`, PROJECTIONS.
    Returns  INDICATORS rows; confidence = the share of jobs whose industry is projected.
    """
    national = projections.filter(pl.col("geography") == "US")
    jobs = cells.group_by("region", "sector", "industry").agg(pl.col("jobs").sum())
    paired = jobs.join(_nearest_projection(jobs["industry"], national), on="industry", how="left")
    grown = paired.group_by("region", "sector").agg(
        pl.col("jobs").sum(),
        pl.col("jobs").filter(pl.col("ratio").is_not_null()).sum().alias("covered"),
        # Held as jobs are, the products sum to the same number in any order.
        ((pl.col("jobs") * pl.col("ratio") / MILLIONTH).round() * MILLIONTH).sum().alias("target"),
        pl.col("base_year").drop_nulls().first(),
        pl.col("target_year").drop_nulls().first(),
    )
    frame = levels.select("region", "sector").join(grown, on=["region", "sector"], how="left")
    years = pl.col("target_year") - pl.col("base_year")
    rate = (pl.col("target") / pl.col("covered")).pow(1 / years) - 1
    known = pl.col("covered") > 0
    span = pl.format("{}–{}", "base_year", "target_year")
    note = (
        pl.when(known)
        .then(pl.lit("national rates at the region's mix of industries; not a local forecast"))
        .when(pl.col("jobs") == 0)
        .then(pl.lit("no jobs here to project"))
        .otherwise(pl.lit("no projection for its industries in the files"))
    )
    about = NumberFacts(
        period=pl.when(known).then(span).otherwise(pl.lit("")),
        source=pl.lit("projections"),
        confidence=pl.col("covered") / pl.col("jobs"),
        note=note,
    )
    return indicator_rows(frame, "growth_projected", pl.when(known).then(100 * rate), about)


def _nearest_projection(industries: pl.Series, national: pl.DataFrame) -> pl.DataFrame:
    """Each industry's projection: its own code's, else the nearest parent's."""
    ratios = {
        row["industry"]: (
            row["jobs_target"] / row["jobs_base"],
            row["base_year"],
            row["target_year"],
        )
        for row in national.iter_rows(named=True)
        if row["jobs_base"]
    }
    rows = []
    for code in industries.unique().sort():
        found = next((ratios[c] for c in line_of(code) if c in ratios), None)
        if found:
            rows.append((code, *found))
    schema = {
        "industry": pl.String,
        "ratio": pl.Float64,
        "base_year": pl.Int32,
        "target_year": pl.Int32,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
