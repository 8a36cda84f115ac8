"""Acts are tried on the table's own world, with Quayland's edition behind the pages."""

import pytest
from pytest_django import Settings

from tests.workspace.partnership.conftest import drawn, laid, wanted, world


@pytest.fixture(autouse=True)
def _one_factor(settings: Settings) -> None:
    settings.SECTORAL_MFA = False


__all__ = ["drawn", "laid", "wanted", "world"]
