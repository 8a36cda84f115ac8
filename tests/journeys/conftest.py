"""A real browser before the pages of Quayland."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import BrowserContext
from pytest_django import Settings

from sectoral.edition import Edition
from sectoral.workspace.views.visitor_cache import kept
from tests.workspace.partnership.kept import triggers_aside
from tests.world import quayland

# Playwright's own loop makes Django believe it is called from an asynchronous place.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


def _chromium() -> str | None:
    return os.environ.get("SECTORAL_CHROMIUM") or shutil.which("chromium")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, quiet; the tests are skipped where there is none."""
    found = _chromium()
    if found is None:
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    return {"executable_path": found, "args": FLAGS.split()}


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """The browser waits two minutes for a page, which a crowded machine may need for the first."""
    context.set_default_navigation_timeout(120_000)
    return context


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """Quayland's edition, written once."""
    return quayland(tmp_path_factory.mktemp("editions") / "quayland")


@pytest.fixture(autouse=True)
def _served(edition: Edition, settings: Settings) -> None:
    settings.SECTORAL_EDITION = str(Path(edition.path))


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """What a visitor was shown in one test is of another database in the next."""
    kept.clear()


@pytest.fixture
def rows_that_stay(transactional_db: None) -> Iterator[None]:
    """A table's rows, which no door lets anybody remove, are gone when the test is over."""
    yield
    with triggers_aside():
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
