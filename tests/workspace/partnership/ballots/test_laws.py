"""What holds of every registered ballot rule, whichever is added."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sectoral.workspace
from sectoral.workspace.models import Round
from sectoral.workspace.rules import ballots as registry
from sectoral.workspace.rules.ballots import (
    BALLOT_RULES,
    RULE_CHOICES,
    UnknownRule,
    ballot_rule,
    rules_by_key,
)
from sectoral.workspace.rules.ballots.rule import BallotRule, BallotTerms, Choice
from tests.workspace.partnership.ballots.drawing import NEEDS, module_of, order

RULES = list(BALLOT_RULES.values())
TERMS = BallotTerms(NEEDS)

Election = tuple[BallotRule, list[Choice]]


def ballots_of(rule: BallotRule) -> st.SearchStrategy[Any]:
    drawn: st.SearchStrategy[Any] = module_of(rule.key).BALLOTS
    return drawn


elections = st.sampled_from(RULES).flatmap(
    lambda rule: st.tuples(st.just(rule), st.lists(ballots_of(rule), max_size=9))
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 101) | st.sampled_from(["", "1", "place", "x"]),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(
            st.sampled_from(["1", "2", "9", "importance", "points"]), inner, max_size=5
        )
    ),
    max_leaves=8,
)


# ── the count ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_without_ballots_needs_stand_in_the_order_they_were_raised(rule: BallotRule) -> None:
    assert order(rule.count([], [7, 3, 5])) == [7, 3, 5]


@given(elections)
def test_every_ballot_that_is_drawn_can_be_counted(election: Election) -> None:
    rule, ballots = election
    assert all(rule.fault_of_ballot(ballot, TERMS) for ballot in ballots)


@given(elections)
def test_every_need_has_one_place(election: Election) -> None:
    rule, ballots = election
    placed = rule.count(ballots, NEEDS)
    assert sorted(order(placed)) == NEEDS
    assert [row.place for row in placed] == [1, 2, 3, 4, 5]


@given(elections)
def test_no_need_has_more_backers_than_there_are_ballots(election: Election) -> None:
    rule, ballots = election
    assert all(0 <= row.backers <= len(ballots) for row in rule.count(ballots, NEEDS))


@given(elections, st.permutations(range(9)))
def test_it_does_not_matter_who_cast_which_ballot(election: Election, shuffle: list[int]) -> None:
    rule, ballots = election
    mixed = [ballots[i] for i in shuffle if i < len(ballots)]
    assert rule.count(mixed, NEEDS) == rule.count(ballots, NEEDS)


def renamed(rule: BallotRule, choice: Choice, names: Mapping[int, int]) -> Choice:
    typed = rule.form.write(choice)
    return rule.form.read({str(names[int(need)]): parts for need, parts in typed.items()})


@given(elections, st.permutations([11, 12, 13, 14, 15]))
def test_it_does_not_matter_what_a_need_is_called(election: Election, others: list[int]) -> None:
    rule, ballots = election
    names = dict(zip(NEEDS, others, strict=True))
    placed = rule.count([renamed(rule, b, names) for b in ballots], [names[n] for n in NEEDS])
    assert order(placed) == [names[need] for need in order(rule.count(ballots, NEEDS))]


# ── ballots ───────────────────────────────────────────────────────────────────────────────────


@given(elections)
def test_what_a_page_shows_of_a_ballot_is_read_as_the_same_ballot(election: Election) -> None:
    rule, ballots = election
    assert [rule.form.read(rule.form.write(ballot)) for ballot in ballots] == ballots


@given(st.sampled_from(RULES), st.integers(2, 9), st.integers(0, 30))
def test_every_example_fits(rule: BallotRule, needs: int, number: int) -> None:
    asked = list(range(11, 11 + needs))
    assert rule.fault_of_ballot(rule.example(asked, number), BallotTerms(asked)).reason == ""


@pytest.mark.parametrize(
    ("rule", "choice", "words"),
    [(rule, *faulty) for rule in RULES for faulty in module_of(rule.key).FAULTY],
    ids=lambda it: getattr(it, "key", None),
)
def test_a_ballot_that_cannot_be_counted_says_what_to_change(
    rule: BallotRule, choice: Choice, words: str
) -> None:
    answer = rule.fault_of_ballot(choice, TERMS)
    assert not answer
    assert words in answer.reason
    assert answer.reason.endswith(".")


@given(st.sampled_from(RULES), anything)
def test_whatever_a_program_sends_is_refused_in_words_or_counted(
    rule: BallotRule, choice: Choice
) -> None:
    answer = rule.fault_of_ballot(choice, TERMS)
    if answer:
        assert sorted(order(rule.count([choice], NEEDS))) == NEEDS
    else:
        assert answer.reason.endswith(".")


@given(st.sampled_from(RULES), anything)
def test_what_ballots_of_another_shape_say_is_no_ballot(rule: BallotRule, choice: Choice) -> None:
    assert not rule.fault_of_ballot([choice], BallotTerms([]))
    assert not rule.fault_of_ballot({"9": choice}, TERMS)


# ── words, form, chart ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_every_rule_has_its_words(rule: BallotRule) -> None:
    words = rule.words
    assert all((words.name, words.score, words.second))
    assert all(said.endswith(".") for said in (words.count, words.ties, rule.form.help))
    assert words.ties.startswith("Equal scores: ")
    assert "raised first" in words.ties


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_every_rule_has_a_form_that_can_be_drawn(rule: BallotRule) -> None:
    parts = rule.form.parts(len(NEEDS))
    assert len({part.name for part in parts}) == len(parts) > 0
    for part in parts:
        assert part.label
        assert bool(part.options) == (part.kind == "option")
        assert (part.most is not None) == (part.kind == "number")
    named = {name for typed in rule.form.write(rule.example(NEEDS, 1)).values() for name in typed}
    assert named <= {part.name for part in parts}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_every_rule_has_a_chart(rule: BallotRule) -> None:
    assert rule.chart.title
    placed = rule.count([rule.example(NEEDS, number) for number in range(3)], NEEDS)
    if rule.chart.rating is not None:
        for one in placed:
            rating = rule.chart.rating(one.score, one.second)
            assert (1 <= rating.importance <= 5, 1 <= rating.feasibility <= 5) == (True, True)


# ── the registry ──────────────────────────────────────────────────────────────────────────────


def test_every_module_of_a_rule_has_its_line() -> None:
    folder = Path(registry.__file__).parent
    holding = {
        p.stem for p in folder.glob("*.py") if "\nRULE = BallotRule(" in p.read_text("utf-8")
    }
    assert set(BALLOT_RULES) == holding


def test_an_unknown_rule_names_the_line_that_is_missing() -> None:
    with pytest.raises(UnknownRule, match=r"BALLOT_RULES in .* no line 'lots\.RULE'"):
        ballot_rule("lots")


def test_two_rules_of_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="one key"):
        rules_by_key([RULES[0], RULES[0]])


def test_the_database_lists_the_rules_there_are() -> None:
    field = Round._meta.get_field("rule")
    assert field.choices == RULE_CHOICES
    assert all(len(key) <= (field.max_length or 0) for key in BALLOT_RULES)


def test_nothing_that_deals_with_ballots_knows_a_rule_by_its_key() -> None:
    # Asked of one, listed by one, or drawn for one. The words alone mean other things elsewhere:
    # points of a score, the matrix of regions, the approval of a solution.
    workspace = Path(sectoral.workspace.__file__).parent
    apart = [workspace / room for room in ("rules/ballots", "migrations", "demo")]
    keys = "|".join(BALLOT_RULES)
    key = re.compile(
        rf"""rule\b[^\n\w]{{1,6}}["']({keys})\b|["']({keys})["']:|ballot[.\w-]*\.({keys})\b"""
    )
    knowing = {}
    for file in (p for p in workspace.rglob("*") if p.suffix in {".py", ".html", ".js"}):
        text = file.read_text(encoding="utf-8")
        if "ballot" in text.lower() and not any(room in file.parents for room in apart):
            knowing[file.relative_to(workspace).as_posix()] = key.findall(text)
    assert "templates/parts/ballot.html" in knowing
    assert {name: found for name, found in knowing.items() if found} == {}
