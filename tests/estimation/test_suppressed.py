"""Withheld cells: what is left of their totals, and what published cells settle."""

from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectoral.estimation.suppressed import estimate_suppressed, with_dropped_cells
from tests.jobs import area_jobs, cell

KEY = ["source", "area", "industry", "ownership", "year", "quarter"]


def everyone(jobs: float, **more: Any) -> Any:
    return cell("10", jobs, 100, ownership="all", **more)


def jobs_of(estimates: pl.DataFrame, industry: str, **where: Any) -> tuple[float, float, float]:
    row = estimates.filter(
        pl.col("industry") == industry,
        pl.col("ownership") == "private",
        *[pl.col(k) == v for k, v in where.items()],
    )
    return row.select("jobs", "jobs_low", "jobs_high").row(0)


def test_two_withheld_sisters_share_what_their_parent_leaves() -> None:
    # 1,000 − 600 = 400 are left for 23 and 31-33. No likeness is published but the whole's, so
    # both take the same jobs per workplace: 10 and 30 workplaces share 400 as 100 and 300.
    estimates = estimate_suppressed(
        area_jobs(
            everyone(1000.0),
            cell("10", 1000.0, 100),
            cell("62", 600.0, 60),
            cell("23", None, 10),
            cell("31-33", None, 30),
        )
    )
    assert jobs_of(estimates, "23") == pytest.approx((100.0, 0.0, 400.0))
    assert jobs_of(estimates, "31-33") == pytest.approx((300.0, 0.0, 400.0))
    assert jobs_of(estimates, "62") == (600.0, 600.0, 600.0)


def test_one_withheld_cell_is_known_by_subtraction() -> None:
    estimates = estimate_suppressed(
        area_jobs(everyone(90.0), cell("10", 90.0), cell("62", 60.0), cell("23", None))
    )
    assert jobs_of(estimates, "23") == pytest.approx((30.0, 30.0, 30.0))


def test_the_state_total_is_heeded_too() -> None:
    # Each county leaves 100 for 23 and 62 together; the state has 150 in 23 and 50 in 62.
    # Equal workplaces: 75 and 25 in each county. No cell can have more than 100.
    state = [cell("23", 150.0, area="99000"), cell("62", 50.0, area="99000")]
    counties = [
        row
        for area in ("99001", "99003")
        for row in (
            everyone(100.0, area=area),
            cell("10", 100.0, 20, area=area),
            cell("23", None, area=area),
            cell("62", None, area=area),
        )
    ]
    estimates = estimate_suppressed(area_jobs(*state, *counties))
    assert "99000" not in estimates["area"].to_list()
    for area in ("99001", "99003"):
        assert jobs_of(estimates, "23", area=area) == pytest.approx((75.0, 50.0, 100.0))
        assert jobs_of(estimates, "62", area=area) == pytest.approx((25.0, 0.0, 50.0))


def test_a_cell_takes_its_jobs_per_workplace_from_its_own_neighbouring_years() -> None:
    # 23 had 5 jobs a workplace in 2019 and has 9 in 2021: 7 in 2020, so 10 workplaces are 70 of
    # the 100 that are left; 62 has never been published and takes the rest.
    rows: list[Any] = []
    for year, building in ((2019, 50.0), (2020, None), (2021, 90.0)):
        rows += [
            everyone(400.0, year=year),
            cell("10", 400.0, 40, year=year),
            cell("23", building, 10, year=year),
            cell("62", None, 3, year=year),
            cell("72", 300.0, 27, year=year),
        ]
    estimates = estimate_suppressed(area_jobs(*rows))
    jobs, _, _ = jobs_of(estimates, "23", year=2020)
    assert 65 < jobs < 75
    assert jobs_of(estimates, "62", year=2020)[0] == pytest.approx(100 - jobs)


def test_a_publishers_noise_is_a_most_and_never_a_least() -> None:
    # County Business Patterns: dropped cells may be unknown even to us, so 40 is only a most.
    estimates = estimate_suppressed(
        area_jobs(
            cell("10", 100.0, source="cbp"),
            cell("62", 60.0, source="cbp"),
            cell("23", None, None, source="cbp", status="withheld"),
        )
    )
    jobs, low, high = jobs_of(estimates, "23")
    assert (low, high) == (0.0, 40.0)
    assert 0 < jobs <= 40


def test_an_industry_that_stands_in_one_year_only_was_dropped_in_the_other() -> None:
    rows = [
        cell("10", 100.0, source="cbp", year=2017),
        cell("23", 10.0, source="cbp", year=2017),
        cell("10", 100.0, source="cbp", year=2018),
        cell("10", 50.0, source="cbp", year=2018, area="99003"),
    ]
    put_back = with_dropped_cells(area_jobs(*rows)).join(area_jobs(*rows), on=KEY, how="anti")
    # 99003 is not in the file of 2017 at all: nothing of it was dropped there.
    assert put_back.select("area", "industry", "year").rows() == [("99001", "23", 2018)]
    assert put_back.select("jobs", "establishments", "status").rows() == [(None, None, "withheld")]


# ── laws ─────────────────────────────────────────────────────────────────────────────────

INDUSTRIES = ("21", "23", "42", "62", "72")


@st.composite
def counties(draw: st.DrawFn) -> list[Any]:
    """Two counties whose industries add up to their totals and to the state's; some withheld."""
    rows, state = [], dict.fromkeys(INDUSTRIES, 0)
    for area in ("99001", "99003"):
        jobs = [draw(st.integers(1, 500)) for _ in INDUSTRIES]
        rows += [everyone(float(sum(jobs)), area=area), cell("10", float(sum(jobs)), area=area)]
        for industry, number in zip(INDUSTRIES, jobs, strict=True):
            state[industry] += number
            shown = None if draw(st.booleans()) else float(number)
            rows.append(cell(industry, shown, draw(st.integers(1, 40)), area=area, true=number))
    return rows + [cell(i, float(n), area="99000") for i, n in state.items()]


def told(rows: list[Any]) -> pl.DataFrame:
    return estimate_suppressed(area_jobs(*rows))


def truth(rows: list[Any]) -> pl.DataFrame:
    return pl.DataFrame(
        [(r["area"], r["industry"], float(r["true"])) for r in rows if "true" in r],
        schema=["area", "industry", "true"],
        orient="row",
    )


@given(counties())
@settings(max_examples=40, deadline=None)
def test_the_truth_lies_within_the_bounds_and_the_estimate_too(rows: list[dict[str, Any]]) -> None:
    cells = told(rows).join(truth(rows), on=["area", "industry"])
    assert cells.filter(
        (pl.col("true") < pl.col("jobs_low") - 1e-6) | (pl.col("true") > pl.col("jobs_high") + 1e-6)
    ).is_empty()
    assert (cells["jobs_low"] <= cells["jobs"] + 1e-9).all()
    assert (cells["jobs"] <= cells["jobs_high"] + 1e-9).all()


@given(counties())
@settings(max_examples=40, deadline=None)
def test_industries_add_up_to_their_county(rows: list[dict[str, Any]]) -> None:
    estimates = told(rows)
    parts = estimates.filter(pl.col("industry") != "10").group_by("area").agg(pl.col("jobs").sum())
    whole = estimates.filter(pl.col("ownership") == "all").select("area", whole="jobs")
    for _, jobs, total in parts.join(whole, on="area").rows():
        assert jobs == pytest.approx(total, rel=1e-2)


@given(counties(), st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_the_order_of_rows_changes_nothing(rows: list[dict[str, Any]], random: Random) -> None:
    shuffled = random.sample(rows, len(rows))
    one, two = told(rows), told(shuffled)
    assert one.drop("jobs", "jobs_low", "jobs_high").equals(
        two.drop("jobs", "jobs_low", "jobs_high")
    )
    for name in ("jobs", "jobs_low", "jobs_high"):
        assert two[name].to_list() == pytest.approx(one[name].to_list(), rel=1e-6, abs=1e-6)


@given(counties())
@settings(max_examples=20, deadline=None)
def test_an_industry_without_jobs_changes_nothing(rows: list[dict[str, Any]]) -> None:
    more = [*rows, cell("81", 0.0, 0), cell("81", 0.0, 0, area="99003")]
    with_it = told(more).filter(pl.col("industry") != "81")
    assert with_it["jobs"].to_list() == pytest.approx(told(rows)["jobs"].to_list(), rel=1e-6)


@given(counties())
@settings(max_examples=20, deadline=None)
def test_one_more_published_cell_never_widens_a_bound(rows: list[dict[str, Any]]) -> None:
    hidden = [n for n, r in enumerate(rows) if r["jobs"] is None]
    if not hidden:
        return
    before = told(rows)
    shown = rows[hidden[0]]
    rows[hidden[0]] = shown | {"jobs": float(shown["true"]), "status": "published"}
    both = before.join(told(rows), on=KEY, suffix="_now")
    assert (both["jobs_low_now"] >= both["jobs_low"] - 1e-6).all()
    assert (both["jobs_high_now"] <= both["jobs_high"] + 1e-6).all()


@given(counties(), st.integers(2, 20))
@settings(max_examples=20, deadline=None)
def test_ten_times_the_jobs_are_ten_times_the_estimates(
    rows: list[dict[str, Any]], times: int
) -> None:
    larger = [r | {"jobs": None if r["jobs"] is None else times * r["jobs"]} for r in rows]
    scaled = [times * jobs for jobs in told(rows)["jobs"]]
    assert told(larger)["jobs"].to_list() == pytest.approx(scaled, rel=1e-4, abs=1e-3)
