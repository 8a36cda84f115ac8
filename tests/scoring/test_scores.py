"""Scores of Quayland's sectors: points by hand, ranks, verdicts, and what is too thin."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectoral import tables
from sectoral.indicators.catalogue import INDICATORS
from sectoral.scoring.combine import score_parts, score_sectors
from sectoral.scoring.thresholds import default_thresholds
from sectoral.scoring.weights import ScoreCriterion, default_weights
from tests.jobs import frame

KNOWN = [i.id for i in INDICATORS]
# Half the nation's share 0 points, double 100; −50 % pay 0 points, +50 % 100.
WEIGHTS = (
    ScoreCriterion("lq", 60.0, 0.5, 2.0, True, ""),
    ScoreCriterion("pay_premium", 40.0, -50.0, 50.0, False, ""),
)
SURE = {"establishments": 50.0, "jobs": 500.0}


def told(sector: str, region: str = "harbour", confidence: float = 1.0, **values: Any) -> list[Any]:
    base = {"region": region, "sector": sector, "unit": "", "period": "", "source": "qcew"}
    return [
        base | {"indicator": name, "value": value, "confidence": confidence}
        for name, value in (SURE | values).items()
    ]


def judged(*rows: Any, kind: str = "metropolitan", coverage: float = 1.0) -> pl.DataFrame:
    indicators = frame(tables.INDICATORS, [row for group in rows for row in group])
    facts = [
        {"region": r, "name": r, "kind": kind, "kind_because": "", "areas": 1, "states": "99"}
        | {"coverage": coverage, "areas_missing": ""}
        for r in indicators["region"].unique()
    ]
    parts = score_parts(indicators, WEIGHTS)
    return score_sectors(parts, indicators, frame(tables.REGION_FACTS, facts), default_thresholds())


def only(frame: pl.DataFrame) -> dict[str, Any]:
    return frame.row(0, named=True)


def test_a_double_share_at_usual_pay_scores_eighty() -> None:
    # LQ 2 = 100 points × 60 % = 60; usual pay 50 points × 40 % = 20.
    row = only(judged(told("boats", lq=2.0, pay_premium=0.0)))
    assert (row["score"], row["score_low"], row["score_high"]) == (80.0, 80.0, 80.0)
    assert (row["rank"], row["verdict"]) == (1, "critical")


def test_the_log_scale_gives_an_equal_share_half_the_points() -> None:
    # ln(1 / 0.5) / ln(2 / 0.5) = 0.5; ten times the share is no more than the best.
    assert only(judged(told("boats", lq=1.0, pay_premium=0.0)))["score"] == pytest.approx(50.0)
    assert only(judged(told("boats", lq=10.0, pay_premium=0.0)))["score"] == 80.0
    assert only(judged(told("boats", lq=0.0, pay_premium=0.0)))["score"] == 20.0


def test_an_unknown_criterion_opens_the_score_instead_of_lowering_it() -> None:
    # LQ 1.0: 30 of 60 known points = 50. Pay unknown: 30 at worst, 30 + 40 = 70 at best.
    row = only(judged(told("boats", lq=1.0, pay_premium=None)))
    found = [row[k] for k in ("score", "score_low", "score_high")]
    assert found == pytest.approx([50.0, 30.0, 70.0])
    assert row["verdict"] == "promising"


def test_a_criterion_that_rests_on_less_than_half_published_figures_is_not_counted() -> None:
    unsure = told("boats", lq=1.0) + told("boats", confidence=0.4, pay_premium=50.0)[2:]
    assert only(judged(unsure))["score"] == pytest.approx(50.0)


def test_equal_scores_share_the_better_rank_and_the_next_is_left_out() -> None:
    rows = judged(
        told("boats", lq=1.0, pay_premium=0.0),
        told("care", lq=1.0, pay_premium=0.0),
        told("farms", lq=0.6, pay_premium=0.0),
        told("inns", lq=2.0, pay_premium=0.0),
    )
    assert dict(rows.select("sector", "rank").rows()) == {
        "inns": 1,
        "boats": 2,
        "care": 2,
        "farms": 4,
    }


@pytest.mark.parametrize(
    ("values", "facts", "reason"),
    [
        ({"establishments": 9.0}, {}, "only 9 workplaces"),
        ({"establishments": None}, {}, "the number of workplaces is not published"),
        ({}, {"coverage": 0.749}, "only 74% of the region's workers are in counties"),
        ({"lq": None}, {}, "too many of the indicators are unknown"),
    ],
)
def test_a_thin_sector_is_not_ranked_and_says_why(
    values: dict[str, Any], facts: dict[str, Any], reason: str
) -> None:
    row = only(judged(told("boats", **({"lq": 2.0, "pay_premium": 0.0} | values)), **facts))
    assert (row["rank"], row["ranked"], row["verdict"]) == (None, False, "too thin to judge")
    assert row["why_not"].startswith(reason)


def test_jobs_that_are_mostly_estimated_are_too_thin() -> None:
    row = only(judged(told("boats", confidence=0.496, lq=2.0, pay_premium=0.0)))
    assert row["why_not"] == "published figures settle only 49% of its jobs"


def test_a_rural_region_needs_fewer_workplaces() -> None:
    # Share and concentration count there, not the number of companies.
    hospital = told("care", establishments=6.0, lq=2.0, pay_premium=0.0)
    assert not only(judged(hospital))["ranked"]
    assert only(judged(hospital, kind="rural"))["verdict"] == "critical"


def test_a_thin_sector_takes_no_rank_from_others() -> None:
    rows = judged(
        told("boats", establishments=2.0, lq=2.0, pay_premium=50.0),
        told("care", lq=1.0, pay_premium=0.0),
    )
    assert dict(rows.select("sector", "rank").rows()) == {"boats": None, "care": 1}


@given(st.lists(st.floats(0.01, 20), min_size=2, max_size=6, unique=True))
@settings(max_examples=30, deadline=None)
def test_a_higher_share_never_scores_lower(shares: list[float]) -> None:
    rows = judged(*[told(f"s{n}", lq=x, pay_premium=0.0) for n, x in enumerate(sorted(shares))])
    assert rows.sort("sector")["score"].is_sorted()


def test_the_shipped_weights_are_of_indicators_and_sum_to_a_hundred() -> None:
    weights = default_weights(KNOWN)
    assert sum(c.weight for c in weights) == pytest.approx(100.0)
    assert all(c.why for c in weights)


@pytest.mark.parametrize(
    ("lq", "share", "verdict"),
    [
        (0.99, 4.9, "promising"),  # neither concentrated nor large, whatever it pays
        (1.0, 0.1, "critical"),
        (0.5, 5.0, "critical"),
        (None, None, "promising"),
    ],
)
def test_pay_alone_does_not_make_a_sector_critical(
    lq: float | None, share: float | None, verdict: str
) -> None:
    rated = judged(told("boats", lq=2.0, pay_premium=75.0))
    assert only(rated)["verdict"] == "critical"
    indicators = frame(
        tables.INDICATORS, told("boats", lq=lq, employment_share=share, pay_premium=75.0)
    )
    parts = frame(tables.SCORE_PARTS, PAID)
    facts = frame(tables.REGION_FACTS, HARBOUR)
    assert only(score_sectors(parts, indicators, facts, default_thresholds()))["verdict"] == verdict


PAID = [
    {"region": "harbour", "sector": "boats", "criterion": "pay_premium", "value": 75.0}
    | {"standard": 100.0, "weight": 100.0, "points": 100.0}
]
HARBOUR = [
    {"region": "harbour", "name": "harbour", "kind": "metropolitan", "kind_because": ""}
    | {"areas": 1, "states": "99", "coverage": 1.0, "areas_missing": ""}
]


def test_the_bounds_of_an_indicator_are_the_bounds_of_its_points() -> None:
    # LQ 1.0, from 0.5 to 2.0: 30 of 60 points, from 0 to 60; usual pay 20 of 40.
    rows = told("boats", lq=1.0, pay_premium=0.0)
    rows = [r | ({"low": 0.5, "high": 2.0} if r["indicator"] == "lq" else {}) for r in rows]
    row = only(judged(rows))
    found = [row[k] for k in ("score", "score_low", "score_high")]
    assert found == pytest.approx([50.0, 20.0, 80.0])
