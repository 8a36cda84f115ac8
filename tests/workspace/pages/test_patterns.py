"""The page of patterns: every part that pages are made of, in the demo alone."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from pytest_django import Settings

from sectoral.workspace.drawings.patterns import ProgressBar
from sectoral.workspace.drawings.sparks import draw_spark
from sectoral.workspace.models.partnerships import Stage
from sectoral.workspace.presenters.patterns import show_patterns
from tests import styles

pytestmark = pytest.mark.django_db
PARTS = styles.SHEETS.parents[1] / "templates/parts"
SHOWN = [
    "title",
    "strong_fact",
    "tabs",
    "status",
    "list",
    "table",
    "empty",
    "notice",
    "timeline",
    "progress",
    "form",
    "form_errors",
    "field_words",
    "confirm",
    "cell",
]


def page_of(client: Client) -> str:
    return client.get("/about/patterns/").content.decode()


def test_only_the_demo_has_it(client: Client, settings: Settings) -> None:
    settings.SECTORAL_DEMO = False
    assert client.get("/about/patterns/").status_code == 404
    settings.SECTORAL_DEMO = True
    assert client.get("/about/patterns/").status_code == 200


def test_it_is_made_from_the_parts_themselves(client: Client, settings: Settings) -> None:
    settings.SECTORAL_DEMO = True
    used = {template.name for template in client.get("/about/patterns/").templates}
    assert [name for name in SHOWN if f"parts/{name}.html" not in used] == []
    assert [name for name in SHOWN if not (PARTS / f"{name}.html").exists()] == []


def test_an_error_is_tied_to_its_field_and_the_list_of_errors_leads_there(
    client: Client, settings: Settings
) -> None:
    settings.SECTORAL_DEMO = True
    page = page_of(client)
    ids = set(re.findall(r' id="([^"]+)"', page))
    named = re.findall(r'aria-describedby="([^"]+)"', page)
    assert named
    assert [one for words in named for one in words.split() if one not in ids] == []
    for field in ("title", "dollars", "agreed"):
        assert f'href="#wrong-{field}"' in page
        assert f'id="wrong-{field}_error"' in page
    summary = page[page.index('class="form-errors"') :][:80]
    assert "autofocus" in summary
    assert 'tabindex="-1"' in summary


def test_a_page_that_is_one_of_many_stays_named_beside_more(
    client: Client, settings: Settings
) -> None:
    settings.SECTORAL_DEMO = True
    page = page_of(client)
    many = page[page.index('aria-label="Tabs, many"') :]
    more = many[many.index("<summary>") : many.index("</summary>")]
    assert "Seats" in more
    assert many[: many.index("</nav>")].count("aria-current") == 1


def test_a_sparkline_has_a_gap_where_a_number_is_not_known() -> None:
    drawn = str(draw_spark((1, None, 3, 2), "Jobs"))
    line = ET.fromstring(drawn).findall("path")[0].get("d") or ""  # noqa: S314
    # 90 wide in three steps from 3; 18 high from 3 down: 1 stands at 21, 3 at 3, 2 at 12.
    assert line == "M3.0 21.0M63.0 3.0L93.0 12.0"
    assert draw_spark((None, 4), "Jobs") == ""


def test_a_bar_of_progress_never_grows_beyond_its_whole() -> None:
    # 6 kept and 4 promised of 8: the whole is drawn as 10, so that both fit.
    drawn = str(ProgressBar("Places", 6, 8, "6 of 8", coming=4).svg)
    assert 'x="60.0" width="40.0"' in drawn


def test_every_stage_and_every_shape_is_drawn_by_the_style_sheet() -> None:
    sheet = (styles.SHEETS / "sectoral.css").read_text()
    plain = {"proposed", "forming", ""}  # an open circle, as any state that has no shape of its own
    for state in {*Stage, *(one.state for one in show_patterns().statuses)} - plain:
        assert f".state-{state}::before" in sheet
