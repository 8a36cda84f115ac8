"""Needs in their places: by score, then by what settles ties, then by which was raised first."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

SETTLED = {
    "first": "the highest score",
    "score": "the score",
    "second": "the tie rule",
    "raised": "raised first, since they tied on everything else",
}
"""What put a need after the one above it, in words."""


@dataclass(frozen=True, slots=True)
class NeedPlace:
    """Where a need came out.

    place    1 is first; no two share a place
    score    in the rule's own unit
    second   what settles a tie of scores
    settled  why it stands below the one above it: a key of SETTLED
    backers  ballots that named it
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


def place_needs(
    needs: Sequence[int],
    scores: Mapping[int, Fraction],
    seconds: Mapping[int, Fraction],
    backers: Mapping[int, int],
) -> list[NeedPlace]:
    """Needs by score, then by the second figure, then in the order raised; never by chance."""
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
