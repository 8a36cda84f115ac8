"""Sharing costs: every cent is given out once, in the same way whoever asks."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.costs import (
    CostFormula,
    CostPayer,
    CostSplit,
    MatchRatio,
    PaidShare,
    SharedSaving,
    match_ratio,
    saving_by_sharing,
    split_cost,
    to_cents,
)

USD = Decimal
money = st.integers(0, 10_000_000).map(lambda c: USD(c).scaleb(-2))


def shares(
    total: str, payers: list[CostPayer], formula: CostFormula = CostFormula.EQUAL
) -> dict[str, str]:
    return {n: str(s) for n, s in split_cost(USD(total), payers, formula).shares.items()}


def test_a_hundred_dollars_among_three_leaves_one_cent_for_the_first_name() -> None:
    three = [CostPayer("yard"), CostPayer("dock"), CostPayer("mill")]
    assert shares("100.00", three) == {"yard": "33.33", "dock": "33.34", "mill": "33.33"}


def test_by_headcount_a_company_of_three_quarters_of_the_people_pays_three_quarters() -> None:
    two = [CostPayer("yard", headcount=75), CostPayer("dock", headcount=25)]
    assert shares("1000.00", two, CostFormula.HEADCOUNT) == {"yard": "750.00", "dock": "250.00"}


def test_by_use_whoever_uses_nothing_pays_nothing() -> None:
    three = [
        CostPayer("yard", use=USD("1.5")),
        CostPayer("dock", use=USD(0)),
        CostPayer("mill", use=USD(3)),
    ]
    assert shares("0.10", three, CostFormula.USE) == {
        "yard": "0.03",
        "dock": "0.00",
        "mill": "0.07",
    }


def test_hamiltons_published_example_of_five_states() -> None:
    # Balinski & Young's way of 26 seats among five states of 9061, 7179, 5259, 3319, 1182 people:
    # quotas 9.061, 7.179, 5.259, 3.319, 1.182 → the seat left over goes to the fourth.
    people = {"A": 9061, "B": 7179, "C": 5259, "D": 3319, "E": 1182}
    payers = [CostPayer(name, headcount=n) for name, n in people.items()]
    assert shares("0.26", payers, CostFormula.HEADCOUNT) == {
        "A": "0.09",
        "B": "0.07",
        "C": "0.05",
        "D": "0.04",
        "E": "0.01",
    }


def test_a_tie_of_remainders_goes_to_the_larger_weight() -> None:
    # 2 cents by 1, 3: exact 0.5 and 1.5 cents; both lose half a cent.
    two = [CostPayer("a", headcount=1), CostPayer("b", headcount=3)]
    assert shares("0.02", two, CostFormula.HEADCOUNT) == {"a": "0.00", "b": "0.02"}


def test_what_one_cap_leaves_is_shared_by_the_others() -> None:
    three = [CostPayer("a", cap_usd=USD("10.00")), CostPayer("b"), CostPayer("c")]
    assert shares("90.00", three) == {"a": "10.00", "b": "40.00", "c": "40.00"}


def test_a_cap_may_bring_the_next_cap_into_play() -> None:
    # Equal: 30 each. a stops at 10, then 40 each: b stops at 35, c pays the rest.
    three = [
        CostPayer("a", cap_usd=USD("10.00")),
        CostPayer("b", cap_usd=USD("35.00")),
        CostPayer("c"),
    ]
    assert shares("90.00", three) == {"a": "10.00", "b": "35.00", "c": "45.00"}


def test_what_no_cap_allows_stays_uncovered_and_is_said() -> None:
    two = [CostPayer("a", cap_usd=USD("10.00")), CostPayer("b", cap_usd=USD("20.00"))]
    assert split_cost(USD("90.00"), two, CostFormula.EQUAL) == CostSplit(
        {"a": USD("10.00"), "b": USD("20.00")}, USD("60.00")
    )


def test_a_cap_of_nothing_is_a_cap() -> None:
    two = [CostPayer("a", cap_usd=USD(0)), CostPayer("b")]
    assert shares("9.00", two) == {"a": "0.00", "b": "9.00"}


@pytest.mark.parametrize(
    ("payers", "formula", "reason"),
    [
        (
            [CostPayer("a", headcount=3), CostPayer("b")],
            CostFormula.HEADCOUNT,
            "for everyone; b has none",
        ),
        ([CostPayer("a", use=USD(-1))], CostFormula.USE, "at least zero"),
        ([CostPayer("a", headcount=0)], CostFormula.HEADCOUNT, "at least one organization needs"),
        ([], CostFormula.EQUAL, "at least one organization needs"),
        ([CostPayer("a"), CostPayer("a")], CostFormula.EQUAL, "is listed twice"),
        ([CostPayer("a", cap_usd=USD("0.001"))], CostFormula.EQUAL, "whole cents"),
    ],
)
def test_what_cannot_be_split_says_why(
    payers: list[CostPayer], formula: CostFormula, reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        split_cost(USD("10.00"), payers, formula)


@pytest.mark.parametrize("amount", ["-1", "0.001", "NaN", "Infinity"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(Refused):
        to_cents(USD(amount))


@st.composite
def tables(draw: st.DrawFn) -> list[CostPayer]:
    names = draw(st.lists(st.text("abcdefgh", min_size=1, max_size=3), min_size=1, unique=True))
    return [
        CostPayer(
            name,
            headcount=draw(st.integers(0, 5000)) + (i == 0),
            use=draw(st.decimals(0, 500, places=2)) + (i == 0),
            cap_usd=draw(st.none() | money),
        )
        for i, name in enumerate(names)
    ]


@given(total=money, payers=tables(), formula=st.sampled_from(CostFormula))
def test_shares_and_what_is_uncovered_are_the_total_to_the_cent(
    total: Decimal, payers: list[CostPayer], formula: CostFormula
) -> None:
    result = split_cost(total, payers, formula)
    assert sum(result.shares.values()) + result.uncovered_usd == total


@given(total=money, payers=tables(), formula=st.sampled_from(CostFormula))
def test_nobody_pays_above_a_cap_or_below_nothing(
    total: Decimal, payers: list[CostPayer], formula: CostFormula
) -> None:
    result = split_cost(total, payers, formula)
    for payer in payers:
        share = result.shares[payer.name]
        assert share >= 0
        assert payer.cap_usd is None or share <= payer.cap_usd
    if result.uncovered_usd:
        # Something is uncovered only when everyone who could pay is at a cap.
        weights = [p for p in payers if formula is CostFormula.EQUAL or getattr(p, formula)]
        assert all(result.shares[p.name] == p.cap_usd for p in weights)


@given(total=money, payers=tables(), formula=st.sampled_from(CostFormula), rng=st.randoms())
def test_the_order_of_the_payers_changes_nothing(
    total: Decimal, payers: list[CostPayer], formula: CostFormula, rng: Random
) -> None:
    mixed = rng.sample(payers, len(payers))
    one, other = split_cost(total, payers, formula), split_cost(total, mixed, formula)
    assert dict(one.shares) == dict(other.shares)


@given(total=money, payers=tables())
def test_without_caps_each_share_is_within_a_cent_of_its_exact_part(
    total: Decimal, payers: list[CostPayer]
) -> None:
    free = [CostPayer(p.name, headcount=p.headcount) for p in payers]
    result = split_cost(total, free, CostFormula.HEADCOUNT)
    people = sum(p.headcount or 0 for p in free)
    for payer in free:
        exact = Fraction(total) * (payer.headcount or 0) / people
        assert abs(Fraction(result.shares[payer.name]) - exact) < Fraction(1, 100)


@given(total=money, payers=tables(), formula=st.sampled_from(CostFormula))
def test_whoever_weighs_more_never_pays_less_unless_capped(
    total: Decimal, payers: list[CostPayer], formula: CostFormula
) -> None:
    free = [CostPayer(p.name, headcount=p.headcount, use=p.use) for p in payers]
    result = split_cost(total, free, formula)
    weigh = {p.name: getattr(p, formula, 1) for p in free}
    for a in free:
        for b in free:
            if weigh[a.name] > weigh[b.name]:
                assert result.shares[a.name] >= result.shares[b.name]


# ── what sharing saves, and the match ─────────────────────────────────────────────────────────


def test_sharing_a_nine_thousand_dollar_course_three_ways_saves_eighteen_thousand() -> None:
    # Alone each would have paid 9,000: 27,000 - 9,000 = 18,000.
    paid = [PaidShare(n, USD("3000.00"), USD("9000.00")) for n in ("yard", "dock", "mill")]
    assert saving_by_sharing(paid) == SharedSaving(USD("18000.00"), 3, 3)


def test_whoever_did_not_say_what_it_would_have_paid_is_left_out_and_counted() -> None:
    paid = [PaidShare("yard", USD("3000.00"), USD("9000.00")), PaidShare("dock", USD("3000.00"))]
    assert saving_by_sharing(paid) == SharedSaving(USD("6000.00"), 1, 2)


def test_a_saving_nobody_can_know_is_unknown_not_zero() -> None:
    assert saving_by_sharing([PaidShare("yard", USD("3000.00"))]) == SharedSaving(None, 0, 1)


def test_cash_and_kind_of_one_payer_stand_against_its_one_price_alone() -> None:
    # 2,000 cash + 1,000 in kind against 9,000 alone saves 6,000, not 15,000.
    paid = [
        PaidShare("yard", USD("2000.00"), USD("9000.00")),
        PaidShare("yard", USD("1000.00"), USD("9000.00"), in_kind=True),
    ]
    assert saving_by_sharing(paid) == SharedSaving(USD("6000.00"), 1, 1)


def test_the_match_is_company_dollars_beside_each_public_dollar() -> None:
    paid = [
        PaidShare("yard", USD("6000.00")),
        PaidShare("dock", USD("3000.00"), in_kind=True),
        PaidShare("college", USD("6000.00"), public=True),
    ]
    assert match_ratio(paid) == MatchRatio(
        USD("6000.00"), USD("3000.00"), USD("6000.00"), Fraction(3, 2), Fraction(1)
    )


def test_without_public_money_there_is_no_match_ratio() -> None:
    assert match_ratio([PaidShare("yard", USD("6000.00"))]).ratio is None
