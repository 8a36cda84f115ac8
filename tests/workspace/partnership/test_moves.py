"""One door by which a stage changes: stage, permission, reason and guards are asked there."""

import pytest
from django.db import IntegrityError, transaction

from sectoral.workspace.actions import partnerships
from sectoral.workspace.actions.moves import advance, available, unmet_guards
from sectoral.workspace.guards import partnership as guards
from sectoral.workspace.models import Event, Partnership
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.lifecycles import PARTNERSHIP
from tests.workspace.partnership.world import World, day, proposed

pytestmark = pytest.mark.django_db


def test_a_move_from_the_wrong_stage_says_which_is_right(world: World) -> None:
    with pytest.raises(
        Refused, match=r"is “forming”\. For this step it has to be “ready to launch”"
    ):
        partnerships.launch(partnership=world.partnership, at=day(1), by=world.convener)


def test_a_move_needs_its_reason(world: World) -> None:
    with pytest.raises(Refused, match="Say why"):
        advance(world.partnership, PARTNERSHIP, "pause", by=world.convener, at=day(1), reason=" ")


def test_time_alone_cannot_make_a_persons_move(world: World) -> None:
    with pytest.raises(Refused, match="Only a person can decide this"):
        advance(world.partnership, PARTNERSHIP, "make_ready", by=None, at=day(1))


def test_a_stage_that_moved_meanwhile_is_seen(world: World) -> None:
    # A page that was loaded before the move cannot make it a second time.
    stale = Partnership.objects.get(pk=world.partnership.pk)
    partnerships.make_ready(partnership=world.partnership, at=day(1), by=world.convener)
    with pytest.raises(Refused, match="is “ready to launch”"):
        partnerships.make_ready(partnership=stale, at=day(1), by=world.convener)


def test_every_move_on_offer_carries_its_yes_or_its_reason(world: World) -> None:
    moves = {
        step.verb: answer
        for step, answer in available(
            world.partnership, PARTNERSHIP, by=world.people["keel"], at=day(1)
        )
    }
    assert set(moves) == {"make_ready", "pause", "close"}
    assert moves["make_ready"].reason == (
        "To move a partnership to another stage is for the convener and the state's policy lead."
    )
    mine = available(world.partnership, PARTNERSHIP, by=world.convener, at=day(1))
    assert all(answer for _, answer in mine)


def test_every_missing_guard_is_named_in_the_order_of_the_life(db: None) -> None:
    world = proposed()
    step = next(step for step in PARTNERSHIP if step.verb == "make_ready")
    assert [
        answer.reason.split(".")[0] for answer in unmet_guards(world.partnership, step, at=day(1))
    ] == [
        "The support team has 0 of the 3 kinds of public partners it needs",
        "0 of the 2 companies it needs have a champion",
        "Its scope is not on record",
    ]


def test_a_refused_move_leaves_no_line_and_no_stage(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Event.objects.count()
    monkeypatch.setitem(guards.GUARDS, "scope", guards.launch_held)
    with pytest.raises(Refused):
        partnerships.make_ready(partnership=world.partnership, at=day(1), by=world.convener)
    world.partnership.refresh_from_db()
    assert (world.partnership.stage, Event.objects.count()) == ("forming", before)


def test_a_stage_cannot_change_without_its_line(world: World) -> None:
    # I11 in the database: whatever door it comes through.
    with pytest.raises(IntegrityError, match="line in the record"), transaction.atomic():
        Partnership.objects.filter(pk=world.partnership.pk).update(stage="closed")
