"""Pages are tried on the table's own world, with Quayland's edition behind them."""

from collections.abc import Callable

import pytest

from sectoral.workspace.environment import clock
from tests.workspace.partnership.conftest import drawn, laid, wanted, world
from tests.workspace.partnership.world import day


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Set the doors' clock to a day of the table's story."""

    def turn(number: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: day(number))

    return turn


__all__ = ["drawn", "laid", "on_day", "wanted", "world"]
