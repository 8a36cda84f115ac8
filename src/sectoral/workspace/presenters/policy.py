"""The numbers of the rules as everybody reads them: a table for each group."""

from sectoral.workspace.drawings.sheets import PageSheet, SheetColumn, sheet_of
from sectoral.workspace.rules.policy import PolicyNumber, list_policy

_COLUMNS: tuple[SheetColumn[PolicyNumber], ...] = (
    SheetColumn("What it means", lambda one: one.name),
    SheetColumn("Number", lambda one: one.value, number=True),
    SheetColumn("Unit", lambda one: one.unit_words),
    SheetColumn("Why", lambda one: one.why),
    SheetColumn("Where it is used", lambda one: one.rule),
    SheetColumn("Who sets it", lambda one: one.set_by),
)


def policy_sheets() -> tuple[PageSheet, ...]:
    """Every number of `rules/policy.py`, in its order, one sheet a group."""
    groups: dict[str, list[PolicyNumber]] = {}
    for number in list_policy():
        groups.setdefault(number.group, []).append(number)
    return tuple(
        sheet_of(_sheet_name(group), group, _COLUMNS, numbers) for group, numbers in groups.items()
    )


def _sheet_name(group: str) -> str:
    """A name that an address and a file can hold: the group's first words."""
    return "-".join(group.partition(":")[0].partition(",")[0].lower().split())
