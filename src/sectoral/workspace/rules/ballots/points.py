"""Share out 100 points: a need's score is their sum."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from sectoral.workspace.rules.answers import YES, Ruling
from sectoral.workspace.rules.ballots.places import NeedPlace, place_needs
from sectoral.workspace.rules.ballots.rule import (
    POINTS,
    BallotForm,
    BallotPart,
    BallotRule,
    BallotTerms,
    Choice,
    ResultChart,
    RuleWords,
    TypedBallot,
)
from sectoral.workspace.rules.ballots.shapes import fault_of_figures


def count_points(ballots: Sequence[Mapping[str, int]], needs: Sequence[int]) -> list[NeedPlace]:
    """Sums of points, then how many companies gave any, then earliest raised."""
    sums = {need: Fraction(sum(b.get(str(need), 0) for b in ballots)) for need in needs}
    backers = {need: sum(b.get(str(need), 0) > 0 for b in ballots) for need in needs}
    givers = {need: Fraction(number) for need, number in backers.items()}
    return place_needs(needs, sums, givers, backers)


def _fault_of_points(choice: Choice, terms: BallotTerms) -> Ruling:
    known = fault_of_figures(choice, terms.needs)
    return _fault_of_amounts(list(choice.values()), terms.most_points) if known else known


def _fault_of_amounts(given: Sequence[Any], most: int | None) -> Ruling:
    if not all(type(amount) is int and amount >= 0 for amount in given):
        return Ruling("Points are whole numbers, none below zero.")
    left = POINTS - sum(given)
    if left:
        which = f"{left} are left" if left > 0 else f"{-left} are too many"
        return Ruling(f"Divide exactly {POINTS} points; this ballot divides {sum(given)}: {which}.")
    if most is not None and max(given) > most:
        return Ruling(
            f"In this round one need can have at most {most} points; "
            f"this ballot gives one {max(given)}."
        )
    return YES


def fault_of_cap(terms: BallotTerms) -> Ruling:
    """Whether 100 points can be shared out at all when no need may have more than the cap."""
    most, needs = terms.most_points, len(terms.needs)
    if most is None or most * needs >= POINTS:
        return YES
    return Ruling(
        f"With {needs} needs and at most {most} points for each, {POINTS} points cannot all "
        "be given. Ask about more needs, or raise the limit."
    )


def _cap_words(terms: BallotTerms) -> str:
    if terms.most_points is None:
        return ""
    return f"One need may have at most {terms.most_points} points."


def _amounts(_: int) -> tuple[BallotPart, ...]:
    return (BallotPart("points", "Points", "number", most=POINTS),)


def _read_points(typed: TypedBallot) -> dict[str, int]:
    return {key: int(parts.get("points", 0)) for key, parts in typed.items()}


def _write_points(choice: Mapping[str, int]) -> TypedBallot:
    return {key: {"points": str(points)} for key, points in choice.items()}


def _example_points(needs: Sequence[int], number: int) -> dict[str, int]:
    """Every third company has another first; the last need always gets something."""
    first = number % 3 == 2
    order = [*needs[first:], *needs[:first]]
    shared = dict.fromkeys(map(str, needs), 0)
    for need, amount in ((order[0], 50), (order[1 % len(order)], 30), (order[-1], 20)):
        shared[str(need)] += amount
    return shared


RULE = BallotRule(
    key="points",
    words=RuleWords(
        name="share out 100 points",
        count="Each company divides 100 points among the needs. A need's score is their sum.",
        ties="Equal scores: the need that more companies gave points to goes first, then the "
        "one that was raised first.",
        score="Points",
        second="Ballots that gave it points",
    ),
    form=BallotForm(
        parts=_amounts,
        help=f"Divide exactly {POINTS} points.",
        read=_read_points,
        write=_write_points,
        adds_up=POINTS,
    ),
    chart=ResultChart("Points"),
    count=count_points,
    fault_of_ballot=_fault_of_points,
    example=_example_points,
    fault_of_terms=fault_of_cap,
    limits=_cap_words,
)
