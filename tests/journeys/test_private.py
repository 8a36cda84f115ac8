"""What a browser keeps after signing out, and a form that went stale in it."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.test_needs import Voting, enter, voting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["voting"]


def test_back_shows_no_page_of_whoever_signed_out(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    live_server: LiveServer,
    voting: Voting,
) -> None:
    # Playwright switches off what keeps pages whole for the Back button; people's browsers do not.
    keeps = browser_type.launch(
        **browser_type_launch_args, ignore_default_args=["--disable-back-forward-cache"]
    )
    context = keeps.new_context()
    page = context.new_page()
    enter(context, live_server, voting.world.people["rope"])
    page.goto(live_server.url + voting.at(f"needs/{voting.again.pk}/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Welders who stay")
    page.get_by_role("link", name="Sign out").click()
    page.locator("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_contain_text("You are signed out")
    for _ in range(2):
        page.evaluate("history.back()")
        page.wait_for_timeout(1500)
    seen = page.content()
    assert "Welders who stay" not in seen
    assert "Sign in" in seen
    keeps.close()


def test_a_form_that_went_stale_is_sent_again_by_one_press(
    context: BrowserContext, page: Page, live_server: LiveServer, voting: Voting
) -> None:
    rope = voting.world.people["rope"]
    enter(context, live_server, rope)
    page.goto(f"{live_server.url}/account/")
    enter(context, live_server, rope)  # in another window, meanwhile
    page.get_by_label("Name").first.fill("Roberta Rope, once more")
    page.get_by_role("button", name="Change the name").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This form was open for too long")
    expect(page.locator("dd")).to_have_text("Roberta Rope, once more")
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("status")).to_contain_text("Your name is changed.")
