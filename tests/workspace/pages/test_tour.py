"""The tour: five stops for everybody, in a filled workspace and in an empty one."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from tests.workspace.pages.reading import page, signed_in, words
from tests.workspace.partnership import world as worlds

pytestmark = pytest.mark.django_db

OnDay = Callable[[float], None]
NAMES = ("The evidence", "Decide", "The table", "The answer", "What came of it")


@pytest.mark.parametrize("number", range(1, 6))
def test_each_stop_leads_to_a_page_that_says_where_one_is(on_day: OnDay, number: int) -> None:
    worlds.active()
    on_day(61)
    answer = Client().get(f"/tour/{number}/", follow=True)
    told = words(answer.content.decode())
    assert answer.redirect_chain
    assert f"Stop {number} of 5: {NAMES[number - 1]}." in told
    html = answer.content.decode()
    assert (f'href="/tour/{number + 1}/"' in html) == (number < 5)
    assert "Leave the tour" in told


@pytest.mark.parametrize("number", range(1, 6))
def test_an_empty_workspace_says_what_a_stop_will_show_and_what_to_do(
    db: None, settings: Settings, number: int
) -> None:
    settings.SECTORAL_EDITION = ""
    told = words(page(Client(), f"/tour/{number}/"))
    assert "This stop will show:" in told
    assert "The one thing to do next:" in told
    assert f"Stop {number} of 5" in told


def test_a_member_is_led_to_the_case_and_the_partnership_that_rests_on_it(on_day: OnDay) -> None:
    world = worlds.active()
    on_day(61)
    keel = signed_in(world.people["keel"])
    case = keel.get("/tour/2/", follow=True)
    assert case.request["PATH_INFO"] == "/regions/harbour/boats/"
    assert keel.get("/tour/3/")["Location"] == f"/partnerships/{world.partnership.slug}/?tour=3"


def test_a_page_outside_the_tour_has_no_strip(on_day: OnDay) -> None:
    world = worlds.active()
    on_day(61)
    home = f"/partnerships/{world.partnership.slug}/"
    assert "Stop 3 of 5" in words(page(Client(), f"{home}?tour=3"))
    for other in (home, f"{home}?tour=6", f"{home}?tour=x"):
        assert "Leave the tour" not in words(page(Client(), other))
    assert Client().get("/tour/6/").status_code == 404
