"""What the pages of one meeting show: agenda, roll, numbers, what to look at; room and minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sectoral.workspace.models import (
    AgendaItem,
    Attendance,
    Championship,
    Decision,
    Delegate,
    Event,
    GroundRules,
    Meeting,
    Need,
    NeedVersion,
    Seat,
    User,
)
from sectoral.workspace.models.terms import in_force
from sectoral.workspace.queries.flags import points_for
from sectoral.workspace.queries.measures import company_seats
from sectoral.workspace.queries.meetings import (
    MeetingBalance,
    meeting_balance,
    meeting_warnings,
    why_led,
)
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.policy import DELEGATE_CONFIRMED_FOR
from sectoral.workspace.rules.wording.text import find_antitrust

THE_CONVENER = "the convener"


@dataclass(frozen=True, slots=True)
class AgendaPoint:
    """A point of the agenda before one reader.

    asked_by    the organization that asked for it, or the convener
    of_company  whether a company did
    now         whether the meeting is at it, by the clock
    flags       words that touch what companies must not settle together, for the convener (S9)
    """

    item: AgendaItem
    asked_by: str
    of_company: bool
    now: bool
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingAgenda:
    """The points in order, the parking lot, and how many companies asked for."""

    points: tuple[AgendaPoint, ...]
    parked: tuple[AgendaPoint, ...]
    of_companies: int
    minutes: int

    @property
    def flagged_points(self) -> tuple[AgendaPoint, ...]:
        """Points with words that the convener should look at."""
        return tuple(point for point in (*self.points, *self.parked) if point.flags)


@dataclass(frozen=True, slots=True)
class RollEntry:
    """An organization on the roll, and who came for it."""

    organization: str
    system: str
    is_company: bool
    people: tuple[str, ...]
    acknowledged: bool


@dataclass(frozen=True, slots=True)
class RollCandidate:
    """A delegate who could be put on the roll."""

    seat: Seat
    person: User


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One meeting before one reader.

    for_champion  whether it waits for a champion, who alone may ask people to a launch
    champions   who they are
    counsel     whom the table asks about antitrust law, for the convener
    """

    meeting: Meeting
    agenda: MeetingAgenda
    room: MeetingBalance
    why_led: str
    companies: tuple[RollEntry, ...]
    partners: tuple[RollEntry, ...]
    decisions: tuple[Decision, ...]
    warnings: tuple[str, ...]
    for_champion: bool
    champions: tuple[str, ...]
    counsel: str


def meeting_page(meeting: Meeting, sitting: Sitting) -> MeetingPage:
    """Everything the page of a meeting shows to this reader."""
    convener = bool(sitting.may("take_roll"))
    here, came = meeting_balance(meeting), roll_entries(meeting)
    return MeetingPage(
        meeting=meeting,
        agenda=agenda_for(meeting, sitting),
        room=here,
        why_led=why_led(meeting, here),
        companies=tuple(one for one in came if one.is_company),
        partners=tuple(one for one in came if not one.is_company),
        decisions=tuple(meeting.decisions.all()),
        warnings=tuple(meeting_warnings(meeting))
        if convener and meeting.state != "cancelled"
        else (),
        for_champion=_waits_for_champion(meeting),
        champions=_champion_names(meeting, sitting.at) if _waits_for_champion(meeting) else (),
        counsel=GroundRules.of(meeting.partnership).counsel if convener else "",
    )


def agenda_for(meeting: Meeting, sitting: Sitting) -> MeetingAgenda:
    """The agenda; flagged words for whoever takes the roll alone."""
    items = list(points_for(sitting, meeting.agenda.all()).select_related("asked_by__organization"))
    near = present_item(
        [item for item in items if not item.parked], opening_time(meeting), sitting.at
    )
    look = bool(sitting.may("take_roll"))
    points = [_agenda_point(item, item == near, look) for item in items]
    on = tuple(point for point in points if not point.item.parked)
    return MeetingAgenda(
        points=on,
        parked=tuple(point for point in points if point.item.parked),
        of_companies=sum(point.of_company for point in on),
        minutes=sum(point.item.minutes for point in on),
    )


def _agenda_point(item: AgendaItem, now: bool, look: bool) -> AgendaPoint:
    seat = item.asked_by
    flags = tuple(f"“{found.found}”: {found.why}" for found in find_antitrust(item.text) if look)
    if seat is None:
        return AgendaPoint(item, THE_CONVENER, of_company=False, now=now, flags=flags)
    return AgendaPoint(item, seat.organization.name, seat.is_employer, now, flags)


def present_item(
    items: Sequence[AgendaItem], opened: datetime | None, at: datetime
) -> AgendaItem | None:
    """The point a meeting is at if every point takes its minutes; the last when they are over."""
    if opened is None or not items:
        return None
    end = opened
    for item in items:
        end += timedelta(minutes=item.minutes)
        if at < end:
            return item
    return items[-1]


def opening_time(meeting: Meeting) -> datetime | None:
    """When a meeting that is on was opened; None while it is not on."""
    return actual_hours(meeting)[0] if meeting.state == Meeting.State.OPEN else None


def actual_hours(meeting: Meeting) -> tuple[datetime | None, datetime | None]:
    """When a meeting was opened and when it ended, as the record has it."""
    lines = Event.objects.filter(
        subject="meeting", subject_id=meeting.pk, after__in=("open", "held")
    ).exclude(verb="take_back")
    found = dict(lines.order_by("pk").values_list("after", "at"))
    return found.get("open"), found.get("held")


# ── who is there ──────────────────────────────────────────────────────────────────────────────


def roll_entries(meeting: Meeting) -> list[RollEntry]:
    """The roll by organization, companies and partners by name; a company once."""
    rows = meeting.roll.select_related("seat__organization", "person")
    by_seat: dict[int, list[Attendance]] = {}
    for row in rows:
        by_seat.setdefault(row.seat_id, []).append(row)
    return sorted(map(_roll_entry, by_seat.values()), key=lambda one: one.organization)


def _roll_entry(rows: Sequence[Attendance]) -> RollEntry:
    seat = rows[0].seat
    return RollEntry(
        organization=seat.organization.name,
        system=seat.get_system_display(),
        is_company=seat.is_company,
        people=tuple(str(row.person) for row in rows),
        acknowledged=all(row.acknowledged for row in rows),
    )


def roll_candidates(meeting: Meeting, *, at: datetime) -> list[RollCandidate]:
    """The delegates who could be put on the roll and are not, by organization, companies first."""
    there = set(meeting.roll.filter(acknowledged=True).values_list("seat", "person"))
    acting = (
        Delegate.objects.select_related("seat__organization", "person")
        .in_force(at)
        .filter(
            in_force(at, "seat__"),
            seat__partnership=meeting.partnership_id,
            seat__standing=Seat.Standing.SEATED,
            confirmed_at__gt=at - DELEGATE_CONFIRMED_FOR.span,
        )
    )
    rows = [one for one in acting if (one.seat_id, one.person_id) not in there]
    rows.sort(key=lambda one: (not one.seat.is_employer, one.seat.organization.name, one.pk))
    return [RollCandidate(one.seat, one.person) for one in rows]


def own_seats_there(meeting: Meeting, sitting: Sitting) -> list[str]:
    """The organizations for which this person is on the roll, having read the statement."""
    mine = meeting.roll.filter(person=sitting.person, seat__in=sitting.seats, acknowledged=True)
    return list(mine.values_list("seat__organization__name", flat=True))


def drafts_of(meeting: Meeting, sitting: Sitting, *, most: int = 5) -> list[tuple[Need, str]]:
    """The last needs that this person wrote down at the meeting and has not raised, with titles."""
    opened = opening_time(meeting)
    if opened is None or sitting.person is None:
        return []
    rows = NeedVersion.objects.select_related("need__raised_by__organization", "need__partnership")
    mine = rows.filter(
        need__partnership=meeting.partnership_id,
        need__state=Need.State.DRAFT,
        need__created_at__gte=opened,
        written_by=sitting.person,
        number=1,
    )
    return [(row.need, row.title) for row in mine.order_by("-at")[:most]]


def _waits_for_champion(meeting: Meeting) -> bool:
    return meeting.kind == Meeting.Kind.LAUNCH and meeting.state == Meeting.State.PLANNED


def _champion_names(meeting: Meeting, at: datetime) -> tuple[str, ...]:
    terms = (
        Championship.objects.select_related("person", "seat__organization")
        .in_term(at)
        .filter(seat__in=company_seats(meeting.partnership, at))
    )
    return tuple(_champion_words(term) for term in terms)


def _champion_words(term: Championship) -> str:
    return f"{term.person} of {term.seat.organization.name}"


# ── in words ──────────────────────────────────────────────────────────────────────────────────


def ratio_words(here: MeetingBalance) -> str:
    """Companies to public partners in words."""
    if here.ratio is None:
        return "no public partner is present" if here.companies else "nobody is present"
    said = "company" if here.ratio == 1 else "companies"
    return f"{here.ratio:g} {said} for each public partner"


def join_with_or(people: Iterable[str]) -> str:
    """Names in a sentence: “A, B or C”."""
    listed = list(people)
    return ", ".join(listed[:-1]) + " or " + listed[-1] if len(listed) > 1 else "".join(listed)
