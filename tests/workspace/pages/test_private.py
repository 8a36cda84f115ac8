"""Nothing of a session stays behind in a browser, and each problem has a page of ours."""

import re
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path as at_path

from sectoral.workspace.actions import access
from sectoral.workspace.environment import clock
from sectoral.workspace.form_keys import key_for
from sectoral.workspace.models import NeedVersion, User
from sectoral.workspace.urls import urlpatterns as ours
from tests.workspace.pages.reading import one_line
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.world import World, day

OWN = "private, no-store"


@pytest.fixture
def world(db: None) -> World:
    return worlds.active()


def within(world: World, page: str = "") -> str:
    return f"/partnerships/{world.partnership.slug}/{page}"


def inside(person: User, *, strict: bool = False) -> Client:
    client = Client(enforce_csrf_checks=strict)
    client.force_login(person)
    return client


PAGES = (
    "/", "/table/", "/account/", "/search/?q=yard", "/sectors/", "/partnerships/",
    "/partnerships/?form=csv", "/act/partnership.propose_split/1/", "/nowhere/", "/api/me",
)  # fmt: skip


def test_every_answer_to_a_session_is_for_this_one_reader(world: World) -> None:
    client = inside(world.people["keel"])
    tables = ("", "needs/", "seats/", "record/", "record.csv", "open-meetings.ics", "meetings/")
    for page in (*PAGES, *(within(world, name) for name in tables)):
        assert client.get(page).headers["Cache-Control"] == OWN, page


def test_every_answer_to_a_token_is_too_a_no_included(world: World) -> None:
    keel = world.people["keel"]
    _, token = access.make_token(name="p", scopes=("read",), at=day(1), by=keel)
    for key in (token, "wrong"):
        client = Client(headers={"Authorization": f"Bearer {key}"})
        assert client.get("/api/partnerships").headers["Cache-Control"] == OWN


def test_ways_in_are_kept_by_nobody_and_public_pages_may_be(world: World) -> None:
    for page in ("/account/sign-in/", f"/account/link/{'x' * 43}/", f"/invited/{'x' * 43}/"):
        assert Client().get(page).headers["Cache-Control"] == OWN
    for page in ("/", "/sectors/", "/partnerships/", within(world)):
        assert "no-store" not in Client().get(page).headers.get("Cache-Control", "")


def test_signing_in_and_out_is_kept_by_nobody_and_out_clears_the_browser(world: World) -> None:
    keel = world.people["keel"]
    keel.set_password("a quiet harbour")
    keel.save()
    client = Client()
    form = {"login": keel.email, "password": "a quiet harbour"}
    came = client.post("/account/sign-in/", form)
    assert (came.status_code, came.headers["Cache-Control"]) == (302, OWN)
    assert "Clear-Site-Data" not in came.headers
    assert "Clear-Site-Data" not in client.get(within(world, "needs/")).headers
    left = client.post("/account/sign-out/", follow=True)
    assert left.redirect_chain == [("/", 302)]
    assert "You are signed out" in left.content.decode()
    again = inside(keel).post("/account/sign-out/")
    assert again.headers["Clear-Site-Data"] == '"cache"'
    assert again.headers["Cache-Control"] == OWN


def test_whoever_signs_out_everywhere_is_cleared_at_the_next_click(world: World) -> None:
    keel = world.people["keel"]
    here, there = inside(keel), inside(keel)
    here.post("/account/sign-out-everywhere/")
    for client in (here, there):
        assert client.get("/table/").headers["Clear-Site-Data"] == '"cache"'


# ── a form gone stale ─────────────────────────────────────────────────────────────────────────

TITLE, TEXT = "Welders for the new dock", "Two lines\nof what we lack & miss."


def fields_of(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page, re.S)
    return {name: unescape(value) for name, value in found}


def test_a_stale_form_keeps_what_was_typed_and_one_press_sends_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: day(61))
    client = inside(world.people["keel"], strict=True)
    act = f"/act/partnership.draft_need/{world.partnership.pk}/"
    typed = {
        "seat": str(world.seats["keel"].pk),
        "category": "talent",
        "title": TITLE,
        "text": TEXT,
        "may_become_public": "on",
        "once": key_for(world.people["keel"], act),
        "next": f"/partnerships/{world.partnership.slug}/needs/",
    }
    stale = typed | {"csrfmiddlewaretoken": "s" * 64}
    old = client.post(act, stale, headers={"Sec-Fetch-Site": "same-origin"})
    page = old.content.decode()
    assert (old.status_code, old.headers["Cache-Control"]) == (403, OWN)
    assert "nothing you typed is lost" in page
    assert "Two lines<br>of what we lack &amp; miss." in page
    assert re.findall(r"<dt>(\w+)</dt>", page) == ["Title", "Text"]
    kept = fields_of(page)
    assert {name: kept[name] for name in typed} == typed
    assert not NeedVersion.objects.filter(title=TITLE).exists()
    assert client.post(act, kept).status_code == 302
    assert NeedVersion.objects.get(title=TITLE).text.split() == TEXT.split()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Referer": "https://evil.example/x"},
        {},
    ],
)
def test_what_another_site_s_form_brought_is_not_offered(
    world: World, headers: dict[str, str]
) -> None:
    client = inside(world.people["keel"], strict=True)
    page = client.post("/account/name/", {"name": "Evil words of another"}, headers=headers)
    assert page.status_code == 403
    assert "This form was not accepted" in page.content.decode()
    assert "Evil words" not in page.content.decode()


def test_a_password_is_typed_anew_and_never_sent_back(world: World) -> None:
    form = {"login": "keel@keel.example", "password": "a quiet harbour"}
    same = {"Sec-Fetch-Site": "same-origin"}
    page = Client(enforce_csrf_checks=True).post("/account/sign-in/", form, headers=same)
    assert page.status_code == 403
    assert "a quiet harbour" not in page.content.decode()
    assert 'type="password" name="password"' in one_line(page.content.decode())


# ── other problems ────────────────────────────────────────────────────────────────────────────


def _fails(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret words")


def _denies(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [at_path("fails/", _fails), at_path("denies/", _denies), *ours]


@pytest.mark.urls(__name__)
def test_each_problem_has_a_page_of_ours(world: World) -> None:
    client = Client(raise_request_exception=False)
    for asked, status, words in (
        (client.get("/nowhere/"), 404, "Page not found"),
        (client.get("/denies/"), 403, "This page is not open to you"),
        (client.get("/fails/"), 500, "Something went wrong"),
        (client.get("/", headers={"host": "evil.example"}), 400, "We could not read this"),
    ):
        page = asked.content.decode()
        assert (asked.status_code, words in page) == (status, True)
        assert "secret words" not in page
        assert '<html lang="en-US">' in page


@pytest.mark.urls(__name__)
def test_a_fault_is_told_without_the_database_and_stands_in_the_log(
    db: None, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    client = Client(raise_request_exception=False)
    with connection.execute_wrapper(_gone):
        for address, status in (("/fails/", 500), ("/partnerships/", 500)):
            asked = client.get(address)
            assert asked.status_code == status
            assert "Something went wrong" in asked.content.decode()
        assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert "secret words" in caplog.text


def _gone(*_: object) -> None:
    raise ConnectionError("the database is gone")
