"""What is read of meetings: who came, who led, what the agenda rests on, what to warn of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from sectoral.workspace.models import (
    AgendaItem,
    Attendance,
    Delegate,
    Meeting,
    Partnership,
    Seat,
    User,
)
from sectoral.workspace.models.meetings import Organizer
from sectoral.workspace.models.partnerships import GOING
from sectoral.workspace.queries.measures import (
    AttendanceCount,
    a_company_chaired,
    count_attendance,
    has_company_majority,
    of_roll,
    seated_seats,
)
from sectoral.workspace.queries.needs import HEARERS, listening_seats
from sectoral.workspace.queries.roles import (
    Sitting,
    role_of_seat,
    roles_of,
)
from sectoral.workspace.rules.permissions import may
from sectoral.workspace.rules.policy import DELEGATE_CONFIRMED_FOR

STATEMENT = (
    "We are here to solve problems that our industry has in common. We do not talk about "
    "wages, salaries or benefits that we pay or plan to pay, about whom we hire or will not "
    "hire, or about prices, costs, bids or customers. Anyone who hears such talk should say "
    "so and leave, and the convener will stop it. This is not legal advice. Ask your lawyer."
)
"""The antitrust statement that is opened at each meeting (S9)."""


@dataclass(frozen=True, slots=True)
class MeetingBalance:
    """Who was in the room, and whether companies led.

    ratio   companies for each public partner, to one decimal; null where none came
    """

    companies: int
    public: int
    ratio: float | None
    employer_led: bool


def meeting_balance(meeting: Meeting) -> MeetingBalance:
    """Companies and public partners on the roll, common ownership once (I3, I13)."""
    return _balance_from_count(meeting, count_attendance(meeting))


def meeting_balances(meetings: Iterable[Meeting]) -> dict[int, MeetingBalance]:
    """The same of many meetings, by their keys, in one query."""
    listed = {meeting.pk: meeting for meeting in meetings}
    rolls: dict[int, list[Attendance]] = {key: [] for key in listed}
    rows = Attendance.objects.select_related("seat__organization")
    for row in rows.filter(meeting__in=listed):
        rolls[row.meeting_id].append(row)
    return {key: _balance_from_count(listed[key], of_roll(roll)) for key, roll in rolls.items()}


def _balance_from_count(meeting: Meeting, here: AttendanceCount) -> MeetingBalance:
    ratio = round(here.companies / here.public, 1) if here.public else None
    led = a_company_chaired(meeting) and has_company_majority(here)
    return MeetingBalance(here.companies, here.public, ratio, led)


def why_led(meeting: Meeting, here: MeetingBalance) -> str:
    """Whether employers led a meeting, and why, in a sentence (I13)."""
    chair = meeting.chaired_by.organization.name if meeting.chaired_by else "nobody"
    if here.employer_led:
        return f"Employer-led: more companies than public partners came, and {chair} chaired."
    reasons = []
    if here.companies <= here.public:
        reasons.append("companies did not outnumber public partners")
    if not a_company_chaired(meeting):
        reasons.append(f"{chair} chaired, which is not a company at this table")
    return f"Not employer-led: {', and '.join(reasons)}."


def missing_acknowledgments(meeting: Meeting) -> list[Attendance]:
    """Those on the roll for companies who have not acknowledged the antitrust statement."""
    return [
        row
        for row in meeting.roll.select_related("seat__organization").filter(acknowledged=False)
        if row.seat.is_employer
    ]


def before_its_day(meeting: Meeting, at: datetime) -> bool:
    """Whether the meeting's day has not come yet, by the clock of its own room."""
    zone = ZoneInfo(meeting.timezone)
    return at.astimezone(zone).date() < meeting.starts.astimezone(zone).date()


def video_for(meeting: Meeting, sitting: Sitting) -> str:
    """The link by which this reader joins remotely; empty where there is none to read.

    Members read it until the meeting is over, of a support team's meeting those who are asked to
    it and whoever convenes; of an open meeting everybody, where it is shown to the public.
    """
    if meeting.state not in (Meeting.State.PLANNED, *COMING):
        return ""
    if not sitting.may("see_video_link"):
        return meeting.shown_video
    support = meeting.kind == Meeting.Kind.SUPPORT and not sitting.may("take_roll")
    if support and not any(role_of_seat(seat) in HEARERS for seat in sitting.seats):
        return meeting.shown_video
    return meeting.video_link


def same_day(meeting: Meeting) -> bool:
    """Whether the minutes went out on the day of the meeting, where it was held."""
    if meeting.minutes_sent_at is None:
        return False
    zone = ZoneInfo(meeting.timezone)
    return meeting.minutes_sent_at.astimezone(zone).date() == meeting.ends.astimezone(zone).date()


def employer_items(meeting: Meeting) -> tuple[int, int]:
    """How many of the agenda's points companies asked for, and how many there are."""
    items = [item for item in meeting.agenda.select_related("asked_by") if not item.parked]
    return sum(_of_a_company(item) for item in items), len(items)


def _of_a_company(item: AgendaItem) -> bool:
    return item.asked_by is not None and item.asked_by.is_employer


COMING = (Meeting.State.INVITED, Meeting.State.OPEN)
"""While a meeting is asked to or under way, its entry stands in calendars."""


def asked_seats(meeting: Meeting, *, at: datetime) -> list[Seat]:
    """The seats that a meeting of this kind asks to come, as the table is seated now.

    The support team is the public partners; every other meeting is the whole table's.
    """
    if meeting.kind == Meeting.Kind.SUPPORT:
        return listening_seats(meeting.partnership, at)
    return list(seated_seats(meeting.partnership, at))


def calendar_entry_holders(meeting: Meeting, *, at: datetime) -> dict[int, User]:
    """Who should hold the meeting's calendar entry now, by key; nobody where nobody is asked."""
    if meeting.state not in COMING or meeting.invited_by_id is None:
        return {}
    if meeting.partnership.stage not in GOING:
        return {}
    return _acting_for(asked_seats(meeting, at=at), at) | _convening(meeting.partnership, at)


def readers_of(meeting: Meeting, *, at: datetime) -> set[int]:
    """The keys of those who may read of a meeting that they were asked to."""
    acting = {person.pk for person in delegates_of(meeting, at=at)}
    return acting | set(_convening(meeting.partnership, at))


def _convening(partnership: Partnership, at: datetime) -> dict[int, User]:
    """Whoever convenes a table now, with a seat or without: its meetings are theirs."""
    held = (
        partnership.appointments.select_related("person").in_term(at).filter(person__is_active=True)
    )
    return {one.person_id: one.person for one in held.order_by("pk")}


def delegates_of(meeting: Meeting, *, at: datetime) -> Iterable[User]:
    """The people who act now for the seats that were asked to come; each once."""
    seats = meeting.invited.filter(standing=Seat.Standing.SEATED, until__isnull=True)
    return _acting_for(seats, at).values()


def _acting_for(seats: Iterable[Seat], at: datetime) -> dict[int, User]:
    acting = (
        Delegate.objects.select_related("person")
        .in_force(at)
        .filter(
            seat__in=seats,
            confirmed_at__gt=at - DELEGATE_CONFIRMED_FOR.span,
            person__is_active=True,
        )
    )
    return {delegate.person_id: delegate.person for delegate in acting.order_by("pk")}


def organizer_of(meeting: Meeting) -> Organizer:
    """Who stands on its entries: as kept, else the lead convener, who sees who comes.

    Without a lead it is whoever invited; nobody where nobody has.
    """
    if meeting.organizer_email:
        return meeting.organizer
    leads = meeting.partnership.appointments.select_related("person", "organization")
    lead = leads.filter(lead=True, until=None).first()
    if lead is not None and lead.person.email:
        return Organizer(f"{lead.person}, {lead.organization}", lead.person.email)
    by = meeting.invited_by
    return Organizer(str(by), by.email) if by is not None else Organizer("", "")


def open_to_all(partnership: Partnership, *, at: datetime) -> QuerySet[Meeting]:
    """The announced open meetings to come or under way, for everybody (S15)."""
    coming = ("planned", "invited", "open")
    return announced_meetings(partnership, at=at).filter(ends__gt=at, state__in=coming)


def called_off(partnership: Partnership, *, at: datetime) -> QuerySet[Meeting]:
    """Announced open meetings that were cancelled before their day: whoever read of one is told."""
    return announced_meetings(partnership, at=at).filter(ends__gt=at, state=Meeting.State.CANCELLED)


def with_open_minutes(partnership: Partnership, *, at: datetime) -> QuerySet[Meeting]:
    """Open meetings whose minutes everybody may read, the last first (S15)."""
    return (
        announced_meetings(partnership, at=at).filter(minutes_sent_at__lte=at).order_by("-starts")
    )


def announced_meetings(partnership: Partnership, *, at: datetime) -> QuerySet[Meeting]:
    """The open meetings that the public was told of; of others it may know nothing."""
    return partnership.meetings.filter(open_to_public=True, noticed_at__lte=at)


# ── what to warn of ───────────────────────────────────────────────────────────────────────────


def meeting_warnings(meeting: Meeting) -> list[str]:
    """What a convener should mend before a meeting, or learn from after it, one line each."""
    asked, points = employer_items(meeting)
    found = []
    if not asked:
        found.append(
            "None of the agenda comes from a company. Ask the champions for points, or cancel."
        )
    elif asked * 2 < points:
        found.append(
            f"Companies asked for {asked} of {points} points. The agenda should be mostly theirs."
        )
    if meeting.state == Meeting.State.PLANNED and meeting.open_to_public:
        found += [] if meeting.noticed_at else ["This open meeting has not been announced yet."]
    if meeting.state == Meeting.State.HELD and not meeting.decisions.exists():
        found.append(f"No decision was made. Needed was: {meeting.decision_wanted}")
    return [*found, *_attendance_warnings(meeting)]


def _attendance_warnings(meeting: Meeting) -> list[str]:
    """Company attendance that fell at the last two meetings of the kind, one after the other."""
    earlier = Meeting.objects.filter(
        partnership=meeting.partnership_id,
        kind=meeting.kind,
        state=Meeting.State.HELD,
        starts__lte=meeting.starts,
    ).order_by("-starts")[:3]
    came = [count_attendance(held).companies for held in earlier][::-1]
    if len(came) == 3 and came[0] > came[1] > came[2]:
        return [
            f"Fewer companies are coming each time: {came[0]}, {came[1]}, {came[2]}. Ask them why."
        ]
    return []


def may_read_minutes(meeting: Meeting, person: User | None, *, at: datetime) -> bool:
    """Whether a person reads the minutes: members once sent, everybody of an open meeting."""
    if meeting.minutes_sent_at is None or meeting.minutes_sent_at > at:
        return bool(may(roles_of(person, meeting.partnership, at=at), "write_minutes"))
    if meeting.open_to_public:
        return True
    return bool(may(roles_of(person, meeting.partnership, at=at), "see_partnership"))
