"""The pages of meetings: before, in the room, on the wall, and after; open ones for everybody."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import vobject
from django.test import Client

from sectoral.workspace.actions import meetings, needs, opportunities, rolls, rounds
from sectoral.workspace.calendars import TYPE
from sectoral.workspace.models import Attendance, Meeting, Need
from sectoral.workspace.presenters.meeting_projector import OPEN_MEETING, PARTNERS_HERE
from sectoral.workspace.queries.measures import count_attendance
from sectoral.workspace.queries.meetings import STATEMENT
from tests.workspace.pages.reading import MOST_QUERIES, here, page, queries, signed_in, words
from tests.workspace.partnership.steps import (
    all_vote,
    called,
    come,
    held,
    opened,
    three_released,
    under_way,
    with_item,
)
from tests.workspace.partnership.world import World, day

pytestmark = pytest.mark.django_db

OnDay = Callable[[float], None]


def source(world: World, who: str, path: str, status: int = 200) -> str:
    """A page as somebody sees it; 'visitor' is nobody who signed in."""
    person = world.people.get(who, world.state)
    client = Client() if who == "visitor" else signed_in(person)
    return page(client, here(world.partnership, path), status)


def read(world: World, who: str, path: str) -> str:
    return words(source(world, who, path))


def one(meeting: Meeting, path: str = "") -> str:
    return f"meetings/{meeting.pk}/{path}"


def done(world: World, who: str, act: str, thing: Any, **typed: Any) -> int:
    """Do an act through its page."""
    sent = {name: getattr(value, "pk", value) for name, value in typed.items()}
    return signed_in(world.people[who]).post(f"/act/{act}/{thing.pk}/", sent).status_code


def announced(world: World, **kwargs: Any) -> Meeting:
    kwargs = {"public_link": "https://meet.example.org/boats"} | kwargs
    meeting = with_item(world, called(world, open_to_public=True, **kwargs))
    return meetings.announce(meeting=meeting, at=day(44), by=world.convener)


# ── the list ──────────────────────────────────────────────────────────────────────────────────


def test_the_list_tells_who_came_who_led_and_whether_minutes_went_out(
    world: World, on_day: OnDay
) -> None:
    on_day(55)
    past = held(world, "keel", "rope", "mast", "hull", "college")
    called(world, starts=day(60), place="Harbour House")
    text = read(world, "keel", "meetings/")
    # Mast Works and Hull Yard have one owner: four companies count as three.
    assert count_attendance(past).companies == 3
    assert "3 companies, 1 public employer-led 0 Not sent yet" in text
    # The meeting's own clock: 9:00 UTC is two in the morning in Denver.
    assert "2:00 AM to 4:00 AM MST Harbour House" in text
    assert text.index("Harbour House") < text.index("employer-led 0")


@pytest.mark.parametrize(
    ("came", "chair", "why"),
    [
        (("keel", "college"), "keel", "companies did not outnumber public partners."),
        (
            ("keel", "rope", "college"),
            "college",
            "Quayland College chaired, which is not a company",
        ),
    ],
)
def test_a_meeting_that_employers_did_not_lead_says_why(
    world: World, on_day: OnDay, came: tuple[str, ...], chair: str, why: str
) -> None:
    on_day(55)
    held(world, *came, chair=chair)
    assert why in read(world, "rope", "meetings/")


def test_a_convener_calls_a_meeting_in_its_own_time_zone(world: World, on_day: OnDay) -> None:
    on_day(40)
    assert "Call a meeting" in read(world, "board", "meetings/")
    assert "Call a meeting" not in read(world, "college", "meetings/")
    typed = {"kind": "regular", "title": "Spring", "decision_wanted": "Which two?"}
    hours = {"starts": "2026-02-20T09:00", "ends": "2026-02-20T11:00"}
    zone = {"timezone": "America/New_York"}
    assert (
        done(
            world, "board", "partnership.call_meeting", world.partnership, **typed, **hours, **zone
        )
        == 302
    )
    meeting = Meeting.objects.get()
    assert meeting.starts == datetime(2026, 2, 20, 14, 0, tzinfo=UTC)
    assert "Friday, February 20, 2026, 9:00 AM to 11:00 AM EST" in read(world, "keel", "meetings/")
    # The form to change it shows the hour on that wall, and keeps it.
    assert 'value="2026-02-20T09:00"' in source(world, "board", one(meeting))


def test_an_hour_that_came_with_its_offset_stays_as_it_is(world: World, on_day: OnDay) -> None:
    on_day(40)
    typed = {"kind": "regular", "title": "Spring", "decision_wanted": "Which two?"}
    hours = {"starts": "2026-02-20T09:00:00-05:00", "ends": "2026-02-20T11:00:00-05:00"}
    zone = {"timezone": "America/Los_Angeles"}
    assert (
        done(
            world, "board", "partnership.call_meeting", world.partnership, **typed, **hours, **zone
        )
        == 302
    )
    assert Meeting.objects.get().starts == datetime(2026, 2, 20, 14, 0, tzinfo=UTC)


# ── before ────────────────────────────────────────────────────────────────────────────────────


def test_the_usual_agenda_is_one_click_and_companies_points_are_counted(
    world: World, on_day: OnDay
) -> None:
    on_day(41)
    meeting = called(world)
    assert "Use the standard agenda" in read(world, "board", one(meeting))
    assert "Use the standard agenda" not in read(world, "keel", one(meeting))
    assert done(world, "board", "meeting.fill_agenda", meeting) == 302
    with_item(world, meeting)
    text = read(world, "keel", one(meeting))
    assert "1 of 6 points from companies" in text
    assert "Welders for hulls 10 minutes · asked for by Keel & Sons company" in text
    assert "To look at" not in text
    assert "Companies asked for 1 of 6 points. The agenda should be mostly theirs." in read(
        world, "board", one(meeting)
    )
    assert done(world, "board", "meeting.fill_agenda", meeting) == 422


def test_talk_that_companies_must_not_have_is_flagged_to_the_convener_alone(
    world: World, on_day: OnDay
) -> None:
    on_day(41)
    needs.set_ground_rules(
        partnership=world.partnership, counsel="Lee Law", at=day(40), by=world.convener
    )
    meeting = called(world)
    meetings.add_item(
        meeting=meeting,
        text="Let us compare wages",
        seat=world.seats["keel"],
        at=day(41),
        by=world.people["keel"],
    )
    assert "is about something that competing companies must not agree on" in read(
        world, "board", one(meeting)
    )
    assert "Ask a lawyer before the meeting: Lee Law." in read(world, "board", one(meeting))
    for who in ("keel", "rope", "college", "state"):
        assert "must not settle" not in read(world, who, one(meeting))


def test_a_launch_is_invited_to_by_a_champion_and_the_page_says_so(
    world: World, on_day: OnDay
) -> None:
    on_day(41)
    meeting = with_item(world, called(world, "launch"))
    assert "Keel Person of Keel & Sons or Rope Person of Rope Walk can do it on My table." in read(
        world, "board", one(meeting)
    )
    assert 'action="/act/meeting.invite/' not in source(world, "board", one(meeting))
    assert f'action="/act/meeting.invite/{meeting.pk}/"' in source(world, "rope", one(meeting))


def test_a_notice_that_is_late_says_the_last_moment_it_could_have_been(
    world: World, on_day: OnDay
) -> None:
    on_day(50)
    meeting = with_item(world, called(world, open_to_public=True))
    meetings.announce(meeting=meeting, at=day(49), by=world.convener)
    # Day 50 less three days, 9:00 UTC: two in the morning in Denver.
    assert "The deadline for this one was Saturday, February 21, 2026, 2:00 AM MST" in read(
        world, "board", one(meeting)
    )
    assert done(world, "board", "meeting.open", meeting, chair=world.seats["keel"]) == 422


# ── in the room ───────────────────────────────────────────────────────────────────────────────


def test_a_company_is_on_the_roll_only_with_the_statement_acknowledged(
    world: World, on_day: OnDay
) -> None:
    on_day(50)
    meeting = under_way(world)
    text = read(world, "keel", one(meeting, "room/"))
    assert STATEMENT in text
    assert "Write it down" not in text
    typed = {"seat": world.seats["keel"], "mode": "room"}
    assert done(world, "keel", "meeting.sign_in", meeting, **typed) == 422
    assert not Attendance.objects.exists()
    assert done(world, "keel", "meeting.sign_in", meeting, **typed, acknowledged="on") == 302
    text = read(world, "keel", one(meeting, "room/"))
    assert "You are on the attendance list for Keel & Sons." in text
    assert "1 company and 0 public partners are here" in text
    assert "Add a need" in text


def test_the_convener_takes_the_roll_with_one_press_a_person(world: World, on_day: OnDay) -> None:
    on_day(50)
    meeting = under_way(world)
    text = source(world, "board", one(meeting, "room/"))
    assert text.count("/act/meeting.take_roll/") == len(world.seats)
    assert "/act/meeting.take_roll/" not in source(world, "keel", one(meeting, "room/"))
    typed = {"seat": world.seats["rope"], "person": world.people["rope"], "mode": "room"}
    assert done(world, "board", "meeting.take_roll", meeting, **typed, acknowledged="on") == 302
    assert Attendance.objects.get().acknowledged
    text = source(world, "board", one(meeting, "room/"))
    assert text.count("/act/meeting.take_roll/") == len(world.seats) - 1


def test_the_agenda_marks_the_point_that_the_clock_is_at(world: World, on_day: OnDay) -> None:
    meeting = called(world)
    for text, minutes in (("Welcome", 10), ("Needs", 30)):
        meetings.add_item(
            meeting=meeting, text=text, minutes=minutes, at=day(41), by=world.convener
        )
    rolls.open_meeting(meeting=meeting, chair=world.seats["keel"], at=day(50), by=world.convener)
    minute = 1 / 24 / 60
    for passed, now in ((5, "Welcome"), (11, "Needs"), (90, "Needs")):
        on_day(50 + passed * minute)
        assert f"{now} Now" in read(world, "keel", one(meeting, "room/"))


def test_a_member_puts_a_point_into_the_parking_lot_and_a_partner_sells_nothing_there(
    world: World, on_day: OnDay
) -> None:
    on_day(50)
    meeting = under_way(world)
    seat = {"seat": world.seats["college"]}
    offer = done(
        world, "college", "meeting.set_aside", meeting, text="See college.edu/boats", **seat
    )
    assert offer == 422
    assert done(world, "college", "meeting.set_aside", meeting, text="Bus times", **seat) == 302
    text = read(world, "keel", one(meeting, "room/"))
    assert "Parking lot Bus times (Quayland College)" in text


# ── on the wall ───────────────────────────────────────────────────────────────────────────────


def told(world: World, at: float) -> Need:
    """An opportunity and a need, said by Keel & Sons at the meeting."""
    mine: dict[str, Any] = {"at": day(at), "by": world.people["keel"]}
    opportunities.put_forward(seat=world.seats["keel"], text="Ferries for three ports", **mine)
    need = needs.draft(
        seat=world.seats["keel"], category="talent", title="Riggers", text="No riggers.", **mine
    )
    needs.draft(
        seat=world.seats["keel"], category="talent", title="Painters", text="Nobody.", **mine
    )
    return needs.raise_need(need=need, **mine)


def test_the_wall_shows_what_companies_raised_while_they_are_among_themselves(
    world: World, on_day: OnDay
) -> None:
    on_day(50.1)
    meeting = under_way(world)
    come(world, meeting, "keel", "rope")
    told(world, 50.05)
    for who in ("keel", "board"):
        text = read(world, who, one(meeting, "projector/"))
        assert "2 companies 0 public partners" in text
        assert "Ferries for three ports" in text
        assert "Riggers" in text
        assert "Painters" not in text
        assert "Keel & Sons" not in text
    # A partner's own screen is no wall of the companies.
    assert "Riggers" not in read(world, "college", one(meeting, "projector/"))
    assert "Riggers" not in read(world, "state", one(meeting, "projector/"))


@pytest.mark.parametrize("partner", ["college", "union"])
def test_with_a_public_partner_in_the_room_the_wall_keeps_raised_needs_back(
    world: World, on_day: OnDay, partner: str
) -> None:
    on_day(50.1)
    meeting = under_way(world)
    come(world, meeting, "keel", partner)
    told(world, 50.05)
    text = read(world, "board", one(meeting, "projector/"))
    assert PARTNERS_HERE in text
    assert "Ferries for three ports" in text
    assert "Riggers" not in text
    # Their companies speak of them by number; a partner's own screen tells not even how many.
    assert "Need 1" in text
    assert "Need 1" not in read(world, partner, one(meeting, "projector/"))


def test_the_convener_on_the_roll_for_a_partner_keeps_nothing_back(
    world: World, on_day: OnDay
) -> None:
    on_day(50.1)
    meeting = under_way(world)
    come(world, meeting, "keel", "board")
    told(world, 50.05)
    assert "Riggers" in read(world, "keel", one(meeting, "projector/"))


def test_the_wall_of_an_open_meeting_keeps_raised_needs_back_whoever_came(
    world: World, on_day: OnDay
) -> None:
    on_day(50.1)
    meeting = announced(world)
    meeting = rolls.open_meeting(
        meeting=meeting, chair=world.seats["keel"], at=day(50), by=world.convener
    )
    come(world, meeting, "keel")
    told(world, 50.05)
    text = read(world, "keel", one(meeting, "projector/"))
    assert OPEN_MEETING in text
    assert "Riggers" not in text


def test_the_wall_plots_the_last_published_round_and_renews_only_while_the_meeting_is_on(
    world: World, on_day: OnDay
) -> None:
    on_day(68)
    wanted = three_released(world)
    drawn = opened(world, wanted, rule="matrix")
    meeting = under_way(world, starts=day(68))
    assert "What matters" not in read(world, "keel", one(meeting, "projector/"))
    rating = {
        str(need.pk): {"importance": up, "feasibility": along}
        for need, up, along in zip(wanted, (5, 4, 2), (2, 4, 3), strict=True)
    }
    all_vote(world, drawn, rating)  # type: ignore[arg-type]
    rounds.publish(
        round=rounds.close(round=drawn, at=day(67), by=world.convener),
        at=day(67),
        by=world.convener,
    )
    text = source(world, "college", one(meeting, "projector/"))
    assert "A dry dock important 4, feasible 4" in words(text)
    assert 'aria-label="Importance against feasibility. 1. A dry dock' in text
    assert 'data-hx-trigger="every 5s"' in text
    assert "data-hx-trigger" not in source(world, "college", one(meeting, "projector/?still"))
    come(world, meeting, "keel")
    rolls.hold(meeting=meeting, at=day(68.1), by=world.convener)
    assert "data-hx-trigger" not in source(world, "college", one(meeting, "projector/"))


def test_the_wall_shows_the_present_point_and_how_long_is_left(world: World, on_day: OnDay) -> None:
    meeting = called(world, starts=day(50))
    for text, minutes in (("Who trains riggers?", 30), ("The next dry dock", 15)):
        meetings.add_item(
            meeting=meeting, text=text, minutes=minutes, at=day(41), by=world.convener
        )
    meeting = rolls.open_meeting(
        meeting=meeting, chair=world.seats["keel"], at=day(50), by=world.convener
    )
    for passed, told_then in (
        (10, "Now: Who trains riggers? 20 minutes left Next: The next dry dock"),
        (44.5, "Now: The next dry dock 1 minute left"),
        (60, "Now: The next dry dock time is up"),
    ):
        on_day(50 + passed / 1440)
        assert told_then in read(world, "board", one(meeting, "projector/"))


# ── after ─────────────────────────────────────────────────────────────────────────────────────


def minuted(world: World, meeting: Meeting) -> Meeting:
    rolls.decide(meeting=meeting, text="Welders first.", at=meeting.ends, by=world.convener)
    rolls.write_minutes(meeting=meeting, text="We met.", at=meeting.ends, by=world.convener)
    return rolls.send(meeting=meeting, at=meeting.ends, by=world.convener)


def test_minutes_are_a_draft_of_the_convener_until_sent_then_the_members(
    world: World, on_day: OnDay
) -> None:
    on_day(51)
    meeting = held(world, "keel", "rope", "college")
    rolls.write_minutes(meeting=meeting, text="We met.", at=meeting.ends, by=world.convener)
    assert "This is a draft. It has not been sent." in read(
        world, "board", one(meeting, "minutes/")
    )
    assert "have not been sent yet" in words(source(world, "keel", one(meeting, "minutes/"), 403))
    source(world, "visitor", one(meeting, "minutes/"), 302)
    rolls.decide(meeting=meeting, text="Welders first.", at=meeting.ends, by=world.convener)
    rolls.send(meeting=meeting, at=meeting.ends, by=world.convener)
    text = read(world, "college", one(meeting, "minutes/"))
    for said in ("Welders first.", "We met.", "Ratio 2 companies for each public partner"):
        assert said in text
    assert "Employer-led yes" in text
    assert "Minutes sent the same day" in text
    # By organization: nobody's name stands in it.
    assert "Keel & Sons" in text
    assert "Keel Person" not in text
    source(world, "visitor", one(meeting, "minutes/"), 302)


# ── S15: what everybody may know ──────────────────────────────────────────────────────────────


def test_a_visitor_knows_of_announced_open_meetings_and_of_no_other(
    world: World, on_day: OnDay
) -> None:
    on_day(46)
    closed = called(world, place="Closed Hall")
    quiet = called(world, open_to_public=True, place="Quiet Hall")
    shown = announced(world, place="Open Hall")
    text = source(world, "visitor", "open-meetings/")
    assert "Open Hall" in text
    assert 'href="https://meet.example.org/boats"' in text
    feed = Client().get(here(world.partnership, "open-meetings.ics"))
    for hidden in ("Closed Hall", "Quiet Hall", "Which two needs", closed.uid, quiet.uid):
        assert hidden not in text
        assert hidden not in feed.content.decode()
    assert [event.uid.value for event in vobject.readOne(feed.content.decode()).vevent_list] == [
        shown.uid
    ]
    # Closed, open and made up are answered alike.
    nowhere = here(world.partnership, "meetings/999999/")
    for path in ("", "room/", "projector/", "minutes/", "meeting.ics"):
        for meeting in (closed, quiet):
            address = here(world.partnership, one(meeting, path))
            answer = Client().get(address)
            assert answer.status_code == Client().get(f"{nowhere}{path}").status_code == 302


def test_an_announced_meeting_that_is_called_off_says_so_in_the_feed(
    world: World, on_day: OnDay
) -> None:
    on_day(46)
    meeting = announced(world)
    meetings.cancel(meeting=meeting, reason="The yard floods.", at=day(45), by=world.convener)
    assert "The yard floods." in read(world, "visitor", "open-meetings/")
    feed = Client().get(here(world.partnership, "open-meetings.ics")).content.decode()
    (event,) = vobject.readOne(feed).vevent_list
    assert (event.uid.value, event.status.value) == (meeting.uid, "CANCELLED")


def test_open_minutes_are_everybodys_once_they_are_sent(world: World, on_day: OnDay) -> None:
    on_day(51)
    meeting = announced(world)
    rolls.open_meeting(meeting=meeting, chair=world.seats["keel"], at=day(50), by=world.convener)
    come(world, meeting, "keel", "rope")
    meeting = rolls.hold(meeting=meeting, at=day(50.1), by=world.convener)
    source(world, "visitor", one(meeting, "minutes/"), 302)
    minuted(world, meeting)
    assert "Spring table" in read(world, "visitor", "open-meetings/")
    assert "Welders first." in read(world, "visitor", one(meeting, "minutes/"))


def test_a_member_s_calendar_reads_the_same_entry_as_the_letter_brought(
    world: World, on_day: OnDay
) -> None:
    on_day(45)
    meeting = with_item(world, called(world))
    meetings.invite(meeting=meeting, at=day(42), by=world.people["rope"])
    meetings.change(meeting=meeting, place="Pier 4", at=day(43), by=world.convener)
    answer = signed_in(world.people["keel"]).get(
        here(world.partnership, one(meeting, "meeting.ics"))
    )
    assert answer["Content-Type"] == TYPE
    event = vobject.readOne(answer.content.decode()).vevent
    assert event.uid.value == meeting.uid
    assert int(event.sequence.value) == 1
    assert event.dtstart.value == day(50)
    assert event.location.value == "Pier 4"
    assert event.organizer.value == "mailto:board@quayland.example"
    assert event.attendee.value == "mailto:keel@quayland.example"


# ── how much a page asks of the database ──────────────────────────────────────────────────────


def test_pages_take_as_many_queries_for_one_meeting_as_for_several(
    world: World, on_day: OnDay
) -> None:
    on_day(56)
    keel, board = signed_in(world.people["keel"]), signed_in(world.convener)
    held(world, "keel", "rope")
    listed = here(world.partnership, "meetings/")
    public = here(world.partnership, "open-meetings/")
    announced(world, starts=day(60))
    few = [queries(who, listed) for who in (keel, board)] + [queries(Client(), public)]
    held(world, "keel", "rope", "mast", "college", starts=day(51))
    held(world, "keel", "sail", "board", starts=day(52))
    announced(world, starts=day(61))
    many = [queries(who, listed) for who in (keel, board)] + [queries(Client(), public)]
    assert few == many
    assert max(few) <= MOST_QUERIES


def test_the_pages_of_one_meeting_do_not_ask_more_as_it_fills(world: World, on_day: OnDay) -> None:
    on_day(50.1)
    meeting = under_way(world)
    come(world, meeting, "keel", "college")
    told(world, 50.02)
    clients = [signed_in(world.people[who]) for who in ("keel", "board")]
    pages = [here(world.partnership, one(meeting, path)) for path in ("", "room/", "projector/")]
    few = [queries(client, address) for client in clients for address in pages]
    for text in ("Bus", "Dock"):
        meetings.set_aside(meeting=meeting, text=text, at=day(50.03), by=world.convener)
        rolls.decide(meeting=meeting, text=text, at=day(50.03), by=world.convener)
    come(world, meeting, "rope", "sail", "union")
    told(world, 50.04)
    many = [queries(client, address) for client in clients for address in pages]
    assert few == many
    assert max(few) <= MOST_QUERIES
