"""Sharing what a solution costs: who pays how much, and what sharing saves (P52).

All amounts are US dollars as exact decimals in whole cents. A cent is never lost: the shares
of a split always add up to what they cover. Nothing here reads a row or a clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from sectoral.workspace.rules.answers import Refused

TIE_RULE = (
    "Each share is rounded down to the cent. Leftover cents go one each to the shares that "
    "lost the most by rounding. If two lost the same, the larger one comes first, then "
    "alphabetical order."
)
"""How cents are given out, in the words that stand beside every split."""


class CostFormula(StrEnum):
    """What a split goes by."""

    EQUAL = "equal"  # everyone the same
    HEADCOUNT = "headcount"  # by the number of people each has at work
    USE = "use"  # by how much of the solution each uses: places, hours, machines


@dataclass(frozen=True, slots=True)
class CostPayer:
    """One who shares a cost.

    name        settles ties, so it must be its own
    headcount   people at work; None where not said, which is not the same as none
    use         units of the solution used, in any unit that all payers share; None: not said
    cap_usd     the most it will pay; None: no limit
    """

    name: str
    headcount: int | None = None
    use: Decimal | None = None
    cap_usd: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CostSplit:
    """What each pays, in the payers' order, and what the caps left uncovered."""

    shares: Mapping[str, Decimal]
    uncovered_usd: Decimal


def split_cost(total_usd: Decimal, payers: Sequence[CostPayer], formula: CostFormula) -> CostSplit:
    """Share a cost so that the shares add up to it, to the cent.

    With w[i] the weight of payer i (1, its headcount or its use):
        share[i] = total * w[i] / sum(w), rounded by the largest remainder (see TIE_RULE).
    Whoever's share is above its cap pays the cap; the rest is shared again among the others.

    Takes    total_usd in whole cents, at least 0; payers with names of their own.
    Returns  shares that never pass a cap and, with `uncovered_usd`, add up to the total. The
             order of the payers changes nothing but the order of the shares.
    Raises   Refused where a weight is not known, all weights are zero, or an amount is not one.
    Source   Hamilton's method (largest remainder): Balinski & Young (1982), Fair Representation.
    """
    weights = _payer_weights(payers, formula)
    left = to_cents(total_usd, "The total")
    caps = {
        p.name: to_cents(p.cap_usd, f"The cap of {p.name}") for p in payers if p.cap_usd is not None
    }
    paid = {p.name: 0 for p in payers}
    while over := _over_their_caps(left, weights, caps):
        for name in over:
            paid[name] = caps[name]
            left -= caps[name]
            del weights[name]
    if weights:
        paid |= _largest_remainder(left, weights)
        left = 0
    return CostSplit({p.name: to_dollars(paid[p.name]) for p in payers}, to_dollars(left))


def _payer_weights(payers: Sequence[CostPayer], formula: CostFormula) -> dict[str, Fraction]:
    """The weight of each who pays anything; those of weight zero are left out.

    Raises   Refused where one is unknown or below zero, or nobody has any.
    """
    if len({p.name for p in payers}) != len(payers):
        raise Refused("Each payer is listed once; one name is listed twice.")
    weights = {p.name: _payer_weight(p, formula) for p in payers}
    if not any(weights.values()):
        raise Refused(
            f"To split by {formula}, at least one organization needs a number above zero."
        )
    return {name: weight for name, weight in weights.items() if weight}


def _payer_weight(payer: CostPayer, formula: CostFormula) -> Fraction:
    if formula is CostFormula.EQUAL:
        return Fraction(1)
    known = payer.headcount if formula is CostFormula.HEADCOUNT else payer.use
    if known is None:
        raise Refused(
            f"To split by {formula}, we need the number for everyone; {payer.name} has none."
        )
    if known < 0:
        raise Refused(f"The {formula} of {payer.name} is at least zero; got {known}.")
    return Fraction(known)


def _over_their_caps(
    left: int, weights: Mapping[str, Fraction], caps: Mapping[str, int]
) -> list[str]:
    """Those whose exact share of what is left is not below their cap."""
    whole = sum(weights.values())
    return [n for n, w in weights.items() if n in caps and left * w / whole >= caps[n]]


def _largest_remainder(total: int, weights: Mapping[str, Fraction]) -> dict[str, int]:
    """Whole cents that add up to `total`, each within one cent of its exact share."""
    whole = sum(weights.values())
    exact = {name: total * weight / whole for name, weight in weights.items()}
    floor = {name: share.numerator // share.denominator for name, share in exact.items()}
    first = sorted(exact, key=lambda name: (floor[name] - exact[name], -weights[name], name))
    for name in first[: total - sum(floor.values())]:
        floor[name] += 1
    return floor


@dataclass(frozen=True, slots=True)
class PaidShare:
    """What one gives towards a solution, beside what it would have paid alone.

    alone_usd   what the same would have cost it alone; None where it did not say
    in_kind     given in work, rooms or machines rather than money
    public      given by a public partner rather than a company
    """

    name: str
    amount_usd: Decimal
    alone_usd: Decimal | None = None
    in_kind: bool = False
    public: bool = False


@dataclass(frozen=True, slots=True)
class SharedSaving:
    """What sharing saves (M-E7).

    saved_usd   sum of (alone - share) over those who said what they would have paid alone;
                None where nobody did; below zero where sharing cost more
    known, of   how many said so, of how many who pay
    """

    saved_usd: Decimal | None
    known: int
    of: int


def saving_by_sharing(shares: Iterable[PaidShare]) -> SharedSaving:
    """What the payers save together by sharing: M-E7, in US dollars.

    A payer with several shares is counted once: its shares are added, and the largest of what it
    said it would have paid alone stands for all of them.
    """
    paid: dict[str, Decimal] = {}
    alone: dict[str, Decimal] = {}
    for share in shares:
        paid[share.name] = paid.get(share.name, Decimal(0)) + share.amount_usd
        if share.alone_usd is not None:
            alone[share.name] = max(share.alone_usd, alone.get(share.name, share.alone_usd))
    saved = sum((alone[name] - paid[name] for name in alone), Decimal(0))
    return SharedSaving(saved if alone else None, len(alone), len(paid))


@dataclass(frozen=True, slots=True)
class MatchRatio:
    """What companies put beside each public dollar.

    ratio        (company cash + company in kind) / public money; None without public money
    cash_ratio   company cash / public money; None without public money
    """

    company_cash_usd: Decimal
    company_in_kind_usd: Decimal
    public_usd: Decimal
    ratio: Fraction | None
    cash_ratio: Fraction | None


def match_ratio(shares: Iterable[PaidShare]) -> MatchRatio:
    """The match ratio: company dollars, in cash and in kind, for each public dollar."""
    cash = in_kind = public = Decimal(0)
    for share in shares:
        if share.public:
            public += share.amount_usd
        elif share.in_kind:
            in_kind += share.amount_usd
        else:
            cash += share.amount_usd
    if not public:
        return MatchRatio(cash, in_kind, public, None, None)
    return MatchRatio(
        cash,
        in_kind,
        public,
        Fraction(cash + in_kind) / Fraction(public),
        Fraction(cash) / Fraction(public),
    )


def to_cents(amount_usd: Decimal, what: str = "An amount") -> int:
    """A dollar amount as whole cents.  Raises Refused below zero or with parts of a cent."""
    if not amount_usd.is_finite() or amount_usd < 0:
        raise Refused(f"{what} is at least $0.00; got {amount_usd}.")
    whole = Fraction(amount_usd) * 100
    if whole.denominator != 1:
        raise Refused(f"{what} is in whole cents; got {amount_usd}.")
    return whole.numerator


def to_dollars(whole_cents: int) -> Decimal:
    """Whole cents as dollars with two decimals."""
    return Decimal(whole_cents).scaleb(-2)
