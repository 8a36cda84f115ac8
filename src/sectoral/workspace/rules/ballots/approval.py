"""Approval: each company ticks any number of needs; the one that most companies tick is first."""

from collections.abc import Sequence
from fractions import Fraction

from sectoral.workspace.rules.answers import Ruling
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


def count_approval(ballots: Sequence[Sequence[int]], needs: Sequence[int]) -> list[NeedPlace]:
    """How many companies ticked a need, then their shares of a ballot, then earliest raised.

    With B the ballots and |b| the needs that ballot b ticks:

        score[a]  = Σ_{b in B} 1 if b ticks a
        second[a] = Σ_{b in B} 1/|b| if b ticks a

    Source   Brams & Fishburn (1978), American Political Science Review 72(3):831-847; the
             shares: Brams & Kilgour (2014), Satisfaction Approval Voting.
    """
    ticks = {need: sum(need in ballot for ballot in ballots) for need in needs}
    shares = {
        need: sum((Fraction(1, len(b)) for b in ballots if need in b), Fraction(0))
        for need in needs
    }
    return place_needs(needs, {need: Fraction(n) for need, n in ticks.items()}, shares, ticks)


def _fault_of_ticks(choice: Choice, terms: BallotTerms) -> Ruling:
    return fault_of_list(
        choice,
        terms.needs,
        meant="a list of the needs that are ticked",
        empty="Tick at least one need.",
    )


def _tick(_: int) -> tuple[BallotPart, ...]:
    return (BallotPart("tick", "Should come first", "tick"),)


def _read_ticks(typed: TypedBallot) -> list[int]:
    return sorted(int(key) for key, parts in typed.items() if parts.get("tick"))


def _write_ticks(choice: Sequence[int]) -> TypedBallot:
    return {str(need): {"tick": "yes"} for need in choice}


def _example_ticks(needs: Sequence[int], number: int) -> list[int]:
    """The first need, the first two, and so on: more companies tick what stands earlier."""
    return sorted(needs[: 1 + number % len(needs)])


RULE = BallotRule(
    key="approval",
    words=RuleWords(
        name="tick any number",
        count="Each company ticks as many needs as it likes. A need's score is how many companies "
        "ticked it.",
        ties="Equal scores: each company's ballot is shared evenly among the needs it "
        "ticked, and the larger sum of shares goes first, then the need that was raised "
        "first.",
        score="Ballots that ticked it",
        second="Sum of shares",
        backers="",
    ),
    form=BallotForm(
        parts=_tick,
        help="Tick every need that should come first for your company, as many as you like.",
        read=_read_ticks,
        write=_write_ticks,
    ),
    chart=ResultChart("Ballots that ticked it"),
    count=count_approval,
    fault_of_ballot=_fault_of_ticks,
    example=_example_ticks,
)
