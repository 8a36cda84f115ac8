"""A visitor and members walk through a partnership's pages, on a phone and on a desk."""

import os
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from sectoral.workspace.environment import clock
from sectoral.workspace.models import User
from tests.engines import find_faults
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.world import day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOME = "/partnerships/boat-building-in-harbour/"
WIDTHS = (390, 1280)
WALKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("", ("/partnerships/", HOME)),
    ("keel", (HOME,)),
    ("board", (f"{HOME}life/", f"{HOME}seats/")),
    ("state", ("/partnerships/", "/partnerships/seats/", "/partnerships/conveners/")),
)


def test_the_engines_find_nothing_on_a_partnership_s_pages(
    page: Page,
    rows_that_stay: None,
    live_server: LiveServer,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.SECTORAL_MFA = False
    world = worlds.active()
    monkeypatch.setattr(clock, "now", lambda: day(61))
    for who, addresses in WALKS:
        page.context.clear_cookies()
        if who:
            _sign_in(page, live_server, world.people.get(who, world.state))
        for address in addresses:
            page.goto(live_server.url + address)
            for width in WIDTHS:
                _at(page, width, f"{who or 'visitor'} {address}")


def _at(page: Page, width: int, name: str) -> None:
    """Axe finds nothing at this width, and nothing lies beyond the edge."""
    page.set_viewport_size({"width": width, "height": 900})
    _look(page, f"{name.replace('/', '-')}-{width}")
    assert find_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def _sign_in(page: Page, live_server: LiveServer, person: User) -> None:
    client = Client()
    client.force_login(person)
    morsel = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": morsel.value, "url": live_server.url}])


def _look(page: Page, name: str) -> None:
    """Keep a picture where SECTORAL_LOOK names a folder."""
    if folder := os.environ.get("SECTORAL_LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
