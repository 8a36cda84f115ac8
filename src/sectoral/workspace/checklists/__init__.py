"""Checklists: what a state means by an active partnership, as versioned data (I12).

A checklist is a JSON file beside this one, or one that a state loads into the database:

    name, version   which it is; a change is the next version
    title, source   what it follows, and where that stands
    to_check        true while nobody has held it against its source
    items           each: key, words, measure (a name in `measures.MEASURES`), at_least
    clocks          days until a partnership is at risk or stale
    size            the bands outside which it is too small or too large (P40)
"""

import json
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from sectoral.errors import BadInput
from sectoral.workspace.models import Partnership
from sectoral.workspace.queries.measures import MEASURES
from sectoral.workspace.rules import policy

SHIPPED = Path(__file__).parent
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing that has to be there: a measure, and at least how much of it."""

    key: str
    words: str
    measure: str
    at_least: int


@dataclass(frozen=True, slots=True)
class ClockDays:
    """Days until something slips, or until the convener and the state are told that it stands.

    at_risk_days, stale_days   without a company meeting; plan_days: without a change of the plan
    proposed_days, forming_days, ready_days, launched_days   in that stage, until it counts as
                               stalled
    answer_days                that companies have to agree on what was proposed to them
    """

    at_risk_days: int = policy.AT_RISK_DAYS.value
    plan_days: int = policy.PLAN_DAYS.value
    stale_days: int = policy.STALE_DAYS.value
    proposed_days: int = policy.PROPOSED_DAYS.value
    forming_days: int = policy.FORMING_DAYS.value
    ready_days: int = policy.READY_DAYS.value
    launched_days: int = policy.LAUNCHED_DAYS.value
    answer_days: int = policy.ANSWER_DAYS.value


LATER = frozenset({"proposed_days", "forming_days", "ready_days", "launched_days", "answer_days"})
"""Clocks that came after states had loaded checklists: one without them has the usual numbers."""


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """The bands of a partnership's size: outside them the page warns, with the numbers (P40)."""

    launch_companies: int = policy.LAUNCH_COMPANIES.value
    fewest_companies: int = policy.FEWEST_COMPANIES.value
    most_companies: int = policy.MOST_COMPANIES.value
    most_counties: int = policy.MOST_COUNTIES.value
    most_subsectors: int = policy.MOST_SUBSECTORS.value
    largest_meeting: int = policy.LARGEST_MEETING.value


@dataclass(frozen=True, slots=True)
class ChecklistCriteria:
    """A checklist as read: what is measured, and the numbers it is held against."""

    name: str
    version: int
    title: str
    source: str
    to_check: bool
    items: tuple[ChecklistItem, ...]
    clocks: ClockDays
    size: SizeLimits


def criteria_of(partnership: Partnership) -> ChecklistCriteria:
    """The checklist a partnership is measured by: its own, else the default that ships."""
    own = partnership.checklist
    return parse_checklist(own.content, str(own)) if own else shipped_checklist(DEFAULT)


@cache
def shipped_checklist(name: str) -> ChecklistCriteria:
    """A checklist that comes with the software."""
    path = SHIPPED / f"{name}.json"
    return parse_checklist(json.loads(path.read_text(encoding="utf-8")), path.name)


def shipped_names() -> list[str]:
    """The checklists that come with the software."""
    return sorted(path.stem for path in SHIPPED.glob("*.json"))


def parse_checklist(content: Any, file: str) -> ChecklistCriteria:
    """A checklist from its JSON.

    Raises   BadInput where something is missing, misnamed or not a number above zero.
    """
    wanted = {"name", "version", "title", "source", "to_check", "items", "clocks", "size"}
    _require_keys(content, wanted, file, "the checklist")
    items = tuple(_parse_item(item, file) for item in content["items"])
    if not items or len({item.key for item in items}) < len(items):
        raise _bad_checklist(
            file, "at least one item, each with its own key", "none, or a key twice"
        )
    return ChecklistCriteria(
        name=_parse_text(content["name"], file, "name"),
        version=_parse_number(content["version"], file, "version"),
        title=_parse_text(content["title"], file, "title"),
        source=_parse_text(content["source"], file, "source"),
        to_check=bool(content["to_check"]),
        items=items,
        clocks=ClockDays(
            **_parse_numbers(content["clocks"], ClockDays, file, "clocks", later=LATER)
        ),
        size=SizeLimits(**_parse_numbers(content["size"], SizeLimits, file, "size")),
    )


def content_of(criteria: ChecklistCriteria) -> dict[str, Any]:
    """The JSON that `parse_checklist` turns back into the same checklist."""
    return {**asdict(criteria), "items": [asdict(item) for item in criteria.items]}


def _parse_item(item: Any, file: str) -> ChecklistItem:
    _require_keys(item, {"key", "words", "measure", "at_least"}, file, "an item")
    if item["measure"] not in MEASURES:
        known = ", ".join(f"'{name}'" for name in MEASURES)
        raise _bad_checklist(file, f"a measure that exists: {known}", f"'{item['measure']}'")
    return ChecklistItem(
        key=_parse_text(item["key"], file, "key"),
        words=_parse_text(item["words"], file, "words"),
        measure=item["measure"],
        at_least=_parse_number(item["at_least"], file, "at_least"),
    )


def _require_keys(content: Any, wanted: set[str], file: str, what: str) -> None:
    found = set(content) if isinstance(content, dict) else set()
    if found != wanted:
        listed = ", ".join(sorted(wanted))
        raise _bad_checklist(
            file, f"{what} with exactly {listed}", ", ".join(sorted(found)) or "nothing"
        )


def _parse_numbers(
    content: Any, kind: type, file: str, what: str, *, later: frozenset[str] = frozenset()
) -> dict[str, int]:
    absent = later - set(content) if isinstance(content, dict) else frozenset()
    _require_keys(content, {f.name for f in fields(kind)} - absent, file, what)
    return {name: _parse_number(value, file, name) for name, value in content.items()}


def _parse_number(value: Any, file: str, name: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise _bad_checklist(file, f"{name} as a whole number above zero", repr(value))


def _parse_text(value: Any, file: str, name: str) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise _bad_checklist(file, f"{name} as text", repr(value))


def _bad_checklist(file: str, expected: str, found: str) -> BadInput:
    return BadInput(
        file, expected=expected, found=found, mend="write the checklist as the default is written"
    )
