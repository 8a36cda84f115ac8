"""Put in order: a need's score is how many other needs it beats, pair by pair."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from sectoral.workspace.rules.answers import Refused, Ruling
from sectoral.workspace.rules.ballots.places import NeedPlace, place_needs
from sectoral.workspace.rules.ballots.rule import (
    BallotForm,
    BallotPart,
    BallotRule,
    BallotTerms,
    Choice,
    ResultChart,
    RuleWords,
    TypedBallot,
)
from sectoral.workspace.rules.ballots.shapes import fault_of_list


def count_ranked(ballots: Sequence[Sequence[int]], needs: Sequence[int]) -> list[NeedPlace]:
    """Pairwise wins (Copeland), then margins (Borda), then earliest raised.

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
    return place_needs(needs, wins, margins, backers)


def _is_above(ballot: Sequence[int], a: int, b: int) -> int:
    """1 where a ballot puts a above b, else 0."""
    if a not in ballot:
        return 0
    return int(b not in ballot or ballot.index(a) < ballot.index(b))


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _fault_of_order(choice: Choice, terms: BallotTerms) -> Ruling:
    return fault_of_list(
        choice,
        terms.needs,
        meant="a list of needs, the most pressing first",
        empty="Put at least one need in first place.",
    )


def _places(needs: int) -> tuple[BallotPart, ...]:
    places = tuple((str(place), str(place)) for place in range(1, needs + 1))
    return (BallotPart("place", "Place", "option", (("", "not placed"), *places)),)


def _read_order(typed: TypedBallot) -> list[int]:
    placed = sorted((int(p["place"]), int(key)) for key, p in typed.items() if p.get("place"))
    if len({place for place, _ in placed}) < len(placed):
        raise Refused("Two needs have the same place. Give each its own.")
    return [need for _, need in placed]


def _write_order(choice: Sequence[int]) -> TypedBallot:
    return {str(need): {"place": str(place)} for place, need in enumerate(choice, start=1)}


def _example_order(needs: Sequence[int], number: int) -> list[int]:
    """Most companies agree on the first; every third puts its own first."""
    first = number % 3 == 2
    return [*needs[first:], *needs[:first]]


RULE = BallotRule(
    key="ranked",
    words=RuleWords(
        name="put in order",
        count="Companies put the needs in order. Needs are compared two at a time. A need "
        "scores one for each other need that more companies put below it than above "
        "it, and a half for a tie.",
        ties="Equal scores: the larger sum of margins over all pairs goes first, then the "
        "need that was raised first.",
        score="Needs beaten",
        second="Sum of margins",
    ),
    form=BallotForm(
        parts=_places,
        help="Give the most pressing need place 1, the next one 2, and so on. Needs without "
        "a place count below the ones you placed.",
        read=_read_order,
        write=_write_order,
    ),
    chart=ResultChart("Needs beaten"),
    count=count_ranked,
    fault_of_ballot=_fault_of_order,
    example=_example_order,
)
