"""Our location quotients beside the ones the Bureau of Labor Statistics prints.

The Bureau's base is all jobs of all owners, of the area and of the United States; a quarter's
quotient is of its third month, a year's of its average.
"""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from sectoral import tables
from sectoral.indicators.concentration import location_quotient, reference_jobs
from sectoral.sources.folder import read_files, scan_folder
from sectoral.sources.layouts import LAYOUTS

pytestmark = pytest.mark.data
PERIOD = ["source", "year", "quarter"]
LEVEL = pl.coalesce("jobs_last_month", "jobs")


def jobs_in(folder: Path) -> pl.DataFrame:
    found = scan_folder(folder, LAYOUTS, ())
    return read_files(found.of(("qcew",))).table(tables.AREA_JOBS)


def beside_the_printed(
    jobs: pl.DataFrame, *, states: bool = False, shares_from: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Both quotients of private four-digit cells over 500 jobs, printed at 1 or more."""
    given = jobs if shares_from is None else shares_from
    reference = reference_jobs(given, tables.JOBS_ESTIMATES.empty())
    whole = jobs.filter((pl.col("industry") == "10") & (pl.col("ownership") == "all"))
    return (
        jobs.filter(
            (pl.col("area").str.ends_with("000") == states)
            & (pl.col("level") == "group")
            & (pl.col("ownership") == "private"),
            LEVEL > 500,
            pl.col("lq_published") >= 1,
        )
        .with_columns(LEVEL.alias("here"))
        .join(whole.select("area", *PERIOD, LEVEL.alias("everyone")), on=["area", *PERIOD])
        .join(reference, on=[*PERIOD, "industry", "ownership"])
        .with_columns(
            location_quotient(pl.col("here"), pl.col("everyone"), pl.col("share")).alias("ours")
        )
    )


def agreement(cells: pl.DataFrame) -> float:
    return float(((cells["ours"] - cells["lq_published"]).abs() <= 0.02).mean())  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def nation(shared_data: Path) -> pl.DataFrame:
    return jobs_in(shared_data / "qcew_2016q1_counties")


def test_the_counties_have_the_jobs_that_the_nation_has(nation: pl.DataFrame) -> None:
    territories = pl.col("area").str.head(2).is_in(["72", "78"])
    counties = nation.filter(
        (pl.col("industry") == "10") & (pl.col("ownership") == "all"),
        ~pl.col("area").str.ends_with("000") & ~territories,
    )
    assert counties["jobs_last_month"].sum() == 140_128_911


def test_quotients_of_all_counties_in_2016_are_the_printed_ones(nation: pl.DataFrame) -> None:
    cells = beside_the_printed(nation)
    assert cells.height == 22_428
    assert agreement(cells) >= 0.999


def test_national_shares_are_the_known_totals_of_their_industries(nation: pl.DataFrame) -> None:
    # Restaurants 10.133, physicians' offices 2.494, grocery stores 2.666 million jobs.
    reference = reference_jobs(nation, tables.JOBS_ESTIMATES.empty()).filter(ownership="private")
    for industry, millions in (("7225", 10.133), ("6211", 2.494), ("4451", 2.666)):
        share = reference.filter(industry=industry)["share"].item()
        assert share * 140.128911 == pytest.approx(millions, rel=2e-3)


def test_shares_found_in_one_half_of_the_states_fit_the_other_half(nation: pl.DataFrame) -> None:
    east = nation.filter(pl.col("area").str.head(2) < "30")
    west = nation.filter(pl.col("area").str.head(2) >= "30")
    cells = beside_the_printed(west, shares_from=east)
    assert cells.height > 10_000
    assert agreement(cells) >= 0.999


@pytest.mark.parametrize(
    ("folder", "states", "least_cells"),
    [
        ("qcew_2016_colorado_full", False, 2_000),
        ("qcew_2019_2020_states", True, 1_000),
        ("qcew_2020_2023_central_ohio", False, 500),
    ],
)
def test_quotients_of_other_quarters_and_years_are_the_printed_ones(
    shared_data: Path, folder: str, states: Any, least_cells: int
) -> None:
    cells = beside_the_printed(jobs_in(shared_data / folder), states=states)
    assert cells.height > least_cells
    assert agreement(cells) >= 0.999
