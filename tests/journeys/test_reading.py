"""A stranger reads the evidence in a real browser: by mouse, by keyboard, without scripts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.engines import find_faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/",
    "/matrix/",
    "/regions/",
    "/regions/uplands/",
    "/sectors/",
    "/sectors/boats/",
    "/regions/harbour/it/",
    "/regions/marsh/boats/",
    "/about/data/",
    "/about/words/",
    "/about/rules/",
    "/account/sign-in/",
    "/nothing-here/",
]


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains of; a journey ends well when there is nothing."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield heard
    assert [words for words in heard if "404 (Not Found)" not in words] == []


def _touch(page: Page) -> None:
    """Use what the page offers: open what folds, choose in what can be chosen, move the focus."""
    for fold in page.locator("summary").all():
        fold.click()
    if page.locator("select[name=verdict]").count():
        page.select_option("select[name=verdict]", "critical")
        expect(page.locator("#matrix caption")).to_contain_text("Three cells")
    if page.locator("thead th a[id^=sort-]").count():
        link = page.locator("thead th a[id^=sort-]").nth(1)
        link.click()
        page.locator("th[aria-sort=ascending], th[aria-sort=descending]").first.wait_for()
    for _ in range(3):
        page.keyboard.press("Tab")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("address", PAGES)
def test_the_engines_find_nothing_after_a_page_was_used(
    page: Page, live_server: LiveServer, complaints: list[str], address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}{address}")
    _touch(page)
    # Every default rule, best practices too, not the WCAG tags alone.
    assert find_faults(page) == []
    wide = page.locator("html").evaluate("e => e.scrollWidth")
    assert wide <= width


def test_a_person_with_a_keyboard_reaches_a_case_and_takes_its_numbers(
    page: Page, live_server: LiveServer, complaints: list[str]
) -> None:
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    _tab_to(page, "2 Harbour, metropolitan: critical in Boats")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Harbour")
    _tab_to(page, "Boats")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Boats in Harbour")
    _tab_to(page, "Every number, with its source")
    page.keyboard.press("Enter")
    _tab_to(page, "Boats in Harbour: all numbers, as CSV")
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert "2.25" in Path(taken.value.path()).read_text(encoding="utf-8")


def test_a_person_with_a_keyboard_filters_the_matrix(
    page: Page, live_server: LiveServer, complaints: list[str]
) -> None:
    page.goto(f"{live_server.url}/matrix/")
    page.locator("select[name=kind]").focus()
    page.keyboard.type("Rural")
    expect(page.locator("#matrix caption")).to_have_text("12 cells in two regions.")
    assert "kind=rural" in page.url
    expect(page.locator("select[name=kind]")).to_be_focused()
    page.go_back()
    expect(page.locator("#matrix caption")).to_have_text("24 cells in four regions.")


STOPS = """() => {
  const wanted = 'a[href], button, input:not([type=hidden]), select, summary, [tabindex="0"]';
  const seen = e => e.checkVisibility() && !e.disabled;
  const stops = [...document.querySelectorAll(wanted)].filter(seen);
  stops.forEach((e, n) => { e.dataset.stop = n; });
  return stops.length;
}"""
HERE = """() => {
  const e = document.activeElement, style = getComputedStyle(e);
  const drawn = e.closest('svg') && e.querySelector('path');
  const thick = drawn && parseFloat(getComputedStyle(drawn).strokeWidth) >= 4;
  const ring = style.outlineStyle !== 'none' || Boolean(thick);
  return [e.dataset.stop ?? '', ring];
}"""


@pytest.mark.parametrize("address", PAGES)
def test_every_stop_of_a_page_is_reached_and_seen_by_keyboard_alone(
    page: Page, live_server: LiveServer, address: str
) -> None:
    page.goto(f"{live_server.url}{address}")
    stops = page.evaluate(STOPS)
    reached, unseen = set(), []
    for _ in range(stops + 2):
        page.keyboard.press("Tab")
        stop, ring = page.evaluate(HERE)
        reached.add(stop)
        if stop and not ring:
            unseen.append(stop)
    assert {str(n) for n in range(stops)} <= reached
    assert unseen == []


def _tab_to(page: Page, name: str) -> None:
    # Behind the last stop nothing has the focus for one Tab; then it begins anew.
    script = """() => {
      const e = document.activeElement;
      return e.getAttribute('aria-label') || e.textContent.trim();
    }"""
    for _ in range(240):
        page.keyboard.press("Tab")
        if page.evaluate(script) == name:
            return
    raise AssertionError(f"no way to '{name}' by keyboard")


@pytest.mark.parametrize(
    "address", ["/regions/harbour/", "/regions/harbour/boats/", "/sectors/boats/", "/about/data/"]
)
def test_no_cell_of_a_table_lies_beyond_the_edge_of_a_phone(
    page: Page, live_server: LiveServer, address: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{live_server.url}{address}")
    for fold in page.locator("main summary").all():
        fold.click()
    ends = page.locator(".sheet:visible td > span").evaluate_all(
        "cells => cells.map(cell => cell.getBoundingClientRect().right)"
    )
    assert ends
    assert max(ends) <= 390
    label = page.locator(".sheet td").first.evaluate(
        "e => getComputedStyle(e, '::before').content.replaceAll('\"', '')"
    )
    assert label == page.locator(".sheet td").first.get_attribute("data-label")


def test_the_files_digest_is_whole_on_a_desk(page: Page, live_server: LiveServer) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{live_server.url}/about/data/")
    page.get_by_text("Files used").click()
    cut = page.locator("#table-inputs .scroll").evaluate("e => e.scrollWidth - e.clientWidth")
    assert cut <= 0


def test_verdicts_stand_in_one_column_on_a_phone(page: Page, live_server: LiveServer) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(live_server.url)
    starts = page.locator(".compact .critical .word, .compact .promising .word").evaluate_all(
        "words => words.map(word => Math.round(word.getBoundingClientRect().left))"
    )
    assert len(set(starts)) == 1


def test_everything_can_be_read_without_scripts(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/matrix/")
    page.select_option("select[name=verdict]", "critical")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#matrix caption")).to_have_text("Three cells in three regions.")
    page.get_by_role("link", name="Boats critical").click()
    expect(page.locator("h1")).to_have_text("Boats in Harbour")
    page.get_by_text("Jobs, year by year").first.click()
    expect(page.locator("#table-trend")).to_be_visible()
    context.close()


def test_the_policy_bites(page: Page, live_server: LiveServer) -> None:
    heard: list[Any] = []
    page.on("console", lambda message: heard.append(message.text))
    page.goto(f"{live_server.url}/about/words/")
    page.locator("main").evaluate("e => { e.innerHTML = '<p style=\"color:red\">x</p>'; }")
    page.locator("main p").wait_for()
    assert any("Content Security Policy" in words for words in heard)


def test_a_case_prints_with_lines_to_sign(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/regions/harbour/boats/")
    expect(page.get_by_text("Signature")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_text("Signature")).to_be_visible()
    expect(page.get_by_role("navigation", name="Places")).to_be_hidden()
