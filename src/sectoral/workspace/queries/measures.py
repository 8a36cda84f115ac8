"""What a partnership has, now: each thing counted, with the rows it was counted from.

Guards, checklists and the size guard all ask here, so that a count is made in one way only.
Organizations under common ownership count once wherever companies are counted (I3).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Max, Q, QuerySet

from sectoral.workspace.models import (
    ActionPlan,
    ActionTeam,
    Appointment,
    Attendance,
    Ballot,
    Championship,
    Commitment,
    Event,
    Meeting,
    Partnership,
    Priority,
    Seat,
    Support,
)
from sectoral.workspace.models.organizations import PUBLIC_SYSTEMS, SizeBand, System
from sectoral.workspace.models.partnerships import AFTER_LAUNCH, SeatQuerySet, Stage, of_company
from sectoral.workspace.rules.policy import ACTIVE_WITHIN, YEAR

Row = tuple[str, int]


@dataclass(frozen=True, slots=True)
class MeasureResult:
    """A number and the rows behind it.

    number   how many; a share in percent where the measure is one
    rows     (kind, id) of every row it was counted from: what a page links to
    """

    number: int
    rows: tuple[Row, ...] = ()


Measure = Callable[[Partnership, datetime], MeasureResult]


def was_launched(partnership: Partnership) -> bool:
    """Whether it is launched, or was before it paused: then it belongs to its companies.

    A launch that was taken back, with the meeting it rested on, is none.
    """
    if partnership.stage in AFTER_LAUNCH:
        return True
    if partnership.stage != Stage.PAUSED:
        return False
    lines = Event.objects.filter(
        Q(after=Stage.LAUNCHED) | Q(verb="take_back_launch"),
        subject="partnership",
        subject_id=partnership.pk,
    )
    last = lines.order_by("pk").last()
    return last is not None and last.after == Stage.LAUNCHED


def seated_seats(partnership: Partnership, at: datetime) -> SeatQuerySet:
    """The seats that may act now, with their organizations."""
    return Seat.objects.select_related("organization").seated(at).filter(partnership=partnership)


def company_seats(partnership: Partnership, at: datetime) -> list[Seat]:
    """The seats of companies; a supplier without a vote is none (S3)."""
    return list(seated_seats(partnership, at).companies())


def distinct_owners(seats: Iterable[Seat]) -> frozenset[str]:
    """What the seats count as: those under common ownership count as one (I3)."""
    return frozenset(seat.organization.counts_as for seat in seats)


def count_companies(partnership: Partnership, at: datetime) -> MeasureResult:
    """How many companies sit at it."""
    seats = company_seats(partnership, at)
    return MeasureResult(len(distinct_owners(seats)), _row_keys("seat", seats))


def small_companies(partnership: Partnership, at: datetime) -> MeasureResult:
    """How many of its companies have fewer than 50 people."""
    seats = company_seats(partnership, at)
    small = [s for s in seats if s.organization.size in (SizeBand.MICRO, SizeBand.SMALL)]
    return MeasureResult(len(distinct_owners(small)), _row_keys("seat", small))


def active_companies(partnership: Partnership, at: datetime) -> MeasureResult:
    """How many of its companies did something in the last half year (P47)."""
    seats, since = company_seats(partnership, at), at - ACTIVE_WITHIN.span
    did: set[int] = set()
    for rows, when in (
        (Attendance.objects.filter(meeting__state=Meeting.State.HELD), "at"),
        (Support.objects.all(), "at"),
        (Commitment.objects.all(), "promised_at"),
    ):
        recent = rows.filter(seat__in=seats, **{f"{when}__gt": since, f"{when}__lte": at})
        did.update(recent.values_list("seat_id", flat=True))
    # Not of a round that is open: who has voted stays unknown until it closes (S6).
    cast = Ballot.objects.exclude(elector__round__state="open").filter(
        cast_at__gt=since, cast_at__lte=at
    )
    did.update(cast.filter(elector__seat__in=seats).values_list("elector__seat_id", flat=True))
    # A sister that stood in voted too: one whose own delegate cast the owner's ballot.
    stood_in = cast.filter(
        elector__seats__seat__in=seats, person=F("elector__seats__seat__delegates__person")
    )
    did.update(stood_in.values_list("elector__seats__seat_id", flat=True))
    active = [seat for seat in seats if seat.pk in did]
    return MeasureResult(len(distinct_owners(active)), _row_keys("seat", active))


def count_champions(partnership: Partnership, at: datetime) -> MeasureResult:
    """How many companies have a champion whose term runs and who still acts for the seat."""
    terms = list(
        Championship.objects.select_related("seat__organization")
        .in_term(at)
        .filter(seat__in=company_seats(partnership, at))
    )
    return MeasureResult(
        len(distinct_owners(term.seat for term in terms)), _row_keys("championship", terms)
    )


def count_public_systems(partnership: Partnership, at: datetime) -> MeasureResult:
    """How many public systems sit on the support team."""
    seats = list(seated_seats(partnership, at).filter(system__in=PUBLIC_SYSTEMS))
    return MeasureResult(len({seat.system for seat in seats}), _row_keys("seat", seats))


def of_system(system: System) -> Measure:
    """The measure that counts the seats of one system."""

    def seats_of_one(partnership: Partnership, at: datetime) -> MeasureResult:
        seats = list(seated_seats(partnership, at).filter(system=system))
        return MeasureResult(len(seats), _row_keys("seat", seats))

    return seats_of_one


def lead_convener(partnership: Partnership, at: datetime) -> MeasureResult:
    """How many lead conveners are in their term: one, or none (I6)."""
    held = list(Appointment.objects.in_term(at).filter(partnership=partnership, lead=True))
    return MeasureResult(len(held), _row_keys("appointment", held))


def count_priorities(partnership: Partnership, at: datetime) -> MeasureResult:
    """How many priorities stand that companies chose in a published round (P4)."""
    chosen = list(
        Priority.objects.in_force(at).filter(partnership=partnership, round__state="published")
    )
    return MeasureResult(len(chosen), _row_keys("priority", chosen))


def company_led_teams(partnership: Partnership, at: datetime) -> MeasureResult:
    """How many action teams a seated company leads."""
    teams = list(
        ActionTeam.objects.in_force(at).filter(
            partnership=partnership, led_by__in=company_seats(partnership, at)
        )
    )
    return MeasureResult(len(teams), _row_keys("actionteam", teams))


def count_plans(partnership: Partnership, at: datetime) -> MeasureResult:
    """How many versions of its action plan were written."""
    written = list(ActionPlan.objects.filter(partnership=partnership, at__lte=at))
    return MeasureResult(len(written), _row_keys("actionplan", written))


def commitments_kept(partnership: Partnership, at: datetime) -> MeasureResult:
    """How many commitments were kept."""
    kept = list(
        Commitment.objects.filter(partnership=partnership, state="kept", settled_at__lte=at)
    )
    return MeasureResult(len(kept), _row_keys("commitment", kept))


def count_solutions(partnership: Partnership, at: datetime) -> MeasureResult:
    """How many solutions the companies have approved and nobody has stopped."""
    approved = ("approved", "resourced", "delivering", "measuring", "completed")
    found = list(partnership.solutions.filter(state__in=approved, created_at__lte=at))
    return MeasureResult(len(found), _row_keys("solution", found))


# ── meetings ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class AttendanceCount:
    """Who came to a meeting, counted by organization; common ownership counts once."""

    companies: int
    public: int


def count_attendance(meeting: Meeting) -> AttendanceCount:
    """How many companies and how many public organizations were on the roll."""
    return of_roll(Attendance.objects.select_related("seat__organization").filter(meeting=meeting))


def of_roll(roll: Iterable[Attendance]) -> AttendanceCount:
    """Companies and public organizations on a roll already read, with its organizations."""
    return of_seats(row.seat for row in roll)


def of_seats(rows: Iterable[Seat]) -> AttendanceCount:
    """The same of seats already read, with their organizations."""
    seats = {seat.pk: seat for seat in rows}.values()
    ours = [s for s in seats if s.is_company]
    public = [s for s in seats if s.system in PUBLIC_SYSTEMS or s.is_supplier]
    return AttendanceCount(len(distinct_owners(ours)), len(distinct_owners(public)))


def employer_led(meeting: Meeting) -> bool:
    """Whether more companies than public partners came and a company's delegate chaired (I13)."""
    return a_company_chaired(meeting) and has_company_majority(count_attendance(meeting))


def a_company_chaired(meeting: Meeting) -> bool:
    """Whether a company's delegate chaired; a supplier without a vote is none (S3)."""
    chair = meeting.chaired_by
    return chair is not None and chair.is_company


def has_company_majority(here: AttendanceCount) -> bool:
    """Whether more companies than public partners came."""
    return here.companies > here.public


def held_meetings(partnership: Partnership, at: datetime) -> QuerySet[Meeting]:
    """The meetings that were held by now."""
    return Meeting.objects.select_related("chaired_by").filter(
        partnership=partnership, state=Meeting.State.HELD, starts__lte=at
    )


def launch_meetings(partnership: Partnership, at: datetime) -> MeasureResult:
    """How many launch meetings were held."""
    meetings = list(held_meetings(partnership, at).filter(kind=Meeting.Kind.LAUNCH))
    return MeasureResult(len(meetings), _row_keys("meeting", meetings))


def employer_led_meetings(partnership: Partnership, at: datetime) -> MeasureResult:
    """How many meetings of the last year were led by employers (I13)."""
    year = held_meetings(partnership, at).filter(starts__gt=at - YEAR.span)
    led = [meeting for meeting in year if employer_led(meeting)]
    return MeasureResult(len(led), _row_keys("meeting", led))


def last_employer_meeting(partnership: Partnership, at: datetime) -> datetime | None:
    """When companies last came to a meeting that was held."""
    came = held_meetings(partnership, at).filter(of_company("roll__seat__"))
    found: datetime | None = came.aggregate(last=Max("starts"))["last"]
    return found


def last_plan(partnership: Partnership, at: datetime) -> datetime | None:
    """When the action plan was last written."""
    found: datetime | None = ActionPlan.objects.filter(
        partnership=partnership, at__lte=at
    ).aggregate(last=Max("at"))["last"]
    return found


def days_since(moment: datetime | date, at: datetime) -> int:
    """Whole days from a moment to `at`."""
    then = moment.date() if isinstance(moment, datetime) else moment
    return (at.date() - then).days


def _row_keys(kind: str, things: Iterable[object]) -> tuple[Row, ...]:
    return tuple((kind, thing.pk) for thing in things)  # type: ignore[attr-defined]


MEASURES: dict[str, Measure] = {
    "companies": count_companies,
    "small companies": small_companies,
    "active companies": active_companies,
    "champions": count_champions,
    "public systems": count_public_systems,
    "lead convener": lead_convener,
    "priorities": count_priorities,
    "company-led action teams": company_led_teams,
    "action plan": count_plans,
    "commitments kept": commitments_kept,
    "solutions approved": count_solutions,
    "launch meeting": launch_meetings,
    "employer-led meetings": employer_led_meetings,
    **{f"{system.value} seats": of_system(system) for system in System},
}
"""What a checklist may measure, by the name it is written under."""
