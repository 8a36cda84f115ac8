"""What the scores speak for: start, explore with a neighbour, watch, not now, cannot judge."""

from typing import Any

import polars as pl

from sectoral import tables
from sectoral.planning.propose import propose_plan
from tests.jobs import frame

LIMITS = pl.DataFrame(
    [("harbour", 60.0, 30.0), ("market", 62.5, 30.0), ("uplands", 60.0, 12.0)],
    schema=["region", "critical", "workplaces_for_a_table"],
    orient="row",
)


def scored(region: str, verdict: str, score: float, why_not: str | None = None) -> dict[str, Any]:
    return {
        "region": region,
        "sector": "boats",
        "score": score,
        "ranked": why_not is None,
        "why_not": why_not,
        "verdict": verdict,
    }


def tie(region: str, neighbour: str, workers: float) -> dict[str, Any]:
    ends = {"region": region, "neighbour": neighbour}
    return ends | {"workers_out": workers, "workers_in": 0.0}


def proposed(
    scores: list[Any], workplaces: dict[str, float], ties: list[Any] | None = None
) -> dict[str, dict[str, Any]]:
    counted = [
        {"region": r, "sector": "boats", "indicator": "establishments", "value": n, "unit": ""}
        | {"period": "", "source": ""}
        for r, n in workplaces.items()
    ]
    rows = propose_plan(
        frame(tables.SCORES, scores),
        frame(tables.INDICATORS, counted),
        frame(tables.NEIGHBOURS, ties or []),
        LIMITS,
    )
    return {row["region"]: row for row in rows.iter_rows(named=True)}


def test_a_critical_sector_with_enough_workplaces_starts() -> None:
    row = proposed([scored("harbour", "critical", 70.4)], {"harbour": 30.0})["harbour"]
    assert row["decision"] == "start"
    assert row["because"] == "Critical with 70 points and 30 workplaces."


def test_too_few_workplaces_look_to_the_neighbour_with_most_commuting() -> None:
    rows = proposed(
        [
            scored("harbour", "critical", 70.0),
            scored("market", "promising", 55.0),
            scored("uplands", "critical", 61.0),
        ],
        {"harbour": 20.0, "market": 50.0, "uplands": 50.0},
        [tie("harbour", "market", 100.0), tie("harbour", "uplands", 300.0)],
    )
    assert rows["harbour"]["decision"] == "explore with neighbour"
    assert rows["harbour"]["with_region"] == "uplands"
    assert rows["uplands"]["with_region"] is None


def test_a_neighbour_where_the_sector_does_not_matter_is_no_help() -> None:
    rows = proposed(
        [scored("harbour", "critical", 70.0), scored("market", "ordinary", 40.0)],
        {"harbour": 20.0, "market": 50.0},
        [tie("harbour", "market", 100.0)],
    )
    assert rows["harbour"]["decision"] == "start"
    assert rows["harbour"]["because"] == (
        "Critical with 70 points; 20 workplaces are few for a table, but the sector matters "
        "in no neighboring region."
    )


def test_a_rural_table_needs_fewer_workplaces() -> None:
    rows = proposed(
        [scored("uplands", "critical", 70.0), scored("market", "critical", 70.0)],
        {"uplands": 15.0, "market": 50.0},
        [tie("uplands", "market", 100.0)],
    )
    assert rows["uplands"]["decision"] == "start"


def test_the_reason_names_the_limit_and_never_rounds_up_to_it() -> None:
    rows = proposed(
        [scored("harbour", "promising", 59.9), scored("market", "ordinary", 30.0)],
        {"harbour": 50.0, "market": 50.0},
    )
    assert rows["harbour"]["decision"] == "watch"
    assert rows["harbour"]["because"] == "59 points; critical from 60."
    assert rows["market"]["decision"] == "not now"
    assert rows["market"]["because"] == "30 points; critical from 62.5."


def test_what_is_too_thin_cannot_be_judged() -> None:
    row = proposed([scored("harbour", "too thin to judge", 90.0, "only 3 workplaces")], {})
    assert row["harbour"]["decision"] == "cannot judge"
    assert row["harbour"]["because"] == "Too thin to judge: only 3 workplaces."
