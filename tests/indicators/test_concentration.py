"""Quayland's quotients and shares, with the sums done by hand."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectoral import tables
from sectoral.indicators.concentration import concentration, location_quotient, reference_jobs
from sectoral.indicators.sector_jobs import latest_levels, level_cells, sector_jobs
from tests.jobs import area_jobs, cell, frame

REGIONS = frame(
    tables.REGIONS,
    [
        {"partition": "zones", "area": "99001", "region": "harbour"},
        {"partition": "zones", "area": "99003", "region": "market"},
    ],
)
SECTORS = frame(
    tables.SECTORS,
    [
        {"sector": s, "name": s, "industry": i, "ownership": o, "metropolitan": True, "rural": True}
        for s, i, o in (("boats", "3366", "private"), ("care", "62", "all"))
    ],
)


def estimate(area: str, industry: str, jobs: float, **more: object) -> dict[str, object]:
    row: dict[str, object] = {"source": "qcew", "area": area, "industry": industry}
    row |= {"ownership": "private"}
    row |= {"year": 2021, "quarter": 0, "establishments": 10, "jobs": jobs, "jobs_low": jobs}
    return row | {"jobs_high": jobs, "published": True, "pay_usd": None} | more


def all_jobs(area: str, jobs: float, **more: object) -> dict[str, object]:
    return estimate(area, "10", jobs, ownership="all", **more)


def shares(*rows: tuple[str, str, float]) -> pl.DataFrame:
    base = {"source": "qcew", "year": 2021, "quarter": 0, "how": "published"}
    return frame(
        tables.REFERENCE_JOBS,
        [
            base | {"industry": i, "ownership": o, "share": s, "share_low": s, "share_high": s}
            for i, o, s in rows
        ],
    )


def measured(estimates: pl.DataFrame, reference: pl.DataFrame) -> pl.DataFrame:
    levels = latest_levels(sector_jobs(estimates, REGIONS, SECTORS))
    cells = level_cells(estimates, levels, REGIONS, SECTORS)
    return concentration(levels, cells, reference, SECTORS)


def the(rows: pl.DataFrame, region: str, sector: str, indicator: str) -> dict[str, object]:
    found = rows.filter(region=region, sector=sector, indicator=indicator)
    return found.row(0, named=True)


def test_boats_are_two_and_a_quarter_times_as_common_in_harbour() -> None:
    # Harbour: 30 of 100 jobs. The nation: 40 of 300. 0.3 / 0.1333... = 2.25
    estimates = frame(
        tables.JOBS_ESTIMATES, [all_jobs("99001", 100.0), estimate("99001", "3366", 30.0)]
    )
    rows = measured(estimates, shares(("3366", "private", 40 / 300)))
    assert the(rows, "harbour", "boats", "lq")["value"] == pytest.approx(2.25)
    assert the(rows, "harbour", "boats", "employment_share")["value"] == pytest.approx(30.0)
    assert the(rows, "harbour", "boats", "jobs")["confidence"] == 1.0


def test_bounds_and_confidence_follow_what_published_figures_settle() -> None:
    # 20 of at least 10 and at most 40 jobs in 100: 20 %, from 10 % to 40 %; half is settled.
    guess = estimate("99001", "3366", 20.0, jobs_low=10.0, jobs_high=40.0, published=False)
    estimates = frame(tables.JOBS_ESTIMATES, [all_jobs("99001", 100.0), guess])
    rows = measured(estimates, shares(("3366", "private", 0.1)))
    share = the(rows, "harbour", "boats", "employment_share")
    assert (share["value"], share["low"], share["high"]) == (20.0, 10.0, 40.0)
    assert share["confidence"] == 0.5
    assert share["note"] == "published figures settle 50% of the jobs; the rest is estimated"
    quotient = the(rows, "harbour", "boats", "lq")
    found = [quotient[k] for k in ("value", "low", "high")]
    assert found == pytest.approx([2.0, 1.0, 4.0])


def test_public_hospitals_count_where_a_sector_counts_all_owners() -> None:
    # Care: 10 private and 5 local jobs of 100; the nation has 6 % private and 4 % local: 1.5.
    estimates = frame(
        tables.JOBS_ESTIMATES,
        [
            all_jobs("99001", 100.0),
            estimate("99001", "62", 10.0),
            estimate("99001", "62", 5.0, ownership="local"),
        ],
    )
    rows = measured(estimates, shares(("62", "private", 0.06), ("62", "local", 0.04)))
    assert the(rows, "harbour", "care", "lq")["value"] == pytest.approx(1.5)


def test_a_quotient_is_unknown_where_the_national_share_of_much_of_it_is() -> None:
    # A third of care's jobs are local, and the nation's share of these is not known.
    estimates = frame(
        tables.JOBS_ESTIMATES,
        [
            all_jobs("99001", 100.0),
            estimate("99001", "62", 10.0),
            estimate("99001", "62", 5.0, ownership="local"),
        ],
    )
    quotient = the(measured(estimates, shares(("62", "private", 0.06))), "harbour", "care", "lq")
    assert quotient["value"] is None
    assert quotient["note"] == "the national share of industries with 33% of its jobs is not known"


def test_a_sector_without_any_national_share_has_no_quotient() -> None:
    estimates = frame(
        tables.JOBS_ESTIMATES, [all_jobs("99001", 100.0), estimate("99001", "3366", 30.0)]
    )
    quotient = the(measured(estimates, shares(("62", "private", 0.06))), "harbour", "boats", "lq")
    assert quotient["value"] is None
    assert "100%" in str(quotient["note"])


def test_a_region_without_jobs_has_no_shares() -> None:
    estimates = frame(
        tables.JOBS_ESTIMATES, [all_jobs("99001", 0.0), estimate("99001", "3366", 0.0)]
    )
    rows = measured(estimates, shares(("3366", "private", 0.1)))
    assert the(rows, "harbour", "boats", "lq")["value"] is None
    assert the(rows, "harbour", "boats", "employment_share")["value"] is None
    assert the(rows, "harbour", "boats", "jobs")["value"] == 0.0


def test_the_nations_share_is_backed_out_of_a_printed_quotient() -> None:
    # 30 of 100 jobs and a printed 2.25: the nation's share is 0.3 / 2.25, give or take 0.005.
    printed = area_jobs(cell("10", 100.0, ownership="all"), cell("3366", 30.0, lq_published=2.25))
    row = (
        reference_jobs(printed, tables.JOBS_ESTIMATES.empty())
        .filter(industry="3366")
        .row(0, named=True)
    )
    assert row["share_low"] == pytest.approx(0.3 / 2.255)
    assert row["share_high"] == pytest.approx(0.3 / 2.245)
    assert row["how"] == "worked out from published quotients"


def test_a_printed_nation_goes_before_everything_backed_out() -> None:
    printed = area_jobs(
        cell("10", 100.0, ownership="all"),
        cell("3366", 30.0, lq_published=9.0),
        cell("10", 300.0, area="US000", ownership="all"),
        cell("3366", 40.0, area="US000"),
    )
    row = reference_jobs(printed, tables.JOBS_ESTIMATES.empty()).filter(industry="3366")
    assert row["share"].item() == pytest.approx(40 / 300)
    assert row["how"].item() == "published"


@given(st.lists(st.tuples(st.integers(1, 900), st.integers(0, 900)), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_quotients_weighted_by_the_size_of_regions_average_to_one(
    regions: list[tuple[int, int]],
) -> None:
    jobs = pl.DataFrame(
        {"e": [float(e) for e, _ in regions], "rest": [float(r) for _, r in regions]}
    ).with_columns(all=pl.col("e") + pl.col("rest"))
    share = float(jobs["e"].sum()) / float(jobs["all"].sum())
    quotient = jobs.select(
        location_quotient(pl.col("e"), pl.col("all"), pl.lit(share)) * pl.col("all")
    ).to_series()
    assert float(quotient.sum()) / float(jobs["all"].sum()) == pytest.approx(1.0)
