"""What a ballot rule is: its count, what makes a ballot faulty, its form, words and chart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sectoral.workspace.rules.answers import YES, Ruling
from sectoral.workspace.rules.ballots.places import NeedPlace

Choice = Any
"""What a ballot holds, as JSON: [3, 1] · {"3": 60, "1": 40} · {"3": {"importance": 5, …}}."""

TypedBallot = Mapping[str, Mapping[str, str]]
"""What was typed on the page, by need and part: {"3": {"place": "1"}, "1": {}}."""


POINTS: Final = 100
"""What a company shares out where points are given; no cap goes beyond it."""


@dataclass(frozen=True, slots=True)
class BallotTerms:
    """What a round asks of each ballot.

    needs        in the order in which they were raised
    most_points  on a ballot of points, the most that one need may have; None for no limit
    """

    needs: Sequence[int]
    most_points: int | None = None


@dataclass(frozen=True, slots=True)
class BallotPart:
    """One thing that is answered about each need on the page's form.

    kind     one of `options`, a whole number up to `most`, or a box to tick
    options  value and words of each
    """

    name: str
    label: str
    kind: Literal["option", "number", "tick"]
    options: tuple[tuple[str, str], ...] = ()
    most: int | None = None


@dataclass(frozen=True, slots=True)
class BallotForm:
    """How a ballot is filled in on a page.

    parts     what is answered about each need, given how many needs there are
    help      how to fill it in
    read      from what was typed to a choice; raises ValueError where a number is none, and
              Refused, with what to change, where it cannot be read
    write     from a choice back to what would have been typed
    adds_up   what the numbers must add up to: the page shows their running sum
    """

    parts: Callable[[int], tuple[BallotPart, ...]]
    help: str
    read: Callable[[TypedBallot], Choice]
    write: Callable[[Choice], TypedBallot]
    adds_up: int | None = None


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What pages and files say of a rule.

    name     what companies do, as a choice of the convener's and a cell of the export
    count    how a need's score comes about
    ties     what puts one of two equal scores first
    score    the heading over scores, with which the chart's alternative text begins
    second   the heading over what settles ties
    backers  the heading over how many ballots named a need; empty where the score is just that
    """

    name: str
    count: str
    ties: str
    score: str
    second: str
    backers: str = "Ballots that listed it"


@dataclass(frozen=True, slots=True)
class NeedRating:
    """Where a need stands on the two scales from 1 to 5."""

    importance: float
    feasibility: float


@dataclass(frozen=True, slots=True)
class ResultChart:
    """How a count is drawn: a bar a need, as long as its score, unless it can be rated.

    title    what the chart's alternative text begins with
    rating   a need's importance and feasibility, to be plotted one against the other
    """

    title: str
    rating: Callable[[float, float], NeedRating] | None = None


def any_terms(_: BallotTerms) -> Ruling:
    """Any round can be run by this rule."""
    return YES


def no_limits(_: BallotTerms) -> str:
    """The rule has no limit that a round could set."""
    return ""


@dataclass(frozen=True, slots=True)
class BallotRule:
    """A way of voting, whole.

    key             as the database, the interface and addresses hold it
    count           from the ballots, and the needs in the order raised, to every need in its place
    fault_of_ballot whether a choice fits the terms of its round; the no says what to change
    example         a ballot that fits, another for each number: the demo's companies cast these
    fault_of_terms  whether a round of such terms can be filled in at all
    limits          what the terms forbid, as a sentence for whoever votes; empty for nothing
    """

    key: str
    words: RuleWords
    form: BallotForm
    chart: ResultChart
    count: Callable[[Sequence[Choice], Sequence[int]], list[NeedPlace]]
    fault_of_ballot: Callable[[Choice, BallotTerms], Ruling]
    example: Callable[[Sequence[int], int], Choice]
    fault_of_terms: Callable[[BallotTerms], Ruling] = any_terms
    limits: Callable[[BallotTerms], str] = no_limits
