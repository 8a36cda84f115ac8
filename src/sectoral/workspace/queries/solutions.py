"""What is asked of a solution's many rows: who raised, who approves, what it costs and saves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model

from sectoral.workspace.models import Contribution, CostShare, Need, Seat, Solution
from sectoral.workspace.models.organizations import PUBLIC_SYSTEMS, System
from sectoral.workspace.queries.measures import company_seats
from sectoral.workspace.rules import costs

STANDING = (CostShare.State.CONFIRMED, CostShare.State.RECEIVED, CostShare.State.VALUED)
"""States of a share that can be counted on; a pledge alone cannot."""

HEARD = (
    Need.State.RELEASED,
    Need.State.PRIORITISED,
    Need.State.PARKED,
    Need.State.IN_SOLUTION,
)
"""States of a need that public partners have heard and that waits for an answer."""


def related_rows(thing: Model, relation: str, *deeper: str) -> list[Any]:
    """The rows of a relation: as a page has read them already, else read now.

    A list of many solutions reads all their rows at once (`prefetch_related`), and what is
    asked of each then asks the database nothing more.
    """
    rows = getattr(thing, relation)
    if relation in getattr(thing, "_prefetched_objects_cache", {}):
        return list(rows.all())
    return list(rows.select_related(*deeper) if deeper else rows.all())


def raisers_of(need: Need) -> list[Seat]:
    """The companies that hold a need's acceptance test: its raiser and those who stand by it."""
    stand = [
        support.seat
        for support in related_rows(need, "supports", "seat__organization")
        if support.version == need.version and support.seat.is_employer
    ]
    return list(dict.fromkeys([need.raised_by, *stand]))


def judges_of(need: Need) -> list[Seat]:
    """Who says that a need is answered: its raiser, or where that seat ended, its supporters."""
    raiser = need.raised_by
    if raiser.until is None and raiser.standing == Seat.Standing.SEATED:
        return [raiser]
    return [seat for seat in raisers_of(need) if seat != raiser]


def standing_contributions(solution: Solution) -> list[Contribution]:
    """What is brought to a solution and was not taken back, in the order it was brought."""
    rows = related_rows(solution, "contributions", "seat__organization__owner")
    return [row for row in rows if row.withdrawn_at is None]


def offers_of(solution: Solution) -> list[Contribution]:
    """The standing offers to deliver the solution itself."""
    return [row for row in standing_contributions(solution) if row.delivers]


def systems_of(solution: Solution) -> set[str]:
    """The systems beside companies that bring something: one alone is flagged (P44)."""
    found = {row.seat.system for row in standing_contributions(solution)}
    return found - {System.EMPLOYER}


@dataclass(frozen=True, slots=True)
class ApprovalTally:
    """What the companies with a vote say to a solution, in its present review.

    companies   owners with a vote now; those under common ownership are one (I3)
    yes         owners of whom somebody says yes and nobody no
    no          owners of whom somebody says no
    """

    companies: int
    yes: int
    no: int


def tally_approvals(
    solution: Solution, *, at: datetime, companies: Sequence[Seat] | None = None
) -> ApprovalTally:
    """Count what the companies say: each owner once, whoever sits for it.

    Takes    companies: those at the table, where a page has read them already.
    """
    here = company_seats(solution.partnership, at) if companies is None else companies
    owner = {seat.pk: seat.organization.counts_as for seat in here if seat.voting}
    said = [
        approval
        for approval in related_rows(solution, "approvals")
        if approval.review == solution.review and approval.seat_id in owner
    ]
    no = {owner[approval.seat_id] for approval in said if not approval.yes}
    yes = {owner[approval.seat_id] for approval in said if approval.yes} - no
    return ApprovalTally(len(set(owner.values())), len(yes), len(no))


# ── costs (P52) ───────────────────────────────────────────────────────────────────────────────


NOTHING = Decimal("0.00")


def secured_usd(solution: Solution) -> Decimal:
    """What can be counted on: received where known, else confirmed, in US dollars."""
    return sum((share.amount_usd for share in secured_shares(solution)), NOTHING)


def secured_shares(solution: Solution) -> list[costs.PaidShare]:
    """Each share that can be counted on, as `costs` reads it."""
    return [
        costs.PaidShare(
            name=str(share.seat_id),
            amount_usd=share.amount_usd if share.received_usd is None else share.received_usd,
            alone_usd=share.alone_usd,
            in_kind=share.kind == CostShare.Kind.KIND,
            public=share.seat.system in PUBLIC_SYSTEMS,
        )
        for share in related_rows(solution, "costs", "seat__organization")
        if share.state in STANDING
    ]


@dataclass(frozen=True, slots=True)
class SolutionCosts:
    """A solution's costs: wanted, pledged, secured and received; what sharing saves; the match.

    target_usd     None where nobody has said what it costs
    pledged_usd    all that was pledged and not released, confirmed or not
    secured_usd    of that, what can be counted on
    received_usd   of that, what arrived
    """

    target_usd: Decimal | None
    pledged_usd: Decimal
    secured_usd: Decimal
    received_usd: Decimal
    saving: costs.SharedSaving
    match: costs.MatchRatio


def costs_of(solution: Solution) -> SolutionCosts:
    """The costs of a solution; saving (M-E7) counts companies only."""
    rows = related_rows(solution, "costs", "seat__organization")
    shares = [share for share in rows if share.state != CostShare.State.RELEASED]
    counted = secured_shares(solution)
    return SolutionCosts(
        target_usd=solution.target_usd,
        pledged_usd=sum((share.amount_usd for share in shares), NOTHING),
        secured_usd=sum((share.amount_usd for share in counted), NOTHING),
        received_usd=sum((share.received_usd or NOTHING for share in shares), NOTHING),
        saving=costs.saving_by_sharing(share for share in counted if not share.public),
        match=costs.match_ratio(counted),
    )
