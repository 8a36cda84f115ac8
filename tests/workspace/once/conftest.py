"""Pressing twice is tried on the table's own world."""

from tests.workspace.api.conftest import _now, calls
from tests.workspace.partnership.conftest import drawn, laid, wanted, world

__all__ = ["_now", "calls", "drawn", "laid", "wanted", "world"]
