"""Pages are tried on Quayland."""

from pathlib import Path

import pytest
from pytest_django import Settings

from sectoral.edition import Edition
from sectoral.workspace.views.visitor_cache import kept
from tests.world import quayland


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """Quayland's edition, written once."""
    return quayland(tmp_path_factory.mktemp("editions") / "quayland")


@pytest.fixture(autouse=True)
def _served(edition: Edition, settings: Settings) -> None:
    settings.SECTORAL_EDITION = str(edition.path)


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """What a visitor was shown in one test is of another database in the next."""
    kept.clear()


@pytest.fixture
def nowhere(tmp_path: Path, settings: Settings) -> None:
    """No edition has been built yet."""
    settings.SECTORAL_EDITION = str(tmp_path / "none")


@pytest.fixture(autouse=True)
def _one_factor(settings: Settings) -> None:
    """Pages are tried by people with one factor; tests/workspace/account asks for two."""
    settings.SECTORAL_MFA = False
