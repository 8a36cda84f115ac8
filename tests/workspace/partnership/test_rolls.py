"""At a meeting: the antitrust statement, who led, decisions and minutes (S9, I13)."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from sectoral.workspace.actions import meetings, rolls
from sectoral.workspace.guards import meeting as guard
from sectoral.workspace.models import Attendance, Meeting, Message
from sectoral.workspace.presenters.meeting import agenda_for
from sectoral.workspace.queries import measures
from sectoral.workspace.queries import meetings as reads
from sectoral.workspace.queries.roles import sitting_of
from sectoral.workspace.rules.answers import YES, Refused
from tests.workspace.partnership.steps import called, come, held, under_way, with_item
from tests.workspace.partnership.world import World, day

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Seven in the evening of 1 March in Denver."""


# ── S9: the antitrust statement ───────────────────────────────────────────────────────────────


def test_a_companys_delegate_is_on_the_roll_after_acknowledging(world: World) -> None:
    meeting = under_way(world)
    with pytest.raises(Refused, match="antitrust statement first"):
        rolls.sign_in(
            meeting=meeting,
            seat=world.seats["rope"],
            acknowledged=False,
            at=meeting.starts,
            by=world.people["rope"],
        )
    assert not meeting.roll.exists()


def test_a_meeting_ends_when_every_company_has_acknowledged(world: World) -> None:
    meeting = under_way(world)
    come(world, meeting, "keel")
    for who in ("rope", "college"):
        rolls.take_roll(
            meeting=meeting,
            seat=world.seats[who],
            person=world.people[who],
            at=meeting.starts,
            by=world.convener,
        )
    with pytest.raises(Refused, match="Rope Walk did not confirm the antitrust statement"):
        rolls.hold(meeting=meeting, at=meeting.ends, by=world.convener)
    come(world, meeting, "rope")
    assert rolls.hold(meeting=meeting, at=meeting.ends, by=world.convener).state == "held"


def test_it_is_acknowledged_anew_at_each_meeting(world: World) -> None:
    held(world, "keel", "rope")
    second = under_way(world, starts=day(80))
    assert not second.roll.filter(acknowledged=True).exists()


def test_without_the_guard_the_database_still_wants_the_statement_opened(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = under_way(world)
    come(world, meeting, "keel")
    Meeting.objects.filter(pk=meeting.pk).update(antitrust_opened=False)
    with pytest.raises(Refused, match="not read"):
        rolls.hold(meeting=meeting, at=meeting.ends, by=world.convener)
    monkeypatch.setitem(guard.GUARDS, "antitrust_acknowledged", lambda *_: YES)
    with pytest.raises(IntegrityError), transaction.atomic():
        rolls.hold(meeting=meeting, at=meeting.ends, by=world.convener)


def test_a_point_about_wages_is_flagged_to_the_convener_alone(world: World) -> None:
    meeting = called(world)
    meetings.add_item(
        meeting=meeting,
        text="Agree on wages for welders",
        seat=world.seats["keel"],
        at=day(41),
        by=world.people["keel"],
    )
    flagged = {
        who: agenda_for(meeting, sitting_of(person, world.partnership, at=day(42))).flagged_points
        for who, person in world.people.items()
    }
    assert [point.item.text for point in flagged.pop("board")] == ["Agree on wages for welders"]
    assert not any(flagged.values())


# ── I13: who led ──────────────────────────────────────────────────────────────────────────────


def test_more_companies_than_partners_and_a_company_in_the_chair_is_employer_led(
    world: World,
) -> None:
    room = reads.meeting_balance(held(world, "keel", "rope", "sail", "college", "board"))
    assert room == reads.MeetingBalance(companies=3, public=2, ratio=1.5, employer_led=True)


def test_as_many_partners_as_companies_is_not(world: World) -> None:
    room = reads.meeting_balance(held(world, "keel", "rope", "college", "board"))
    assert (room.ratio, room.employer_led) == (1.0, False)


def test_a_public_chair_is_not(world: World) -> None:
    meeting = held(world, "keel", "rope", "sail", "college", chair="college")
    assert not reads.meeting_balance(meeting).employer_led


def test_two_companies_of_one_owner_count_once_in_the_room(world: World) -> None:
    room = reads.meeting_balance(held(world, "mast", "hull", "college", chair="mast"))
    assert (room.companies, room.public, room.employer_led) == (1, 1, False)


def test_many_people_of_one_company_count_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = held(world, "keel", "college", "union")
    assert not reads.meeting_balance(meeting).employer_led
    # Seen to fail when ownership is not asked: each attendance its own company.
    monkeypatch.setattr(
        measures, "distinct_owners", lambda seats: frozenset("abc") if seats else ()
    )
    assert reads.meeting_balance(meeting).companies == 3


def test_without_partners_there_is_no_ratio(world: World) -> None:
    assert reads.meeting_balance(held(world, "keel", "rope")).ratio is None


def test_the_chair_is_on_the_roll(world: World) -> None:
    meeting = under_way(world)
    come(world, meeting, "rope")
    with pytest.raises(Refused, match="on the attendance list"):
        rolls.hold(meeting=meeting, at=meeting.ends, by=world.convener)


def test_a_stranger_is_not_put_on_the_roll(world: World) -> None:
    meeting = under_way(world)
    with pytest.raises(Refused, match="does not act"):
        rolls.take_roll(
            meeting=meeting,
            seat=world.seats["rope"],
            person=world.people["college"],
            acknowledged=True,
            at=meeting.starts,
            by=world.convener,
        )


def test_a_roll_is_taken_while_the_meeting_is_on(world: World) -> None:
    meeting = held(world, "keel")
    with pytest.raises(Refused, match="only during the meeting"):
        come(world, meeting, "rope")


def test_signing_in_twice_is_once_on_the_roll(world: World) -> None:
    meeting = under_way(world)
    come(world, meeting, "keel", "keel")
    assert Attendance.objects.filter(meeting=meeting).count() == 1


# ── minutes, decisions, warnings ──────────────────────────────────────────────────────────────


def test_minutes_go_to_all_on_the_same_day_where_the_meeting_was(world: World) -> None:
    # It ends at 3:00 UTC of 2 March: 20:00 of 1 March in Denver. 5:00 UTC is still 1 March there.
    meeting = held(world, "keel", "rope", starts=EVENING)
    meeting = rolls.write_minutes(
        meeting=meeting, text="Two needs go first.", at=meeting.ends, by=world.convener
    )
    sent = rolls.send(meeting=meeting, at=datetime(2026, 3, 2, 5, 0, tzinfo=UTC), by=world.convener)
    assert reads.same_day(sent)
    sent.minutes_sent_at = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    assert not reads.same_day(sent)
    assert {m.to for m in Message.objects.filter(key__startswith="minutes of meeting ")} == {
        "keel@quayland.example",
        "rope@quayland.example",
    }


def test_minutes_stand_once_sent(world: World) -> None:
    meeting = held(world, "keel")
    with pytest.raises(Refused, match="no minutes"):
        rolls.send(meeting=meeting, at=meeting.ends, by=world.convener)
    rolls.write_minutes(meeting=meeting, text="We met.", at=meeting.ends, by=world.convener)
    rolls.send(meeting=meeting, at=meeting.ends, by=world.convener)
    with pytest.raises(Refused, match="already been sent"):
        rolls.send(meeting=meeting, at=meeting.ends, by=world.convener)
    with pytest.raises(Refused, match="have been sent"):
        rolls.write_minutes(meeting=meeting, text="Else.", at=meeting.ends, by=world.convener)


def test_minutes_keep_no_marks_of_a_person(world: World) -> None:
    meeting = held(world, "keel")
    with pytest.raises(Refused):
        rolls.write_minutes(
            meeting=meeting,
            text="Her SSN is 219-09-9999.",
            at=meeting.ends,
            by=world.convener,
        )


def test_a_meeting_without_a_companys_point_is_warned_of(world: World) -> None:
    meeting = called(world)
    meetings.add_item(meeting=meeting, text="Welcome", at=day(41), by=world.convener)
    assert any("None of the agenda" in line for line in reads.meeting_warnings(meeting))
    with_item(world, meeting)
    assert reads.meeting_warnings(meeting) == []
    for _ in range(2):
        with_item(world, meeting, "college")
    assert any("asked for 1 of 4" in line for line in reads.meeting_warnings(meeting))


def test_a_meeting_without_a_decision_is_warned_of(world: World) -> None:
    meeting = held(world, "keel")
    assert any("No decision" in line for line in reads.meeting_warnings(meeting))
    rolls.decide(meeting=meeting, text="Welders and a dock.", at=meeting.ends, by=world.convener)
    assert reads.meeting_warnings(meeting) == []


def test_attendance_that_falls_twice_running_is_warned_of(world: World) -> None:
    rooms = (("keel", "rope", "sail"), ("keel", "rope"), ("keel",))
    for number, who in enumerate(rooms):
        last = held(world, *who, starts=day(50 + 30 * number))
        falling = any("Fewer companies" in line for line in reads.meeting_warnings(last))
        assert falling == (number == 2)


def test_a_parked_point_is_kept_and_not_counted(world: World) -> None:
    meeting = with_item(world, called(world))
    meetings.park_item(item=meeting.agenda.get(), at=day(42), by=world.convener)
    assert reads.employer_items(meeting) == (0, 0)
    assert meeting.agenda.get().parked
