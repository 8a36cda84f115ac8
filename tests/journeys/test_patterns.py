"""The parts of a page in a real browser: all engines, by keyboard, without scripts, any colors."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.engines import find_faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHIFTS = """() => new Promise(done => {
  let moved = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => { moved += one.value; }))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(moved), 300);
})"""
DRAWN_COLORS = """except => [...document.querySelectorAll('svg [fill], svg [stroke]')]
  .filter(e => !except || !e.closest(except))
  .map(e => [getComputedStyle(e).fill, getComputedStyle(e).stroke])
  .flat().filter(color => color === 'rgb(11, 79, 108)' || color === 'rgb(28, 34, 39)').length"""


@pytest.fixture(autouse=True)
def _demo(settings: Settings) -> None:
    settings.SECTORAL_DEMO = True


@pytest.mark.parametrize(
    ("width", "scheme"), [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]
)
def test_the_engines_find_nothing_in_any_part(
    browser: Browser, live_server: LiveServer, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/about/patterns/")
    for fold in page.locator("summary:visible").all():
        fold.click()
    faults = find_faults(page, quick=scheme == "dark")
    assert faults == [], "\n".join(faults)
    assert page.locator("html").evaluate("e => e.scrollWidth") <= width
    context.close()


def test_the_logo_stands_still_and_the_top_is_low(page: Page, live_server: LiveServer) -> None:
    for width, most in ((1280, 96), (390, 110)):
        page.set_viewport_size({"width": width, "height": 844})
        places = set()
        for address in ("/", "/matrix/", "/about/words/", "/about/patterns/", "/partnerships/"):
            page.goto(f"{live_server.url}{address}")
            logo = page.locator(".wordmark").bounding_box()
            top = page.locator("header.masthead").bounding_box()
            assert logo is not None
            assert top is not None
            places.add((logo["x"], logo["y"] + page.evaluate("scrollY")))
            assert top["height"] <= most, (address, width)
            assert page.evaluate(SHIFTS) == 0
        assert len(places) == 1


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(
    page: Page, live_server: LiveServer
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/about/words/")
    places = page.get_by_role("navigation", name="Places")
    expect(places).to_be_hidden()
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    expect(places).to_be_visible()
    page.keyboard.press("Tab")
    expect(places.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(places).to_be_hidden()


def test_menu_and_more_work_without_scripts(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{live_server.url}/about/patterns/")
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("link", name="Sectors", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    many = page.get_by_role("navigation", name="Tabs, many")
    expect(many.get_by_role("link")).to_have_count(3)
    many.locator("summary").click()
    expect(many.get_by_role("link")).to_have_count(8)
    context.close()


def test_what_is_wrong_with_a_form_has_the_focus_and_leads_to_the_field(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(f"{live_server.url}/about/patterns/")
    errors = page.locator(".form-errors")
    expect(errors).to_be_focused()
    errors.get_by_role("link").first.click()
    expect(page.locator("#wrong-title")).to_be_focused()
    expect(page.locator("#wrong-title")).to_have_accessible_description(
        "One sentence. Everybody at the partnership can read it. Say what the companies need."
    )


def test_pictures_take_the_colors_of_a_dark_screen_and_of_the_reader(
    browser: Browser, live_server: LiveServer
) -> None:
    # A map's shades are what it says: it keeps its own where the reader forces colors.
    for look, except_ in (({"color_scheme": "dark"}, ""), ({"forced_colors": "active"}, ".map")):
        context = browser.new_context(**look)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(live_server.url)
        assert page.evaluate(DRAWN_COLORS, except_) == 0, look
        page.emulate_media(media="print", forced_colors="none")
        assert page.evaluate(DRAWN_COLORS, except_) > 0
        context.close()
