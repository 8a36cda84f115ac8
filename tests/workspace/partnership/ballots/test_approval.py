"""Approval: sums by hand, the laws it keeps, and ballots it cannot count."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sectoral.workspace.rules.ballots.approval import RULE, count_approval
from sectoral.workspace.rules.ballots.places import NeedPlace
from tests.workspace.partnership.ballots.drawing import NEEDS, order

BALLOTS = st.sets(st.sampled_from(NEEDS), min_size=1).map(sorted)
FAULTY = [
    ([], "Tick at least one need"),
    ("12", "a list of the needs that are ticked"),
    ({"1": True}, "a list of the needs that are ticked"),
    ([True], "a list of the needs that are ticked"),
    ([1, 1], "twice"),
    ([1, 9], "does not ask about need 9"),
]


def test_the_need_that_most_companies_tick_is_first() -> None:
    # Ticks: 1 by two, 2 by three, 3 by one, 4 by none.
    # Shares: 1 = ½ + ½ = 1; 2 = ½ + ½ + ½ = 1.5; 3 = ½; 4 = 0.
    assert count_approval([[1, 2], [1, 2], [2, 3]], [1, 2, 3, 4]) == [
        NeedPlace(2, 1, 3.0, 1.5, "first", 3),
        NeedPlace(1, 2, 2.0, 1.0, "score", 2),
        NeedPlace(3, 3, 1.0, 0.5, "score", 1),
        NeedPlace(4, 4, 0.0, 0.0, "score", 0),
    ]


def test_a_tie_goes_to_whoever_shares_a_ballot_with_fewer_then_to_the_one_raised_first() -> None:
    # Each is ticked by two. Shares: 1 = ⅓ + ⅓ = ⅔, 2 = ⅓ + ½ = ⅚, 3 = ⅓ + ½ = ⅚.
    # 2 and 3 still tie: 2 was raised first.
    ballots = [[1, 2, 3], [1, 4, 5], [2, 3]]
    placed = count_approval(ballots, [1, 2, 3])
    assert order(placed) == [2, 3, 1]
    assert [row.settled for row in placed] == ["first", "raised", "second"]
    assert placed[0].second == float(Fraction(5, 6))


def test_the_order_in_which_needs_are_ticked_says_nothing() -> None:
    assert count_approval([[3, 1]], NEEDS) == count_approval([[1, 3]], NEEDS)


@given(st.lists(BALLOTS, max_size=9))
def test_the_shares_of_a_ballot_make_one(ballots: list[list[int]]) -> None:
    shares = sum(row.second for row in count_approval(ballots, NEEDS))
    assert abs(shares - len(ballots)) < 1e-9


@given(st.lists(BALLOTS, min_size=1, max_size=9), st.integers(0, 8), st.sampled_from(NEEDS))
def test_ticking_a_need_as_well_never_lowers_it(
    ballots: list[list[int]], which: int, need: int
) -> None:
    before = order(count_approval(ballots, NEEDS)).index(need)
    number = which % len(ballots)
    more = sorted({*ballots[number], need})
    changed = [*ballots[:number], more, *ballots[number + 1 :]]
    assert order(count_approval(changed, NEEDS)).index(need) <= before


@given(st.lists(BALLOTS, min_size=1, max_size=9))
def test_what_every_company_ticks_stands_above_what_some_do_not(
    ballots: list[list[int]],
) -> None:
    agreed = [sorted({*ballot, 5} - {1}) for ballot in ballots]
    found = order(count_approval(agreed, NEEDS))
    assert found.index(5) < found.index(1)


def test_without_scripts_a_box_that_is_not_ticked_says_nothing() -> None:
    assert RULE.form.read({"7": {}, "3": {"tick": "yes"}, "1": {"tick": "yes"}}) == [1, 3]
