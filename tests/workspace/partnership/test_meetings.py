"""Meetings: called for a decision, led by companies, under the antitrust statement (I13, S9)."""

import pytest
from django.db import IntegrityError, transaction

from sectoral.workspace.actions import calendar_letters, meetings, needs, rolls, seats
from sectoral.workspace.actions.moves import available
from sectoral.workspace.calendars import public_calendar
from sectoral.workspace.guards import meeting as guard
from sectoral.workspace.models import Event, Meeting, Message
from sectoral.workspace.queries import meetings as reads
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.lifecycles import MEETING
from tests.workspace.partnership.steps import called, held, with_item
from tests.workspace.partnership.world import COMPANIES, PARTNERS, World, day

pytestmark = pytest.mark.django_db


# ── calling ───────────────────────────────────────────────────────────────────────────────────


def test_a_meeting_names_the_decision_that_is_wanted(world: World) -> None:
    with pytest.raises(Refused, match="what decision"):
        meetings.call(
            partnership=world.partnership,
            kind="regular",
            title="A talk",
            starts=day(50),
            ends=day(50.1),
            decision_wanted=" ",
            at=day(40),
            by=world.convener,
        )
    meeting = called(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(decision_wanted="")


@pytest.mark.parametrize(
    ("kwargs", "words"),
    [
        ({"kind": "party"}, "A meeting is one of"),
        ({"timezone": "Mars/Olympus"}, "not a time zone"),
        ({"timezone": "../../etc/passwd"}, "not a time zone"),
    ],
)
def test_a_meeting_that_cannot_be_says_why(
    world: World, kwargs: dict[str, str], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        called(world, **kwargs)  # type: ignore[arg-type]


def test_public_partners_do_not_call_the_table_together(world: World) -> None:
    with pytest.raises(Refused):
        meetings.call(
            partnership=world.partnership,
            kind="regular",
            title="Our courses",
            starts=day(50),
            ends=day(50.1),
            decision_wanted="Which course do you buy?",
            at=day(40),
            by=world.people["college"],
        )


def test_a_point_is_marked_by_who_asked_for_it(world: World) -> None:
    meeting = with_item(world, called(world))
    meetings.add_item(meeting=meeting, text="Welcome", at=day(41), by=world.convener)
    with_item(world, meeting, "college")
    assert [item.asked_by for item in meeting.agenda.all()] == [
        world.seats["keel"],
        None,
        world.seats["college"],
    ]
    assert reads.employer_items(meeting) == (1, 3)


def test_nobody_asks_in_anothers_name(world: World) -> None:
    meeting = called(world)
    with pytest.raises(Refused, match="do not act"):
        meetings.add_item(
            meeting=meeting,
            text="Welders",
            seat=world.seats["keel"],
            at=day(41),
            by=world.people["college"],
        )
    with pytest.raises(Refused):
        meetings.add_item(meeting=meeting, text="Mine", at=day(41), by=world.people["college"])


def test_a_public_partners_offer_is_no_point_of_the_agenda(world: World) -> None:
    with pytest.raises(Refused, match="a link"):
        meetings.add_item(
            meeting=called(world),
            text="Our courses at https://college.example.edu/boats",
            seat=world.seats["college"],
            at=day(41),
            by=world.people["college"],
        )


# ── inviting ──────────────────────────────────────────────────────────────────────────────────


def entries(meeting: Meeting) -> list[Message]:
    return list(Message.objects.filter(key__startswith=f"meeting {meeting.pk} sequence "))


def test_an_invitation_reaches_every_delegate_with_a_calendar_entry(world: World) -> None:
    meeting = with_item(world, called(world))
    meetings.invite(meeting=meeting, at=day(42), by=world.people["keel"])
    sent = entries(meeting)
    assert {message.to for message in sent} == {
        f"{who}@quayland.example" for who in (*COMPANIES, *PARTNERS)
    }
    # A calendar asks nobody to come to the own meeting: the organizer's has it published.
    published = {message.to for message in sent if "METHOD:PUBLISH" in message.calendar}
    assert published == {"board@quayland.example"}
    asked = [message for message in sent if message.to not in published]
    assert all("METHOD:REQUEST" in message.calendar for message in asked)


def test_a_launch_is_invited_to_by_a_champion(world: World) -> None:
    meeting = with_item(world, called(world, "launch"))
    for who in ("board", "sail"):
        with pytest.raises(Refused):
            meetings.invite(meeting=meeting, at=day(42), by=world.people[who])
    invited = meetings.invite(meeting=meeting, at=day(42), by=world.people["rope"])
    assert invited.invited_by == world.people["rope"]


def test_the_support_team_is_the_public_partners(world: World) -> None:
    meeting = with_item(world, called(world, "support"), "college")
    meetings.invite(meeting=meeting, at=day(42), by=world.convener)
    assert {message.to for message in entries(meeting)} == {
        f"{who}@quayland.example" for who in PARTNERS
    }


def test_nobody_is_asked_to_an_empty_agenda(world: World) -> None:
    with pytest.raises(Refused, match="agenda is empty"):
        meetings.invite(meeting=called(world), at=day(42), by=world.convener)


def test_a_change_goes_out_as_the_next_sequence_and_a_cancellation_after_it(
    world: World,
) -> None:
    meeting = with_item(world, called(world))
    meetings.invite(meeting=meeting, at=day(42), by=world.convener)
    meetings.change(meeting=meeting, starts=day(51), ends=day(51.1), at=day(43), by=world.convener)
    meetings.cancel(meeting=meeting, reason="The yard floods.", at=day(44), by=world.convener)
    texts = {message.key: message.calendar for message in entries(meeting) if "to" in message.key}
    to_keel = [
        text for key, text in sorted(texts.items()) if key.endswith(f"to {world.people['keel'].pk}")
    ]
    assert [text.split("METHOD:")[1].split()[0] for text in to_keel] == [
        "REQUEST",
        "REQUEST",
        "CANCEL",
    ]
    assert [int(text.split("SEQUENCE:")[1].split()[0]) for text in to_keel] == [0, 1, 2]
    assert len({text.split("UID:")[1].split()[0] for text in to_keel}) == 1
    # What was not sent yet of the earlier entries is taken back.
    waiting = [message for message in entries(meeting) if message.withdrawn_at is None]
    assert {message.key.split()[3] for message in waiting} == {"2"}


def test_people_are_reminded_of_a_meeting_that_is_near_once_and_only_while_they_act(
    world: World,
) -> None:
    meeting = with_item(world, called(world))
    meetings.invite(meeting=meeting, at=day(42), by=world.convener)
    assert calendar_letters.send_reminders(at=day(47)) == 0
    left = world.seats["rope"].delegates.get()
    seats.end_delegate(delegate=left, reason="Retired.", at=day(47.5), by=world.convener)
    for _ in range(2):
        assert calendar_letters.send_reminders(at=day(48.5)) == 1
    sent = Message.objects.filter(key__startswith=f"reminder of meeting {meeting.pk} on 2026-02-24")
    assert sent.count() == len(COMPANIES) + len(PARTNERS) - 1
    assert not sent.filter(to="rope@quayland.example").exists()
    meetings.cancel(meeting=meeting, reason="The yard floods.", at=day(49), by=world.convener)
    assert not sent.filter(withdrawn_at=None).exists()


def test_a_cancellation_has_a_reason(world: World) -> None:
    meeting = called(world)
    with pytest.raises(Refused, match="Say why"):
        meetings.cancel(meeting=meeting, reason=" ", at=day(44), by=world.convener)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence) == ("planned", 0)


def test_a_meeting_keeps_its_uid(world: World) -> None:
    meeting = called(world)
    for change in ({"uid": "another"}, {"sequence": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(**change)


# ── S15: open meetings ────────────────────────────────────────────────────────────────────────


def test_an_open_meeting_without_timely_notice_is_not_opened(world: World) -> None:
    meeting = with_item(world, called(world, open_to_public=True))
    late = meetings.announce(meeting=meeting, at=day(48), by=world.convener)
    with pytest.raises(Refused, match="announced 3 days ahead"):
        rolls.open_meeting(meeting=late, chair=world.seats["keel"], at=day(50), by=world.convener)


def test_an_open_meeting_announced_in_time_opens(world: World) -> None:
    meeting = with_item(world, called(world, open_to_public=True))
    meetings.announce(meeting=meeting, at=day(47), by=world.convener)
    opened = rolls.open_meeting(
        meeting=meeting, chair=world.seats["keel"], at=day(50), by=world.convener
    )
    assert opened.state == "open"


def test_the_table_may_want_earlier_notice(world: World) -> None:
    needs.set_ground_rules(
        partnership=world.partnership, notice_days=10, at=day(35), by=world.convener
    )
    meeting = with_item(world, called(world, open_to_public=True))
    meetings.announce(meeting=meeting, at=day(45), by=world.convener)
    assert not guard.notice_given(meeting, day(50))


def test_notice_is_not_asked_of_a_closed_meeting(world: World) -> None:
    assert guard.notice_given(called(world), day(50))


def test_the_public_reads_of_announced_open_meetings_only(world: World) -> None:
    called(world)
    unannounced = called(world, open_to_public=True)
    shown = called(world, open_to_public=True, public_link="https://meet.example.org/boats")
    meetings.announce(meeting=shown, at=day(45), by=world.convener)
    assert list(reads.open_to_all(world.partnership, at=day(46))) == [shown]
    text = public_calendar(reads.open_to_all(world.partnership, at=day(46)), at=day(46))
    assert "https://meet.example.org/boats" in text
    assert unannounced.uid not in text
    assert "Which two needs" not in text


def test_minutes_of_an_open_meeting_are_everybodys_others_the_members(world: World) -> None:
    meeting = held(world, "keel", "rope")
    rolls.write_minutes(meeting=meeting, text="We met.", at=meeting.ends, by=world.convener)
    assert not reads.may_read_minutes(meeting, world.people["college"], at=day(51))
    meeting = rolls.send(meeting=meeting, at=meeting.ends, by=world.convener)
    assert reads.may_read_minutes(meeting, world.people["college"], at=day(51))
    assert not reads.may_read_minutes(meeting, None, at=day(51))
    meeting.open_to_public = True
    assert reads.may_read_minutes(meeting, None, at=day(51))


# ── the record ────────────────────────────────────────────────────────────────────────────────


def test_each_move_of_a_meeting_has_its_line(world: World) -> None:
    meeting = held(world, "keel")
    lines = Event.objects.filter(subject="meeting", subject_id=meeting.pk).exclude(after="")
    assert [(line.before, line.after, line.actor) for line in lines] == [
        ("planned", "open", world.convener),
        ("open", "held", world.convener),
    ]
    with pytest.raises(IntegrityError, match="line in the record"), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(state="planned")


def test_the_page_knows_what_may_follow_and_why_not(world: World) -> None:
    answers = {
        move.verb: answer.reason
        for move, answer in available(called(world), MEETING, by=world.convener, at=day(42))
    }
    assert set(answers) == {"invite", "open", "cancel"}
    assert "agenda is empty" in answers["invite"]
    assert answers["cancel"] == ""
