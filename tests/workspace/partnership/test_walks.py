"""Whatever people try in whatever order, what must hold of the table holds.

In CI 300 walks of 40 moves, or as many of them as begin within five minutes, shared out over the
places where walks begin and over two processes; on PostgreSQL 36. A longer run, without limit:

    export SECTORAL_WALKS=2000 SECTORAL_MOVES=50
    pytest tests/workspace/partnership/test_walks.py -k break -s

`SECTORAL_SECONDS` limits it, `SECTORAL_SEED` draws other walks. The last long result is kept in
`docs/walks.md`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from math import ceil
from pathlib import Path
from typing import Any
from typing import cast as cast_to

import pytest

from sectoral.workspace.actions import conveners, neutrality, people, rounds, solutions
from sectoral.workspace.guards import meeting as meeting_guards
from sectoral.workspace.guards import need as needs_guards
from sectoral.workspace.guards import partnership as partnership_guards
from sectoral.workspace.guards import solution as solution_guards
from sectoral.workspace.models import Event, Need, Partnership
from sectoral.workspace.queries import rounds as reading
from sectoral.workspace.rules.answers import YES, Refused
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.heard import heard
from tests.workspace.partnership.moves import reaches
from tests.workspace.partnership.moves.meetings import call, meet
from tests.workspace.partnership.moves.needs import draft, release, support
from tests.workspace.partnership.moves.partnerships import propose, step
from tests.workspace.partnership.moves.people import depart, step_down
from tests.workspace.partnership.moves.posts import post
from tests.workspace.partnership.moves.rounds import cast, prepare
from tests.workspace.partnership.moves.solutions import (
    aside,
    carry_on,
    contribute,
    offer_own,
    run_own,
    suggest,
)
from tests.workspace.partnership.refusing import refused_by_database, without
from tests.workspace.partnership.walks import STARTS, walk
from tests.workspace.partnership.world import day

WALKS = int(
    os.environ.get("SECTORAL_WALKS", "36" if os.environ.get("SECTORAL_DATABASE") else "300")
)
MOVES = int(os.environ.get("SECTORAL_MOVES", "40"))
SECONDS = os.environ.get("SECTORAL_SECONDS", "inf" if "SECTORAL_WALKS" in os.environ else "300")
SEED = os.environ.get("SECTORAL_SEED", "1")
ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.django_db

Patch = pytest.MonkeyPatch


def test_walks_break_nothing() -> None:
    walks = str(ceil(WALKS / len(STARTS)))
    words = [
        sys.executable,
        "-m",
        "tests.workspace.partnership.walking",
        SEED,
        walks,
        str(MOVES),
        SECONDS,
    ]
    halves = (list(STARTS)[::2], list(STARTS)[1::2])
    walkers = [
        subprocess.Popen([*words, *half], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for half in halves
    ]
    lines = [line for walker in walkers for line in walker.communicate()[0].splitlines()]
    assert [walker.returncode for walker in walkers] == [0, 0]
    tales: dict[str, Any] = dict(map(json.loads, lines))
    assert tales.keys() == STARTS.keys()
    for start, tale in tales.items():
        done, refused = sum(tale["done"].values()), sum(tale["refused"].values())
        print(f"{start}: {tale['walks']} walks, {done + refused} moves, {done} done")  # noqa: T201
        assert not tale["defects"], "\n".join(tale["defects"])
        assert 0 < done < done + refused


# ── the walker sees it when a guard is gone ───────────────────────────────────────────────────


def _sees(
    invariant: str, start: str, *chosen: Callable[[Any], Any], gates: tuple[str, ...] = ()
) -> bool:
    often = dict.fromkeys(chosen, 1.0)
    tale = walk(
        start, seed="seen", walks=30, moves=30, chosen=often, broken=invariant, open_gates=gates
    )
    return any(invariant in told for told in tale.defects)


def _opened(monkeypatch: Patch, guards: Mapping[str, Any], name: str) -> None:
    """A guard that always says yes."""
    monkeypatch.setitem(cast_to(dict[str, Any], guards), name, lambda *_: YES)


def test_it_sees_a_solution_for_a_need_that_was_not_heard(monkeypatch: Patch) -> None:
    monkeypatch.setattr(solutions, "may_answer", lambda *_: YES)
    gates = ("answer_to_a_heard_need",)
    assert _sees("I1: ", "launched", draft, suggest, gates=gates)


def test_it_sees_a_ballot_by_a_stranger(monkeypatch: Patch) -> None:
    monkeypatch.setattr(rounds, "_may_cast", lambda *_: YES)
    gates = ("ballot_of_an_elector",)
    assert _sees("I2: a ballot", "heard", prepare, cast, gates=gates)


def test_it_sees_an_owner_with_two_votes(monkeypatch: Patch) -> None:
    honest = reading.electorate

    def ungrouped(round: Any, at: Any) -> Any:
        kept, round.count_each_because = round.count_each_because, "they compete"
        voters = honest(round, at)
        round.count_each_because = kept
        return voters

    monkeypatch.setattr(rounds, "electorate", ungrouped)
    assert _sees("I3: an owner votes twice", "heard", prepare)


def test_it_sees_a_partnership_that_nobody_convenes(monkeypatch: Patch) -> None:
    monkeypatch.setattr(conveners, "advance", lambda *_, **__: None)
    assert _sees("I6: from forming", "formed", depart, step_down)


def test_it_sees_a_twin(monkeypatch: Patch) -> None:
    monkeypatch.setattr(
        "sectoral.workspace.actions.partnerships.unwaived_overlaps", lambda *_, **__: []
    )
    gates = ("no_twin_enters_unwaived", "no_twin_forms_unwaived")
    assert _sees("I10: partnerships", "formed", propose, gates=gates)


def test_it_sees_a_seat_with_two_ballots_that_count() -> None:
    gates = ("ballot_of_an_elector", "one_ballot_a_seat")
    assert _sees("I2: a seat has two", "heard", prepare, reaches.reach_second_ballot, gates=gates)


def test_it_sees_an_electorate_that_grows() -> None:
    gates = ("electorate_frozen_insert", "electorate_votes")
    assert _sees("I2: the electorate", "heard", prepare, reaches.reach_elector, gates=gates)


def test_it_sees_a_need_that_one_owner_alone_stands_by(monkeypatch: Patch) -> None:
    _opened(monkeypatch, needs_guards.GUARDS, "enough_support")
    monkeypatch.setattr("sectoral.workspace.actions.needs.enough_support", lambda *_: YES)
    assert _sees("I3: a need became shared", "launched", draft, support)


def test_it_sees_an_approval_without_a_majority(monkeypatch: Patch) -> None:
    _opened(monkeypatch, solution_guards.GUARDS, "employers_approve")
    gates = ("solution_approved_by_companies",)
    assert _sees("I3: a solution was approved", "reviewed", carry_on, gates=gates)


def test_it_sees_a_release_that_is_dated_anew() -> None:
    gates = ("release_never_changes",)
    assert _sees("I4: a released need", "heard", reaches.reach_release, gates=gates)


def test_it_sees_a_public_partner_who_reads_before_the_others(monkeypatch: Patch) -> None:
    def all_of_them(partnership: Partnership, *_: Any, **__: Any) -> Any:
        return partnership.needs.all()

    monkeypatch.setattr("sectoral.workspace.queries.needs.needs_for_roles", all_of_them)
    assert _sees("I4: ", "launched", draft, support, release)


def test_it_sees_a_pitch(monkeypatch: Patch) -> None:
    monkeypatch.setattr(neutrality, "may_message", lambda *_: YES)
    assert _sees("I5: ", "launched", post, gates=("nobody_pitches",))


def test_it_sees_a_convener_who_offers_and_has_not_stood_aside(monkeypatch: Patch) -> None:
    monkeypatch.setattr(solutions, "may_offer_to_deliver", lambda *_: YES)
    gates = ("convener_stands_aside_insert",)
    assert _sees("I6: a convener's organization", "heard", suggest, contribute, gates=gates)


def test_it_sees_a_solution_run_by_whoever_would_deliver_it(monkeypatch: Patch) -> None:
    monkeypatch.setattr(solutions, "may_carry_on", lambda *_: YES)
    _opened(monkeypatch, solution_guards.GUARDS, "two_systems")
    plays = (suggest, aside, offer_own, run_own)
    assert _sees("I6: a solution was moved", "heard", *plays, gates=("aside_is_aside",))


def test_it_sees_a_need_that_is_moved_by_hand() -> None:
    gates = ("need_moves_with_its_line",)
    assert _sees("I11: need", "heard", reaches.reach_need, gates=gates)


def test_it_sees_a_launch_that_companies_did_not_lead(monkeypatch: Patch) -> None:
    for name in ("launch_held", "employers_lead"):
        _opened(monkeypatch, partnership_guards.GUARDS, name)
    assert _sees("I13: launched", "ready", step)


def test_it_sees_a_meeting_chaired_by_somebody_who_was_not_there(monkeypatch: Patch) -> None:
    _opened(monkeypatch, meeting_guards.GUARDS, "chaired")
    assert _sees("I13: held", "launched", call, meet)


def test_it_sees_active_typed_by_hand() -> None:
    gates = ("stage_with_its_line", "badge_from_a_review")
    assert _sees("I12: ", "launched", reaches.reach_stage, gates=gates)


def test_it_sees_a_line_taken_from_the_record() -> None:
    assert _sees(
        "I11: a line",
        "formed",
        reaches.reach_record,
        gates=("event_never_changes", "event_never_goes"),
    )


# ── what walks have found ─────────────────────────────────────────────────────────────────────


def test_an_office_that_is_held_is_refused_in_words() -> None:
    world = worlds.begun()
    with pytest.raises(Refused, match="already holds that office"):
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
