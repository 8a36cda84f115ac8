"""What is read of meetings: who came, who led, what the agenda rests on, what to warn of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from sectoral.workspace.checks.text import Finding, antitrust
from sectoral.workspace.models import AgendaItem, Attendance, Delegate, Meeting, Partnership, User
from sectoral.workspace.permissions import Role, may
from sectoral.workspace.roles import CONFIRMED_FOR, current, roles_of
from sectoral.workspace.standing import employer_led, present

STATEMENT = (
    "We are here to solve what our industry has in common. We do not speak about wages, "
    "salaries or benefits we pay or plan to pay, about whom we hire or will not hire, about "
    "prices, costs, bids or customers. Whoever hears such talk says so and leaves; the convener "
    "ends it. This is not legal advice: ask counsel."
)
"""The antitrust statement that is opened at each meeting (S9)."""


@dataclass(frozen=True, slots=True)
class Room:
    """Who was in the room, and whether companies led.

    ratio   companies for each public partner, to one decimal; null where none came
    """

    companies: int
    public: int
    ratio: float | None
    employer_led: bool


def room(meeting: Meeting) -> Room:
    """Companies and public partners on the roll, common ownership once (I3, I13)."""
    here = present(meeting)
    ratio = round(here.companies / here.public, 1) if here.public else None
    return Room(here.companies, here.public, ratio, employer_led(meeting))


def unacknowledged(meeting: Meeting) -> list[Attendance]:
    """Those on the roll for companies who have not acknowledged the antitrust statement."""
    return [
        row
        for row in meeting.roll.select_related("seat__organization").filter(acknowledged=False)
        if row.seat.is_employer
    ]


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


def delegates_of(meeting: Meeting, *, at: datetime) -> Iterable[User]:
    """The people who act now for the seats that are asked to come; each once."""
    acting = Delegate.objects.select_related("person").filter(
        current(at),
        seat__in=meeting.invited.filter(standing="seated", until__isnull=True),
        confirmed_at__gt=at - CONFIRMED_FOR,
    )
    return {delegate.person_id: delegate.person for delegate in acting}.values()


def open_to_all(partnership: Partnership, *, at: datetime) -> QuerySet[Meeting]:
    """The announced open meetings to come, for everybody (S15)."""
    return partnership.meetings.filter(
        open_to_public=True, noticed_at__lte=at, ends__gt=at, state__in=("planned", "invited")
    )


# ── what to warn of ───────────────────────────────────────────────────────────────────────────


def warnings(meeting: Meeting) -> list[str]:
    """What a convener should mend before a meeting, or learn from after it, one line each."""
    asked, points = employer_items(meeting)
    found = []
    if not asked:
        found.append("No point of the agenda comes from a company: ask champions, or cancel.")
    elif asked * 2 < points:
        found.append(f"Companies asked for {asked} of {points} points: the table is theirs.")
    if meeting.state == Meeting.State.PLANNED and meeting.open_to_public:
        found += [] if meeting.noticed_at else ["This open meeting is not announced yet."]
    if meeting.state == Meeting.State.HELD and not meeting.decisions.exists():
        found.append(f"No decision was taken; wanted was: {meeting.decision_wanted}")
    return [*found, *_falling(meeting)]


def _falling(meeting: Meeting) -> list[str]:
    """Company attendance that fell at the last two meetings of the kind, one after the other."""
    earlier = Meeting.objects.filter(
        partnership=meeting.partnership_id,
        kind=meeting.kind,
        state=Meeting.State.HELD,
        starts__lte=meeting.starts,
    ).order_by("-starts")[:3]
    came = [present(held).companies for held in earlier][::-1]
    if len(came) == 3 and came[0] > came[1] > came[2]:
        return [f"Fewer companies come each time: {came[0]}, {came[1]}, {came[2]}. Ask why."]
    return []


def flagged(
    person: User, partnership: Partnership, *, at: datetime
) -> list[tuple[AgendaItem, Finding]]:
    """Points of agendas to come that touch what companies must not settle together (S9).

    For the convener; nobody else gets any.
    """
    if Role.CONVENER not in roles_of(person, partnership, at=at):
        return []
    items = AgendaItem.objects.select_related("meeting").filter(
        meeting__partnership=partnership, meeting__ends__gt=at, parked=False
    )
    return [(item, finding) for item in items for finding in antitrust(item.text)]


def may_read_minutes(meeting: Meeting, person: User | None, *, at: datetime) -> bool:
    """Whether a person reads the minutes: members once sent, everybody of an open meeting."""
    if meeting.minutes_sent_at is None or meeting.minutes_sent_at > at:
        return bool(may(roles_of(person, meeting.partnership, at=at), "write_minutes"))
    if meeting.open_to_public:
        return True
    return bool(may(roles_of(person, meeting.partnership, at=at), "see_partnership"))
