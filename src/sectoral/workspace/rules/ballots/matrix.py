"""Importance × feasibility: every company rates both from 1 to 5; the medians are multiplied."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from statistics import median
from typing import Final

from sectoral.workspace.rules.answers import YES, Ruling
from sectoral.workspace.rules.ballots.places import NeedPlace, place_needs
from sectoral.workspace.rules.ballots.rule import (
    BallotForm,
    BallotPart,
    BallotRule,
    BallotTerms,
    Choice,
    NeedRating,
    ResultChart,
    RuleWords,
    TypedBallot,
)
from sectoral.workspace.rules.ballots.shapes import fault_of_figures

SCALE: Final = range(1, 6)

Ratings = Mapping[str, Mapping[str, int]]


def count_matrix(ballots: Sequence[Ratings], needs: Sequence[int]) -> list[NeedPlace]:
    """Median importance × median feasibility, then importance, then earliest raised.

    The median of an even number of ratings is the middle of the two in the middle. Without
    ballots every median is 0.
    """
    importance = {need: _median_rating(ballots, need, "importance") for need in needs}
    feasibility = {need: _median_rating(ballots, need, "feasibility") for need in needs}
    scores = {need: importance[need] * feasibility[need] for need in needs}
    return place_needs(needs, scores, importance, dict.fromkeys(needs, len(ballots)))


def _median_rating(ballots: Sequence[Ratings], need: int, scale: str) -> Fraction:
    ratings = [Fraction(ballot[str(need)][scale]) for ballot in ballots]
    return median(ratings) if ratings else Fraction(0)


def _fault_of_ratings(choice: Choice, terms: BallotTerms) -> Ruling:
    known = fault_of_figures(choice, terms.needs)
    if not known:
        return known
    # All needs or none: a lone admirer's rating of 5 would otherwise be a median of 5.
    if len(choice) < len(terms.needs):
        return Ruling(f"Rate all {len(terms.needs)} needs; this ballot rates {len(choice)}.")
    for rating in choice.values():
        if not isinstance(rating, dict) or set(rating) != {"importance", "feasibility"}:
            return Ruling("Rate both the importance and the feasibility of every need.")
        if not all(type(figure) is int and figure in SCALE for figure in rating.values()):
            return Ruling(f"Ratings go from {SCALE[0]} to {SCALE[-1]} in whole numbers.")
    return YES


def _scales(_: int) -> tuple[BallotPart, ...]:
    figures = (("", "—"), *((str(figure), str(figure)) for figure in SCALE))
    return (
        BallotPart("importance", "How important", "option", figures),
        BallotPart("feasibility", "How feasible", "option", figures),
    )


def _read_ratings(typed: TypedBallot) -> dict[str, dict[str, int]]:
    return {
        key: {part: int(figure) for part, figure in parts.items()} for key, parts in typed.items()
    }


def _write_ratings(choice: Ratings) -> TypedBallot:
    return {
        key: {part: str(figure) for part, figure in parts.items()} for key, parts in choice.items()
    }


def _example_ratings(needs: Sequence[int], number: int) -> dict[str, dict[str, int]]:
    return {
        str(need): {"importance": 5 - (place + number) % 4, "feasibility": 2 + (place * 2) % 4}
        for place, need in enumerate(needs)
    }


def _rating_of(score: float, importance: float) -> NeedRating:
    return NeedRating(importance, score / importance if importance else 0.0)


RULE = BallotRule(
    key="matrix",
    words=RuleWords(
        name="importance × feasibility",
        count="Each company rates how important and how feasible each need is, from 1 to 5. A "
        "need's score is the median importance times the median feasibility.",
        ties="Equal scores: the need with the higher median importance goes first, then the "
        "one that was raised first.",
        score="Importance × feasibility",
        second="Importance",
    ),
    form=BallotForm(
        parts=_scales,
        help="Rate every need from 1 (little) to 5 (much).",
        read=_read_ratings,
        write=_write_ratings,
    ),
    chart=ResultChart("Importance against feasibility", rating=_rating_of),
    count=count_matrix,
    fault_of_ballot=_fault_of_ratings,
    example=_example_ratings,
)
