"""Who comes: said by whoever was asked, until the meeting begins; counted for whoever calls it."""

from datetime import timedelta
from typing import Any

import pytest
import vobject
from django.db import IntegrityError, transaction

from sectoral.workspace.actions import meetings, replies, rolls, seats
from sectoral.workspace.models import Event, Invitee, Meeting, Message
from sectoral.workspace.queries.convener_tasks import convener_tasks
from sectoral.workspace.queries.meetings import video_for
from sectoral.workspace.queries.replies import ExpectedGuests, expected_guests, own_reply
from sectoral.workspace.queries.roles import sitting_of
from sectoral.workspace.rules.answers import Refused
from tests.workspace.partnership.steps import called, with_item
from tests.workspace.partnership.world import World, day

pytestmark = pytest.mark.django_db

VIDEO = "https://meet.example.org/spring"


@pytest.fixture
def asked(world: World) -> Meeting:
    """Everybody at the table is asked to it; it begins on day 50."""
    meeting = with_item(world, called(world, video_link=VIDEO))
    return meetings.invite(meeting=meeting, at=day(42), by=world.convener)


def say(world: World, meeting: Meeting, answer: str, *who: str, at: float = 43) -> None:
    for key in who:
        replies.reply(meeting=meeting, answer=answer, at=day(at), by=world.people[key])


def seen(
    world: World, meeting: Meeting, who: str = "board", at: float = 44
) -> ExpectedGuests | None:
    return expected_guests(meeting, sitting_of(world.people[who], world.partnership, at=day(at)))


def names(guests: tuple[Any, ...]) -> list[str]:
    return [guest.seat.organization.name for guest in guests]


def test_organizations_that_come_are_counted_by_owner(world: World, asked: Meeting) -> None:
    # Mast Works and Hull Yard have one owner: three companies come as two. Two partners come.
    say(world, asked, "yes", "mast", "hull", "college")
    say(world, asked, "remote", "keel", "chamber")
    say(world, asked, "no", "rope")
    found = seen(world, asked)
    assert found is not None
    assert (found.companies, found.public, found.remote) == (2, 2, 2)
    assert not found.employer_led
    assert names(found.coming) == [
        "Hull Yard", "Keel & Sons", "Mast Works", "Harbour Chamber", "Quayland College",
    ]  # fmt: skip
    assert names(found.declined) == ["Rope Walk"]
    assert len(found.unanswered) == 11 - 6
    say(world, asked, "yes", "sail")
    found = seen(world, asked)
    assert found is not None
    assert (found.companies, found.employer_led) == (3, True)


@pytest.mark.parametrize(
    ("who", "sees"), [("board", True), ("keel", True), ("sail", False), ("college", False)]
)
def test_who_comes_is_for_whoever_may_call_a_meeting(
    world: World, asked: Meeting, who: str, sees: bool
) -> None:
    assert (seen(world, asked, who) is not None) == sees


def test_an_answer_may_be_changed_until_the_meeting_begins(world: World, asked: Meeting) -> None:
    for answer in ("yes", "no", "no", "remote"):
        say(world, asked, answer, "rope")
    assert own_reply(asked, world.people["rope"]) == "remote"
    lines = Event.objects.filter(verb="reply", subject_id=asked.pk)
    # A repeat is none; and who comes is not for the members' history.
    assert [line.words.rpartition(": ")[2] for line in lines] == ["yes", "no", "remotely"]
    assert {line.partnership for line in lines} == {None}
    with pytest.raises(Refused, match="has started"):
        say(world, asked, "no", "rope", at=50)


def test_nobody_answers_who_was_not_asked(world: World, asked: Meeting) -> None:
    with pytest.raises(Refused):
        say(world, asked, "yes", "staffing")
    (delegate,) = world.seats["rope"].delegates.all()
    seats.end_delegate(delegate=delegate, reason="Retired.", at=day(43), by=world.convener)
    with pytest.raises(Refused):
        say(world, asked, "yes", "rope")
    with pytest.raises(Refused, match="yes, no, or remotely"):
        say(world, asked, "perhaps", "keel")
    planned = called(world)
    with pytest.raises(Refused, match="not asked"):
        say(world, planned, "yes", "keel")


@pytest.mark.parametrize(
    ("who", "ends"),
    [("keel", 365), ("sail", 365), ("college", 365), ("union", 365), ("board", 731)],
)
def test_between_the_end_of_a_right_and_the_night_nobody_answers(
    world: World, who: str, ends: int
) -> None:
    # A delegate is confirmed for a year, a convener has a term: no action ends them.
    meeting = with_item(world, called(world, starts=day(ends + 9)))
    meeting = meetings.invite(meeting=meeting, at=day(42), by=world.convener)
    say(world, meeting, "yes", who, at=ends - 1)
    with pytest.raises(Refused, match="is for"):
        say(world, meeting, "no", who, at=ends + 1)
    assert meeting.invitees.get(person=world.people[who]).holds
    assert own_reply(meeting, world.people[who]) == "yes"


def test_whoever_leaves_is_counted_no_more_and_asked_anew_when_back(
    world: World, asked: Meeting
) -> None:
    say(world, asked, "yes", "rope", "keel")
    (delegate,) = world.seats["rope"].delegates.all()
    seats.end_delegate(delegate=delegate, reason="Retired.", at=day(44), by=world.convener)
    found = seen(world, asked, at=45)
    assert found is not None
    assert (found.companies, names(found.coming)) == (1, ["Keel & Sons"])
    seats.name_delegate(
        seat=world.seats["rope"], person=world.people["rope"], at=day(46), by=world.convener
    )
    assert own_reply(asked, world.people["rope"]) == ""


def test_another_hour_asks_anew_and_another_room_does_not(world: World, asked: Meeting) -> None:
    say(world, asked, "yes", "keel")
    meetings.change(meeting=asked, place="Hall", at=day(44), by=world.convener)
    assert own_reply(asked, world.people["keel"]) == "yes"
    entry, letter = last(world, asked, "keel")
    assert entry.attendee.params["PARTSTAT"] == ["ACCEPTED"]
    assert "Your answer: Yes, I’ll be there. To change it:" in letter.body
    asked.refresh_from_db()
    later: dict[str, Any] = {
        "starts": asked.starts + timedelta(hours=1),
        "ends": asked.ends + timedelta(hours=1),
    }
    meetings.change(meeting=asked, at=day(45), by=world.convener, **later)
    assert own_reply(asked, world.people["keel"]) == ""
    entry, letter = last(world, asked, "keel")
    assert entry.attendee.params["PARTSTAT"] == ["NEEDS-ACTION"]
    assert "Will you come?" in letter.body


def last(world: World, meeting: Meeting, who: str) -> tuple[Any, Message]:
    about = Message.objects.filter(key__startswith=f"meeting {meeting.pk} sequence ")
    letter = about.filter(to=world.people[who].email).latest("pk")
    return vobject.readOne(letter.calendar).vevent, letter


def test_the_convener_is_told_who_has_not_answered_a_week_before(
    world: World, asked: Meeting
) -> None:
    say(world, asked, "no", "rope")

    def told(at: float) -> list[str]:
        found = convener_tasks([world.partnership.pk], at=day(at))[world.partnership.pk]
        return [chore.words for chore in found]

    assert "10 people have not answered an invitation" in told(44)
    assert "10 people have not answered an invitation" not in told(42.9)


def test_a_reply_has_its_time(world: World, asked: Meeting) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitee.objects.filter(meeting=asked).update(reply="yes")


# ── the video link ───────────────────────────────────────────────────────────────────────────


def test_the_video_link_is_in_the_letter_and_the_entry(world: World, asked: Meeting) -> None:
    entry, letter = last(world, asked, "keel")
    assert f"Join by video: {VIDEO}" in letter.body
    assert f"Join by video: {VIDEO}" in entry.description.value
    assert entry.location.value == VIDEO
    assert entry.conference.value == VIDEO
    assert entry.conference.params["VALUE"] == ["URI"]
    for answer in ("yes", "remote", "no"):
        assert f"/meetings/{asked.pk}/reply/{answer}/" in entry.description.value
    assert letter.calendar.count("/account/link/") == 0


@pytest.mark.parametrize("link", ["http://meet.example.org/1", "ftp://meet.example.org/1", "meet"])
def test_a_video_link_is_https(world: World, link: str) -> None:
    with pytest.raises(Refused, match="starts with https"):
        called(world, video_link=link)
    meeting = called(world)
    with pytest.raises(Refused, match="starts with https"):
        meetings.change(meeting=meeting, video_link=link, at=day(41), by=world.convener)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(video_link=link)


def test_only_an_open_meeting_shows_its_video_link_and_only_where_it_is_ticked(
    world: World,
) -> None:
    with pytest.raises(Refused, match="open to the public"):
        called(world, video_link=VIDEO, video_public=True)
    with pytest.raises(Refused, match="Give the video link"):
        called(world, open_to_public=True, video_public=True)
    closed = called(world, open_to_public=True, video_link=VIDEO)
    shown = called(world, open_to_public=True, video_link=VIDEO, video_public=True)
    assert (closed.shown_video, shown.shown_video) == ("", VIDEO)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=shown.pk).update(video_link="")
    gone = meetings.change(meeting=shown, video_link="", at=day(41), by=world.convener)
    assert not gone.video_public


@pytest.mark.parametrize(
    ("kind", "readers"),
    [
        ("regular", {"keel", "sail", "college", "union", "board"}),
        ("support", {"college", "union", "board"}),
    ],
)
def test_members_who_are_asked_read_the_video_link(
    world: World, kind: str, readers: set[str]
) -> None:
    meeting = called(world, kind, video_link=VIDEO)
    people = {key: world.people[key] for key in ("keel", "sail", "college", "union", "board")}
    people |= {"state": world.state, "stranger": world.people["staffing"]}
    read = {
        key
        for key, person in people.items()
        if video_for(meeting, sitting_of(person, world.partnership, at=day(44)))
    }
    assert read == readers
    assert not video_for(meeting, sitting_of(None, world.partnership, at=day(44)))


# ── opened before its day, and taken back ────────────────────────────────────────────────────


def open_it(world: World, meeting: Meeting, at: Any, **kwargs: Any) -> Meeting:
    return rolls.open_meeting(
        meeting=meeting, chair=world.seats["keel"], at=at, by=world.convener, **kwargs
    )


def test_a_meeting_is_opened_before_its_day_with_a_reason_alone(
    world: World, asked: Meeting
) -> None:
    # It begins on 24 February, 2:00 in Denver. At 6:59 UTC it is still the 23rd there.
    eve = asked.starts.replace(hour=6, minute=59)
    with pytest.raises(
        Refused, match=r"begins Tuesday, February 24, 2026, 2:00 AM MST\. .*say why"
    ):
        open_it(world, asked, eve)
    with pytest.raises(Refused):
        open_it(world, asked, eve, reason="  ")
    opened = open_it(world, asked, eve, reason="All are here already.")
    assert opened.state == "open"
    line = Event.objects.get(verb="open", subject="meeting", subject_id=asked.pk)
    assert line.reason == "All are here already."


def test_on_its_day_it_is_opened_at_any_hour(world: World, asked: Meeting) -> None:
    opened = open_it(world, asked, asked.starts.replace(hour=7, minute=0))
    assert opened.state == "open"


def test_a_meeting_held_before_its_day_goes_out_of_calendars(world: World, asked: Meeting) -> None:
    open_it(world, asked, day(45), reason="All are here.")
    here: dict[str, Any] = {"meeting": asked, "at": day(45), "by": world.convener}
    rolls.take_roll(
        seat=world.seats["keel"], person=world.people["keel"], acknowledged=True, **here
    )
    rolls.hold(**here)
    _, letter = last(world, asked, "rope")
    assert "METHOD:CANCEL" in letter.calendar
