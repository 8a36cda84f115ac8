"""Counting: sums by hand, and the laws each rule keeps."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectoral.workspace.rules.ballots import (
    COUNTS,
    Choice,
    NeedPlace,
    count_ballots,
    count_matrix,
    count_points,
    count_ranked,
    fault_of_ballot,
    fault_of_cap,
)

NEEDS = [1, 2, 3, 4, 5]


def order(placed: list[NeedPlace]) -> list[int]:
    return [row.need for row in placed]


# ── by hand ───────────────────────────────────────────────────────────────────────────────────


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


def test_points_are_summed_and_a_tie_goes_to_the_need_of_more_companies() -> None:
    # 1: 60 + 0 + 0 = 60 from one; 2: 20 + 20 + 20 = 60 from three; 3: 20 + 80 + 80 = 180.
    ballots = [{"1": 60, "2": 20, "3": 20}, {"2": 20, "3": 80}, {"2": 20, "3": 80}]
    assert count_points(ballots, [1, 2, 3]) == [
        NeedPlace(3, 1, 180.0, 3.0, "first", 3),
        NeedPlace(2, 2, 60.0, 3.0, "score", 3),
        NeedPlace(1, 3, 60.0, 1.0, "second", 1),
    ]


def rating(importance: int, feasibility: int) -> dict[str, int]:
    return {"importance": importance, "feasibility": feasibility}


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


@pytest.mark.parametrize("rule", COUNTS)
def test_without_ballots_needs_stand_in_the_order_they_were_raised(rule: str) -> None:
    assert order(count_ballots(rule, [], [7, 3, 5])) == [7, 3, 5]


# ── laws ──────────────────────────────────────────────────────────────────────────────────────

rankings = st.permutations(NEEDS).flatmap(
    lambda needs: st.integers(1, len(needs)).map(lambda kept: list(needs)[:kept])
)


@st.composite
def shares(draw: st.DrawFn) -> dict[str, int]:
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=4, max_size=4)))
    return {
        str(need): high - low
        for need, low, high in zip(NEEDS, [0, *cuts], [*cuts, 100], strict=True)
    }


ratings = st.fixed_dictionaries(
    {str(n): st.builds(rating, st.integers(1, 5), st.integers(1, 5)) for n in NEEDS}
)
CHOICES: Mapping[str, st.SearchStrategy[Any]] = {
    "ranked": rankings,
    "points": shares(),
    "matrix": ratings,
}
elections = st.sampled_from(sorted(CHOICES)).flatmap(
    lambda rule: st.tuples(st.just(rule), st.lists(CHOICES[rule], max_size=9))
)


def renamed(rule: str, choice: Choice, names: Mapping[int, int]) -> Choice:
    if rule == "ranked":
        return [names[need] for need in choice]
    return {str(names[int(need)]): given for need, given in choice.items()}


@given(elections)
def test_every_ballot_that_is_drawn_can_be_counted(election: tuple[str, list[Choice]]) -> None:
    rule, ballots = election
    assert all(fault_of_ballot(rule, ballot, NEEDS) for ballot in ballots)


@given(elections)
def test_every_need_has_one_place(election: tuple[str, list[Choice]]) -> None:
    rule, ballots = election
    placed = count_ballots(rule, ballots, NEEDS)
    assert sorted(order(placed)) == NEEDS
    assert [row.place for row in placed] == [1, 2, 3, 4, 5]


@given(elections, st.permutations(range(9)))
def test_it_does_not_matter_who_cast_which_ballot(
    election: tuple[str, list[Choice]], shuffle: list[int]
) -> None:
    rule, ballots = election
    mixed = [ballots[i] for i in shuffle if i < len(ballots)]
    assert count_ballots(rule, mixed, NEEDS) == count_ballots(rule, ballots, NEEDS)


@given(elections, st.permutations([11, 12, 13, 14, 15]))
def test_it_does_not_matter_what_a_need_is_called(
    election: tuple[str, list[Choice]], others: list[int]
) -> None:
    rule, ballots = election
    names = dict(zip(NEEDS, others, strict=True))
    placed = count_ballots(
        rule, [renamed(rule, b, names) for b in ballots], [names[n] for n in NEEDS]
    )
    assert order(placed) == [names[need] for need in order(count_ballots(rule, ballots, NEEDS))]


@given(st.lists(rankings, min_size=1, max_size=9), st.integers(0, 8), st.sampled_from(NEEDS))
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


@given(st.lists(shares(), min_size=1, max_size=9), st.integers(0, 8), st.permutations(NEEDS))
def test_giving_a_need_more_points_never_lowers_it(
    ballots: list[dict[str, int]], which: int, pair: list[int]
) -> None:
    need, other = pair[:2]
    before = order(count_points(ballots, NEEDS)).index(need)
    old = ballots[which % len(ballots)]
    moved = {**old, str(need): old[str(need)] + old[str(other)], str(other): 0}
    changed = [moved if b is old else b for b in ballots]
    assert order(count_points(changed, NEEDS)).index(need) <= before


@given(
    st.lists(ratings, min_size=1, max_size=9),
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


@given(st.lists(rankings, min_size=1, max_size=9), st.permutations(NEEDS))
def test_what_all_companies_put_above_another_stands_above_it(
    ballots: list[list[int]], pair: list[int]
) -> None:
    above, below = pair[:2]
    agreed = [[above, *(need for need in ballot if need != above)] for ballot in ballots]
    found = order(count_ranked(agreed, NEEDS))
    assert found.index(above) < found.index(below)


@given(st.lists(rankings, min_size=1, max_size=9))
def test_a_need_that_beats_every_other_is_first(ballots: list[list[int]]) -> None:
    def beats(a: int, b: int) -> bool:
        def above(x: int, y: int, ballot: list[int]) -> bool:
            return x in ballot and (y not in ballot or ballot.index(x) < ballot.index(y))

        return sum(above(a, b, x) for x in ballots) > sum(above(b, a, x) for x in ballots)

    winners = [n for n in NEEDS if all(beats(n, other) for other in NEEDS if other != n)]
    assert winners in ([], order(count_ranked(ballots, NEEDS))[:1])


@given(st.lists(shares(), min_size=1, max_size=9))
def test_points_are_neither_made_nor_lost(ballots: list[dict[str, int]]) -> None:
    assert sum(row.score for row in count_points(ballots, NEEDS)) == 100 * len(ballots)


@given(st.lists(ratings, min_size=1, max_size=9))
def test_what_all_rate_higher_on_both_stands_above(
    ballots: list[dict[str, dict[str, int]]],
) -> None:
    agreed = [{**b, "5": rating(5, 5), "1": rating(4, 4)} for b in ballots]
    found = order(count_matrix(agreed, NEEDS))
    assert found.index(5) < found.index(1)


# ── what cannot be counted ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rule", "choice", "words"),
    [
        ("ranked", [], "at least one"),
        ("ranked", "123", "is a list of needs"),
        ("ranked", [True, 2], "is a list of needs"),
        ("ranked", [1, 2, 1], "twice"),
        ("ranked", [1, 9], "does not ask about need 9"),
        ("points", [1, 2], "its own figure"),
        ("points", {1: 100}, "its own figure"),
        ("points", {"9": 100}, "does not ask about need 9"),
        ("points", {"1": 99}, "shares out 99"),
        ("points", {"1": 150, "2": -50}, "none below zero"),
        ("points", {"1": 99.5, "2": 0.5}, "whole numbers"),
        ("points", {"1": True, "2": 99}, "whole numbers"),
        ("matrix", {"1": rating(5, 5)}, "Rate all 3 needs"),
        ("matrix", {"1": rating(5, 5), "2": rating(1, 1), "3": 4}, "both the importance"),
        ("matrix", {n: rating(6, 1) for n in "123"}, "from 1 to 5"),
        ("matrix", {n: {"importance": 1, "feasibility": None} for n in "123"}, "from 1 to 5"),
    ],
)
def test_a_ballot_that_cannot_be_counted_says_what_to_change(
    rule: str, choice: Choice, words: str
) -> None:
    answer = fault_of_ballot(rule, choice, [1, 2, 3])
    assert not answer
    assert words in answer.reason


def test_under_a_cap_of_25_no_need_takes_more_than_a_quarter() -> None:
    choice = {"1": 40, "2": 20, "3": 20, "4": 20}
    assert fault_of_ballot("points", choice, NEEDS)
    assert "at most 25" in fault_of_ballot("points", choice, NEEDS, most_points=25).reason
    assert fault_of_ballot("points", dict.fromkeys("1234", 25), NEEDS, most_points=25)


def test_a_cap_that_leaves_points_over_is_refused() -> None:
    assert fault_of_cap(25, 4)
    assert "cannot be shared out" in fault_of_cap(25, 3).reason
