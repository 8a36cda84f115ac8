"""What is asked of a solution's many rows: who raised, who approves, what it costs and saves."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from sectoral.workspace import costs
from sectoral.workspace.models import Contribution, CostShare, Need, Seat, Solution
from sectoral.workspace.models.organizations import System
from sectoral.workspace.standing import employers

STANDING = (CostShare.State.CONFIRMED, CostShare.State.RECEIVED, CostShare.State.VALUED)
"""States of a share that can be counted on; a pledge alone cannot."""


def raisers(need: Need) -> list[Seat]:
    """The companies that hold a need's acceptance test: its raiser and those who stand by it."""
    supporting = Seat.objects.filter(
        supports__need=need, supports__version=need.version, system=System.EMPLOYER
    )
    return list((Seat.objects.filter(pk=need.raised_by_id) | supporting).distinct())


def judges(need: Need) -> list[Seat]:
    """Who says that a need is answered: its raiser, or where that seat ended, its supporters."""
    raiser = need.raised_by
    if raiser.until is None and raiser.standing == Seat.Standing.SEATED:
        return [raiser]
    return [seat for seat in raisers(need) if seat != raiser]


def standing_contributions(solution: Solution) -> QuerySet[Contribution]:
    """What is brought to a solution and was not taken back."""
    return solution.contributions.filter(withdrawn_at__isnull=True).select_related(
        "seat__organization__owner"
    )


def offers(solution: Solution) -> QuerySet[Contribution]:
    """The standing offers to deliver the solution itself."""
    return standing_contributions(solution).filter(delivers=True)


def systems(solution: Solution) -> set[str]:
    """The systems beside companies that bring something: one alone is flagged (P44)."""
    found = standing_contributions(solution).exclude(seat__system=System.EMPLOYER)
    return set(found.values_list("seat__system", flat=True))


def by_organization(solution: Solution) -> dict[str, list[Contribution]]:
    """What each organization brings, by its name in alphabetical order."""
    rows = standing_contributions(solution).order_by("seat__organization__name", "at", "pk")
    brought: dict[str, list[Contribution]] = {}
    for row in rows:
        brought.setdefault(row.seat.organization.name, []).append(row)
    return brought


@dataclass(frozen=True, slots=True)
class Tally:
    """What the companies with a vote say to a solution, in its present review.

    companies   owners with a vote now; those under common ownership are one (I3)
    yes         owners of whom somebody says yes and nobody no
    no          owners of whom somebody says no
    """

    companies: int
    yes: int
    no: int


def tally(solution: Solution, *, at: datetime) -> Tally:
    """Count what the companies say: each owner once, whoever sits for it."""
    owner = {
        seat.pk: seat.organization.counts_as
        for seat in employers(solution.partnership, at)
        if seat.voting
    }
    said = solution.approvals.filter(review=solution.review, seat__in=owner)
    no = {owner[approval.seat_id] for approval in said if not approval.yes}
    yes = {owner[approval.seat_id] for approval in said if approval.yes} - no
    return Tally(len(set(owner.values())), len(yes), len(no))


# ── costs (P52) ───────────────────────────────────────────────────────────────────────────────


def secured_usd(solution: Solution) -> Decimal:
    """What can be counted on: received where known, else confirmed, in US dollars."""
    found: Decimal | None = solution.costs.filter(state__in=STANDING).aggregate(
        total=Sum(Coalesce("received_usd", "amount_usd"))
    )["total"]
    return found or Decimal("0.00")


def paid(solution: Solution) -> list[costs.Paid]:
    """Each share that can be counted on, as `costs` reads it."""
    shares = solution.costs.filter(state__in=STANDING).select_related("seat")
    return [
        costs.Paid(
            name=str(share.seat_id),
            amount_usd=share.amount_usd if share.received_usd is None else share.received_usd,
            alone_usd=share.alone_usd,
            in_kind=share.kind == CostShare.Kind.KIND,
            public=share.seat.system not in (System.EMPLOYER, System.ASSOCIATION),
        )
        for share in shares
    ]


@dataclass(frozen=True, slots=True)
class Costs:
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
    saving: costs.Saving
    match: costs.Match


def costs_of(solution: Solution) -> Costs:
    """The costs of a solution; saving (M-E7) counts companies only."""
    shares = solution.costs.exclude(state=CostShare.State.RELEASED)
    sums = shares.aggregate(pledged=Sum("amount_usd"), received=Sum("received_usd"))
    counted = paid(solution)
    return Costs(
        target_usd=solution.target_usd,
        pledged_usd=sums["pledged"] or Decimal("0.00"),
        secured_usd=secured_usd(solution),
        received_usd=sums["received"] or Decimal("0.00"),
        saving=costs.saving(share for share in counted if not share.public),
        match=costs.match(counted),
    )
