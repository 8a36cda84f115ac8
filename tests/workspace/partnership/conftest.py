"""The table is tried on a small world of its own; see world.py."""

from dataclasses import dataclass, field

import pytest

from sectoral.workspace.models import Need, Round
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.kept import kept
from tests.workspace.partnership.steps import opened, three_released
from tests.workspace.partnership.world import World


@pytest.fixture(autouse=True)
def _served() -> None:
    """The table needs no edition: a case comes as plain values."""


@dataclass
class Laid:
    """A forming partnership with everyone seated, and what of a round a test asks for."""

    world: World
    wanted: list[Need] = field(default_factory=list)
    drawn: Round = field(default_factory=Round)


@kept
def _laid(upto: str) -> Laid:
    laid = Laid(worlds.formed())
    if upto in ("wanted", "drawn"):
        laid.wanted = three_released(laid.world)
    if upto == "drawn":
        laid.drawn = opened(laid.world, laid.wanted)
    return laid


@pytest.fixture
def laid(request: pytest.FixtureRequest, db: None) -> Laid:
    """The world, laid down at once as far as the test's fixtures go."""
    asked = request.fixturenames
    return _laid(next((name for name in ("drawn", "wanted") if name in asked), "world"))


@pytest.fixture
def world(laid: Laid) -> World:
    """A forming partnership with everyone seated."""
    return laid.world


@pytest.fixture
def wanted(laid: Laid) -> list[Need]:
    """Three needs that public partners have heard."""
    return laid.wanted


@pytest.fixture
def drawn(laid: Laid) -> Round:
    """A round about them that is open for a week."""
    return laid.drawn
