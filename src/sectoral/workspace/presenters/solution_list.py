"""A partnership's solutions as a list shows them: what each answers, who brings it, what it costs.

Everything is read at once for a whole page of solutions: the queries do not grow with them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    F,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from sectoral.workspace.models import (
    ActionTeam,
    Answer,
    Appointment,
    Commitment,
    Contribution,
    CostShare,
    NeedVersion,
    Partnership,
    Priority,
    Recusal,
    Solution,
    Support,
)
from sectoral.workspace.models.organizations import System
from sectoral.workspace.queries.solutions import (
    HEARD,
    NOTHING,
    STANDING,
    SolutionCosts,
    costs_of,
    raisers_of,
    related_rows,
    standing_contributions,
    systems_of,
)

SAID_BY = 3
"""So many companies must have said what they would have paid alone before their sum is shown:
of fewer, each could work out what another said."""

_ANSWERS = Answer.objects.select_related(
    "need__raised_by__organization", "written_by__organization", "accepted_by__organization"
)
_CONVENERS = Prefetch("appointments", Appointment.objects.select_related("organization"))
_NEAR = (
    Prefetch("answers", _ANSWERS),
    "answers__need__versions",
    Prefetch("answers__need__supports", Support.objects.select_related("seat__organization")),
    Prefetch("contributions", Contribution.objects.select_related("seat__organization__owner")),
    Prefetch("recusals", Recusal.objects.select_related("organization", "deputy")),
    "approvals",
    Prefetch("costs", CostShare.objects.select_related("seat__organization")),
)


@dataclass(frozen=True, slots=True)
class NeedTitle:
    """A thing by its number and its words."""

    pk: int
    words: str


@dataclass(frozen=True, slots=True)
class ContributingSystem:
    """What one system brings: its organizations, by name."""

    system: str
    organizations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CostWords:
    """What a solution costs and saves, as a page says it; only for those who may see costs.

    saves   in sum over the companies that said what they would have paid alone, to two digits;
            empty where fewer than SAID_BY said so
    filled  which part of the target can be counted on; None where there is no target
    """

    target: str
    pledged: str
    secured: str
    received: str
    saves: str
    said: int
    payers: int
    match: str
    enough: bool
    filled: float | None


@dataclass(frozen=True, slots=True)
class SolutionBrief:
    """One solution in a list.

    alone     why it is flagged: one organization, or one system, brings all of it (P44); else ''
    companies owners who stand behind the needs it answers: those it serves jointly (P57)
    money     None for whoever may not see costs
    """

    solution: Solution
    needs: tuple[NeedTitle, ...]
    brought: tuple[ContributingSystem, ...]
    alone: str
    companies: int
    money: CostWords | None


def solution_rows(partnership: Partnership) -> QuerySet[Solution]:
    """Its solutions with all that a list asks of them."""
    prefetch_related_objects([partnership], _CONVENERS)
    return partnership.solutions.select_related("proposed_by__organization").prefetch_related(
        *_NEAR
    )


def read_whole(solution: Solution) -> Solution:
    """One solution with all that its own page asks of it, read at once."""
    prefetch_related_objects([solution], *_NEAR, "invited__organization")
    prefetch_related_objects([solution.partnership], _CONVENERS)
    return solution


def solution_brief(solution: Solution, *, sees_costs: bool) -> SolutionBrief:
    """One solution in a list, from rows that were read already."""
    answers = related_rows(solution, "answers", "need__raised_by")
    return SolutionBrief(
        solution=solution,
        needs=tuple(NeedTitle(answer.need_id, answer.need.text_heard.title) for answer in answers),
        brought=contributing_systems(solution),
        alone=single_source_words(solution),
        companies=count_companies_served(solution),
        money=cost_words(solution) if sees_costs else None,
    )


def contributing_systems(solution: Solution) -> tuple[ContributingSystem, ...]:
    """Who brings something, by system; companies first."""
    held: dict[str, list[str]] = {}
    for row in standing_contributions(solution):
        names = held.setdefault(row.seat.system, [])
        if row.seat.organization.name not in names:
            names.append(row.seat.organization.name)
    return tuple(
        ContributingSystem(System(system).label, tuple(sorted(held[system])))
        for system in System.values
        if system in held
    )


def single_source_words(solution: Solution) -> str:
    """Whether one organization or one system brings all of it, in words (P44)."""
    rows = standing_contributions(solution)
    names = {row.seat.organization.name for row in rows}
    if len(names) == 1:
        return f"Only one organization, {names.pop()}, contributes."
    found = systems_of(solution)
    if len(found) == 1:
        return f"Beside the companies only one system brings something: {System(*found).label}."
    return ""


def count_companies_served(solution: Solution) -> int:
    """How many companies stand behind the needs it answers; one owner counts once (P57, I3)."""
    answers = related_rows(solution, "answers", "need__raised_by__organization")
    stand = [seat for answer in answers for seat in raisers_of(answer.need)]
    return len({seat.organization.counts_as for seat in stand})


# ── money ─────────────────────────────────────────────────────────────────────────────────────


def cost_words(solution: Solution) -> CostWords:
    """What it costs and saves, in words."""
    found = costs_of(solution)
    enough = found.target_usd is not None and found.secured_usd >= found.target_usd
    return CostWords(
        target="" if found.target_usd is None else format_usd(found.target_usd),
        pledged=format_usd(found.pledged_usd),
        secured=format_usd(found.secured_usd),
        received=format_usd(found.received_usd),
        saves=_savings_words(found),
        said=found.saving.known,
        payers=found.saving.of,
        match=_match_words(found),
        enough=enough,
        filled=float(found.secured_usd / found.target_usd) if found.target_usd else None,
    )


def _savings_words(found: SolutionCosts) -> str:
    saved = found.saving.saved_usd
    if saved is None or found.saving.known < SAID_BY:
        return ""
    return f"about {format_usd(two_digits(saved))}" if saved > 0 else "nothing"


def two_digits(amount: Decimal) -> Decimal:
    """An amount to two digits, so that watching a sum grow tells little of one company."""
    places = max(len(str(abs(int(amount)))) - 2, 0)
    return Decimal(round(int(amount), -places))


def _match_words(found: SolutionCosts) -> str:
    ratio = found.match.ratio
    return "" if ratio is None else f"${float(ratio):,.2f}"


def format_usd(amount: Decimal) -> str:
    """Dollars as a page says them: cents only where there are some."""
    words = f"{amount:,.2f}".removesuffix(".00")
    return f"−${words.removeprefix('-')}" if amount < 0 else f"${words}"


# ── needs that wait ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ListeningNeed:
    """A need that public partners still listen to, and until when: no idea may come yet."""

    pk: int
    title: str
    until: datetime


def listening_needs(partnership: Partnership, *, at: datetime) -> tuple[bool, list[ListeningNeed]]:
    """Whether a need is ready for a solution, and those still heard, the first to be over first."""
    needs = partnership.needs.filter(released_at__lte=at, state__in=HEARD)
    rows = needs.annotate(ends=Max("releases__window_ends"))
    still = rows.filter(ends__gt=at).order_by("ends", "pk").prefetch_related("versions")
    heard = [ListeningNeed(need.pk, need.text_heard.title, need.ends) for need in still]
    return rows.filter(ends__lte=at).exists(), heard


def running_teams(partnership: Partnership) -> QuerySet[ActionTeam]:
    """Its action teams that have not ended, each with the company that leads it."""
    running = partnership.teams.filter(until__isnull=True)
    return running.select_related("led_by__organization", "solution__partnership").prefetch_related(
        "members__organization"
    )


# ── effort and effect (P56, P57) ──────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SolutionScale:
    """Wholesale or retail: how many companies one solution serves, and who brings it (P57)."""

    solution: Solution
    companies: int
    organizations: int
    systems: int


@dataclass(frozen=True, slots=True)
class PriorityEffort:
    """What goes into one priority (P56).

    usd   dollars that can be counted on, over its solutions
    """

    place: int
    need: NeedTitle
    solutions: int
    promises: int
    kept: int
    usd: Decimal


def all_served(solutions: Iterable[Solution]) -> list[SolutionScale]:
    """Each of these that has not stopped, with how many it serves; the most first."""
    found = [_solution_scale(one) for one in solutions if one.state != Solution.State.STOPPED]
    return sorted(found, key=lambda one: (-one.companies, one.solution.title))


def _solution_scale(solution: Solution) -> SolutionScale:
    names = {row.seat.organization_id for row in standing_contributions(solution)}
    return SolutionScale(
        solution=solution,
        companies=count_companies_served(solution),
        organizations=len(names),
        systems=len(systems_of(solution)),
    )


def priority_efforts(partnership: Partnership, *, at: datetime) -> list[PriorityEffort]:
    """What goes into each standing priority, in the companies' own order; one query for all."""
    need = OuterRef("need")
    running = ~Q(solution__state=Solution.State.STOPPED)
    answers = Answer.objects.filter(running, need=need)
    promises = Commitment.objects.filter(
        running, partnership=partnership, solution__answers__need=need
    ).exclude(state__in=(Commitment.State.RENEGOTIATED, Commitment.State.WITHDRAWN))
    shares = CostShare.objects.filter(
        running, solution__answers__need=need, state__in=STANDING
    ).annotate(counts_usd=Coalesce("received_usd", "amount_usd"))
    title = NeedVersion.objects.filter(need=need, number=OuterRef("need__released_version"))
    rows = (
        Priority.objects.in_force(at)
        .filter(partnership=partnership, round__state="published")
        .annotate(
            title=Subquery(title.values("title")[:1]),
            solutions=_sum_subquery(answers, Count("pk")),
            promises=_sum_subquery(promises, Count("pk")),
            kept=_sum_subquery(promises.filter(state=Commitment.State.KEPT), Count("pk")),
            usd=_sum_subquery(shares, Sum("counts_usd")),
        )
    )
    return [
        PriorityEffort(
            place=row.place,
            need=NeedTitle(row.need_id, row.title or str(row.need)),
            solutions=row.solutions or 0,
            promises=row.promises or 0,
            kept=row.kept or 0,
            usd=row.usd or NOTHING,
        )
        for row in rows
    ]


def _sum_subquery(rows: QuerySet[Any], whole: Aggregate) -> Subquery:
    """One number over rows that belong to the row outside."""
    grouped = rows.order_by().annotate(table=F("solution__partnership")).values("table")
    return Subquery(grouped.annotate(whole=whole).values("whole"))
