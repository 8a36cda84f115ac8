"""Counting ballots: pure arithmetic, the same whoever counts.

Three rules, each with its ties settled in a published order and never by chance:

    ranked   A need's score is how many other needs it beats, pair by pair: one for each that
             more companies put below it than above it, one half for a draw (Copeland).
             Ties: the larger sum of margins over all pairs (Borda), then the one raised first.
    points   Every company shares out 100 points; a need's score is their sum.
             Ties: more companies gave it any, then the one raised first.
    matrix   Every company rates importance and feasibility from 1 to 5; a need's score is the
             median importance times the median feasibility.
             Ties: the higher median importance, then the one raised first.

`needs` is always the list of needs in the order in which they were raised.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from itertools import combinations
from statistics import median
from typing import Any, Final

from sectoral.workspace.rules.answers import YES, Ruling

POINTS: Final = 100
SCALE: Final = range(1, 6)

SETTLED = {
    "first": "the highest score",
    "score": "the score",
    "second": "the tie rule",
    "raised": "raised first, since nothing else told them apart",
}
"""What put a need after the one above it, in words."""

Choice = Any
"""What a ballot holds, as JSON: [3, 1] · {"3": 60, "1": 40} · {"3": {"importance": 5, …}}."""


@dataclass(frozen=True, slots=True)
class NeedPlace:
    """Where a need came out.

    place    1 is first; no two share a place
    score    the rule's own unit: pairs won, points, or importance × feasibility
    second   what settles a tie of scores: sum of margins, companies, or importance
    settled  why it stands below the one above it: a key of SETTLED
    backers  ballots that named it, gave it points, or rated it
    """

    need: int
    place: int
    score: float
    second: float
    settled: str
    backers: int

    def row(self) -> dict[str, Any]:
        """The same as JSON."""
        return asdict(self)


def count_ballots(rule: str, ballots: Sequence[Choice], needs: Sequence[int]) -> list[NeedPlace]:
    """Count ballots by a rule.  Returns every need, the first place first."""
    return COUNTS[rule](ballots, needs)


# ── ranked ────────────────────────────────────────────────────────────────────────────────────


def count_ranked(ballots: Sequence[Sequence[int]], needs: Sequence[int]) -> list[NeedPlace]:
    """Pairwise wins, then margins, then earliest raised.

    With n[a,b] the ballots that put a above b (what a ballot leaves out stands below all that it
    names, and level with the rest):

        score[a]  = Σ_b  1 if n[a,b] > n[b,a],  ½ if equal,  0 otherwise
        second[a] = Σ_b  n[a,b] − n[b,a]

    Source   Copeland (1951); Borda (1784); as in Brams & Fishburn (2002), Handbook of Social
             Choice and Welfare 1, ch. 4.
    """
    wins = dict.fromkeys(needs, Fraction(0))
    margins = dict.fromkeys(needs, Fraction(0))
    for a, b in combinations(needs, 2):
        ahead = sum(_is_above(ballot, a, b) - _is_above(ballot, b, a) for ballot in ballots)
        margins[a] += ahead
        margins[b] -= ahead
        wins[a] += Fraction(1 + _sign(ahead), 2)
        wins[b] += Fraction(1 - _sign(ahead), 2)
    backers = {need: sum(need in ballot for ballot in ballots) for need in needs}
    return _place_needs(needs, wins, margins, backers)


def _is_above(ballot: Sequence[int], a: int, b: int) -> int:
    """1 where a ballot puts a above b, else 0."""
    if a not in ballot:
        return 0
    return int(b not in ballot or ballot.index(a) < ballot.index(b))


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


# ── points ────────────────────────────────────────────────────────────────────────────────────


def count_points(ballots: Sequence[Mapping[str, int]], needs: Sequence[int]) -> list[NeedPlace]:
    """Sums of points, then how many companies gave any, then earliest raised."""
    sums = {need: Fraction(sum(b.get(str(need), 0) for b in ballots)) for need in needs}
    backers = {need: sum(b.get(str(need), 0) > 0 for b in ballots) for need in needs}
    givers = {need: Fraction(number) for need, number in backers.items()}
    return _place_needs(needs, sums, givers, backers)


# ── importance × feasibility ──────────────────────────────────────────────────────────────────


def count_matrix(
    ballots: Sequence[Mapping[str, Mapping[str, int]]], needs: Sequence[int]
) -> list[NeedPlace]:
    """Median importance × median feasibility, then importance, then earliest raised.

    The median of an even number of ratings is the middle of the two in the middle. Without
    ballots every median is 0.
    """
    importance = {need: _median_rating(ballots, need, "importance") for need in needs}
    feasibility = {need: _median_rating(ballots, need, "feasibility") for need in needs}
    scores = {need: importance[need] * feasibility[need] for need in needs}
    return _place_needs(needs, scores, importance, dict.fromkeys(needs, len(ballots)))


def _median_rating(
    ballots: Sequence[Mapping[str, Mapping[str, int]]], need: int, scale: str
) -> Fraction:
    ratings = [Fraction(ballot[str(need)][scale]) for ballot in ballots]
    return median(ratings) if ratings else Fraction(0)


# ── placing ───────────────────────────────────────────────────────────────────────────────────


def _place_needs(
    needs: Sequence[int],
    scores: Mapping[int, Fraction],
    seconds: Mapping[int, Fraction],
    backers: Mapping[int, int],
) -> list[NeedPlace]:
    """Needs by score, then by the second figure, then in the order raised."""
    order = sorted(needs, key=lambda need: (-scores[need], -seconds[need]))  # sorted is stable
    placed = []
    for place, need in enumerate(order, start=1):
        settled = "first"
        if place > 1:
            above = order[place - 2]
            settled = _settling_key(scores[above] - scores[need], seconds[above] - seconds[need])
        figures = float(scores[need]), float(seconds[need])
        placed.append(NeedPlace(need, place, *figures, settled, backers[need]))
    return placed


def _settling_key(score: Fraction, second: Fraction) -> str:
    if score:
        return "score"
    return "second" if second else "raised"


COUNTS: dict[str, Callable[[Sequence[Choice], Sequence[int]], list[NeedPlace]]] = {
    "ranked": count_ranked,
    "points": count_points,
    "matrix": count_matrix,
}


# ── whether a ballot can be counted ───────────────────────────────────────────────────────────


def fault_of_ballot(
    rule: str, choice: Choice, needs: Sequence[int], *, most_points: int | None = None
) -> Ruling:
    """Whether a ballot can be counted under a rule; the no says what to change."""
    if rule == "ranked":
        return _fault_of_order(choice, needs)
    if not isinstance(choice, dict) or not all(isinstance(key, str) for key in choice):
        return Ruling("A ballot gives each need its own figure; this one does not.")
    strangers = set(choice) - {str(need) for need in needs}
    if strangers:
        return Ruling(f"This round does not ask about need {min(strangers)}.")
    if rule == "points":
        return _fault_of_points(choice, most_points)
    return _fault_of_ratings(choice, needs)


def _fault_of_order(choice: Choice, needs: Sequence[int]) -> Ruling:
    if not isinstance(choice, list) or not all(type(need) is int for need in choice):
        return Ruling("A ballot is a list of needs, the most pressing first; this one is not.")
    if not choice:
        return Ruling("Put at least one need in first place.")
    if len(set(choice)) < len(choice):
        return Ruling("A need stands once on a ballot; this one names a need twice.")
    strangers = set(choice) - set(needs)
    return Ruling(f"This round does not ask about need {min(strangers)}.") if strangers else YES


def _fault_of_points(choice: Mapping[str, Any], most: int | None) -> Ruling:
    given = list(choice.values())
    if not all(type(amount) is int and amount >= 0 for amount in given):
        return Ruling("Points are whole numbers, none below zero.")
    left = POINTS - sum(given)
    if left:
        which = f"{left} are left" if left > 0 else f"{-left} are too many"
        return Ruling(
            f"Share out exactly {POINTS} points; this ballot shares out {sum(given)}: {which}."
        )
    if most is not None and max(given) > most:
        return Ruling(
            f"In this round one need can have at most {most} points; "
            f"this ballot gives one {max(given)}."
        )
    return YES


def _fault_of_ratings(choice: Mapping[str, Any], needs: Sequence[int]) -> Ruling:
    # All needs or none: a lone admirer's rating of 5 would otherwise be a median of 5.
    if len(choice) < len(needs):
        return Ruling(f"Rate all {len(needs)} needs; this ballot rates {len(choice)}.")
    for rating in choice.values():
        if not isinstance(rating, dict) or set(rating) != {"importance", "feasibility"}:
            return Ruling("Rate both the importance and the feasibility of every need.")
        if not all(type(figure) is int and figure in SCALE for figure in rating.values()):
            return Ruling(f"Ratings go from {SCALE[0]} to {SCALE[-1]} in whole numbers.")
    return YES


def fault_of_cap(most_points: int, needs: int) -> Ruling:
    """Whether 100 points can be shared out at all when no need may have more than the cap."""
    if most_points * needs >= POINTS:
        return YES
    return Ruling(
        f"With {needs} needs and at most {most_points} points for each, "
        f"{POINTS} points cannot be shared out. Ask about more needs, or lift the cap."
    )
