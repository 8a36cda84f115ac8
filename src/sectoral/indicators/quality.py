"""How good the jobs are: average pay, and how it compares with the region's average job."""

import polars as pl

from sectoral.indicators.catalogue import NumberFacts, indicator_rows
from sectoral.indicators.sector_jobs import period_words


def job_quality(levels: pl.DataFrame) -> pl.DataFrame:
    """Average yearly pay of each region's sectors and its premium over the region.

    Pay is summed over the cells whose pay is published and divided by those cells' jobs; a
    quarter is put at a yearly rate (× 4). County Business Patterns' yearly payroll is divided by
    its mid-March jobs.

    Takes    SECTOR_JOBS of one period.
    Returns  INDICATORS rows; unknown where no cell's pay is published.
    """
    yearly = pl.when(pl.col("quarter") == 0).then(1.0).otherwise(4.0)
    pay = pl.when(pl.col("pay_jobs") > 0).then(pl.col("pay_usd") / pl.col("pay_jobs") * yearly)
    usual = pl.when(pl.col("region_jobs") > 0).then(
        pl.col("region_pay_usd") / pl.col("region_jobs") * yearly
    )
    covered = pl.when(pl.col("jobs") > 0).then(pl.col("pay_jobs").fill_null(0) / pl.col("jobs"))
    note = (
        pl.when(pay.is_null())
        .then(pl.lit("the publisher withheld the pay of every cell"))
        .when(covered < 1)
        .then(
            pl.format(
                "rests on the {}% of jobs whose pay is published",
                (covered * 100).round(0).cast(pl.Int64),
            )
        )
    )
    about = NumberFacts(period_words(), pl.col("source").cast(pl.String), covered, note)
    no_usual = pl.when(usual.is_null()).then(pl.lit("the pay of all jobs here is not published"))
    beside = NumberFacts(about.period, about.source, covered, pl.coalesce(no_usual, note))
    premium = 100 * (pay / usual - 1)
    return pl.concat(
        [
            indicator_rows(levels, "pay_average", pay, about),
            indicator_rows(levels, "pay_premium", premium, beside),
        ]
    )
