"""How concentrated an industry is: its share of jobs here over its share nationwide."""

import polars as pl

from sectoral import tables
from sectoral.indicators.catalogue import About, numbers
from sectoral.indicators.sector_jobs import EVERY_OWNER, period_words

PERIOD = ["source", "year", "quarter"]
PRINTED_TO = 0.005  # the publisher rounds its quotients to two decimals
LEAST_QUOTIENT = 0.02  # below this the rounding is over a quarter of the number
NATION = "US000"


def reference_jobs(area_jobs: pl.DataFrame, estimates: pl.DataFrame) -> pl.DataFrame:
    """Each industry's share of the nation's jobs, from the best evidence in the files.

    In order: the publisher's national row; backed out of the publisher's own quotients; the
    sum over all counties at hand. The quotient q of an area with e[i] of e jobs pins the
    national share to (e[i]/e)/(q ± 0.005); all areas' intervals are intersected.

    Takes    AREA_JOBS as read (all areas), JOBS_ESTIMATES of the same.
    Returns  REFERENCE_JOBS.
    """
    ways = [_published(area_jobs), _backed_out(area_jobs), _summed(estimates)]
    key = [*PERIOD, "industry", "ownership"]
    best = pl.concat(ways).unique(subset=key, keep="first", maintain_order=True)
    return tables.check(best, tables.REFERENCE_JOBS)


def _published(area_jobs: pl.DataFrame) -> pl.DataFrame:
    nation = area_jobs.filter(pl.col("area") == NATION, pl.col("jobs").is_not_null())
    whole = nation.filter((pl.col("ownership") == "all") & (pl.col("industry") == "10"))
    shares = nation.join(whole.select(*PERIOD, pl.col("jobs").alias("everyone")), on=PERIOD)
    return _shares(shares, pl.col("jobs") / pl.col("everyone"), "published")


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
    return _shares(met, middle, "backed out of published quotients", low, high)


def _summed(estimates: pl.DataFrame) -> pl.DataFrame:
    sums = estimates.group_by(*PERIOD, "industry", "ownership").agg(
        pl.col("jobs", "jobs_low", "jobs_high").sum()
    )
    base = pl.when(pl.col("source") == "qcew").then(pl.lit("all")).otherwise(pl.lit("private"))
    whole = sums.filter(
        (pl.col("industry") == "10") & (pl.col("ownership").cast(pl.String) == base)
    ).select(*PERIOD, pl.col("jobs").alias("everyone"))
    joined = sums.join(whole, on=PERIOD)
    share, low, high = (pl.col(c) / pl.col("everyone") for c in ("jobs", "jobs_low", "jobs_high"))
    return _shares(joined, share, "summed from counties", low, high)


def _shares(
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


def sector_shares(reference: pl.DataFrame, sectors: pl.DataFrame) -> pl.DataFrame:
    """Each sector's share of the nation's jobs: the sum over its industries and owners.

    Returns  source, year, quarter, sector, share, share_low, share_high, how; a sector none of
             whose industries has a share has no row.
    """
    all_owners = (pl.col("sector_ownership") == "all") & pl.col("ownership").is_in(EVERY_OWNER)
    one_owner = pl.col("sector_ownership") == pl.col("ownership")
    pairs = reference.join(
        sectors.select("sector", "industry", pl.col("ownership").alias("sector_ownership")),
        on="industry",
    ).filter(all_owners | one_owner)
    # Years made of four quarters take the mean of their quarters' shares.
    sums = pairs.group_by(*PERIOD, "sector").agg(
        pl.col("share", "share_low", "share_high").sum(),
        pl.col("how").unique().sort().str.join(" and ").alias("how"),
    )
    quarters = sums.filter(pl.col("quarter") > 0)
    years = (
        quarters.group_by("source", "year", "sector")
        .agg(pl.col("share", "share_low", "share_high").mean(), pl.col("how").first(), pl.len())
        .filter(pl.col("len") == 4)
        .with_columns(pl.lit(0, pl.Int8).alias("quarter"))
    )
    return pl.concat([sums, years.select(sums.columns)])


def concentration(
    levels: pl.DataFrame, reference: pl.DataFrame, sectors: pl.DataFrame
) -> pl.DataFrame:
    """Establishments, jobs, location quotient and employment share of each region's sectors.

    Takes    SECTOR_JOBS of one period; REFERENCE_JOBS; SECTORS.
    Returns  INDICATORS rows.
    """
    shares = sector_shares(reference, sectors)
    frame = levels.join(shares, on=[*PERIOD, "sector"], how="left")
    source = pl.col("source").cast(pl.String)
    confidence = pl.when(pl.col("jobs") > 0).then(pl.col("jobs_published") / pl.col("jobs"))
    all_jobs = pl.col("region_jobs")
    estimated = pl.when(confidence < 1).then(
        pl.format(
            "{}% of the jobs are estimated in cells the publisher withheld",
            ((1 - confidence) * 100).round(0).cast(pl.Int64),
        )
    )
    counted = About(period_words(), source, pl.lit(1.0))
    about = About(period_words(), source, confidence, estimated)
    compared = About(period_words(), source, confidence, pl.format("national share {}", "how"))
    jobs, low, high = pl.col("jobs"), pl.col("jobs_low"), pl.col("jobs_high")

    def lq(here: pl.Expr, share: str) -> pl.Expr:
        return location_quotient(here, all_jobs, pl.col(share))

    return pl.concat(
        [
            numbers(frame, "establishments", pl.col("establishments"), counted),
            numbers(frame, "jobs", jobs, about, low=low, high=high),
            numbers(
                frame,
                "lq",
                lq(jobs, "share"),
                compared,
                low=lq(low, "share_high"),
                high=lq(high, "share_low"),
            ),
            numbers(
                frame,
                "employment_share",
                100 * jobs / all_jobs,
                about,
                low=100 * low / all_jobs,
                high=100 * high / all_jobs,
            ),
        ]
    )
