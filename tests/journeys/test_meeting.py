"""One meeting in a real browser: the page, the phone in the room, the wall, the minutes."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from sectoral.workspace.actions import meetings, needs, opportunities, rolls, rounds
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Meeting, User
from tests.engines import find_faults
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.steps import (
    all_vote,
    called,
    come,
    opened,
    three_released,
    under_way,
)
from tests.workspace.partnership.world import World, day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@dataclass
class Met:
    """A table at which one meeting is over and another is on."""

    world: World
    over: Meeting
    on: Meeting


@pytest.fixture
def met(rows_that_stay: None, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Met:
    settings.SECTORAL_MFA = False
    monkeypatch.setattr(clock, "now", lambda: day(70.02))
    with transaction.atomic():  # kept rows refer to each other
        world = worlds.formed()
    return Met(world, _over(world), _on(world))


def _over(world: World) -> Meeting:
    drawn = opened(world, three_released(world), rule="matrix")
    wanted = [need.pk for need in drawn.needs.order_by("pk")]
    rated = zip(wanted, (5, 4, 2), (2, 4, 3), strict=True)
    choice: Any = {str(key): {"importance": up, "feasibility": on} for key, up, on in rated}
    all_vote(world, drawn, choice)
    drawn = rounds.close(round=drawn, at=day(67), by=world.convener)
    rounds.publish(round=drawn, at=day(67), by=world.convener)
    meeting = under_way(world, starts=day(50), place="Harbour House, room 2")
    meetings.set_aside(meeting=meeting, text="Bus times", at=day(50), by=world.convener)
    come(world, meeting, "keel", "rope", "sail", "mast", "college", "union")
    here: dict[str, Any] = {"meeting": meeting, "at": day(50.1), "by": world.convener}
    rolls.decide(text="Welders and the dry dock go to public partners first.", **here)
    rolls.hold(**here)
    rolls.write_minutes(text="Companies told what they see.\n\nWe chose two needs.", **here)
    return rolls.send(**here)


def _on(world: World) -> Meeting:
    meeting = called(world, starts=day(70), place="Pier 4")
    meetings.fill_agenda(meeting=meeting, at=day(60), by=world.convener)
    asked: dict[str, Any] = {"meeting": meeting, "at": day(61)}
    for key, text in (("keel", "Riggers for the new ferries"), ("rope", "Compare wages")):
        meetings.add_item(text=text, seat=world.seats[key], by=world.people[key], **asked)
    meetings.invite(meeting=meeting, at=day(62), by=world.people["keel"])
    chair = world.seats["keel"]
    meeting = rolls.open_meeting(meeting=meeting, chair=chair, at=day(70), by=world.convener)
    come(world, meeting, "keel", "rope")
    keel: dict[str, Any] = {"at": day(70.01), "by": world.people["keel"]}
    opportunities.put_forward(seat=chair, text="Ferries for three ports", **keel)
    need = needs.draft(seat=chair, category="talent", title="Riggers", text="None left.", **keel)
    needs.raise_need(need=need, **keel)
    return meeting


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains of; a look ends well when there is nothing."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield heard
    assert heard == []


def signed_in(context: BrowserContext, server: LiveServer, person: User) -> None:
    client = Client()
    client.force_login(person)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": server.url}])


def address(server: LiveServer, met: Met, meeting: Meeting, path: str = "") -> str:
    return f"{server.url}/partnerships/{met.world.partnership.slug}/meetings/{meeting.pk}/{path}"


def test_the_engines_find_nothing_on_a_phone_on_a_desk_or_on_a_wall(
    page: Page, live_server: LiveServer, complaints: list[str], met: Met
) -> None:
    signed_in(page.context, live_server, met.world.convener)
    for meeting, path in (
        (met.on, ""),
        (met.on, "room/"),
        (met.on, "projector/?still"),
        (met.over, ""),
        (met.over, "minutes/"),
    ):
        page.goto(address(live_server, met, meeting, path))
        for fold in page.locator("summary").all():
            fold.click()
        for width in (360, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 1080})
            wide = page.locator("html").evaluate("e => e.scrollWidth")
            assert wide <= width, f"{path} is {wide} wide on {width}"
            _look(page, f"{path.partition('/')[0] or meeting.state}-{width}")
            if width == 1280:
                continue
            assert find_faults(page) == []


def _look(page: Page, name: str) -> None:
    """Keep a picture where somebody wants to look."""
    folder = os.environ.get("SECTORAL_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_phone_signs_in_without_scripts_and_the_wall_renews_itself(
    page: Page, browser: Browser, live_server: LiveServer, complaints: list[str], met: Met
) -> None:
    signed_in(page.context, live_server, met.world.convener)
    page.goto(address(live_server, met, met.on, "projector/"))
    expect(page.locator(".wall-count")).to_contain_text("2 companies")
    expect(page.locator("#wall")).to_contain_text("Riggers")
    phone = browser.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 844}, base_url=live_server.url
    )
    signed_in(phone, live_server, met.world.people["sail"])
    theirs = phone.new_page()
    theirs.goto(address(live_server, met, met.on, "room/"))
    _look(theirs, "phone-before")
    theirs.get_by_label("I have read the statement").check()
    theirs.get_by_role("button", name="I am here").click()
    expect(theirs.get_by_text("You are on the attendance list for Sail Loft.")).to_be_visible()
    _look(theirs, "phone-after")
    phone.close()
    expect(page.locator(".wall-count")).to_contain_text("3 companies", timeout=15_000)


def test_minutes_print_without_what_only_a_screen_needs(
    page: Page, live_server: LiveServer, met: Met
) -> None:
    signed_in(page.context, live_server, met.world.people["rope"])
    page.goto(address(live_server, met, met.over, "minutes/"))
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Pages of this partnership")).to_be_hidden()
    expect(page.get_by_text("Employer-led:")).to_be_visible()
    folder = os.environ.get("SECTORAL_PICTURES")
    if folder:
        page.pdf(path=f"{folder}/minutes.pdf")
