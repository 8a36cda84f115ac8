"""Counties' cells gathered into each region's sectors, period by period."""

import polars as pl

from sectoral import tables

PERIOD = ["source", "year", "quarter"]
EVERY_OWNER = ["private", "federal", "state", "local"]


def whole_years(estimates: pl.DataFrame) -> pl.DataFrame:
    """Four quarters of a year as one year; other periods as they are.

    Jobs, bounds and establishments are means of the quarters; pay is their sum, known where
    every quarter's is; a year is published where every quarter is.

    Takes    JOBS_ESTIMATES.
    Returns  JOBS_ESTIMATES; a year with all four quarters stands as quarter 0 only.
    """
    quarters = estimates.select(PERIOD).unique().filter(pl.col("quarter") > 0)
    full = quarters.group_by("source", "year").len().filter(pl.col("len") == 4)
    in_full = estimates.join(full, on=["source", "year"], how="semi").filter(pl.col("quarter") > 0)
    if not in_full.height:
        return estimates
    rest = estimates.join(in_full, on=PERIOD, how="anti")
    means = [pl.col(c).mean() for c in ("establishments", "jobs", "jobs_low", "jobs_high")]
    cell = ["source", "area", "industry", "ownership", "year"]
    years = in_full.group_by(cell).agg(
        *means,
        pl.when(pl.col("pay_usd").is_not_null().all()).then(pl.col("pay_usd").sum()),
        pl.col("published").all(),
        pl.lit(0, pl.Int8).alias("quarter"),
    )
    return pl.concat([rest, years.select(rest.columns)])


def sector_jobs(
    estimates: pl.DataFrame, regions: pl.DataFrame, sectors: pl.DataFrame
) -> pl.DataFrame:
    """Each region's sectors in each period.

    Takes    JOBS_ESTIMATES; REGIONS rows of one partition; SECTORS.
    Returns  SECTOR_JOBS; a sector with no cell at all in a region has no row.
             `region_jobs` counts all owners where the source does (QCEW), else private jobs.
    """
    here = estimates.join(regions.select("area", "region"), on="area")
    cells = here.join(_wanted(sectors), on=["industry", "ownership"])
    sums = cells.group_by("region", "sector", *PERIOD).agg(
        pl.col("establishments").sum(),
        pl.col("jobs").sum(),
        pl.col("jobs_low").sum(),
        pl.col("jobs_high").sum(),
        pl.col("jobs").filter("published").sum().alias("jobs_published"),
        *_paid(),
    )
    joined = sums.join(_whole_regions(here), on=["region", *PERIOD], how="left")
    return tables.check(joined, tables.SECTOR_JOBS)


def _wanted(sectors: pl.DataFrame) -> pl.DataFrame:
    """Each sector's (industry, ownership) pairs."""
    owners = (
        pl.when(pl.col("ownership") == "all")
        .then(pl.lit(EVERY_OWNER))
        .otherwise(pl.concat_list(pl.col("ownership").cast(pl.String)))
    )
    return (
        sectors.select("sector", "industry", owners.alias("ownership"))
        .explode("ownership")
        .with_columns(pl.col("ownership").cast(tables.OWNERSHIPS))
    )


def _whole_regions(here: pl.DataFrame) -> pl.DataFrame:
    totals = here.filter(pl.col("industry") == "10")
    base = pl.col("ownership") == pl.when(pl.col("source") == "qcew").then(
        pl.lit("all", tables.OWNERSHIPS)
    ).otherwise(pl.lit("private", tables.OWNERSHIPS))
    return (
        totals.filter(base)
        .group_by("region", *PERIOD)
        .agg(
            pl.col("jobs").sum().alias("region_jobs"),
            pl.when(pl.col("pay_usd").is_not_null().all())
            .then(pl.col("pay_usd").sum())
            .alias("region_pay_usd"),
        )
    )


def _paid() -> tuple[pl.Expr, pl.Expr]:
    paid = pl.col("pay_usd").is_not_null() & pl.col("published")
    pay = pl.when(paid.any()).then(pl.col("pay_usd").filter(paid).sum())
    jobs = pl.when(paid.any()).then(pl.col("jobs").filter(paid).sum())
    return pay.alias("pay_usd"), jobs.alias("pay_jobs")


def latest_levels(sector_jobs: pl.DataFrame) -> pl.DataFrame:
    """The rows of the one period that levels are read from.

    QCEW before County Business Patterns (it counts every owner), then the latest year, then
    a whole year before its latest quarter.
    """
    if not sector_jobs.height:
        return sector_jobs
    order = (
        sector_jobs.select(PERIOD)
        .unique()
        .with_columns((pl.col("source") == "qcew").alias("counts_all"))
        .with_columns((pl.col("quarter") == 0).alias("whole"))
        .sort("counts_all", "year", "whole", "quarter", descending=True)
    )
    return sector_jobs.join(order.head(1), on=PERIOD, how="semi")


def period_words() -> pl.Expr:
    """'2016 Q1' for a quarter, '2021' for a year."""
    quarter = pl.format("{} Q{}", "year", "quarter")
    return pl.when(pl.col("quarter") == 0).then(pl.col("year").cast(pl.String)).otherwise(quarter)
