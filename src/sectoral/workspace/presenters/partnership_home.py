"""A partnership's home: what everybody may know of it, and what its members see beside that."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q

from sectoral.workspace.addresses import page_address
from sectoral.workspace.drawings.patterns import ProgressBar, TimelineStep
from sectoral.workspace.models import (
    Appointment,
    Commitment,
    Event,
    Meeting,
    Need,
    NeedVersion,
    Organization,
    Partnership,
    Priority,
    Review,
    Seat,
    Solution,
)
from sectoral.workspace.models.organizations import SizeBand, System
from sectoral.workspace.models.partnerships import Stage
from sectoral.workspace.presenters.partnership_list import (
    TOLD,
    PartnershipClock,
    clocks_of,
    last_reviews,
)
from sectoral.workspace.queries.conveners_at_seats import convening_and_seated
from sectoral.workspace.queries.measures import distinct_owners
from sectoral.workspace.queries.needs import BECAME
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.dates import day_words

KEPT_CLOSE = "A priority that only the table can see"
"""What a visitor reads where a need's companies did not say that it may become public."""

_UNDER_WAY = ("idea", "designing", "employer_review", "approved", "resourced")
_AT_WORK = ("delivering", "measuring")
_ON_THE_WAY = (Need.State.IN_SOLUTION, Need.State.ANSWERED, Need.State.CLOSED)
"""What a priority goes through after it was chosen."""

_MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class PriorityLine:
    """A priority as this reader may see it.

    became   what came of it so far, in words; empty while nothing did
    steps    how many of the four steps it has come: chosen, worked on, a solution there, answered
    """

    place: int
    title: str
    href_to: Any
    chosen: datetime | None
    became: str
    steps: int


@dataclass(frozen=True, slots=True)
class SizeBandCount:
    """How many companies sit there, by how many people work at them."""

    words: str
    companies: int


@dataclass(frozen=True, slots=True)
class AtSystem:
    """A system of the table: who sits for it."""

    name: str
    key: str
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class CommitmentCounts:
    """What was promised: how many, and how they ended."""

    kept: int
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class PartnershipHome:
    """Everything a home says.

    leads       conveners in term, the lead first
    review      the last review; its findings are the checks
    timeline    its stages with their days, and what comes next
    companies   how many sit there, common ownership once
    sizes       the same by size band, whole bands only
    systems     every system with its seats; those who may not see names get none of companies
    answered    solutions that the companies say answered their needs
    twice       organizations that convene and sit as a public partner too (decision 6)
    """

    leads: tuple[Appointment, ...]
    twice: tuple[Organization, ...]
    review: Review | None
    reason: str
    timeline: tuple[TimelineStep, ...]
    clocks: tuple[PartnershipClock, ...]
    priorities: tuple[PriorityLine, ...]
    answered: tuple[Solution, ...]
    at_work: tuple[Solution, ...]
    under_way: int
    promises: CommitmentCounts
    companies: int
    sizes: tuple[SizeBandCount, ...]
    systems: tuple[AtSystem, ...]
    meetings: tuple[Meeting, ...]
    came_from: tuple[Partnership, ...]
    goes_on: tuple[Partnership, ...]

    @property
    def progress(self) -> tuple[ProgressBar, ...]:
        """How far each priority has come: chosen, being worked on, a solution there, answered."""
        return tuple(_priority_bar(one) for one in self.priorities)

    @property
    def by_company(self) -> bool:
        """Whether a company convenes it."""
        return any(held.organization.system == System.EMPLOYER for held in self.leads)

    @property
    def partners(self) -> tuple[AtSystem, ...]:
        """The systems beside the companies that somebody sits for."""
        return tuple(s for s in self.systems if s.key != System.EMPLOYER and s.seats)


def partnership_home(sitting: Sitting) -> PartnershipHome:
    """The home as this person may see it."""
    partnership, at = _require_partnership(sitting), sitting.at
    member = bool(sitting.may("see_partnership"))
    seats = _seated_seats(partnership, at)
    companies = [s for s in seats if s.is_company]
    solutions = list(partnership.solutions.order_by("-created_at"))
    came_from, goes_on = partnership_lineage(partnership)
    leads = conveners_now(partnership, at)
    moves = _stage_moves(partnership)
    meetings = _next_meetings(partnership, at, member=member)
    return PartnershipHome(
        leads=tuple(leads),
        twice=tuple(convening_and_seated(leads, seats)),
        review=last_reviews([partnership]).get(partnership.pk),
        reason=_reason_for_stage(partnership, moves),
        timeline=_timeline_steps(partnership, moves, meetings, at),
        clocks=clocks_of([partnership], at).get(partnership.pk, ()),
        priorities=_priority_lines(partnership, at, member=member),
        answered=tuple(s for s in solutions if s.state == Solution.State.COMPLETED),
        at_work=tuple(s for s in solutions if s.state in _AT_WORK),
        under_way=sum(s.state in _UNDER_WAY for s in solutions),
        promises=_count_commitments(partnership),
        companies=len(distinct_owners(companies)),
        sizes=_count_size_bands(companies),
        systems=by_system(seats),
        meetings=meetings,
        came_from=came_from,
        goes_on=goes_on,
    )


def _priority_bar(one: PriorityLine) -> ProgressBar:
    chosen = f", {one.chosen:%B %Y}" if one.chosen else ""
    words = f"place {one.place}{chosen}: {one.became or 'no solution yet'}"
    href = page_address(one.href_to) if one.href_to else ""
    return ProgressBar(one.title, one.steps, 1 + len(_ON_THE_WAY), words, href=href)


# ── its stages ────────────────────────────────────────────────────────────────────────────────


def _stage_moves(partnership: Partnership) -> list[tuple[str, datetime, str]]:
    """Every move of its stage, oldest first: (stage, when, why)."""
    moves = Event.objects.filter(
        partnership=partnership, subject="partnership", subject_id=partnership.pk
    )
    rows = moves.exclude(after="").order_by("pk").values_list("after", "at", "reason")
    return [(after, at, reason) for after, at, reason in rows if after in Stage.values]


def _reason_for_stage(partnership: Partnership, moves: list[tuple[str, datetime, str]]) -> str:
    """Why it came to its present stage, where that is told."""
    if partnership.stage not in TOLD:
        return ""
    return next((why for stage, _, why in reversed(moves) if stage == partnership.stage), "")


def _timeline_steps(
    partnership: Partnership,
    moves: list[tuple[str, datetime, str]],
    meetings: tuple[Meeting, ...],
    at: datetime,
) -> tuple[TimelineStep, ...]:
    """The last stages it came through, where it stands, and the next meeting."""
    reached = {stage: when for stage, when, _ in moves if stage != partnership.stage}
    before = sorted(reached.items(), key=lambda pair: pair[1])[1 - _MOST_STEPS :]
    past = (TimelineStep(str(Stage(stage).label), day_words(when)) for stage, when in before)
    here = TimelineStep(
        str(partnership.get_stage_display()), f"since {day_words(partnership.stage_since)}", "now"
    )
    ahead = [
        TimelineStep(meeting.title, day_words(meeting.starts), "coming")
        for meeting in meetings
        if meeting.starts >= at
    ]
    return (*past, here, *ahead[:1])


def _require_partnership(sitting: Sitting) -> Partnership:
    if sitting.partnership is None:
        raise TypeError("A home is of one partnership.")
    return sitting.partnership


def _seated_seats(partnership: Partnership, at: datetime) -> list[Seat]:
    return list(
        Seat.objects.select_related("organization").seated(at).filter(partnership=partnership)
    )


def by_system(seats: Iterable[Seat]) -> tuple[AtSystem, ...]:
    """The seats of every system, in the systems' order; a system without one is a hole."""
    held: dict[str, list[Seat]] = {}
    for seat in seats:
        held.setdefault(seat.system, []).append(seat)
    return tuple(
        AtSystem(str(system.label), system.value, tuple(held.get(system.value, ())))
        for system in System
    )


def conveners_now(partnership: Partnership, at: datetime) -> list[Appointment]:
    """Those who convene in their term, the lead first."""
    held = partnership.appointments.select_related("organization", "person").in_term(at)
    return sorted(held, key=lambda one: (not one.lead, one.since))


def _priority_lines(
    partnership: Partnership, at: datetime, *, member: bool
) -> tuple[PriorityLine, ...]:
    rows = (
        Priority.objects.select_related("need__partnership", "round")
        .prefetch_related(Prefetch("need__versions", NeedVersion.objects.order_by("number")))
        .in_force(at)
        .filter(partnership=partnership, round__state="published")
    )
    return tuple(
        PriorityLine(
            row.place,
            row.need.text_heard.title if member or row.need.may_become_public else KEPT_CLOSE,
            row.need if member else None,
            row.round.closed_at,
            BECAME.get(row.need.state, ""),
            2 + _ON_THE_WAY.index(row.need.state) if row.need.state in _ON_THE_WAY else 1,
        )
        for row in sorted(rows, key=lambda row: (-row.round_id, row.place))
    )


def _count_commitments(partnership: Partnership) -> CommitmentCounts:
    states = Counter(
        Commitment.objects.filter(partnership=partnership).values_list("state", flat=True)
    )
    return CommitmentCounts(states["kept"], states["accepted"] + states["due"], states["late"])


def _count_size_bands(companies: list[Seat]) -> tuple[SizeBandCount, ...]:
    """By the largest of those that one owner has, so that they add up to what is counted."""
    bands = list(SizeBand)
    largest: dict[str, int] = {}
    for seat in companies:
        one = seat.organization
        band = bands.index(SizeBand(one.size))
        largest[one.counts_as] = max(band, largest.get(one.counts_as, 0))
    many = Counter(largest.values())
    found = [(str(band.label), many[place]) for place, band in enumerate(bands)]
    return tuple(SizeBandCount(words, number) for words, number in found if number)


def _next_meetings(partnership: Partnership, at: datetime, *, member: bool) -> tuple[Meeting, ...]:
    """The next two meetings: for a visitor only those that are open."""
    to_come = Q(starts__gte=at, state__in=("planned", "invited")) | Q(state="open")
    rows = partnership.meetings.filter(to_come).order_by("starts")
    return tuple((rows if member else rows.filter(open_to_public=True, noticed_at__lte=at))[:2])


def partnership_lineage(
    partnership: Partnership,
) -> tuple[tuple[Partnership, ...], tuple[Partnership, ...]]:
    """Where a partnership came from, and where it goes on."""
    near = list(
        Partnership.objects.filter(Q(successor=partnership) | Q(origin=partnership)).order_by("pk")
    )
    came = [row for row in near if row.successor_id == partnership.pk]
    parts = [row for row in near if row.origin_id == partnership.pk]
    before = [partnership.origin] if partnership.origin else []
    after = [partnership.successor] if partnership.successor else []
    return (*before, *came), (*after, *parts)
