"""The real disclosure pattern of Florida beside its truth: how far off are the estimates?

Source: Cao and Beaumont's files of the Florida Department of Economic Opportunity and QCEW.
"""

from pathlib import Path

import polars as pl
import pytest

from sectoral import tables
from sectoral.estimation.industries import depth_of
from sectoral.estimation.suppressed import estimate_suppressed

pytestmark = pytest.mark.data
PERIOD = ["industry", "year", "quarter"]


@pytest.fixture(scope="module")
def withheld(shared_data: Path) -> pl.DataFrame:
    """The withheld cells of 2012-2014 with their truth and our estimate."""
    folder = shared_data / "florida_suppression_truth"
    published = _long(folder / "suppressed_20_quarters.csv", "jobs")
    workplaces = _long(folder / "establishments_20_quarters.csv", "establishments")
    true = _long(folder / "true_first_12_quarters.csv", "true")
    levels = pl.col("industry").map_elements(depth_of, return_dtype=pl.String)
    cells = (
        published.join(workplaces, on=PERIOD, how="full", coalesce=True)
        # '101', '1011' ... are the publisher's domains and supersectors, no NAICS industries.
        .filter(~pl.col("industry").str.contains(r"^10\d+$"))
        .with_columns(
            pl.lit("qcew", tables.SOURCES_OF_JOBS).alias("source"),
            pl.lit("12001").alias("area"),
            pl.lit("private", tables.OWNERSHIPS).alias("ownership"),
            pl.col("establishments").cast(pl.Int64),
            pl.lit(None, pl.Float64).alias("pay_usd"),
            levels.cast(tables.LEVELS).alias("level"),
        )
    )
    return (
        estimate_suppressed(cells)
        .filter(~pl.col("published"))
        .join(true.drop_nulls("true"), on=PERIOD)
    )


def _long(file: Path, name: str) -> pl.DataFrame:
    wide = pl.read_csv(file, infer_schema=False, null_values=["NA", ""])
    quarters = [c for c in wide.columns if ".qtr" in c]
    return wide.unpivot(index="industry_code", on=quarters, value_name=name).select(
        pl.col("industry_code").alias("industry"),
        pl.col("variable").str.head(4).cast(pl.Int16).alias("year"),
        pl.col("variable").str.tail(1).cast(pl.Int8).alias("quarter"),
        pl.col(name).cast(pl.Float64),
    )


def test_estimates_are_off_by_a_fifth_of_the_withheld_jobs(withheld: pl.DataFrame) -> None:
    # Zeros are off by 1.00, workplaces × ratio by .39, a linear program with it by .22-.24.
    off = (pl.col("jobs") - pl.col("true")).abs()
    error, mean = withheld.select(off.sum() / pl.col("true").sum(), mean=off.mean()).row(0)
    assert withheld.height == 1693
    assert error < 0.215
    assert mean < 57


def test_every_truth_lies_within_its_bounds(withheld: pl.DataFrame) -> None:
    # 24 of the publisher's own 1,100 parents miss their parts' sum by more than one job.
    outside = (pl.col("true") < pl.col("jobs_low") - 1) | (pl.col("true") > pl.col("jobs_high") + 1)
    assert withheld.filter(outside).is_empty()
