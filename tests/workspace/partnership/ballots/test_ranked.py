"""Put in order: sums by hand, the laws it keeps, and ballots it cannot count."""

from hypothesis import given
from hypothesis import strategies as st

from sectoral.workspace.rules.ballots.places import NeedPlace
from sectoral.workspace.rules.ballots.ranked import count_ranked
from tests.workspace.partnership.ballots.drawing import NEEDS, order

BALLOTS = st.permutations(NEEDS).flatmap(
    lambda needs: st.integers(1, len(needs)).map(lambda kept: list(needs)[:kept])
)
FAULTY = [
    ([], "at least one"),
    ("123", "should be a list of"),
    ([True, 2], "should be a list of"),
    ([1, 2, 1], "twice"),
    ([1, 9], "does not ask about need 9"),
]


def test_three_yards_and_a_mill_put_welders_first() -> None:
    # Needs: 1 welders, 2 a dry dock, 3 childcare. Ballots: 123, 132, 213, 321.
    # 1 v 2: 123, 132 → 2 to 2, a draw.       1 v 3: 123, 132, 213 → 3 to 1, 1 wins.
    # 2 v 3: 123, 213 → 2 to 2, a draw.
    # Pairs: 1 = ½+1 = 1.5, 2 = ½+½ = 1, 3 = 0+½ = 0.5. Margins: 1 = 0+2, 2 = 0+0, 3 = −2+0.
    placed = count_ranked([[1, 2, 3], [1, 3, 2], [2, 1, 3], [3, 2, 1]], [1, 2, 3])
    assert placed == [
        NeedPlace(1, 1, 1.5, 2.0, "first", 4),
        NeedPlace(2, 2, 1.0, 0.0, "score", 4),
        NeedPlace(3, 3, 0.5, -2.0, "score", 4),
    ]


def test_a_circle_of_preferences_is_settled_by_margins() -> None:
    # 4 × 123, 3 × 231, 2 × 312. 1 v 2: 6 to 3. 2 v 3: 7 to 2. 3 v 1: 5 to 4. Each wins one pair.
    # Margins: 1 = +3−1 = 2, 2 = −3+5 = 2, 3 = −5+1 = −4. 1 and 2 still tie: 1 was raised first.
    placed = count_ranked([[1, 2, 3]] * 4 + [[2, 3, 1]] * 3 + [[3, 1, 2]] * 2, [1, 2, 3])
    assert placed == [
        NeedPlace(1, 1, 1.0, 2.0, "first", 9),
        NeedPlace(2, 2, 1.0, 2.0, "raised", 9),
        NeedPlace(3, 3, 1.0, -4.0, "second", 9),
    ]


def test_what_a_ballot_leaves_out_stands_below_what_it_names() -> None:
    # One ballot names only 3: 3 beats 1 and 2, who draw with each other.
    assert count_ranked([[3]], [1, 2, 3]) == [
        NeedPlace(3, 1, 2.0, 2.0, "first", 1),
        NeedPlace(1, 2, 0.5, -1.0, "score", 0),
        NeedPlace(2, 3, 0.5, -1.0, "raised", 0),
    ]


def test_the_capital_of_tennessee_is_nashville() -> None:
    # The textbook election: 42 % Memphis, 26 % Nashville, 15 % Chattanooga, 17 % Knoxville.
    # Nashville beats each of the others pair by pair, though Memphis leads on first places.
    memphis, nashville, chattanooga, knoxville = 1, 2, 3, 4
    ballots = (
        [[memphis, nashville, chattanooga, knoxville]] * 42
        + [[nashville, chattanooga, knoxville, memphis]] * 26
        + [[chattanooga, knoxville, nashville, memphis]] * 15
        + [[knoxville, chattanooga, nashville, memphis]] * 17
    )
    placed = count_ranked(ballots, [1, 2, 3, 4])
    assert order(placed) == [nashville, chattanooga, knoxville, memphis]
    assert [row.score for row in placed] == [3.0, 2.0, 1.0, 0.0]


@given(st.lists(BALLOTS, min_size=1, max_size=9), st.integers(0, 8), st.sampled_from(NEEDS))
def test_putting_a_need_higher_never_lowers_it(
    ballots: list[list[int]], which: int, need: int
) -> None:
    before = order(count_ranked(ballots, NEEDS)).index(need)
    ballot = ballots[which % len(ballots)]
    here = ballot.index(need) if need in ballot else len(ballot)
    rest = [other for other in ballot if other != need]
    raised = [*rest[: max(0, here - 1)], need, *rest[max(0, here - 1) :]]
    changed = [raised if b is ballot else b for b in ballots]
    assert order(count_ranked(changed, NEEDS)).index(need) <= before


@given(st.lists(BALLOTS, min_size=1, max_size=9), st.permutations(NEEDS))
def test_what_all_companies_put_above_another_stands_above_it(
    ballots: list[list[int]], pair: list[int]
) -> None:
    above, below = pair[:2]
    agreed = [[above, *(need for need in ballot if need != above)] for ballot in ballots]
    found = order(count_ranked(agreed, NEEDS))
    assert found.index(above) < found.index(below)


@given(st.lists(BALLOTS, min_size=1, max_size=9))
def test_a_need_that_beats_every_other_is_first(ballots: list[list[int]]) -> None:
    def beats(a: int, b: int) -> bool:
        def above(x: int, y: int, ballot: list[int]) -> bool:
            return x in ballot and (y not in ballot or ballot.index(x) < ballot.index(y))

        return sum(above(a, b, x) for x in ballots) > sum(above(b, a, x) for x in ballots)

    winners = [n for n in NEEDS if all(beats(n, other) for other in NEEDS if other != n)]
    assert winners in ([], order(count_ranked(ballots, NEEDS))[:1])
