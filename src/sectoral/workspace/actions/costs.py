"""Costs of a solution: planned by a formula, pledged by each seat, received, valued (P52)."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from sectoral.workspace.actions.moves import advance, may_begin
from sectoral.workspace.actions.record import note
from sectoral.workspace.guards.seat import acts_for, has_own_seat
from sectoral.workspace.guards.solution import may_carry_on, may_settle_share
from sectoral.workspace.models import CostPlan, CostShare, Seat, Solution, User
from sectoral.workspace.queries.roles import Sitting, sitting_of
from sectoral.workspace.rules.answers import YES, Ruling, first_no, require
from sectoral.workspace.rules.costs import CostFormula, CostPayer, split_cost, to_cents
from sectoral.workspace.rules.lifecycles import COST_SHARE
from sectoral.workspace.rules.wording.text import may_keep

_ENDED = (Solution.State.COMPLETED, Solution.State.STOPPED)
_PLEDGE_IN = ("designing", "employer_review", "approved", "resourced", "delivering")


@transaction.atomic
def draw_plan(
    *,
    solution: Solution,
    formula: CostFormula,
    payers: Sequence[tuple[Seat, CostPayer]],
    at: datetime,
    by: User,
) -> CostPlan:
    """Draw up how the target could be shared; nobody owes a share until it pledges one.

    Takes    payers: seats with their headcount, use and cap; a payer's name is its seat's id.
    """
    locked = _lock_solution(solution)
    sitting = sitting_of(by, locked.partnership, at=at)
    require(first_no(sitting.may("run_solution"), may_draw_plan(sitting, locked)))
    target: Decimal = locked.target_usd  # type: ignore[assignment]  # asked just now
    require(first_no(*(_has_seat(seat, locked) for seat, _ in payers)))
    named = [CostPayer(str(seat.pk), p.headcount, p.use, p.cap_usd) for seat, p in payers]
    result = split_cost(target, named, formula)
    plan = CostPlan.objects.create(
        solution=locked,
        formula=formula,
        total_usd=target,
        payers=[_payer_json(payer) for payer in named],
        shares={name: str(share) for name, share in result.shares.items()},
        uncovered_usd=result.uncovered_usd,
        drawn_by=by,
        at=at,
    )
    note(
        "draw_cost_plan",
        f"a plan was made to share the cost of “{locked}” by {formula}",
        of=plan,
        at=at,
        by=by,
        partnership=locked.partnership,
    )
    return plan


def may_draw_plan(sitting: Sitting, solution: Solution) -> Ruling:
    """Whether a person may draw up how a solution's costs could be shared."""
    if solution.target_usd is None:
        return Ruling("The cost is not known yet. Enter it first.")
    if solution.state in _ENDED:
        return Ruling(f"{solution} is “{solution.get_state_display()}”: no cost is left to share.")
    return may_carry_on(sitting, solution)


def _payer_json(payer: CostPayer) -> dict[str, str | int | None]:
    return {
        "seat": payer.name,
        "headcount": payer.headcount,
        "use": None if payer.use is None else str(payer.use),
        "cap_usd": None if payer.cap_usd is None else str(payer.cap_usd),
    }


@transaction.atomic
def pledge(
    *,
    solution: Solution,
    seat: Seat,
    kind: str,
    amount_usd: Decimal,
    alone_usd: Decimal | None = None,
    at: datetime,
    by: User,
) -> CostShare:
    """Pledge, for one's own seat, cash or something in kind; and what it would cost alone.

    `alone_usd` is what the seat would have paid for the same by itself; None where it cannot say.
    """
    locked = _lock_solution(solution)
    sitting = sitting_of(by, locked.partnership, at=at)
    require(first_no(sitting.may("share_costs"), may_pledge(sitting, locked)))
    require(first_no(acts_for(sitting, seat), _check_pledge(kind, amount_usd, alone_usd)))
    share = CostShare.objects.create(
        solution=locked, seat=seat, kind=kind, amount_usd=amount_usd, alone_usd=alone_usd, at=at
    )
    # No amount in the record: who pays what is not for everyone who reads it.
    words = f"{seat.organization} pledges {share.get_kind_display()} for “{locked}”"
    note("pledge", words, of=share, at=at, by=by, partnership=locked.partnership)
    return share


def may_pledge(sitting: Sitting, solution: Solution) -> Ruling:
    """Whether a person may pledge a part of a solution's costs for an own seat."""
    if solution.state not in _PLEDGE_IN:
        return Ruling(
            f"{solution} is “{solution.get_state_display()}”, so it takes no pledges now."
        )
    return has_own_seat(sitting, "share_costs")


def _check_pledge(kind: str, amount_usd: Decimal, alone_usd: Decimal | None) -> Ruling:
    if kind not in CostShare.Kind.values:
        return Ruling("A share must be cash or in kind.")
    if not to_cents(amount_usd, "A pledge"):
        return Ruling("A pledge must be above zero.")
    if alone_usd is not None:
        to_cents(alone_usd, "What it would cost alone")
    return YES


@transaction.atomic
def confirm(*, share: CostShare, at: datetime, by: User) -> CostShare:
    """The pledge can be counted on."""
    _require_settler(share, "confirm", at=at, by=by)
    return _move_share(share, "confirm", at=at, by=by)


@transaction.atomic
def receive(*, share: CostShare, received_usd: Decimal, at: datetime, by: User) -> CostShare:
    """It arrived: so much of it."""
    _require_settler(share, "receive", at=at, by=by)
    to_cents(received_usd, "What arrived")
    share.received_usd = received_usd
    share.save(update_fields=["received_usd"])
    return _move_share(share, "receive", at=at, by=by)


@transaction.atomic
def value(*, share: CostShare, evidence: str, at: datetime, by: User) -> CostShare:
    """Say what shows that it was given and what it was worth."""
    _require_settler(share, "value", at=at, by=by)
    require(may_keep(evidence))
    share.evidence = evidence.strip()
    share.save(update_fields=["evidence"])
    return _move_share(share, "value", at=at, by=by)


@transaction.atomic
def release(*, share: CostShare, reason: str, at: datetime, by: User) -> CostShare:
    """Let a seat out of its pledge, with the reason: by the seat, or by whoever settles it."""
    require(may_begin(_lock_share(share), COST_SHARE, "release"))
    require(may_release(sitting_of(by, share.solution.partnership, at=at), share))
    return _move_share(share, "release", at=at, by=by, reason=reason)


def may_release(sitting: Sitting, share: CostShare) -> Ruling:
    """Whether a pledge is the person's to let go: as the seat that made it, or who settles it."""
    own = acts_for(sitting, share.seat)
    return YES if own or may_settle_share(sitting, share) else own


def _require_settler(share: CostShare, verb: str, *, at: datetime, by: User) -> None:
    """Hold the row.  Raises Refused where it stands elsewhere, or is not `by`'s to settle."""
    require(may_begin(_lock_share(share), COST_SHARE, verb))
    require(may_settle_share(sitting_of(by, share.solution.partnership, at=at), share))


def _move_share(
    share: CostShare, verb: str, *, at: datetime, by: User, reason: str = ""
) -> CostShare:
    advance(share, COST_SHARE, verb, by=by, at=at, reason=reason)
    share.refresh_from_db()
    return share


def _has_seat(seat: Seat, solution: Solution) -> Ruling:
    if seat.partnership_id == solution.partnership_id and seat.until is None:
        return YES
    return Ruling(f"{seat.organization} has no seat here.")


def _lock_solution(solution: Solution) -> Solution:
    return Solution.objects.select_for_update().get(pk=solution.pk)


def _lock_share(share: CostShare) -> CostShare:
    """The row. Locked in the order solution, then share: costs are summed under the solution's."""
    _lock_solution(share.solution)
    return CostShare.objects.select_for_update().get(pk=share.pk)
