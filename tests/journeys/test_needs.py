"""Needs, a vote and my table in a real browser: on a phone, on a desk, without scripts."""

from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from sectoral.workspace.actions import needs, rounds
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Need, Round, User
from sectoral.workspace.queries.rounds import asked_about
from tests.engines import find_faults
from tests.journeys.persons import unfold
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.steps import (
    opened,
    raised,
    sample_ballot,
    stand_by,
    three_released,
    vote,
)
from tests.workspace.partnership.world import World, day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@dataclass
class Voting:
    """A table at which two rounds are over and a third is open."""

    world: World
    again: Need
    rounds: dict[str, Round]

    def at(self, path: str) -> str:
        return f"/partnerships/{self.world.partnership.slug}/{path}"


@pytest.fixture
def voting(rows_that_stay: None, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Voting:
    settings.SECTORAL_MFA = False
    monkeypatch.setattr(clock, "now", lambda: day(61))
    with transaction.atomic():
        world = worlds.formed()
    wanted = three_released(world)
    again = stand_by(world, raised(world, "keel", "Welders who stay", 50), "rope", 51)
    needs.reword(
        need=again, title="Welders who stay", text="A year.", at=day(52), by=world.people["keel"]
    )
    drawn = {}
    for rule in ("points", "matrix", "ranked"):
        drawn[rule] = opened(world, wanted, rule=rule, keep=1)
        vote(world, drawn[rule], "keel", sample_ballot(rule, wanted))
        if rule != "ranked":
            rounds.close(round=drawn[rule], at=day(67), by=world.convener)
            rounds.publish(round=drawn[rule], at=day(67), by=world.convener)
    return Voting(world, again, drawn)


def enter(context: BrowserContext, live_server: LiveServer, person: User) -> None:
    """Sign a person in, as a link from a letter would."""
    context.set_default_navigation_timeout(120_000)  # the first page waits for what draws pictures
    client = Client()
    client.force_login(person)
    context.clear_cookies()
    context.add_cookies(
        [
            {"name": name, "value": cookie.value, "url": live_server.url}
            for name, cookie in client.cookies.items()
        ]
    )


def look(page: Page, address: str, width: int) -> None:
    """Open a page and all that folds in it; axe finds nothing, and nothing is too wide."""
    page.set_viewport_size({"width": width, "height": 850})
    page.goto(address)
    unfold(page)
    assert find_faults(page, quick=True) == []
    assert page.locator("html").evaluate("e => e.scrollWidth") <= width, address


def test_the_engines_find_nothing_on_the_pages_of_needs_votes_and_my_table(
    page: Page, live_server: LiveServer, voting: Voting
) -> None:
    people = voting.world.people
    open_round = voting.at(f"rounds/{voting.rounds['ranked'].pk}/")
    for person, path, width in (
        (people["rope"], "/table/", 390),
        (people["rope"], voting.at("needs/"), 390),
        (people["rope"], voting.at(f"needs/{voting.again.pk}/"), 390),
        (people["rope"], open_round, 390),
        (people["college"], voting.at("listening/"), 390),
        (people["college"], voting.at(f"rounds/{voting.rounds['matrix'].pk}/"), 390),
        (people["college"], voting.at(f"rounds/{voting.rounds['points'].pk}/"), 1280),
        (voting.world.convener, "/table/", 1280),
        (voting.world.convener, voting.at("needs/"), 1280),
        (voting.world.convener, voting.at("priorities/"), 1280),
    ):
        enter(page.context, live_server, person)
        look(page, f"{live_server.url}{path}", width)


def test_a_plant_manager_votes_on_a_phone_without_scripts(
    browser: Browser, live_server: LiveServer, voting: Voting
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 850})
    enter(context, live_server, voting.world.people["rope"])
    page = context.new_page()
    page.goto(f"{live_server.url}/table/")
    page.locator("summary", has_text="Cast your company's ballot").click()
    for place, select in enumerate(page.locator(".ballot select").all(), start=1):
        select.select_option(str(place))
    page.get_by_role("button", name="Cast your company's ballot").click()
    expect(page.get_by_role("status")).to_contain_text("Your company has voted.")
    expect(page.locator("h1")).to_have_text("My table")
    expect(page.locator(".asks")).not_to_contain_text("Cast your company's ballot")
    context.close()


def test_a_ballot_of_points_shows_its_running_sum(
    voting: Voting, live_server: LiveServer, context: BrowserContext, page: Page
) -> None:
    ranked = voting.rounds["ranked"]
    rounds.void(round=ranked, reason="Points instead.", at=day(61), by=voting.world.convener)
    drawn = opened(voting.world, list(ranked.needs.all()), rule="points")
    enter(context, live_server, voting.world.people["keel"])
    page.goto(live_server.url + voting.at(f"rounds/{drawn.pk}/"))
    for fold in page.locator("summary", has_text="Cast your company's ballot").all():
        fold.click()
    shared = page.locator("output.shared")
    expect(shared).to_have_text("0")
    first, second, *_ = page.get_by_label("Points").all()
    first.fill("60")
    second.fill("25")
    expect(shared).to_have_text("85")


def test_a_ballot_of_ticks_is_cast_on_a_phone(
    voting: Voting, live_server: LiveServer, context: BrowserContext, page: Page
) -> None:
    ranked = voting.rounds["ranked"]
    rounds.void(round=ranked, reason="Ticks instead.", at=day(61), by=voting.world.convener)
    drawn = opened(voting.world, list(ranked.needs.all()), rule="approval")
    enter(context, live_server, voting.world.people["keel"])
    look(page, live_server.url + voting.at(f"rounds/{drawn.pk}/"), 390)
    first, _, third = page.get_by_label("Should come first").all()
    first.check()
    third.check()
    page.get_by_role("button", name="Cast your company's ballot").click()
    expect(page.get_by_text("Your company has voted.")).to_be_visible()
    cast = drawn.electors.get(seat=voting.world.seats["keel"]).ballots.get()
    asked = [need.pk for need in asked_about(drawn)]
    assert cast.choice == sorted([asked[0], asked[2]])
