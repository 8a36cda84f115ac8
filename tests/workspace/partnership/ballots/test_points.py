"""100 points: sums by hand, the laws they keep, caps, and ballots that cannot be counted."""

from hypothesis import given
from hypothesis import strategies as st

from sectoral.workspace.rules.ballots.places import NeedPlace
from sectoral.workspace.rules.ballots.points import RULE, count_points
from sectoral.workspace.rules.ballots.rule import BallotTerms
from tests.workspace.partnership.ballots.drawing import NEEDS, order

FAULTY = [
    ([1, 2], "a number for each need"),
    ({1: 100}, "a number for each need"),
    ({"9": 100}, "does not ask about need 9"),
    ({"1": 99}, "divides 99"),
    ({"1": 150, "2": -50}, "none below zero"),
    ({"1": 99.5, "2": 0.5}, "whole numbers"),
    ({"1": True, "2": 99}, "whole numbers"),
]


@st.composite
def shares(draw: st.DrawFn) -> dict[str, int]:
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=4, max_size=4)))
    return {
        str(need): high - low
        for need, low, high in zip(NEEDS, [0, *cuts], [*cuts, 100], strict=True)
    }


BALLOTS = shares()


def test_points_are_summed_and_a_tie_goes_to_the_need_of_more_companies() -> None:
    # 1: 60 + 0 + 0 = 60 from one; 2: 20 + 20 + 20 = 60 from three; 3: 20 + 80 + 80 = 180.
    ballots = [{"1": 60, "2": 20, "3": 20}, {"2": 20, "3": 80}, {"2": 20, "3": 80}]
    assert count_points(ballots, [1, 2, 3]) == [
        NeedPlace(3, 1, 180.0, 3.0, "first", 3),
        NeedPlace(2, 2, 60.0, 3.0, "score", 3),
        NeedPlace(1, 3, 60.0, 1.0, "second", 1),
    ]


@given(st.lists(BALLOTS, min_size=1, max_size=9), st.integers(0, 8), st.permutations(NEEDS))
def test_giving_a_need_more_points_never_lowers_it(
    ballots: list[dict[str, int]], which: int, pair: list[int]
) -> None:
    need, other = pair[:2]
    before = order(count_points(ballots, NEEDS)).index(need)
    old = ballots[which % len(ballots)]
    moved = {**old, str(need): old[str(need)] + old[str(other)], str(other): 0}
    changed = [moved if b is old else b for b in ballots]
    assert order(count_points(changed, NEEDS)).index(need) <= before


@given(st.lists(BALLOTS, min_size=1, max_size=9))
def test_points_are_neither_made_nor_lost(ballots: list[dict[str, int]]) -> None:
    assert sum(row.score for row in count_points(ballots, NEEDS)) == 100 * len(ballots)


def test_under_a_cap_of_25_no_need_takes_more_than_a_quarter() -> None:
    choice = {"1": 40, "2": 20, "3": 20, "4": 20}
    assert RULE.fault_of_ballot(choice, BallotTerms(NEEDS))
    assert "at most 25" in RULE.fault_of_ballot(choice, BallotTerms(NEEDS, 25)).reason
    assert RULE.fault_of_ballot(dict.fromkeys("1234", 25), BallotTerms(NEEDS, 25))


def test_a_cap_that_leaves_points_over_is_refused() -> None:
    assert RULE.fault_of_terms(BallotTerms([1, 2, 3, 4], 25))
    assert "cannot all be given" in RULE.fault_of_terms(BallotTerms([1, 2, 3], 25)).reason
