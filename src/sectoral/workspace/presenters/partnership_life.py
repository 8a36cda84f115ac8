"""A partnership's life: where it stands, what may follow, who convened it, what was planned."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from sectoral.workspace.checklists import ChecklistCriteria, criteria_of
from sectoral.workspace.models import (
    ActionPlan,
    Appointment,
    Consent,
    GroundRules,
    Partnership,
    Realignment,
    Review,
    Seat,
    Waiver,
)
from sectoral.workspace.models.partnerships import Stage
from sectoral.workspace.presenters.partnership_home import partnership_lineage
from sectoral.workspace.presenters.partnership_list import (
    PartnershipClock,
    clocks_of,
    last_reasons,
    last_reviews,
)
from sectoral.workspace.presenters.partnerships import SizeWarning, size_warnings
from sectoral.workspace.queries.consents import consent_sides, left_outside
from sectoral.workspace.queries.measures import distinct_owners
from sectoral.workspace.queries.scope import Knows, PartnershipOverlap, find_overlaps, is_published

_ROAD = (Stage.PROPOSED, Stage.FORMING, Stage.LAUNCH_READY, Stage.LAUNCHED, Stage.ACTIVE)
"""The way up; every other stage is a turn off it, drawn after it."""


@dataclass(frozen=True, slots=True)
class StageStep:
    """One stage of the road: `here` is the present one, `passed` lies behind it."""

    stage: str
    words: str
    here: bool
    passed: bool


@dataclass(frozen=True, slots=True)
class ConsentSide:
    """One side that is asked: how many of its companies said yes and no, of how many."""

    name: str
    yes: int
    no: int
    of: int

    @property
    def has_majority(self) -> bool:
        """Whether more than half of its companies agree."""
        return 2 * self.yes > self.of


@dataclass(frozen=True, slots=True)
class ProposedRealignment:
    """What companies are asked on, with what each side says.

    ends_here   the table of the page is the one that would change or end
    outside     companies whose seats would fall outside a scope that is proposed, each with why
    lapses      until when they have to agree
    """

    row: Realignment
    sides: tuple[ConsentSide, ...]
    ends_here: bool
    outside: tuple[tuple[Seat, str], ...]
    lapses: datetime


@dataclass(frozen=True, slots=True)
class PartnershipLife:
    """What the page of a partnership's life shows."""

    road: tuple[StageStep, ...]
    reason: str
    clocks: tuple[PartnershipClock, ...]
    criteria: ChecklistCriteria
    review: Review | None
    now: tuple[Appointment, ...]
    before: tuple[Appointment, ...]
    size: tuple[SizeWarning, ...]
    overlaps: tuple[PartnershipOverlap, ...]
    waivers: tuple[Waiver, ...]
    rules: GroundRules
    plan: ActionPlan | None
    earlier_plans: tuple[ActionPlan, ...]
    proposed: tuple[ProposedRealignment, ...]
    came_from: tuple[Partnership, ...]
    goes_on: tuple[Partnership, ...]

    @property
    def lead(self) -> Appointment | None:
        """Who leads now."""
        return next((one for one in self.now if one.lead), None)


def partnership_life(
    partnership: Partnership, *, at: datetime, knows: Knows = is_published
) -> PartnershipLife:
    """Everything about it, in as many queries as there are kinds of things.

    Takes    knows: whether the reader may know of another partnership, where one would be named.
    """
    held = list(partnership.appointments.select_related("organization", "person"))
    now = [one for one in held if one.until is None and one.term_ends >= at.date()]
    plans = list(partnership.plans.select_related("written_by"))
    came_from, goes_on = partnership_lineage(partnership)
    return PartnershipLife(
        road=stage_steps(partnership),
        reason=last_reasons([partnership]).get(partnership.pk, ""),
        clocks=clocks_of([partnership], at).get(partnership.pk, ()),
        criteria=criteria_of(partnership),
        review=last_reviews([partnership]).get(partnership.pk),
        now=tuple(sorted(now, key=lambda one: not one.lead)),
        before=tuple(one for one in reversed(held) if one not in now),
        size=tuple(size_warnings(partnership, at=at)) if _is_size_checked(partnership) else (),
        overlaps=_overlaps(partnership, at, knows) if partnership.is_live else (),
        waivers=_waivers(partnership, knows),
        rules=GroundRules.of(partnership),
        plan=plans[-1] if plans else None,
        earlier_plans=tuple(reversed(plans[:-1])),
        proposed=tuple(_proposed_realignments(partnership, at)),
        came_from=came_from,
        goes_on=goes_on,
    )


def _overlaps(
    partnership: Partnership, at: datetime, knows: Knows
) -> tuple[PartnershipOverlap, ...]:
    return tuple(one for one in find_overlaps(partnership, at=at) if knows(one.partnership))


def _waivers(partnership: Partnership, knows: Knows) -> tuple[Waiver, ...]:
    given = Waiver.objects.select_related("partnership", "beside").filter(
        Q(partnership=partnership) | Q(beside=partnership)
    )
    both = [(one, (one.partnership, one.beside)) for one in given]
    return tuple(one for one, two in both if all(it == partnership or knows(it) for it in two))


def stage_steps(partnership: Partnership) -> tuple[StageStep, ...]:
    """The stages up to active, and after them the present one where it lies off the road."""
    stage = partnership.stage
    if stage in _ROAD:
        place = _ROAD.index(Stage(stage))
        return tuple(
            StageStep(s.value, str(s.label), number == place, number < place)
            for number, s in enumerate(_ROAD)
        )
    steps = [StageStep(s.value, str(s.label), here=False, passed=False) for s in _ROAD]
    return (*steps, StageStep(stage, partnership.get_stage_display(), here=True, passed=False))


def _is_size_checked(partnership: Partnership) -> bool:
    return partnership.is_live and partnership.stage != Stage.PROPOSED


def _proposed_realignments(partnership: Partnership, at: datetime) -> Iterable[ProposedRealignment]:
    """What its companies are asked on, and merges into this partnership."""
    rows = Realignment.objects.select_related("partnership", "successor", "proposed_by").filter(
        Q(partnership=partnership) | Q(successor=partnership), done_at=None, dropped_at=None
    )
    for row in rows:
        said = dict(Consent.objects.filter(realignment=row).values_list("seat_id", "yes"))
        found = tuple(
            _consent_side(name, seats, said) for name, seats in consent_sides(row, at).items()
        )
        yield ProposedRealignment(
            row,
            found,
            ends_here=row.partnership_id == partnership.pk,
            outside=tuple(left_outside(row, at)),
            lapses=row.proposed_at
            + timedelta(days=criteria_of(row.partnership).clocks.answer_days),
        )


def _consent_side(name: str, seats: list[Seat], said: dict[int, bool]) -> ConsentSide:
    against = distinct_owners(seat for seat in seats if said.get(seat.pk) is False)
    agreed = distinct_owners(seat for seat in seats if said.get(seat.pk)) - against
    return ConsentSide(name, len(agreed), len(against), len(distinct_owners(seats)))
