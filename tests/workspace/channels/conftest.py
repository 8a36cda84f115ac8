"""Every channel is tried on one table with a thing of each kind and a person of each role."""

import pytest

from sectoral.workspace.environment import clock
from tests.workspace.channels.partnership import NOW, Full, full


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def table(db: None) -> Full:
    """The table, laid down."""
    return full()
