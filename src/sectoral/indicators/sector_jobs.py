"""Counties' cells gathered into each region's sectors, period by period."""

import polars as pl

from sectoral import tables
from sectoral.indicators.industries import parent_of

PERIOD = ["source", "year", "quarter"]
CELL = ["area", "industry", "ownership"]
FAMILY = ["area", "ownership", "parent"]
EVERY_OWNER = ["private", "federal", "state", "local"]


def whole_years(estimates: pl.DataFrame) -> pl.DataFrame:
    """Four quarters of a county's year as one year; other periods as they are.

    Jobs, bounds and establishments are the quarters' sum / 4: a cell that is not there in a
    quarter, in a county that is, has no jobs in it. Pay is the sum, known where every
    quarter's is; a year is published where every quarter is.

    Takes    JOBS_ESTIMATES.
    Returns  JOBS_ESTIMATES; a county's year with all four quarters stands as quarter 0 only.
    """
    in_quarters = estimates.filter(pl.col("quarter") > 0)
    full = (
        in_quarters.group_by("source", "area", "year")
        .agg(pl.col("quarter").n_unique())
        .filter(pl.col("quarter") == 4)
    )
    if not full.height:
        return estimates
    county = ["source", "area", "year"]
    in_full = in_quarters.join(full, on=county, how="semi")
    rest = estimates.join(full, on=county, how="anti")
    given = estimates.join(full, on=county, how="semi").filter(pl.col("quarter") == 0)
    counts = [pl.col(c).sum() / 4 for c in ("jobs", "jobs_low", "jobs_high")]
    workplaces = pl.col("establishments")
    years = in_full.group_by("source", "area", "industry", "ownership", "year").agg(
        pl.when(workplaces.is_not_null().all()).then(workplaces.sum() / 4),
        *counts,
        pl.when(pl.col("pay_usd").is_not_null().all()).then(pl.col("pay_usd").sum()),
        pl.col("published").all(),
        pl.lit(0, pl.Int8).alias("quarter"),
    )
    # The publisher's own year is believed before our sum of its quarters.
    ours = years.join(given, on=[*CELL, *PERIOD], how="anti").select(rest.columns)
    return pl.concat([rest, given, ours])


def sector_jobs(
    estimates: pl.DataFrame, regions: pl.DataFrame, sectors: pl.DataFrame
) -> pl.DataFrame:
    """Each region's sectors in each period.

    The bounds are of the sum: what the totals leave for a sector's withheld cells together
    is known better than what they leave for each (`_settled_together`).

    Takes    JOBS_ESTIMATES; REGIONS rows of one partition; SECTORS.
    Returns  SECTOR_JOBS; a sector with no cell at all in a region has no row.
             `region_jobs` counts all owners where the source does (QCEW), else private jobs.
    """
    here = estimates.join(regions.select("area", "region"), on="area")
    cells = here.join(cells_of_sectors(sectors), on=["industry", "ownership"])
    group = ["region", "sector", *PERIOD]
    sums = cells.group_by(group).agg(
        pl.col("establishments").sum(),
        pl.col("jobs").sum(),
        pl.col("jobs").filter("published").sum().alias("jobs_published"),
        *_pay_columns(),
    )
    joined = (
        sums.join(_bounds_of_sums(cells, here), on=group, how="left")
        .join(_whole_regions(here), on=["region", *PERIOD], how="left")
        .with_columns(
            pl.min_horizontal("jobs_low", "jobs").alias("jobs_low"),
            pl.max_horizontal("jobs_high", "jobs").alias("jobs_high"),
        )
    )
    return tables.check(joined, tables.SECTOR_JOBS)


def _bounds_of_sums(cells: pl.DataFrame, here: pl.DataFrame) -> pl.DataFrame:
    """Least and most of each region's sector: its published cells and what its families allow.

    A family is the industries of one parent and owner in one county. With R the parent minus
    the published industries of the family, W its withheld ones and S those of the sector:

        Σ S ≥ max(Σ low of S, R's least − Σ high of W∖S),
        Σ S ≤ min(Σ high of S, R's most − Σ low of W∖S).

    Where 621, 622 and 623 are withheld but 62 and 624 are not, their sum is known exactly.
    """
    tree = pl.DataFrame(
        [(code, parent_of(code)) for code in here["industry"].unique()],
        schema={"industry": pl.String, "parent": pl.String},
        orient="row",
    )
    group = ["region", "sector", *PERIOD]
    family = [*FAMILY, *PERIOD]
    shut = cells.filter("published").group_by(group).agg(*_bound_sums("jobs", "jobs"))
    ours = (
        cells.filter(~pl.col("published"))
        .join(tree, on="industry")
        .group_by(*group, *FAMILY)
        .agg(*_bound_sums("jobs_low", "jobs_high"))
        .join(_open_families(here, tree, cells), on=family, how="left")
    )
    exact = pl.col("source") == "qcew"
    least = pl.col("left_least") - (pl.col("all_high") - pl.col("high"))
    most = pl.col("left_most") - (pl.col("all_low") - pl.col("low"))
    together = ours.select(
        *group,
        pl.max_horizontal("low", pl.when(exact).then(least)).alias("low"),
        pl.min_horizontal("high", pl.when(exact).then(most)).alias("high"),
    )
    return (
        pl.concat([shut, together.select(shut.columns)])
        .group_by(group)
        .agg(pl.col("low").sum().alias("jobs_low"), pl.col("high").sum().alias("jobs_high"))
    )


def _open_families(here: pl.DataFrame, tree: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Of each family with a withheld cell of a sector: what is left, and all withheld bounds."""
    family = [*FAMILY, *PERIOD]
    wanted = cells.filter(~pl.col("published")).join(tree, on="industry").select(family).unique()
    parents = here.select(
        "area",
        "ownership",
        pl.col("industry").alias("parent"),
        *PERIOD,
        pl.col("jobs_low").alias("parent_low"),
        pl.col("jobs_high").alias("parent_high"),
    )
    open_cell = ~pl.col("published")
    known = pl.col("jobs").filter("published").sum()
    return (
        here.join(tree.drop_nulls(), on="industry")
        .join(wanted, on=family, how="semi")
        .group_by(family)
        .agg(
            known.alias("known"),
            pl.col("jobs_low").filter(open_cell).sum().alias("all_low"),
            pl.col("jobs_high").filter(open_cell).sum().alias("all_high"),
        )
        .join(parents, on=family)
        .with_columns(
            (pl.col("parent_low") - pl.col("known")).alias("left_least"),
            (pl.col("parent_high") - pl.col("known")).alias("left_most"),
        )
    )


def _bound_sums(low: str, high: str) -> tuple[pl.Expr, pl.Expr]:
    return pl.col(low).sum().alias("low"), pl.col(high).sum().alias("high")


def cells_of_sectors(sectors: pl.DataFrame) -> pl.DataFrame:
    """The cells each sector is made of.

    Takes    SECTORS.
    Returns  sector, industry, ownership; 'all' owners as the four that make it up.
    """
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


def _pay_columns() -> tuple[pl.Expr, pl.Expr]:
    paid = pl.col("pay_usd").is_not_null() & pl.col("published")
    pay = pl.when(paid.any()).then(pl.col("pay_usd").filter(paid).sum())
    jobs = pl.when(paid.any()).then(pl.col("jobs").filter(paid).sum())
    return pay.alias("pay_usd"), jobs.alias("pay_jobs")


def latest_levels(sector_jobs: pl.DataFrame) -> pl.DataFrame:
    """The rows of the one period that levels are read from.

    QCEW before County Business Patterns (it counts every owner), then the latest year, then
    a whole year before its latest quarter.
    """
    return sector_jobs.join(_latest_period(sector_jobs), on=PERIOD, how="semi")


def level_areas(area_jobs: pl.DataFrame) -> pl.DataFrame:
    """The counties whose jobs stand in the period that levels are read from.

    Takes    AREA_JOBS of the regions' states.
    Returns  area, sorted; the same period as `latest_levels` of what is made from these rows.
    """
    totals = area_jobs.filter(pl.col("industry") == "10").select("area", *PERIOD).unique()
    years = (
        totals.filter(pl.col("quarter") > 0)
        .group_by("area", "source", "year")
        .agg(pl.len())
        .filter(pl.col("len") == 4)
        .select("area", "source", "year", pl.lit(0, pl.Int8).alias("quarter"))
    )
    periods = pl.concat([totals, years])
    return (
        periods.join(_latest_period(periods), on=PERIOD, how="semi")
        .select("area")
        .unique()
        .sort("area")
    )


def level_cells(
    estimates: pl.DataFrame, levels: pl.DataFrame, regions: pl.DataFrame, sectors: pl.DataFrame
) -> pl.DataFrame:
    """What each region's sectors are made of in the period of the levels.

    Takes    JOBS_ESTIMATES, SECTOR_JOBS of one period, REGIONS of one partition, SECTORS.
    Returns  region, sector, industry, ownership, jobs.
    """
    here = estimates.join(levels.select(PERIOD).unique(), on=PERIOD, how="semi")
    return (
        here.join(regions.select("area", "region"), on="area")
        .join(cells_of_sectors(sectors), on=["industry", "ownership"])
        .group_by("region", "sector", "industry", "ownership")
        .agg(pl.col("jobs").sum())
    )


def _latest_period(periods: pl.DataFrame) -> pl.DataFrame:
    """One row: the source, year and quarter that levels are read from; none where none are."""
    return (
        periods.select(PERIOD)
        .unique()
        .with_columns((pl.col("source") == "qcew").alias("counts_all"))
        .with_columns((pl.col("quarter") == 0).alias("whole"))
        .sort("counts_all", "year", "whole", "quarter", descending=True)
        .head(1)
        .select(PERIOD)
    )


def period_words() -> pl.Expr:
    """'2016 Q1' for a quarter, '2021' for a year."""
    quarter = pl.format("{} Q{}", "year", "quarter")
    return pl.when(pl.col("quarter") == 0).then(pl.col("year").cast(pl.String)).otherwise(quarter)
