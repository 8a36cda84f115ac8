"""Public pages kept for visitors: the same page, until anything changed; never for anybody else."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from sectoral.workspace.actions import partnerships, people
from sectoral.workspace.environment import clock
from sectoral.workspace.views import visitor_cache as keeping
from tests.workspace.pages.reading import signed_in
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.world import World, day

At = Callable[[datetime], None]


@pytest.fixture
def world(db: None) -> World:
    return worlds.active()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(day(61))
    return set_to


def _home(world: World) -> str:
    return f"/partnerships/{world.partnership.slug}/"


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("page", ["", "open-meetings/", "open-meetings.ics"])
def test_the_second_visitor_costs_one_question(
    world: World, at: At, page: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for address in (_home(world) + page, "/partnerships/"):
        first = Client().get(address)
        with django_assert_num_queries(1):
            second = Client().get(address)
        assert second.content == first.content
        assert second["Content-Type"] == first["Content-Type"]
        assert "Cookie" in second["Vary"]


def test_a_change_is_seen_at_once(world: World, at: At) -> None:
    for address in (_home(world), "/partnerships/"):
        assert "state-paused" not in _page(Client(), address)
    partnerships.pause(
        partnership=world.partnership, reason="A flood.", until=day(90).date(), at=day(61),
        by=world.state,
    )  # fmt: skip
    for address in (_home(world), "/partnerships/"):
        assert "state-paused" in _page(Client(), address)


def test_time_that_passes_is_seen_within_the_minute(
    world: World, at: At, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = _home(world)
    _page(Client(), address)
    at(day(61) + timedelta(seconds=59))
    with django_assert_num_queries(1):
        _page(Client(), address)
    at(day(61) + timedelta(seconds=60))
    assert _asked(Client(), address) > 1


def test_whoever_is_signed_in_is_asked_for_anew_and_leaves_nothing_to_visitors(
    world: World, at: At
) -> None:
    address = _home(world)
    visitor = _page(Client(), address)
    keel = signed_in(world.people["keel"])
    assert "Keel Person" in _page(keel, address)
    assert _page(Client(), address) == visitor
    people.depart(
        person=world.people["keel"], organization=world.orgs["keel"], at=day(61), by=world.state
    )
    # The sign-in is over with it: the same browser is a visitor's now.
    assert "Keel Person" not in _page(keel, address)


def test_a_file_is_made_anew_and_keeps_its_name(world: World, at: At) -> None:
    for _ in range(2):
        answer = Client().get("/partnerships/?format=csv")
        assert "partnerships.csv" in answer["Content-Disposition"]


def test_filters_and_hosts_are_pages_of_their_own(world: World, at: At) -> None:
    every = _page(Client(), "/partnerships/")
    assert _page(Client(), "/partnerships/?stage=paused") != every
    assert _page(Client(), "/partnerships/") == every
    assert _asked(Client(), "/partnerships/", "127.0.0.1") > 1
    assert _asked(Client(), "/partnerships/", "127.0.0.1") == 1


def test_what_a_site_adds_to_its_links_finds_the_page_and_keeps_none(world: World, at: At) -> None:
    # The list repeats no words of its address but its own.
    assert "fbclid" not in _page(Client(), "/partnerships/?fbclid=a")
    assert "fbclid" not in _page(Client(), "/partnerships/")
    assert _asked(Client(), "/partnerships/?fbclid=b") == 1
    assert _asked(Client(), "/partnerships/?fbclid=b&stage=paused") > 1


def test_another_edition_is_another_page(
    world: World, at: At, settings: Settings, tmp_path: Path
) -> None:
    assert _asked(Client(), "/partnerships/") > 1
    settings.SECTORAL_EDITION = str(tmp_path / "none")
    assert _asked(Client(), "/partnerships/") > 1


def test_whoever_has_a_message_waiting_is_asked_for_anew(world: World, at: At) -> None:
    _page(Client(), "/partnerships/")
    told = Client()
    told.cookies["messages"] = "something"
    assert _asked(told, "/partnerships/") > 1


@pytest.mark.parametrize("own", ["cookie", "token"])
def test_a_page_with_something_of_ones_own_is_not_kept(world: World, at: At, own: str) -> None:
    @keeping.kept_for_visitors()
    def page(request: HttpRequest) -> HttpResponse:
        answer = HttpResponse("hello")
        if own == "cookie":
            answer.set_cookie("mine", "1")
        else:
            answer.write(get_token(request))
        return answer

    page(RequestFactory().get("/x/"))
    assert len(keeping.kept._pages) == 0


def _asked(client: Client, address: str, host: str = "testserver") -> int:
    """How many questions a page takes."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address, HTTP_HOST=host).status_code == 200
    return len(asked)


def test_no_more_is_kept_than_there_is_room_for(
    world: World, at: At, monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    monkeypatch.setattr(keeping, "MOST", 2)
    for number in range(3):
        _page(Client(), f"/partnerships/?page={number}")
    with django_assert_num_queries(1):
        _page(Client(), "/partnerships/?page=2")
    assert len(keeping.kept._pages) == 2
