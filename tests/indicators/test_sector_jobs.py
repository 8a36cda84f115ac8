"""Counties gathered into regions' sectors: sums, whole years, and what sums settle."""

import polars as pl
import pytest

from sectoral import tables
from sectoral.indicators.sector_jobs import latest_levels, level_areas, sector_jobs, whole_years
from tests.indicators.test_concentration import REGIONS, all_jobs, estimate
from tests.jobs import area_jobs, cell, frame

HEALTH = frame(
    tables.SECTORS,
    [
        {
            "sector": "health",
            "name": "Health",
            "industry": industry,
            "ownership": "private",
            "metropolitan": True,
            "rural": True,
        }
        for industry in ("621", "622")
    ],
)


def hidden(industry: str, jobs: float, high: float, **more: object) -> dict[str, object]:
    bounds = {"jobs_low": 0.0, "jobs_high": high, "published": False}
    return estimate("99001", industry, jobs, **bounds, **more)


def test_what_two_withheld_cells_have_together_is_known_though_neither_is() -> None:
    # 62 has 100 and 624 has 40, both published; 621 and 622 share the other 60.
    rows = [
        all_jobs("99001", 500.0),
        estimate("99001", "62", 100.0),
        estimate("99001", "624", 40.0),
        hidden("621", 45.0, 60.0),
        hidden("622", 15.0, 60.0),
    ]
    health = sector_jobs(frame(tables.JOBS_ESTIMATES, rows), REGIONS, HEALTH).row(0, named=True)
    assert (health["jobs"], health["jobs_published"]) == (60.0, 0.0)
    assert (health["jobs_low"], health["jobs_high"]) == (60.0, 60.0)


def test_a_withheld_sister_outside_the_sector_leaves_room() -> None:
    # 623 is withheld too, with 20 at most: 621 and 622 have at least 60 − 20 = 40.
    rows = [
        all_jobs("99001", 500.0),
        estimate("99001", "62", 100.0),
        estimate("99001", "624", 40.0),
        hidden("621", 40.0, 60.0),
        hidden("622", 10.0, 60.0),
        hidden("623", 10.0, 20.0),
    ]
    health = sector_jobs(frame(tables.JOBS_ESTIMATES, rows), REGIONS, HEALTH).row(0, named=True)
    assert (health["jobs"], health["jobs_low"], health["jobs_high"]) == (50.0, 40.0, 60.0)


def test_four_quarters_are_a_year_and_a_missing_quarter_of_a_cell_is_no_jobs() -> None:
    # 40 + 44 + 48 + 52 = 184 / 4 = 46. Boats worked in two quarters only: (10 + 30) / 4 = 10.
    jobs = {1: 40.0, 2: 44.0, 3: 48.0, 4: 52.0}
    rows = [all_jobs("99001", j, quarter=q, pay_usd=100.0 * j) for q, j in jobs.items()]
    rows += [estimate("99001", "3366", 10.0, quarter=2), estimate("99001", "3366", 30.0, quarter=3)]
    years = whole_years(frame(tables.JOBS_ESTIMATES, rows)).sort("industry")
    assert years["quarter"].to_list() == [0, 0]
    assert years["jobs"].to_list() == [46.0, 10.0]
    assert years["pay_usd"].to_list() == [18_400.0, None]


def test_a_county_with_three_quarters_keeps_its_quarters() -> None:
    rows = [all_jobs("99001", 40.0, quarter=q) for q in (1, 2, 3, 4)]
    rows += [all_jobs("99003", 40.0, quarter=q) for q in (1, 2, 3)]
    years = whole_years(frame(tables.JOBS_ESTIMATES, rows))
    assert years.filter(pl.col("quarter") == 0)["area"].to_list() == ["99001"]
    assert years.filter(pl.col("area") == "99003")["quarter"].sort().to_list() == [1, 2, 3]


def test_levels_are_read_from_qcew_and_its_latest_whole_year() -> None:
    def row(source: str, year: int, quarter: int) -> dict[str, object]:
        return {"source": source, "region": "harbour", "sector": "boats", "year": year} | {
            "quarter": quarter
        }

    periods = [("cbp", 2021, 0), ("qcew", 2019, 4), ("qcew", 2019, 0), ("qcew", 2018, 0)]
    levels = latest_levels(frame(tables.SECTOR_JOBS, [row(*p) for p in periods]))
    assert levels.select("source", "year", "quarter").rows() == [("qcew", 2019, 0)]


def test_the_counties_of_the_levels_are_those_in_that_period() -> None:
    rows = [cell("10", 1.0, ownership="all", quarter=q) for q in (1, 2, 3, 4)]
    rows += [cell("10", 1.0, ownership="all", quarter=1, area="99003")]
    assert level_areas(area_jobs(*rows))["area"].to_list() == ["99001"]


def test_regions_are_the_sum_of_their_counties_and_leave_others_out() -> None:
    both = REGIONS.with_columns(pl.lit("harbour").alias("region"))
    rows = [
        all_jobs("99001", 100.0),
        all_jobs("99003", 50.0),
        all_jobs("99999", 7.0),
        estimate("99001", "621", 10.0, pay_usd=1000.0),
        estimate("99003", "622", 5.0),
        estimate("99999", "621", 3.0),
    ]
    row = sector_jobs(frame(tables.JOBS_ESTIMATES, rows), both, HEALTH).row(0, named=True)
    assert (row["jobs"], row["region_jobs"]) == (15.0, 150.0)
    # Pay is known for the ten jobs of 621 only.
    assert (row["pay_usd"], row["pay_jobs"]) == (1000.0, 10.0)
    assert row["region_pay_usd"] is None
    assert row["establishments"] == pytest.approx(20)
