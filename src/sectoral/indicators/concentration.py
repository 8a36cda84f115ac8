"""How concentrated an industry is: its share of jobs here over its share nationwide."""

import polars as pl

from sectoral import tables
from sectoral.indicators.catalogue import NumberFacts, indicator_rows
from sectoral.indicators.sector_jobs import cells_of_sectors, period_words

PERIOD = ["source", "year", "quarter"]
PRINTED_TO = 0.005  # the publisher rounds its quotients to two decimals
LEAST_QUOTIENT = 0.02  # below this the rounding is over a quarter of the number
NATION = "US000"
LARGEST_GAP = 0.05  # of a sector's jobs may lack a national share


def reference_jobs(area_jobs: pl.DataFrame, estimates: pl.DataFrame) -> pl.DataFrame:
    """Each industry's share of the nation's jobs, from the best evidence in the files.

    In order: the publisher's national row; backed out of the publisher's own quotients; the
    sum over all counties at hand. The quotient q of an area with e[i] of e jobs pins the
    national share to (e[i]/e)/(q ± 0.005); all areas' intervals are intersected.

    Takes    AREA_JOBS as read (all areas), JOBS_ESTIMATES of the same.
    Returns  REFERENCE_JOBS.
    """
    ways = [_published_shares(area_jobs), _backed_out(area_jobs), _summed_shares(estimates)]
    key = [*PERIOD, "industry", "ownership"]
    best = pl.concat(ways).unique(subset=key, keep="first", maintain_order=True)
    return tables.check(best, tables.REFERENCE_JOBS)


def _published_shares(area_jobs: pl.DataFrame) -> pl.DataFrame:
    nation = area_jobs.filter(pl.col("area") == NATION, pl.col("jobs").is_not_null())
    whole = nation.filter((pl.col("ownership") == "all") & (pl.col("industry") == "10"))
    shares = nation.join(whole.select(*PERIOD, pl.col("jobs").alias("everyone")), on=PERIOD)
    return _share_rows(shares, pl.col("jobs") / pl.col("everyone"), "published")


def _backed_out(area_jobs: pl.DataFrame) -> pl.DataFrame:
    # A quarter's quotient is of its third month; a year's of its average.
    level = pl.coalesce("jobs_last_month", "jobs")
    quoted = area_jobs.filter(pl.col("area") != NATION)
    whole = quoted.filter((pl.col("ownership") == "all") & (pl.col("industry") == "10"))
    cells = quoted.filter(pl.col("lq_published") > LEAST_QUOTIENT, level > 0).join(
        whole.select("area", *PERIOD, level.alias("everyone")), on=["area", *PERIOD]
    )
    here = level / pl.col("everyone")
    bounds = cells.select(
        *PERIOD,
        "industry",
        "ownership",
        (here / (pl.col("lq_published") + PRINTED_TO)).alias("low"),
        (here / (pl.col("lq_published") - PRINTED_TO)).alias("high"),
        level.alias("size"),
    )
    met = bounds.group_by(*PERIOD, "industry", "ownership").agg(
        pl.col("low").max(),
        pl.col("high").min(),
        # Where revisions make the intervals miss each other, the largest cell is believed.
        ((pl.col("low") + pl.col("high")) / 2).get(pl.col("size").arg_max()).alias("largest"),
    )
    crossed = pl.col("low") > pl.col("high")
    middle = pl.when(crossed).then("largest").otherwise((pl.col("low") + pl.col("high")) / 2)
    low = pl.when(crossed).then("largest").otherwise("low")
    high = pl.when(crossed).then("largest").otherwise("high")
    return _share_rows(met, middle, "worked out from published quotients", low, high)


def _summed_shares(estimates: pl.DataFrame) -> pl.DataFrame:
    sums = estimates.group_by(*PERIOD, "industry", "ownership").agg(
        pl.col("jobs", "jobs_low", "jobs_high").sum()
    )
    base = pl.when(pl.col("source") == "qcew").then(pl.lit("all")).otherwise(pl.lit("private"))
    whole = sums.filter(
        (pl.col("industry") == "10") & (pl.col("ownership").cast(pl.String) == base)
    ).select(*PERIOD, pl.col("jobs").alias("everyone"))
    joined = sums.join(whole, on=PERIOD)
    share, low, high = (pl.col(c) / pl.col("everyone") for c in ("jobs", "jobs_low", "jobs_high"))
    return _share_rows(joined, share, "summed from counties", low, high)


def _share_rows(
    frame: pl.DataFrame,
    share: pl.Expr,
    how: str,
    low: pl.Expr | None = None,
    high: pl.Expr | None = None,
) -> pl.DataFrame:
    return frame.select(
        "source",
        "industry",
        "ownership",
        "year",
        "quarter",
        share.alias("share"),
        (share if low is None else low).alias("share_low"),
        (share if high is None else high).alias("share_high"),
        pl.lit(how).alias("how"),
    )


def location_quotient(jobs: pl.Expr, all_jobs: pl.Expr, share: pl.Expr) -> pl.Expr:
    """How many times larger an industry's share of jobs is here than nationwide.

    With e[r,i] the jobs of industry i in region r:  LQ = (e[r,i] / e[r]) / (e[i] / e).

    Takes    the industry's jobs here, all jobs here, the industry's national share.
    Returns  a ratio, 1.0 = the same share as everywhere; null where there is nothing to share.
    Source   Isserman (1977), J. Am. Inst. Planners 43(1):33-41.
    """
    return pl.when((all_jobs > 0) & (share > 0)).then(jobs / all_jobs / share)


def pair_shares(reference: pl.DataFrame) -> pl.DataFrame:
    """REFERENCE_JOBS and, for a year whose four quarters it holds, their mean as the year's."""
    pair = ["source", "year", "industry", "ownership"]
    quarters = reference.filter(pl.col("quarter") > 0)
    full = (
        quarters.group_by("source", "year")
        .agg(pl.col("quarter").n_unique())
        .filter(pl.col("quarter") == 4)
        .select("source", "year")
    )
    years = (
        quarters.join(full, on=["source", "year"])
        .group_by(pair)
        .agg(
            pl.col("share", "share_low", "share_high").mean(),
            pl.col("how").unique().sort().str.join(" and "),
        )
        .with_columns(pl.lit(0, pl.Int8).alias("quarter"))
        .join(reference, on=[*pair, "quarter"], how="anti")
    )
    return pl.concat([reference, years.select(reference.columns)])


def sector_shares(reference: pl.DataFrame, sectors: pl.DataFrame) -> pl.DataFrame:
    """Each sector's share of the nation's jobs: the sum over its industries and owners.

    Returns  source, year, quarter, sector, share, share_low, share_high, how; a sector none of
             whose industries has a share has no row.
    """
    return (
        pair_shares(reference)
        .join(cells_of_sectors(sectors), on=["industry", "ownership"])
        .group_by(*PERIOD, "sector")
        .agg(
            pl.col("share", "share_low", "share_high").sum(),
            pl.col("how").unique().sort().str.join(" and ").alias("how"),
        )
    )


def concentration(
    levels: pl.DataFrame, cells: pl.DataFrame, reference: pl.DataFrame, sectors: pl.DataFrame
) -> pl.DataFrame:
    """Establishments, jobs, location quotient and employment share of each region's sectors.

    Jobs of an industry and owner whose national share is not known are left out of the
    quotient, as their share is; where they are over 5 % of the sector, in the region or in
    all regions together, the quotient is unknown.

    Takes    SECTOR_JOBS of one period and its `level_cells`; REFERENCE_JOBS; SECTORS.
    Returns  INDICATORS rows; confidence = the share of the jobs that published figures settle.
    """
    keys = ["region", "sector"]
    frame = (
        levels.join(sector_shares(reference, sectors), on=[*PERIOD, "sector"], how="left")
        .join(_without_share(levels, cells, reference), on=keys, how="left")
        .with_columns(pl.col("unshared", "gap").fill_null(0.0))
    )
    settled = pl.when(pl.col("jobs") > 0).then(pl.col("jobs_low") / pl.col("jobs"))
    source, all_jobs = pl.col("source").cast(pl.String), pl.col("region_jobs")
    estimated = pl.when(settled < 1).then(
        pl.format(
            "published figures settle {}% of the jobs; the rest is estimated",
            _whole_per_cent(settled),
        )
    )
    counted = NumberFacts(period_words(), source, pl.lit(1.0))
    about = NumberFacts(period_words(), source, settled, estimated)
    jobs, low, high = pl.col("jobs"), pl.col("jobs_low"), pl.col("jobs_high")

    def lq(here: pl.Expr, share: str) -> pl.Expr:
        compared = (here - pl.col("unshared")).clip(lower_bound=0.0)
        quotient = location_quotient(compared, all_jobs, pl.col(share))
        return pl.when(pl.col("gap") <= LARGEST_GAP).then(quotient)

    def part(here: pl.Expr) -> pl.Expr:
        return pl.when(all_jobs > 0).then(100 * here / all_jobs)

    lows, highs = lq(low, "share_high"), lq(high, "share_low")
    compared = NumberFacts(period_words(), source, settled, _about_lq())
    return pl.concat(
        [
            indicator_rows(frame, "establishments", pl.col("establishments"), counted),
            indicator_rows(frame, "jobs", jobs, about, low=low, high=high),
            indicator_rows(frame, "lq", lq(jobs, "share"), compared, low=lows, high=highs),
            indicator_rows(
                frame, "employment_share", part(jobs), about, low=part(low), high=part(high)
            ),
        ]
    )


def _without_share(
    levels: pl.DataFrame, cells: pl.DataFrame, reference: pl.DataFrame
) -> pl.DataFrame:
    """Jobs whose national share is not known: `unshared` of each region's sector, and `gap`,
    their share of the sector in the region or in all regions, whichever is larger."""
    known = pair_shares(reference).join(levels.select(PERIOD).unique(), on=PERIOD, how="semi")
    lost = cells.join(known, on=["industry", "ownership"], how="anti")
    sums = cells.group_by("region", "sector").agg(pl.col("jobs").sum())
    unshared = lost.group_by("region", "sector").agg(pl.col("jobs").sum().alias("unshared"))
    both = sums.join(unshared, on=["region", "sector"], how="left").with_columns(
        pl.col("unshared").fill_null(0.0)
    )

    def share(jobs: pl.Expr, whole: pl.Expr) -> pl.Expr:
        return pl.when(whole > 0).then(jobs / whole).otherwise(0.0)

    here = share(pl.col("unshared"), pl.col("jobs"))
    everywhere = share(pl.col("unshared").sum().over("sector"), pl.col("jobs").sum().over("sector"))
    return both.select(
        "region", "sector", "unshared", pl.max_horizontal(here, everywhere).alias("gap")
    )


def _about_lq() -> pl.Expr:
    gap = _whole_per_cent(pl.col("gap"))
    return (
        pl.when(pl.col("gap") > LARGEST_GAP)
        .then(pl.format("the national share of industries with {}% of its jobs is not known", gap))
        .when(pl.col("share").is_null())
        .then(pl.lit("the national share of its industries is not known"))
        .when(pl.col("gap") >= 0.005)
        .then(pl.format("national share {}; without {}% of the jobs, not in it", "how", gap))
        .otherwise(pl.format("national share {}", "how"))
    )


def _whole_per_cent(share: pl.Expr) -> pl.Expr:
    """A share in whole per cent; what is not all is never shown as 100."""
    per_cent = (100 * share).round(0)
    return pl.when(share < 1).then(per_cent.clip(upper_bound=99)).otherwise(per_cent).cast(pl.Int64)
