"""Importance × feasibility: sums by hand, its laws, and ballots that cannot be counted."""

from hypothesis import given
from hypothesis import strategies as st

from sectoral.workspace.rules.ballots.matrix import count_matrix
from sectoral.workspace.rules.ballots.places import NeedPlace
from tests.workspace.partnership.ballots.drawing import NEEDS, order


def rating(importance: int, feasibility: int) -> dict[str, int]:
    return {"importance": importance, "feasibility": feasibility}


BALLOTS = st.fixed_dictionaries(
    {str(n): st.builds(rating, st.integers(1, 5), st.integers(1, 5)) for n in NEEDS}
)


FAULTY = [
    ({"1": rating(5, 5)}, "Rate all 5 needs"),
    ({**dict.fromkeys("1234", rating(5, 5)), "5": 4}, "both the importance"),
    ({n: rating(6, 1) for n in "12345"}, "from 1 to 5"),
    ({n: {"importance": 1, "feasibility": None} for n in "12345"}, "from 1 to 5"),
]


def test_medians_multiply_and_importance_settles_a_tie() -> None:
    # 1: importance 2, 4 → 3; feasibility 4, 4 → 4; 12. 2: 4, 4 → 4; 3, 3 → 3; 12. 3: 1 × 5 = 5.
    ballots = [
        {"1": rating(2, 4), "2": rating(4, 3), "3": rating(1, 5)},
        {"1": rating(4, 4), "2": rating(4, 3), "3": rating(1, 5)},
    ]
    assert count_matrix(ballots, [1, 2, 3]) == [
        NeedPlace(2, 1, 12.0, 4.0, "first", 2),
        NeedPlace(1, 2, 12.0, 3.0, "second", 2),
        NeedPlace(3, 3, 5.0, 1.0, "score", 2),
    ]


def test_one_large_company_moves_a_median_by_no_more_than_its_ballot() -> None:
    # Importance 2, 2, 5 → median 2, where a mean would be 3.
    ballots = [{"1": rating(2, 2)}, {"1": rating(2, 2)}, {"1": rating(5, 5)}]
    assert count_matrix(ballots, [1])[0].score == 4.0


@given(
    st.lists(BALLOTS, min_size=1, max_size=9),
    st.integers(0, 8),
    st.sampled_from(NEEDS),
    st.sampled_from(["importance", "feasibility"]),
)
def test_rating_a_need_higher_never_lowers_it(
    ballots: list[dict[str, dict[str, int]]], which: int, need: int, scale: str
) -> None:
    before = order(count_matrix(ballots, NEEDS)).index(need)
    old = ballots[which % len(ballots)]
    mine = old[str(need)]
    higher = {**old, str(need): {**mine, scale: min(5, mine[scale] + 1)}}
    changed = [higher if b is old else b for b in ballots]
    assert order(count_matrix(changed, NEEDS)).index(need) <= before


@given(st.lists(BALLOTS, min_size=1, max_size=9))
def test_what_all_rate_higher_on_both_stands_above(
    ballots: list[dict[str, dict[str, int]]],
) -> None:
    agreed = [{**b, "5": rating(5, 5), "1": rating(4, 4)} for b in ballots]
    found = order(count_matrix(agreed, NEEDS))
    assert found.index(5) < found.index(1)
