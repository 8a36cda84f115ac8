"""One solution's story: needs, tests, who brings what, what companies say, costs, how it ended."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sectoral.workspace.models import (
    ActionTeam,
    Answer,
    Commitment,
    Contribution,
    CostPlan,
    CostShare,
    Event,
    Recusal,
    Seat,
    Solution,
)
from sectoral.workspace.models.organizations import System
from sectoral.workspace.presenters.solution_list import (
    CostWords,
    cost_words,
    count_companies_served,
    format_usd,
    running_teams,
    single_source_words,
)
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.queries.solutions import (
    ApprovalTally,
    judges_of,
    raisers_of,
    related_rows,
    standing_contributions,
    tally_approvals,
)
from sectoral.workspace.rules.costs import TIE_RULE

PATH = (
    Solution.State.IDEA,
    Solution.State.DESIGNING,
    Solution.State.REVIEW,
    Solution.State.APPROVED,
    Solution.State.RESOURCED,
    Solution.State.DELIVERING,
    Solution.State.MEASURING,
    Solution.State.COMPLETED,
)
FORMULAS = {"equal": "equally", "headcount": "by number of employees", "use": "by use"}


@dataclass(frozen=True, slots=True)
class PathStep:
    """One state on the way; `done` before the present one, `here` the present one."""

    state: str
    words: str
    done: bool
    here: bool


@dataclass(frozen=True, slots=True)
class AnsweredNeed:
    """A need it answers, its test, and what whoever raised it says.

    mine    whether the reader's own company raised or stands by it
    judged  whether the reader's own company says if it is answered
    """

    answer: Answer
    title: str
    companies: int
    test: str
    accepted_at: datetime | None
    mine: bool
    judged: bool


@dataclass(frozen=True, slots=True)
class ContributionEntry:
    """What one organization brings, and the row, for whoever may take it back."""

    row: Contribution
    organization: str
    what: str
    delivers: bool


@dataclass(frozen=True, slots=True)
class SystemContributions:
    """One system with what its organizations bring."""

    name: str
    gifts: tuple[ContributionEntry, ...]


@dataclass(frozen=True, slots=True)
class CostShareLine:
    """What one seat pays or gives; `alone` only before its own people."""

    row: CostShare
    organization: str
    kind: str
    state: str
    amount: str
    received: str
    evidence: str
    alone: str


@dataclass(frozen=True, slots=True)
class CostPlanSummary:
    """How the cost could be shared: by what, and so much for each."""

    by: str
    total: str
    at: datetime
    shares: tuple[tuple[str, str], ...]
    uncovered: str
    tie_rule: str


@dataclass(frozen=True, slots=True)
class SolutionMove:
    """One move of its life, as the record has it."""

    at: datetime
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class SolutionStory:
    """Everything its page tells, for one reader.

    said_by_us   what the reader's own companies said in the present review: (company, yes)
    money, shares, plan   None or empty for whoever may not see costs
    """

    solution: Solution
    path: tuple[PathStep, ...]
    needs: tuple[AnsweredNeed, ...]
    systems: tuple[SystemContributions, ...]
    alone: str
    companies: int
    recusal: Recusal | None
    invited: tuple[str, ...]
    tally: ApprovalTally | None
    said_by_us: tuple[tuple[str, bool], ...]
    money: CostWords | None
    shares: tuple[CostShareLine, ...]
    plan: CostPlanSummary | None
    promises: tuple[Commitment, ...]
    teams: tuple[ActionTeam, ...]
    moves: tuple[SolutionMove, ...]


def solution_story(solution: Solution, sitting: Sitting) -> SolutionStory:
    """The story of a solution that was read whole (`solution_list.read_whole`)."""
    sees = bool(sitting.may("see_costs"))
    own = {seat.pk for seat in sitting.seats}
    recusals = related_rows(solution, "recusals", "organization", "deputy")
    return SolutionStory(
        solution=solution,
        path=_solution_steps(solution),
        needs=tuple(
            _answered_need(answer, own)
            for answer in related_rows(solution, "answers", "need__raised_by")
        ),
        systems=_contributions_by_system(solution),
        alone=single_source_words(solution),
        companies=count_companies_served(solution),
        recusal=recusals[0] if recusals else None,
        invited=tuple(
            seat.organization.name for seat in related_rows(solution, "invited", "organization")
        ),
        tally=tally_approvals(solution, at=sitting.at) if solution.review else None,
        said_by_us=_own_approvals(solution, sitting),
        money=cost_words(solution) if sees else None,
        shares=_cost_share_lines(solution, own, everyones=sees),
        plan=_cost_plan_summary(solution) if sees else None,
        promises=_list_commitments(solution),
        teams=tuple(running_teams(solution.partnership).filter(solution=solution)),
        moves=_list_moves(solution) if sitting.may("see_record") else (),
    )


def _solution_steps(solution: Solution) -> tuple[PathStep, ...]:
    if solution.state == Solution.State.STOPPED:
        return ()
    here = PATH.index(Solution.State(solution.state))
    return tuple(
        PathStep(state.value, str(state.label), place < here, place == here)
        for place, state in enumerate(PATH)
    )


def _answered_need(answer: Answer, own: set[int]) -> AnsweredNeed:
    stand = raisers_of(answer.need)
    return AnsweredNeed(
        answer=answer,
        title=answer.need.text_heard.title,
        companies=len({seat.organization.counts_as for seat in stand}),
        test=answer.acceptance_test,
        accepted_at=answer.accepted_at,
        mine=any(seat.pk in own for seat in stand),
        judged=any(seat.pk in own for seat in judges_of(answer.need)),
    )


def _contributions_by_system(solution: Solution) -> tuple[SystemContributions, ...]:
    held: dict[str, list[ContributionEntry]] = {}
    for row in standing_contributions(solution):
        gift = ContributionEntry(row, row.seat.organization.name, row.what, row.delivers)
        held.setdefault(row.seat.system, []).append(gift)
    return tuple(
        SystemContributions(
            "companies" if system == System.EMPLOYER else System(system).label,
            tuple(sorted(held[system], key=lambda gift: gift.organization)),
        )
        for system in System.values
        if system in held
    )


def _own_approvals(solution: Solution, sitting: Sitting) -> tuple[tuple[str, bool], ...]:
    names = {seat.pk: seat.organization.name for seat in sitting.seats}
    return tuple(
        (names[said.seat_id], said.yes)
        for said in related_rows(solution, "approvals")
        if said.review == solution.review and said.seat_id in names
    )


def _cost_share_lines(
    solution: Solution, own: set[int], *, everyones: bool
) -> tuple[CostShareLine, ...]:
    rows = related_rows(solution, "costs", "seat__organization")
    return tuple(_cost_share_line(row, own) for row in rows if everyones or row.seat_id in own)


def _cost_share_line(row: CostShare, own: set[int]) -> CostShareLine:
    alone_usd = row.alone_usd if row.seat_id in own else None
    return CostShareLine(
        row=row,
        organization=row.seat.organization.name,
        kind=row.get_kind_display(),
        state=row.get_state_display(),
        amount=format_usd(row.amount_usd),
        received="" if row.received_usd is None else format_usd(row.received_usd),
        evidence=row.evidence,
        alone="" if alone_usd is None else format_usd(alone_usd),
    )


def _cost_plan_summary(solution: Solution) -> CostPlanSummary | None:
    plan = CostPlan.objects.filter(solution=solution).order_by("-at", "-pk").first()
    if plan is None:
        return None
    seats = Seat.objects.select_related("organization").filter(pk__in=list(plan.shares))
    names = {str(seat.pk): seat.organization.name for seat in seats}
    shares = sorted((names.get(key, "a seat that left"), key) for key in plan.shares)
    return CostPlanSummary(
        by=FORMULAS.get(plan.formula, plan.formula),
        total=format_usd(plan.total_usd),
        at=plan.at,
        shares=tuple((name, format_usd(Decimal(plan.shares[key]))) for name, key in shares),
        uncovered=format_usd(plan.uncovered_usd) if plan.uncovered_usd else "",
        tie_rule=TIE_RULE,
    )


def _list_commitments(solution: Solution) -> tuple[Commitment, ...]:
    rows = solution.commitments.exclude(state=Commitment.State.RENEGOTIATED)
    return tuple(rows.select_related("seat__organization"))


def _list_moves(solution: Solution) -> tuple[SolutionMove, ...]:
    label = dict(Solution.State.choices)
    rows = Event.objects.filter(subject="solution", subject_id=solution.pk).exclude(after="")
    return tuple(
        SolutionMove(row.at, str(label.get(row.after, row.after)), row.reason)
        for row in rows.order_by("pk")
    )
