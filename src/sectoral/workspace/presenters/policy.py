"""The numbers of the rules as everybody reads them: a table for each group."""

from sectoral.workspace.drawings.sheets import PageSheet, SheetCell, SheetHeading, text_cell
from sectoral.workspace.rules.policy import PolicyNumber, list_policy

_HEADINGS = (
    SheetHeading("What it says"),
    SheetHeading("Number", number=True),
    SheetHeading("Unit"),
    SheetHeading("Why"),
    SheetHeading("Rule that reads it"),
    SheetHeading("Who sets it"),
)


def policy_sheets() -> tuple[PageSheet, ...]:
    """Every number of `rules/policy.py`, in its order, one sheet a group."""
    groups: dict[str, list[PolicyNumber]] = {}
    for number in list_policy():
        groups.setdefault(number.group, []).append(number)
    return tuple(
        PageSheet(_sheet_name(group), group, _HEADINGS, tuple(map(_policy_row, numbers)))
        for group, numbers in groups.items()
    )


def _sheet_name(group: str) -> str:
    """A name that an address and a file can hold: the group's first words."""
    return "-".join(group.partition(":")[0].partition(",")[0].lower().split())


def _policy_row(number: PolicyNumber) -> tuple[SheetCell, ...]:
    return (
        text_cell(number.name),
        SheetCell(f"{number.value:,}", number.value),
        text_cell(number.unit_words),
        text_cell(number.why),
        text_cell(number.rule),
        text_cell(number.set_by),
    )
