"""The table is tried on a small world of its own; see world.py."""

import pytest

from tests.workspace.table import world as worlds
from tests.workspace.table.world import World


@pytest.fixture(autouse=True)
def _served() -> None:
    """The table needs no edition: a case comes as plain values."""


@pytest.fixture
def world(db: None) -> World:
    """A forming partnership with everyone seated."""
    return worlds.formed()
