"""Growth over a span, the parts of the change, and when neither can be told."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectoral import tables
from sectoral.estimation.suppressed import estimate_suppressed
from sectoral.indicators.growth import reference_growth
from sectoral.indicators.measure import measure_indicators
from sectoral.indicators.sector_jobs import sector_jobs, whole_years
from sectoral.indicators.spans import GrowthSpan, growth_span
from tests.indicators.test_concentration import REGIONS, SECTORS
from tests.jobs import area_jobs, cell


def county(area: str, year: int, jobs: float, boats: float | None, **more: Any) -> list[Any]:
    at = {"area": area, "year": year} | more
    return [
        cell("10", jobs, 100, ownership="all", **at),
        cell("10", jobs, 100, **at),
        cell("31-33", jobs / 2, 50, **at),
        cell("336", jobs / 2, 50, **at),
        cell("3366", boats, 10, **at),
    ]


def measured(rows: list[Any], regions: pl.DataFrame = REGIONS) -> pl.DataFrame:
    jobs = area_jobs(*rows)
    estimates = whole_years(estimate_suppressed(jobs))
    inside = sector_jobs(estimates, regions, SECTORS)
    growth = reference_growth(jobs, SECTORS, growth_span(jobs))
    empty = (tables.REFERENCE_JOBS.empty(), growth, tables.PROJECTIONS.empty())
    return measure_indicators(jobs, estimates, inside, regions, SECTORS, *empty)


def the(rows: pl.DataFrame, indicator: str, region: str = "harbour") -> dict[str, Any]:
    found = rows.filter(region=region, sector="boats", indicator=indicator)
    return found.row(0, named=True)


TWO_COUNTIES = [
    *county("99001", 2017, 1000.0, 100.0),
    *county("99001", 2019, 1100.0, 144.0),
    *county("99003", 2017, 1000.0, 200.0),
    *county("99003", 2019, 1100.0, 186.0),
]


def test_boats_grew_by_a_fifth_each_year() -> None:
    # 100 → 144 in two years: (144 / 100)^(1/2) − 1 = 20 %.
    growth = the(measured(TWO_COUNTIES), "growth_past")
    assert growth["value"] == pytest.approx(20.0)
    assert growth["period"] == "2017–2019"
    assert growth["confidence"] == 1.0


def test_the_change_of_44_boat_jobs_has_three_parts() -> None:
    # All jobs: 2,000 → 2,200, 10 %. Boats: 300 → 330, 10 % too. 100 × .1 = 10 from the nation,
    # 100 × (.1 − .1) = 0 from the mix, 44 − 100 × .1 = 34 from the region itself.
    rows = measured(TWO_COUNTIES)
    parts = [the(rows, f"shift_{part}")["value"] for part in ("national", "mix", "regional")]
    assert parts == pytest.approx([10.0, 0.0, 34.0])
    assert the(rows, "shift_mix")["note"] == "compared with the 2 counties in the files"


@given(st.lists(st.integers(1, 400), min_size=4, max_size=4))
@settings(max_examples=15, deadline=None)
def test_the_three_parts_sum_to_the_change(boats: Any) -> None:
    rows = [
        row
        for n, (area, year) in enumerate(
            [("99001", 2017), ("99001", 2019), ("99003", 2017), ("99003", 2019)]
        )
        for row in county(area, year, 1000.0 + 37 * n, float(boats[n]))
    ]
    told = measured(rows)
    for region, change in (("harbour", boats[1] - boats[0]), ("market", boats[3] - boats[2])):
        parts = [the(told, f"shift_{p}", region)["value"] for p in ("national", "mix", "regional")]
        assert sum(parts) == pytest.approx(change, abs=1e-6)


def test_one_year_of_files_grows_by_the_publishers_own_change() -> None:
    # Harbour: 120 now, 100 a year before: 20 %. Market's cell has no figure of a year before.
    quarter = {"quarter": 1, "year": 2016}
    rows = [
        *[
            r | {"jobs_year_ago": 0.9 * r["jobs"]}
            for r in county("99001", jobs=1000, boats=1, **quarter)
        ],
        *county("99003", jobs=1000.0, boats=90.0, **quarter),
    ]
    rows[4] |= {"jobs": 118.0, "jobs_last_month": 120.0, "jobs_year_ago": 100.0}
    rows[5] |= {"jobs_year_ago": 900.0}
    told = measured(rows)
    growth = the(told, "growth_past")
    assert growth["value"] == pytest.approx(20.0)
    assert growth["period"] == "2015 Q1–2016 Q1"
    assert "one year only" in growth["note"]
    unknown = the(told, "growth_past", "market")
    assert unknown["value"] is None
    assert unknown["note"] == "no jobs published at both ends of 2015 Q1–2016 Q1"


def test_growth_is_unknown_where_one_quarter_is_all_there_is() -> None:
    growth = the(measured(county("99001", 2016, 1000.0, 10.0, quarter=1)), "growth_past")
    assert growth["value"] is None
    assert "no two whole years" in growth["note"]


def test_growth_is_unknown_where_its_files_cover_too_little_of_the_region() -> None:
    # Only 99001 has 2017: half of the region's 2,200 jobs.
    one = REGIONS.with_columns(pl.lit("harbour").alias("region"))
    rows = [r for r in TWO_COUNTIES if (r["area"], r["year"]) != ("99003", 2017)]
    growth = the(measured(rows, one), "growth_past")
    assert growth["value"] is None
    assert growth["note"] == (
        "only 50% of the region's jobs are in counties with files for 2017–2019"
    )


def test_ends_of_different_counties_are_not_compared() -> None:
    # 99003 is a tenth of the region, but adds its boats at one end only.
    one = REGIONS.with_columns(pl.lit("harbour").alias("region"))
    rows = [*TWO_COUNTIES[:10], *county("99003", 2019, 100.0, 18.0)]
    growth = the(measured(rows, one), "growth_past")
    assert growth["value"] is None
    assert growth["note"] == "the files for 2017 and 2019 are not of the same counties"


def test_a_sector_that_was_not_there_has_no_growth() -> None:
    rows = [*county("99001", 2017, 1000.0, 0.0), *county("99001", 2019, 1000.0, 20.0)]
    growth = the(measured(rows), "growth_past")
    assert growth["value"] is None
    assert growth["note"] == "no jobs at the start of 2017–2019"


def test_growth_from_private_jobs_says_what_part_of_the_sector_it_stands_for() -> None:
    # Care has 30 private and 70 public jobs in QCEW; County Business Patterns counts 30.
    rows = [
        cell("10", 1000.0, ownership="all", year=2016),
        cell("10", 900.0, year=2016),
        cell("10", 100.0, ownership="local", year=2016),
        cell("62", 30.0, year=2016),
        cell("62", 70.0, ownership="local", year=2016),
    ]
    for year, jobs in ((2017, 30.0), (2021, 36.0)):
        rows += [cell("10", 900.0, source="cbp", year=year)]
        rows += [cell("62", jobs, source="cbp", year=year)]
    row = measured(rows).filter(sector="care", indicator="growth_past").row(0, named=True)
    assert row["source"] == "cbp"
    assert row["value"] == pytest.approx(100 * (1.2**0.25 - 1))
    assert row["confidence"] == pytest.approx(0.3)
    assert row["note"].startswith("stands for 30% of the sector's jobs; private jobs outside farms")
    assert row["note"].endswith("the span includes the shock of 2020")


def test_a_span_over_2022_warns_of_the_revised_codes() -> None:
    assert "industry codes were revised in 2022" in GrowthSpan("qcew", 2021, 2023).beware()
    assert GrowthSpan("qcew", 2016, 2018).beware() == ""


def test_the_longest_span_wins_and_states_and_nation_do_not_count() -> None:
    rows = [cell("10", 1.0, source="cbp", year=y) for y in (2017, 2021)]
    rows += [cell("10", 1.0, year=y) for y in (2018, 2019)]
    rows += [cell("10", 1.0, year=y, area="US000") for y in (1990, 2021)]
    assert growth_span(area_jobs(*rows)) == GrowthSpan("cbp", 2017, 2021)
