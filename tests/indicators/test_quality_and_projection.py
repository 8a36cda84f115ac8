"""Pay at a yearly rate, its premium, and national projections at the region's mix."""

from typing import Any

import polars as pl
import pytest

from sectoral import tables
from sectoral.indicators.industries import line_of, parent_of
from sectoral.indicators.projection import projected_growth
from sectoral.indicators.quality import job_quality
from tests.jobs import frame

LEVEL = {
    "source": "qcew",
    "region": "harbour",
    "sector": "boats",
    "year": 2021,
    "quarter": 0,
    "jobs": 100.0,
    "pay_usd": 4_000_000.0,
    "pay_jobs": 80.0,
    "region_jobs": 1000.0,
    "region_pay_usd": 40_000_000.0,
}


def quality(**other: Any) -> dict[str, dict[str, Any]]:
    rows = job_quality(frame(tables.SECTOR_JOBS, [LEVEL | other]))
    return {row["indicator"]: row for row in rows.iter_rows(named=True)}


def test_pay_is_of_the_jobs_whose_pay_is_published() -> None:
    # 4,000,000 / 80 = 50,000; all jobs 40,000,000 / 1,000 = 40,000; 25 % more.
    rows = quality()
    assert rows["pay_average"]["value"] == 50_000
    assert rows["pay_premium"]["value"] == pytest.approx(25.0)
    assert rows["pay_average"]["confidence"] == 0.8
    assert rows["pay_average"]["note"] == "rests on the 80% of jobs whose pay is published"


def test_a_quarters_pay_is_put_at_a_yearly_rate() -> None:
    rows = quality(quarter=1, pay_usd=1_000_000.0, region_pay_usd=10_000_000.0)
    assert rows["pay_average"]["value"] == 50_000
    assert rows["pay_premium"]["value"] == pytest.approx(25.0)
    assert rows["pay_average"]["period"] == "2021 Q1"


def test_withheld_pay_is_unknown_and_says_so() -> None:
    rows = quality(pay_usd=None, pay_jobs=None)
    assert rows["pay_average"]["value"] is None
    assert rows["pay_premium"]["note"] == "the publisher withheld the pay of every cell"


def test_without_the_regions_pay_there_is_no_premium() -> None:
    rows = quality(region_pay_usd=None)
    assert rows["pay_average"]["value"] == 50_000
    assert rows["pay_premium"]["value"] is None
    assert rows["pay_premium"]["note"] == "the pay of all jobs here is not published"


def projected(*industries: tuple[str, float]) -> dict[str, Any]:
    projections = frame(
        tables.PROJECTIONS,
        [
            {
                "geography": "US",
                "industry": industry,
                "title": industry,
                "covers": industry,
                "base_year": 2018,
                "target_year": 2028,
                "jobs_base": 100.0,
                "jobs_target": target,
            }
            for industry, target in (("336", 110.0), ("3366", 130.0))
        ],
    )
    cells = pl.DataFrame(
        [("harbour", "boats", i, "private", j) for i, j in industries],
        schema=["region", "sector", "industry", "ownership", "jobs"],
        orient="row",
    )
    levels = frame(tables.SECTOR_JOBS, [LEVEL])
    return projected_growth(levels, cells, projections).row(0, named=True)


def test_projections_are_weighted_by_the_jobs_here_and_fall_back_on_the_parent() -> None:
    # 3366 grows by 1.3; 3369 is not projected, so 336's 1.1; 30 and 10 jobs:
    # (30 × 1.3 + 10 × 1.1) / 40 = 1.25 in ten years = 2.2565 % a year.
    row = projected(("3366", 30.0), ("3369", 10.0))
    assert row["value"] == pytest.approx(100 * (1.25**0.1 - 1))
    assert (row["period"], row["confidence"]) == ("2018–2028", 1.0)


def test_what_is_not_projected_is_left_out_and_lowers_confidence() -> None:
    row = projected(("3366", 30.0), ("5112", 10.0))
    assert row["value"] == pytest.approx(100 * (1.3**0.1 - 1))
    assert row["confidence"] == 0.75


def test_a_sector_no_industry_of_which_is_projected_is_unknown() -> None:
    row = projected(("5112", 10.0))
    assert row["value"] is None
    assert row["note"] == "no projection for its industries in the files"


def test_a_code_stands_in_the_line_of_its_parents() -> None:
    assert line_of("3361") == ["3361", "336", "31-33"]
    assert [parent_of(c) for c in ("621", "62", "44-45", "10")] == ["62", "10", "10", None]
