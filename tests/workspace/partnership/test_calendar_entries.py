"""Calendar entries go by who was told: whoever leaves is told so, whoever joins is asked at once.

The law (`settled`): after any action, for each coming meeting, those whose calendar holds its
entry as it is now are those who are asked to it now, and the last letter to each says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
import vobject
from django.db import IntegrityError, transaction

from sectoral.workspace.actions import (
    calendar_entries,
    calendar_letters,
    conveners,
    invitations,
    meetings,
    moves,
    partnerships,
    people,
    realignments,
    rolls,
    seats,
)
from sectoral.workspace.actions.outbox import OutgoingLetter, send_due
from sectoral.workspace.models import (
    Appointment,
    Invitee,
    Meeting,
    Message,
    Partnership,
    Realignment,
    Seat,
    User,
)
from sectoral.workspace.rules.answers import YES, Refused
from tests.workspace.partnership import invariants
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.kept import kept
from tests.workspace.partnership.letters import token_in_hand
from tests.workspace.partnership.steps import called, with_item
from tests.workspace.partnership.world import COMPANIES, PARTNERS, World, day

pytestmark = pytest.mark.django_db

WORD = "Quandril"
"""Stands in the title, the place and the decision wanted of the tables' meetings."""

ELSEWHERE = partnerships.ProposalCase(
    "inland", "Inland", "boats", "Boat building", ("3366",), (worlds.INLAND,), "2026-01",
    "critical", "Boats are built inland.",
)  # fmt: skip


@dataclass
class Tables:
    """Two live tables, each with a meeting that everybody was asked to, and a closed one."""

    world: World
    other: Partnership
    closed: Partnership
    meeting: Meeting
    theirs: Meeting


@kept
def _tables() -> Tables:
    world = worlds.formed()
    first = world.partnership
    other, closed = (_beside(world, name) for name in ("Inland boats", "Closed boats"))
    world.partnership = other
    theirs = _asked(world, "sail")
    world.partnership = first
    partnerships.close(
        partnership=closed, because="goals_met", closing_note="Done.", at=day(38), by=world.state
    )
    return Tables(world, other, closed, _asked(world, "keel"), theirs)


def _beside(world: World, name: str) -> Partnership:
    """Another table, where Sail Loft and the college sit as well."""
    made = partnerships.propose(
        case=ELSEWHERE, name=name, waiver="two shores", at=day(30), by=world.state
    )
    conveners.appoint(
        partnership=made, organization=world.orgs["chamber"], person=world.people["chamber"],
        basis="trusted", term_ends=date(2028, 1, 5), at=day(30), by=world.state,
    )  # fmt: skip
    partnerships.form(partnership=made, at=day(31), by=world.state)
    for key in ("sail", "college"):
        seat = seats.offer(
            partnership=made, organization=world.orgs[key], exception="works here too",
            at=day(32), by=world.people["chamber"],
        )  # fmt: skip
        seats.name_delegate(
            seat=seat, person=world.people[key], at=day(32), by=world.people["chamber"]
        )
    return made


def _asked(world: World, who: str) -> Meeting:
    convener = world.partnership.appointments.get().person
    meeting = meetings.call(
        partnership=world.partnership, kind="regular", title=f"{WORD} table", starts=day(50),
        ends=day(50) + timedelta(hours=2), decision_wanted=f"Whether {WORD} comes first?",
        place=f"{WORD} House", at=day(40), by=convener,
    )  # fmt: skip
    seat = world.partnership.seats.get(organization=world.orgs[who])
    meetings.add_item(meeting=meeting, text="Welders", seat=seat, at=day(41), by=world.people[who])
    return meetings.invite(meeting=meeting, at=day(42), by=convener)


@pytest.fixture
def tables(db: None) -> Tables:
    return _tables()


def letters(meeting: Meeting, who: User) -> list[Message]:
    """What was posted to somebody of a meeting's entry, the first first."""
    about = Message.objects.filter(key__startswith=f"meeting {meeting.pk} sequence ", to=who.email)
    return list(about.order_by("pk"))


def entry(letter: Message) -> Any:
    return vobject.readOne(letter.calendar)


def said(letter: Message) -> tuple[str, int]:
    """What an entry asks the calendar to do, and its number.

    Whoever organizes is asked nothing by it: to this reader it is published.
    """
    read = entry(letter)
    own = read.vevent.organizer.value == f"mailto:{letter.to}"
    method = read.method.value
    assert (method == "PUBLISH") == (own and method != "CANCEL")
    assert ("attendee" in read.vevent.contents) == (method != "PUBLISH")
    return "REQUEST" if method == "PUBLISH" else method, int(read.vevent.sequence.value)


def settled(at: float) -> None:
    """The law, for every coming meeting of every table."""
    assert list(invariants.untold(day(at))) == []
    for row in Invitee.objects.select_related("meeting", "person"):
        if row.meeting.ends <= day(at):
            continue
        sent = letters(row.meeting, row.person)
        assert said(sent[-1]) == ("REQUEST" if row.holds else "CANCEL", row.sequence)
        numbers = [said(letter)[1] for letter in sent]
        assert numbers == sorted(set(numbers))
        assert {entry(letter).vevent.uid.value for letter in sent} == {row.meeting.uid}
        # Of all that waits for one reader, only the last goes out.
        assert [letter.withdrawn_at is None for letter in sent] == [
            *[False] * (len(sent) - 1),
            True,
        ]


def holders(meeting: Meeting) -> set[str]:
    rows = Invitee.objects.filter(meeting=meeting, holds=True).select_related("person")
    return {row.person.email.partition("@")[0] for row in rows}


EVERYBODY = {*COMPANIES, *PARTNERS}

# ── whoever leaves, whoever joins: every action that ends or begins a place at a table ───────

Act = Callable[[Tables], object]


def act(by: User, at: float = 44) -> dict[str, Any]:
    return {"at": day(at), "by": by}


def seat_leaves(t: Tables) -> None:
    seats.leave(seat=t.world.seats["rope"], reason="Sold.", **act(t.world.convener))


def seat_is_suspended(t: Tables) -> None:
    for by in (t.world.convener, t.world.state):
        seats.suspend(seat=t.world.seats["rope"], reason="Sells.", **act(by))


def delegate_ends(t: Tables) -> None:
    (delegate,) = t.world.seats["rope"].delegates.all()
    seats.end_delegate(delegate=delegate, reason="Retired.", **act(t.world.convener))


def person_departs(t: Tables) -> None:
    rope = t.world.people["rope"]
    people.depart(person=rope, organization=t.world.orgs["rope"], **act(rope))


def person_gives_way(t: Tables) -> None:
    new = _colleague(t, "rope")
    seats.name_delegate(seat=t.world.seats["rope"], person=new, **act(t.world.convener))


def _colleague(t: Tables, key: str) -> User:
    state = act(t.world.state, 43)
    new = people.add_person(email=f"new-{key}@quayland.example", name="New Person", **state)
    people.join(person=new, organization=t.world.orgs[key], **state)
    return new


def table_pauses(t: Tables) -> None:
    partnerships.pause(
        partnership=t.world.partnership, reason="Winter.", until=day(60).date(),
        **act(t.world.convener),
    )  # fmt: skip


def table_closes(t: Tables) -> None:
    partnerships.close(
        partnership=t.world.partnership, because="goals_met", closing_note="Done.",
        **act(t.world.convener),
    )  # fmt: skip


def convener_leaves(t: Tables) -> None:
    """The last convener goes: the table is paused by that."""
    held = t.world.partnership.appointments.get()
    conveners.step_down(appointment=held, reason="Moved.", **act(t.world.state))


@pytest.mark.parametrize(
    ("leaves", "gone", "new"),
    [
        (seat_leaves, {"rope"}, set()),
        (seat_is_suspended, {"rope"}, set()),
        (delegate_ends, {"rope"}, set()),
        (person_departs, {"rope"}, set()),
        (person_gives_way, {"rope"}, {"new-rope"}),
        (table_pauses, EVERYBODY, set()),
        (table_closes, EVERYBODY, set()),
        (convener_leaves, EVERYBODY, set()),
    ],
)
def test_whoever_loses_a_place_gets_a_cancellation_of_each_coming_meeting(
    tables: Tables, leaves: Act, gone: set[str], new: set[str]
) -> None:
    settled(43)
    before = holders(tables.theirs)
    leaves(tables)
    settled(44)
    assert holders(tables.meeting) == EVERYBODY - gone | new
    assert holders(tables.theirs) == before
    for key in gone:
        first, last = letters(tables.meeting, tables.world.people[key])
        assert (said(first), said(last)) == (("REQUEST", 0), ("CANCEL", max(1, said(last)[1])))
    posted = Message.objects.count()
    assert calendar_entries.settle_all(at=day(44)) == 0
    assert Message.objects.count() == posted


# ── whoever convenes, without a seat ──────────────────────────────────────────────────────────


def convenes(t: Tables, key: str, at: float, *, lead: bool) -> Appointment:
    """Somebody without a seat here convenes: as lead by handing over, else beside."""
    facts: dict[str, Any] = {
        "partnership": t.world.partnership, "organization": t.world.orgs[key],
        "person": t.world.people[key], "basis": "trusted", "term_ends": date(2028, 1, 5),
        **act(t.world.state, at),
    }  # fmt: skip
    if lead:
        return conveners.hand_over(reason="Moved.", **facts)
    return conveners.appoint(lead=False, **facts)


def without_a_seat(t: Tables, key: str) -> None:
    """An office that sits at no table."""
    worlds.enter(t.world, key, f"{key.title()} of Harbour", "government")


@pytest.mark.parametrize("lead", [True, False])
def test_whoever_convenes_without_a_seat_has_the_entry_while_convening(
    tables: Tables, lead: bool
) -> None:
    without_a_seat(tables, "office")
    held = convenes(tables, "office", 44, lead=lead)
    settled(44)
    assert holders(tables.meeting) == {*EVERYBODY, "office"}
    office = tables.world.people["office"]
    assert [said(letter) for letter in letters(tables.meeting, office)] == [("REQUEST", 0)]
    if lead:
        convenes(tables, "chamber", 45, lead=True)
    else:
        conveners.step_down(appointment=held, reason="Moved.", **act(tables.world.state, 45))
    settled(45)
    assert holders(tables.meeting) == EVERYBODY
    assert said(letters(tables.meeting, office)[-1])[0] == "CANCEL"
    assert WORD not in letters(tables.meeting, office)[-1].body


def test_a_convener_whose_meeting_is_called_off_reads_why(tables: Tables) -> None:
    without_a_seat(tables, "office")
    convenes(tables, "office", 44, lead=False)
    meetings.cancel(meeting=tables.meeting, reason="Floods.", **act(tables.world.convener, 45))
    last = letters(tables.meeting, tables.world.people["office"])[-1]
    assert (last.subject, said(last)[0]) == (f"Canceled: {WORD} table", "CANCEL")
    assert "Why: Floods." in last.body


def test_whose_term_is_over_loses_the_entry_in_the_night(tables: Tables) -> None:
    without_a_seat(tables, "office")
    held = convenes(tables, "office", 44, lead=False)
    Appointment.objects.filter(pk=held.pk).update(term_ends=day(45).date())
    assert calendar_entries.settle_all(at=day(45)) == 0
    assert calendar_entries.settle_all(at=day(46)) == 1
    settled(46)


def test_replies_of_calendars_go_to_whoever_convened_at_the_first_invitation(
    tables: Tables,
) -> None:
    world = tables.world
    meeting = meetings.call(
        partnership=world.partnership, kind="regular", title="Autumn", starts=day(60),
        ends=day(61), decision_wanted="Which?", **act(world.people["keel"], 43),
    )  # fmt: skip
    meetings.add_item(
        meeting=meeting, text="Welders", seat=world.seats["keel"], **act(world.people["keel"], 43)
    )
    meetings.invite(meeting=meeting, **act(world.people["keel"]))
    without_a_seat(tables, "office")
    convenes(tables, "office", 45, lead=True)
    meetings.change(meeting=meeting, place="Hall", **act(world.people["keel"], 46))
    seats.leave(seat=world.seats["rope"], reason="Sold.", **act(world.people["office"], 47))
    sent = [m for m in Message.objects.exclude(calendar="") if meeting.uid in m.calendar]
    assert len(sent) > 2 * len(EVERYBODY)
    named = {
        (entry(m).vevent.organizer.value, *entry(m).vevent.organizer.cn_paramlist) for m in sent
    }
    assert named == {("mailto:board@quayland.example", "Board Person, Harbour Workforce Board")}
    letter = next(m for m in sent if m.person == world.people["sail"])
    assert entry(letter).vevent.attendee.value == "mailto:sail@quayland.example"


def test_the_database_keeps_a_meetings_organizer(tables: Tables) -> None:
    with pytest.raises(IntegrityError, match="keeps its calendar entry"), transaction.atomic():
        Meeting.objects.filter(pk=tables.meeting.pk).update(organizer_email="x@example.org")


# ── whoever leaves several ────────────────────────────────────────────────────────────────────


def test_who_was_told_by_a_table_that_has_closed_loses_nothing_by_it(tables: Tables) -> None:
    assert not Message.objects.filter(partnership=tables.closed).exists()
    sail = tables.world.people["sail"]
    people.depart(person=sail, organization=tables.world.orgs["sail"], **act(sail))
    settled(44)
    assert [said(letters(m, sail)[-1])[0] for m in (tables.meeting, tables.theirs)] == [
        "CANCEL"
    ] * 2


def test_a_letter_to_whoever_lost_the_right_holds_nothing_of_the_meeting_and_goes_out(
    tables: Tables,
) -> None:
    rope = tables.world.people["rope"]
    person_departs(tables)
    rope.is_active = False
    rope.save()
    last = letters(tables.meeting, rope)[-1]
    assert WORD not in f"{last.subject} {last.body} {last.calendar}"
    assert "[[" not in last.body
    assert "you are no longer invited" in last.body
    out: list[OutgoingLetter] = []
    send_due(day(45), out.append)
    assert [it.key for it in out if it.to == rope.email] == [last.key]


def test_a_meeting_that_is_called_off_says_why_to_whoever_is_at_the_table(tables: Tables) -> None:
    meetings.cancel(meeting=tables.meeting, reason="Floods.", **act(tables.world.convener))
    settled(44)
    last = letters(tables.meeting, tables.world.people["keel"])[-1]
    assert last.subject == f"Canceled: {WORD} table"
    assert "Why: Floods." in last.body


def test_whoever_left_is_told_nothing_more(tables: Tables) -> None:
    delegate_ends(tables)
    meetings.change(meeting=tables.meeting, place="Elsewhere", **act(tables.world.convener, 45))
    meetings.cancel(meeting=tables.meeting, reason="Floods.", **act(tables.world.convener, 46))
    settled(46)
    assert len(letters(tables.meeting, tables.world.people["rope"])) == 2


# ── joining ──────────────────────────────────────────────────────────────────────────────────


def delegate_is_named(t: Tables) -> User:
    new = _colleague(t, "keel")
    seats.name_delegate(
        seat=t.world.seats["keel"], person=new, role="alternate", **act(t.world.convener)
    )
    return new


def invitation_is_accepted(t: Tables) -> User:
    sent = invitations.invite(
        seat=t.world.seats["keel"], email="new@keel.example", role="alternate",
        **act(t.world.convener),
    )  # fmt: skip
    token = token_in_hand(sent, **act(t.world.convener))
    return invitations.accept(token=token, name="Nia New", at=day(44)).person


def seat_is_given(t: Tables) -> User:
    new = worlds.enter(t.world, "smithy", "Smithy", "employer", naics="336612")
    worlds.sit(t.world, "smithy", at=day(44))
    return new


def supplier_is_approved(t: Tables) -> User:
    worlds.sit(t.world, "staffing", at=day(43), exception="It staffs the yards.")
    for key in ("board", "keel"):
        seats.approve(seat=t.world.seats["staffing"], voting=False, **act(t.world.people[key]))
    return t.world.people["staffing"]


@pytest.mark.parametrize(
    "joins", [delegate_is_named, invitation_is_accepted, seat_is_given, supplier_is_approved]
)
def test_whoever_joins_gets_the_entry_at_once_as_it_is_now(
    tables: Tables, joins: Callable[[Tables], User]
) -> None:
    meetings.change(meeting=tables.meeting, place="Hall", **act(tables.world.convener, 42.5))
    person = joins(tables)
    settled(44)
    (letter,) = letters(tables.meeting, person)
    assert said(letter) == ("REQUEST", 1)
    assert letter.subject == f"{WORD} table"
    assert letters(tables.theirs, person) == []


@pytest.mark.parametrize("how", ["reinstated", "seated anew", "named anew", "resumed"])
def test_whoever_comes_back_gets_a_higher_entry_that_is_not_called_changed(
    tables: Tables, how: str
) -> None:
    world, back = tables.world, act(tables.world.convener, 45)
    seat = world.seats["rope"]
    if how == "reinstated":
        seat_is_suspended(tables)
        seats.reinstate(seat=seat, reason="Agreed.", **back)
    elif how == "seated anew":
        seat_leaves(tables)
        worlds.sit(world, "rope", at=day(45))
    elif how == "named anew":
        delegate_ends(tables)
        seats.name_delegate(seat=seat, person=world.people["rope"], **back)
    else:
        table_pauses(tables)
        partnerships.resume(partnership=world.partnership, **back)
    settled(45)
    sent = letters(tables.meeting, world.people["rope"])
    assert [said(letter) for letter in sent] == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2)]
    assert not any(letter.subject.startswith("Changed") for letter in sent)
    # A change after that is higher still, for this reader and for those who never left.
    meetings.change(meeting=tables.meeting, place="Hall", **act(world.convener, 46))
    settled(46)
    last = letters(tables.meeting, world.people["rope"])[-1]
    assert (said(last), last.subject) == (("REQUEST", 3), f"Changed: {WORD} table")
    assert said(letters(tables.meeting, world.people["keel"])[-1])[1] in (1, 3)


def test_a_meeting_changed_before_anybody_was_asked_is_not_called_changed(world: World) -> None:
    meeting = with_item(world, called(world))
    meetings.change(meeting=meeting, place="Hall", at=day(41), by=world.convener)
    meetings.invite(meeting=meeting, at=day(42), by=world.convener)
    settled(42)
    sent = letters(meeting, world.people["keel"])
    assert [(letter.subject, said(letter)) for letter in sent] == [("Spring table", ("REQUEST", 1))]


# ── merging, splitting, time ─────────────────────────────────────────────────────────────────


def test_a_merge_takes_the_one_tables_entries_out_and_puts_the_others_in(tables: Tables) -> None:
    world = tables.world
    into = tables.other
    Seat.objects.filter(partnership=into, organization=world.orgs["sail"]).update(voting=True)
    move = Realignment.objects.create(
        kind="merge", partnership=world.partnership, successor=into, reason="One shore.",
        proposed_by=world.convener, proposed_at=day(43), confirmed_by=world.state,
        confirmed_at=day(43),
    )  # fmt: skip
    _without_guards(realignments.merge, realignment=move, **act(world.state))
    settled(44)
    assert holders(tables.meeting) == set()
    assert holders(tables.theirs) == EVERYBODY
    tables.meeting.refresh_from_db()
    assert tables.meeting.state == "cancelled"
    rope = world.people["rope"]
    assert "the partnership has merged into another" in letters(tables.meeting, rope)[-1].body
    assert said(letters(tables.theirs, rope)[-1]) == ("REQUEST", 0)


def test_a_split_takes_the_entries_out(tables: Tables) -> None:
    world = tables.world
    move = Realignment.objects.create(
        kind="split", partnership=world.partnership, reason="Two trades.", parts=[],
        proposed_by=world.convener, proposed_at=day(43), confirmed_by=world.state,
        confirmed_at=day(43),
    )  # fmt: skip
    _without_guards(realignments.split, realignment=move, **act(world.state))
    settled(44)
    assert holders(tables.meeting) == set()
    rope = world.people["rope"]
    assert "the partnership has split" in letters(tables.meeting, rope)[-1].body


def _without_guards(action: Callable[..., Any], **kwargs: Any) -> None:
    """Whether a merge may be is another test's concern; here it is done."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moves, "unmet_guards", lambda *_, **__: [])
        patch.setattr(moves, "may_begin", lambda *_: YES)
        patch.setattr(realignments, "may_begin", lambda *_: YES)
        action(**kwargs)


def test_the_night_tells_whoever_time_took_the_place_from(tables: Tables) -> None:
    (delegate,) = tables.world.seats["rope"].delegates.all()
    type(delegate).objects.filter(pk=delegate.pk).update(confirmed_at=day(45) - timedelta(days=365))
    assert calendar_entries.settle_all(at=day(44)) == 0
    assert calendar_entries.settle_all(at=day(45)) == 1
    assert calendar_entries.settle_all(at=day(45)) == 0
    settled(45)
    assert holders(tables.meeting) == EVERYBODY - {"rope"}
    seats.confirm_delegate(delegate=delegate, **act(tables.world.convener, 46))
    settled(46)
    assert holders(tables.meeting) == EVERYBODY


def test_what_is_over_is_left_where_it_stands(tables: Tables) -> None:
    seats.leave(seat=tables.world.seats["rope"], reason="Sold.", **act(tables.world.convener, 51))
    assert len(letters(tables.meeting, tables.world.people["rope"])) == 1


def test_nobody_is_asked_to_a_meeting_of_a_table_that_rests(world: World) -> None:
    meeting = with_item(world, called(world))
    partnerships.pause(
        partnership=world.partnership, reason="Winter.", until=day(60).date(), at=day(41),
        by=world.convener,
    )  # fmt: skip
    with pytest.raises(Refused, match="It can meet again once it continues"):
        meetings.invite(meeting=meeting, at=day(42), by=world.convener)


def test_reminders_and_minutes_go_to_whoever_is_asked_still(tables: Tables) -> None:
    world = tables.world
    opened: dict[str, Any] = {"at": day(50), "by": world.convener}
    delegate_ends(tables)
    assert calendar_letters.send_reminders(at=day(48.5)) == 2
    near = Message.objects.filter(key__startswith=f"reminder of meeting {tables.meeting.pk} on")
    assert {letter.person for letter in near} == {world.people[k] for k in EVERYBODY - {"rope"}}
    meeting = rolls.open_meeting(meeting=tables.meeting, chair=world.seats["keel"], **opened)
    for key in ("keel", "mast"):
        rolls.take_roll(
            meeting=meeting, seat=world.seats[key], person=world.people[key], acknowledged=True,
            **opened,
        )  # fmt: skip
    rolls.hold(meeting=meeting, **opened)
    rolls.write_minutes(meeting=meeting, text="We met.", **opened)
    seats.leave(seat=world.seats["mast"], reason="Sold.", at=day(50.1), by=world.convener)
    rolls.send(meeting=meeting, at=day(50.2), by=world.convener)
    told = Message.objects.filter(key__startswith=f"minutes of meeting {meeting.pk}")
    # Mast Works came, and has left since: what was said there is no longer for it.
    wanted = EVERYBODY - {"rope", "mast"}
    assert {letter.person for letter in told} == {world.people[key] for key in wanted}


# ── the database ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "change", [{"sequence": 0, "change": 0}, {"holds": False}, {"meeting": None}, {"change": 9}]
)
def test_an_entry_counts_up_and_stays_with_its_reader(
    tables: Tables, change: dict[str, Any]
) -> None:
    meetings.change(meeting=tables.meeting, place="Hall", **act(tables.world.convener, 43))
    if "meeting" in change:
        change = {"meeting": tables.theirs}
    row = Invitee.objects.get(meeting=tables.meeting, person=tables.world.people["rope"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitee.objects.filter(pk=row.pk).update(**change)


def test_the_law_sees_whoever_was_not_told(tables: Tables) -> None:
    Invitee.objects.filter(person=tables.world.people["rope"]).delete()
    with pytest.raises(AssertionError):
        settled(43)
