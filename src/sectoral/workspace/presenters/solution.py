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
from sectoral.workspace.presenters.solution_list import Money, alone, money, served, teams, usd
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.queries.solutions import (
    Tally,
    judges,
    near,
    raisers,
    standing_contributions,
    tally,
    title_of,
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
FORMULAS = {"equal": "everyone the same", "headcount": "by people at work", "use": "by use"}


@dataclass(frozen=True, slots=True)
class Step:
    """One state on the way; `done` before the present one, `here` the present one."""

    state: str
    words: str
    done: bool
    here: bool


@dataclass(frozen=True, slots=True)
class Told:
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
class Gift:
    """What one organization brings, and the row, for whoever may take it back."""

    row: Contribution
    organization: str
    what: str
    delivers: bool


@dataclass(frozen=True, slots=True)
class Bringing:
    """One system with what its organizations bring."""

    name: str
    gifts: tuple[Gift, ...]


@dataclass(frozen=True, slots=True)
class Share:
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
class Planned:
    """How the cost could be shared: by what, and so much for each."""

    by: str
    total: str
    at: datetime
    shares: tuple[tuple[str, str], ...]
    uncovered: str
    tie_rule: str


@dataclass(frozen=True, slots=True)
class Moved:
    """One move of its life, as the record has it."""

    at: datetime
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Story:
    """Everything its page tells, for one reader.

    said_by_us   what the reader's own companies said in the present review: (company, yes)
    money, shares, plan   None or empty for whoever may not see costs
    """

    solution: Solution
    path: tuple[Step, ...]
    needs: tuple[Told, ...]
    systems: tuple[Bringing, ...]
    alone: str
    companies: int
    recusal: Recusal | None
    invited: tuple[str, ...]
    tally: Tally | None
    said_by_us: tuple[tuple[str, bool], ...]
    money: Money | None
    shares: tuple[Share, ...]
    plan: Planned | None
    promises: tuple[Commitment, ...]
    teams: tuple[ActionTeam, ...]
    moves: tuple[Moved, ...]


def story(solution: Solution, sitting: Sitting) -> Story:
    """The story of a solution that was read whole (`solution_list.read_whole`)."""
    sees = bool(sitting.may("see_costs"))
    own = {seat.pk for seat in sitting.seats}
    recusals = near(solution, "recusals", "organization", "deputy")
    return Story(
        solution=solution,
        path=_path(solution),
        needs=tuple(_told(answer, own) for answer in near(solution, "answers", "need__raised_by")),
        systems=_systems(solution),
        alone=alone(solution),
        companies=served(solution),
        recusal=recusals[0] if recusals else None,
        invited=tuple(seat.organization.name for seat in near(solution, "invited", "organization")),
        tally=tally(solution, at=sitting.at) if solution.review else None,
        said_by_us=_said(solution, sitting),
        money=money(solution) if sees else None,
        shares=_shares(solution, own, everyones=sees),
        plan=_plan(solution) if sees else None,
        promises=_promises(solution),
        teams=tuple(teams(solution.partnership).filter(solution=solution)),
        moves=_moves(solution) if sitting.may("see_record") else (),
    )


def _path(solution: Solution) -> tuple[Step, ...]:
    if solution.state == Solution.State.STOPPED:
        return ()
    here = PATH.index(Solution.State(solution.state))
    return tuple(
        Step(state.value, str(state.label), place < here, place == here)
        for place, state in enumerate(PATH)
    )


def _told(answer: Answer, own: set[int]) -> Told:
    stand = raisers(answer.need)
    return Told(
        answer=answer,
        title=title_of(answer.need),
        companies=len({seat.organization.counts_as for seat in stand}),
        test=answer.acceptance_test,
        accepted_at=answer.accepted_at,
        mine=any(seat.pk in own for seat in stand),
        judged=any(seat.pk in own for seat in judges(answer.need)),
    )


def _systems(solution: Solution) -> tuple[Bringing, ...]:
    held: dict[str, list[Gift]] = {}
    for row in standing_contributions(solution):
        gift = Gift(row, row.seat.organization.name, row.what, row.delivers)
        held.setdefault(row.seat.system, []).append(gift)
    return tuple(
        Bringing(
            "companies" if system == System.EMPLOYER else System(system).label,
            tuple(sorted(held[system], key=lambda gift: gift.organization)),
        )
        for system in System.values
        if system in held
    )


def _said(solution: Solution, sitting: Sitting) -> tuple[tuple[str, bool], ...]:
    names = {seat.pk: seat.organization.name for seat in sitting.seats}
    return tuple(
        (names[said.seat_id], said.yes)
        for said in near(solution, "approvals")
        if said.review == solution.review and said.seat_id in names
    )


def _shares(solution: Solution, own: set[int], *, everyones: bool) -> tuple[Share, ...]:
    rows = near(solution, "costs", "seat__organization")
    return tuple(_share(row, own) for row in rows if everyones or row.seat_id in own)


def _share(row: CostShare, own: set[int]) -> Share:
    alone_usd = row.alone_usd if row.seat_id in own else None
    return Share(
        row=row,
        organization=row.seat.organization.name,
        kind=row.get_kind_display(),
        state=row.get_state_display(),
        amount=usd(row.amount_usd),
        received="" if row.received_usd is None else usd(row.received_usd),
        evidence=row.evidence,
        alone="" if alone_usd is None else usd(alone_usd),
    )


def _plan(solution: Solution) -> Planned | None:
    plan = CostPlan.objects.filter(solution=solution).order_by("-at", "-pk").first()
    if plan is None:
        return None
    seats = Seat.objects.select_related("organization").filter(pk__in=list(plan.shares))
    names = {str(seat.pk): seat.organization.name for seat in seats}
    shares = sorted((names.get(key, "a seat that left"), key) for key in plan.shares)
    return Planned(
        by=FORMULAS.get(plan.formula, plan.formula),
        total=usd(plan.total_usd),
        at=plan.at,
        shares=tuple((name, usd(Decimal(plan.shares[key]))) for name, key in shares),
        uncovered=usd(plan.uncovered_usd) if plan.uncovered_usd else "",
        tie_rule=TIE_RULE,
    )


def _promises(solution: Solution) -> tuple[Commitment, ...]:
    rows = solution.commitments.exclude(state=Commitment.State.RENEGOTIATED)
    return tuple(rows.select_related("seat__organization"))


def _moves(solution: Solution) -> tuple[Moved, ...]:
    label = dict(Solution.State.choices)
    rows = Event.objects.filter(subject="solution", subject_id=solution.pk).exclude(after="")
    return tuple(
        Moved(row.at, str(label.get(row.after, row.after)), row.reason)
        for row in rows.order_by("pk")
    )
