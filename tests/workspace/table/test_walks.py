"""Whatever people try in whatever order, what must hold of the table holds.

In CI: 300 walks of 40 moves, or as many of them as begin within 60 seconds, shared out over the
places where walks begin. A move with all its questions took 38 to 130 ms on a busy machine, so
that these are the first walks of the 300 and not all; each says how many were made (`pytest -s`).
Longer, with no limit of time:

    SECTORAL_WALKS=2000 SECTORAL_MOVES=50 pytest tests/workspace/table/test_walks.py -s

`SECTORAL_SECONDS` limits it, `SECTORAL_SEED` draws other walks. The last long result is kept in
`docs/walks.md`.
"""

import os
from collections.abc import Callable
from math import ceil, inf
from typing import Any

import pytest

from sectoral.workspace.actions import conveners, people, rounds, solutions
from sectoral.workspace.answers import YES, Refused
from sectoral.workspace.models import Event, Need, Partnership, Seat
from sectoral.workspace.reads import rounds as reading
from tests.workspace.table import walk_moves as plays
from tests.workspace.table import walks
from tests.workspace.table import world as worlds
from tests.workspace.table.heard import heard
from tests.workspace.table.refusing import refused_by_database, without
from tests.workspace.table.walks import STARTS, walk
from tests.workspace.table.world import day

WALKS = int(os.environ.get("SECTORAL_WALKS", "300"))
MOVES = int(os.environ.get("SECTORAL_MOVES", "40"))
SECONDS = float(os.environ.get("SECTORAL_SECONDS", inf if "SECTORAL_WALKS" in os.environ else 60))
SEED = os.environ.get("SECTORAL_SEED", "1")

pytestmark = pytest.mark.django_db

Patch = pytest.MonkeyPatch


@pytest.mark.parametrize("start", STARTS)
def test_walks_break_nothing(start: str) -> None:
    walks, seconds = ceil(WALKS / len(STARTS)), SECONDS / len(STARTS)
    tale = walk(start, seed=SEED, walks=walks, moves=MOVES, seconds=seconds)
    done = tale.done.total()
    print(f"{start}: {tale.walks} walks, {tale.moves} moves, {done} not refused")  # noqa: T201
    assert not tale.defects, "\n".join(tale.defects)
    assert 0 < done < tale.moves


# ── the walker sees it when a guard is gone ───────────────────────────────────────────────────


def _sees(
    invariant: str, start: str, *chosen: Callable[[Any], Any], gates: tuple[str, ...] = ()
) -> bool:
    often = dict.fromkeys(chosen, 1.0)
    tale = walk(
        start, seed="seen", walks=30, moves=30, chosen=often, broken=invariant, open_gates=gates
    )
    return any(invariant in told for told in tale.defects)


def test_it_sees_a_solution_for_a_need_that_was_not_heard(monkeypatch: Patch) -> None:
    monkeypatch.setattr(solutions, "may_answer", lambda *_: YES)
    gates = ("answer_to_a_heard_need",)
    assert _sees("I1: ", "launched", plays.draft, plays.suggest, gates=gates)


def test_it_sees_a_ballot_by_a_stranger(monkeypatch: Patch) -> None:
    def every_seat(_: Any, partnership: Partnership, **__: Any) -> list[Seat]:
        return list(Seat.objects.filter(partnership=partnership))

    monkeypatch.setattr(rounds, "seats_of", every_seat)
    gates = ("ballot_of_an_elector",)
    assert _sees("I2: a ballot", "heard", plays.prepare, plays.cast, gates=gates)


def test_it_sees_an_owner_with_two_votes(monkeypatch: Patch) -> None:
    honest = reading.electorate

    def ungrouped(round: Any, at: Any) -> Any:
        kept, round.count_each_because = round.count_each_because, "they compete"
        voters = honest(round, at)
        round.count_each_because = kept
        return voters

    monkeypatch.setattr(rounds, "electorate", ungrouped)
    assert _sees("I3: an owner votes twice", "heard", plays.prepare)


def test_it_sees_a_partnership_that_nobody_convenes(monkeypatch: Patch) -> None:
    monkeypatch.setattr(conveners, "advance", lambda *_, **__: None)
    assert _sees("I6: from forming", "formed", plays.depart, plays.step_down)


def test_it_sees_a_twin(monkeypatch: Patch) -> None:
    monkeypatch.setattr("sectoral.workspace.actions.partnerships.apart", lambda *_, **__: YES)
    assert _sees("I10: partnerships", "formed", plays.propose)


def test_it_sees_active_typed_by_hand() -> None:
    gates = ("stage_with_its_line", "badge_from_a_review")
    assert _sees("I12: ", "launched", walks.reach_stage, gates=gates)


def test_it_sees_a_line_taken_from_the_record() -> None:
    assert _sees(
        "I11: a line",
        "formed",
        walks.reach_record,
        gates=("event_never_changes", "event_never_goes"),
    )


# ── what walks have found ─────────────────────────────────────────────────────────────────────


def test_an_office_that_is_held_is_refused_in_words() -> None:
    world = worlds.begun()
    with pytest.raises(Refused, match="holds that office already"):
        people.give_office(person=world.state, role="state", at=day(1), by=world.state)


def test_the_day_since_which_a_stage_holds_is_not_moved_by_hand() -> None:
    table = Partnership.objects.filter(pk=worlds.active().partnership.pk)
    assert refused_by_database(lambda: table.update(stage_since=day(61)))
    without("stage_with_its_line")
    assert not refused_by_database(lambda: table.update(stage_since=day(61)))


def test_an_old_line_does_not_cover_a_new_move() -> None:
    here = heard()
    solution = here.designing()
    solutions.stop(solution=solution, reason="no room", at=day(71), by=here.convener)
    stood = Event.objects.filter(subject="need", subject_id=here.welders.pk, after="in_solution")
    assert stood.exists()
    again = Need.objects.filter(pk=here.welders.pk, state="released")
    assert refused_by_database(lambda: again.update(state="in_solution"))
    without("need_moves_with_its_line")
    assert not refused_by_database(lambda: again.update(state="in_solution"))
