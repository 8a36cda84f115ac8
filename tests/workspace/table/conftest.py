"""The table is tried on a small world of its own; see world.py."""

import pytest

from sectoral.workspace.models import Need, Round
from tests.workspace.table import world as worlds
from tests.workspace.table.steps import opened, three_released
from tests.workspace.table.world import World


@pytest.fixture(autouse=True)
def _served() -> None:
    """The table needs no edition: a case comes as plain values."""


@pytest.fixture
def world(db: None) -> World:
    """A forming partnership with everyone seated."""
    return worlds.formed()


@pytest.fixture
def wanted(world: World) -> list[Need]:
    """Three needs that public partners have heard."""
    return three_released(world)


@pytest.fixture
def drawn(world: World, wanted: list[Need]) -> Round:
    """A round about them that is open for a week."""
    return opened(world, wanted)
