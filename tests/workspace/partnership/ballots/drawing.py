"""What the tests of ballot rules draw on."""

from importlib import import_module
from types import ModuleType

from sectoral.workspace.rules.ballots.places import NeedPlace

NEEDS = [1, 2, 3, 4, 5]


def order(placed: list[NeedPlace]) -> list[int]:
    return [row.need for row in placed]


def module_of(rule: str) -> ModuleType:
    """The tests of a rule, which hold `BALLOTS`, any that fit, and `FAULTY`, some that do not."""
    return import_module(f"tests.workspace.partnership.ballots.test_{rule}")
