"""A meeting that was ended by mistake is taken back within a day, and what followed with it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sectoral.workspace.actions import partnerships, rolls
from sectoral.workspace.models import Event, Meeting, Message, Partnership
from sectoral.workspace.presenters.meeting import actual_hours
from sectoral.workspace.rules.answers import Refused
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.steps import held
from tests.workspace.partnership.world import World, day

pytestmark = pytest.mark.django_db


def take_back(world: World, meeting: Meeting, *, after: float, who: str = "board") -> Meeting:
    return rolls.take_back(
        meeting=meeting,
        reason="Ended by a slip of the thumb.",
        at=meeting.ends + timedelta(days=after),
        by=world.people[who],
    )


def test_within_a_day_it_is_under_way_again_with_its_roll(world: World) -> None:
    meeting = held(world, "keel", "rope")
    back = take_back(world, meeting, after=0.99)
    assert (back.state, back.roll.count()) == ("open", 2)
    line = Event.objects.get(verb="take_back", subject="meeting")
    assert (line.before, line.after, line.reason) == (
        "held", "open", "Ended by a slip of the thumb.",
    )  # fmt: skip
    # It began when it was first opened, not when it was taken back.
    assert actual_hours(meeting)[0] == meeting.starts
    again = rolls.hold(meeting=back, at=back.ends + timedelta(days=1), by=world.convener)
    assert again.state == "held"


def test_after_a_day_it_counts_for_good(world: World) -> None:
    meeting = held(world, "keel")
    with pytest.raises(Refused, match="more than a day ago"):
        take_back(world, meeting, after=1)
    meeting.refresh_from_db()
    assert meeting.state == "held"


@pytest.mark.parametrize("who", ["keel", "college", "staffing"])
def test_it_is_for_whoever_may_take_the_roll(world: World, who: str) -> None:
    meeting = held(world, "keel")
    with pytest.raises(Refused):
        take_back(world, meeting, after=0.1, who=who)
    with pytest.raises(Refused, match="Say why"):
        rolls.take_back(meeting=meeting, reason=" ", at=meeting.ends, by=world.convener)


def test_the_database_takes_none_back_after_a_day(world: World) -> None:
    meeting = held(world, "keel")
    late = meeting.ends + timedelta(days=1)
    Event.objects.create(
        at=late, actor=world.convener, verb="take_back", partnership=world.partnership,
        subject="meeting", subject_id=meeting.pk, before="held", after="open", reason="x",
        words="x",
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="within a day"), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(state="open")
    with pytest.raises(IntegrityError, match="settled when it ended"), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(final_at=late + timedelta(days=9))


def test_minutes_that_went_out_are_not_sent_again(world: World) -> None:
    meeting = held(world, "keel", "rope")
    act: dict[str, Any] = {"at": meeting.ends, "by": world.convener}
    rolls.write_minutes(meeting=meeting, text="We met.", **act)
    rolls.send(meeting=meeting, **act)
    sent = Message.objects.filter(key__startswith="minutes of meeting").count()
    assert sent == 2
    back = take_back(world, meeting, after=0.1)
    with pytest.raises(Refused):
        rolls.send(meeting=back, **act)
    rolls.hold(meeting=back, **act)
    with pytest.raises(Refused, match="already been sent"):
        rolls.send(meeting=back, **act)
    assert Message.objects.filter(key__startswith="minutes of meeting").count() == sent


def test_minutes_wait_while_it_is_under_way_again(world: World) -> None:
    meeting = held(world, "keel")
    rolls.write_minutes(meeting=meeting, text="We met.", at=meeting.ends, by=world.convener)
    take_back(world, meeting, after=0.1)
    with pytest.raises(Refused, match="open again"):
        rolls.send(meeting=meeting, at=meeting.ends, by=world.convener)


def test_a_launch_is_taken_back_with_the_meeting_it_rests_on(db: None) -> None:
    world = worlds.ready()
    meeting = worlds.held(world, "launch", at=day(40))
    partnerships.launch(partnership=world.partnership, at=day(40.2), by=world.convener)
    rolls.take_back(meeting=meeting, reason="A slip.", at=day(40.5), by=world.convener)
    table = Partnership.objects.get(pk=world.partnership.pk)
    assert table.stage == "launch_ready"
    line = Event.objects.get(verb="take_back_launch")
    assert (line.actor, line.reason) == (None, "its launch meeting was reopened: A slip.")
    # Paused and taken up, it is not launched by having been so once.
    partnerships.pause(
        partnership=table, reason="Winter.", until=day(60).date(), at=day(41), by=world.convener
    )
    assert partnerships.resume(partnership=table, at=day(42), by=world.convener).stage == "forming"


def test_a_launch_with_another_meeting_behind_it_stays(db: None) -> None:
    world = worlds.ready()
    worlds.held(world, "launch", at=day(39))
    meeting = worlds.held(world, "launch", at=day(40))
    partnerships.launch(partnership=world.partnership, at=day(40.2), by=world.convener)
    rolls.take_back(meeting=meeting, reason="A slip.", at=day(40.5), by=world.convener)
    assert Partnership.objects.get(pk=world.partnership.pk).stage == "launched"


def test_an_active_badge_is_reviewed_when_a_meeting_is_taken_back(db: None) -> None:
    world = worlds.active()
    meeting = worlds.held(world, at=day(61))
    rolls.take_back(meeting=meeting, reason="A slip.", at=day(61.5), by=world.convener)
    assert Partnership.objects.get(pk=world.partnership.pk).stage == "active"
    # Without it companies last met on day 40: the badge falls in that same call.
    last = worlds.held(world, at=day(150))
    rolls.take_back(meeting=last, reason="A slip.", at=day(150.5), by=world.convener)
    assert Partnership.objects.get(pk=world.partnership.pk).stage == "at_risk"
