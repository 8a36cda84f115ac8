"""Every number of the rules stands in one place, with its reason, and everybody can read it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from sectoral import workspace
from sectoral.workspace.checklists import ClockDays, SizeLimits, shipped_checklist
from sectoral.workspace.rules import policy
from sectoral.workspace.rules.policy import PolicyNumber, list_policy
from tests.workspace.pages.reading import words

HERE = Path(workspace.__file__).parent
RULED = ("rules", "models", "queries", "checklists", "guards", "actions", "acts", "presenters")

HONEST = {
    # A line about a token's last use, once a minute at most: no rule waits for it.
    ("actions/access.py", "_TOUCH"),
    # How a letter is sent again: between two programs, and no person's time.
    ("actions/outbox.py", "LEASE"),
    ("actions/outbox.py", "_FIRST_WAIT"),
    # Where on earth a day ends: nobody sets that.
    ("queries/commitments.py", "DAY_ENDS"),
}
"""Lengths of time that are no rule of a state's."""


def spans_in(source: str) -> Iterator[str]:
    """Each length of time that is written as a number: the name it is given, or its line."""
    tree = ast.parse(source)
    named = {
        id(node.value): ast.unparse(node.targets[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("timedelta"):
            given = [*node.args, *(one.value for one in node.keywords)]
            if any(isinstance(one, ast.Constant) for one in given):
                yield named.get(id(node), f"line {node.lineno}")


def files_of_rules() -> list[Path]:
    found = (path for room in RULED for path in sorted((HERE / room).rglob("*.py")))
    return [path for path in found if path != HERE / "rules/policy.py"]


def test_no_length_of_time_is_written_as_a_number_outside_the_policy() -> None:
    found = {
        (path.relative_to(HERE).as_posix(), span)
        for path in files_of_rules()
        for span in spans_in(path.read_text(encoding="utf-8"))
    }
    assert found == HONEST


@pytest.mark.parametrize(
    "planted",
    ["TERM = timedelta(days=30)", "ends = at + datetime.timedelta(30)", "f(timedelta(hours=2))"],
)
def test_a_planted_length_of_time_is_found(planted: str) -> None:
    assert list(spans_in(planted))


def test_every_number_is_read_by_some_rule() -> None:
    names = {name for name, one in vars(policy).items() if isinstance(one, PolicyNumber)}
    assert len(names) == len(list_policy())
    read: set[str] = set()
    for path in [p for p in HERE.rglob("*.py") if p != HERE / "rules/policy.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.ImportFrom)
                and node.module == "sectoral.workspace.rules.policy"
            ):
                read |= {one.name for one in node.names}
            elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "policy":
                read.add(node.attr)
    assert names - read == set()


def test_every_number_says_what_it_is_and_why() -> None:
    for number in list_policy():
        assert number.value > 0
        assert number.why[0].isupper()
        assert number.why.endswith(".")
        assert all((number.name, number.unit, number.rule, number.group, number.set_by))
    said = [(number.name, number.unit) for number in list_policy()]
    assert len(said) == len(set(said))


def test_only_what_is_time_has_a_span() -> None:
    assert policy.LINK_LASTS.span.total_seconds() == 15 * 60
    with pytest.raises(TypeError, match="companies are no length of time"):
        _ = policy.SUPPORTERS.span


def test_the_checklist_that_ships_holds_the_numbers_that_are_told() -> None:
    shipped = shipped_checklist("default")
    assert shipped.clocks == ClockDays()
    assert shipped.size == SizeLimits()


@pytest.mark.django_db
def test_everybody_reads_every_number_on_its_page_and_in_the_interface() -> None:
    page = words(Client().get("/about/rules/").content.decode())
    told = Client().get("/api/rules", {"limit": 200}).json()
    assert told["total"] == len(told["items"]) == len(list_policy())
    for number, item in zip(list_policy(), told["items"], strict=True):
        assert f"{number.name} {number.value:,} {number.unit_words} {number.why}" in page
        assert (item["value"], item["unit"], item["why"]) == (
            number.value,
            number.unit,
            number.why,
        )


@pytest.mark.django_db
def test_the_words_page_and_every_foot_lead_to_the_rules_in_numbers() -> None:
    assert Client().get("/about/words/").content.decode().count('href="/about/rules/"') == 2


@pytest.mark.django_db
def test_its_tables_sort_and_can_be_taken_along() -> None:
    page = words(Client().get("/about/rules/", {"sort": "-rounds.1"}).content.decode())
    assert page.index("a round stays open") < page.index("A round needs at least")
    file = Client().get("/about/rules/", {"table": "rounds", "format": "csv"})
    # 7 days, 3 priorities, 2 companies, 3 ballots
    lines = file.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 5
