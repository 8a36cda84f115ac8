"""Programs read and act as their people may: by token, within its scopes, page by page."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from sectoral.workspace.actions import seats
from sectoral.workspace.models import Need, Round
from tests.workspace.api.conftest import Caller
from tests.workspace.partnership.steps import drafted, raised
from tests.workspace.partnership.world import World, day

Calls = Callable[..., Caller]
NEED = {
    "category": "talent",
    "title": "Welders",
    "text": "Nobody to weld.",
    "may_become_public": True,
}


def test_without_a_token_nothing_is_told(world: World) -> None:
    for path in ("me", "partnerships", f"partnerships/{world.partnership.slug}/needs"):
        answer = Client().get(f"/api/{path}")
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        assert "token" in answer.json()["reason"]


def test_a_signed_in_browser_is_no_token(world: World) -> None:
    browser = Client()
    browser.force_login(world.people["keel"])
    assert browser.get("/api/me").status_code == 401


def test_a_token_says_whom_it_acts_for(world: World, calls: Calls) -> None:
    told = calls(world.people["keel"]).get("me").json()
    assert told["name"] == "Keel Person"
    assert told["tables"] == [
        {
            "partnership": world.partnership.slug,
            "roles": ["champion", "employer"],
            "seats": [world.seats["keel"].pk],
        }
    ]


def test_a_need_goes_all_its_way_by_program(world: World, calls: Calls) -> None:
    keel, sail = calls(world.people["keel"]), calls(world.people["sail"])
    convener, college = calls(world.convener), calls(world.people["college"])
    table = world.partnership.pk
    slug = world.partnership.slug
    assert keel.post(f"partnership.draft_need/{table}", NEED).json()["kind"] == "need"
    need = Need.objects.get().pk
    assert keel.post(f"need.raise/{need}").status_code == 200
    assert sail.post(f"need.support/{need}").status_code == 200
    assert college.get(f"partnerships/{slug}/needs").json()["items"] == []
    assert convener.post(f"partnership.release/{table}", {"needs": [need]}).status_code == 200
    (heard,) = college.get(f"partnerships/{slug}/needs").json()["items"]
    assert (heard["title"], heard["raised_by"]) == ("Welders", "an employer member")
    (known,) = sail.get(f"partnerships/{slug}/needs").json()["items"]
    assert known["raised_by"] == "Keel & Sons"
    early = college.post(
        f"partnership.propose_solution/{table}",
        {"needs": [need], "title": "A welding shop", "for_whom": "welders"},
    )
    # The need is not offered for a solution before its partners have listened to the end.
    assert early.status_code == 422
    assert list(early.json()["fields"]) == ["needs"]


def test_what_one_may_not_know_of_is_not_there(world: World, calls: Calls) -> None:
    need = drafted(world)
    for other in ("rope", "college"):
        assert calls(world.people[other]).post(f"need.raise/{need.pk}").status_code == 404
    assert calls(world.people["keel"]).post("need.raise/999999").status_code == 404


def test_a_partner_is_told_why_it_may_not_raise(world: World, calls: Calls) -> None:
    answer = calls(world.people["college"]).post(
        f"partnership.draft_need/{world.partnership.pk}", NEED
    )
    assert answer.status_code == 403
    assert answer.json()["reason"].startswith("To raise an opportunity or a need is for companies")
    assert not Need.objects.exists()


def test_a_body_that_does_not_fit_is_told_field_by_field(world: World, calls: Calls) -> None:
    keel, to = calls(world.people["keel"]), f"partnership.draft_need/{world.partnership.pk}"
    answer = keel.post(to, {**NEED, "category": "wages"})
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == ["category"]
    beside = keel.post(to, {**NEED, "state": "released"})
    assert beside.status_code == 422
    another = keel.post(to, {**NEED, "seat": world.seats["rope"].pk})
    assert another.status_code == 422
    assert not Need.objects.exists()


def test_a_reading_token_does_not_write(world: World, calls: Calls) -> None:
    reader = calls(world.people["keel"], "read")
    answer = reader.post(f"partnership.draft_need/{world.partnership.pk}", NEED)
    assert answer.status_code == 403
    assert "write" in answer.json()["reason"]


def test_a_token_bound_to_one_table_reaches_no_other(world: World, calls: Calls) -> None:
    bound = calls(world.state, at=world.partnership)
    assert bound.get("partnerships").json()["total"] == 1
    assert bound.get("organizations").status_code == 403
    answer = bound.post("state.add_person", {"email": "a@quayland.example", "name": "A"})
    assert answer.status_code == 404


def test_departure_ends_the_token_s_reach_the_same_minute(world: World, calls: Calls) -> None:
    rope = calls(world.people["rope"])
    slug = world.partnership.slug
    assert rope.get(f"partnerships/{slug}/needs").status_code == 200
    delegate = world.seats["rope"].delegates.get()
    seats.end_delegate(delegate=delegate, reason="Left.", at=day(60.6), by=world.convener)
    assert rope.get(f"partnerships/{slug}/needs").status_code == 403


def test_a_page_is_never_longer_than_two_hundred(world: World, calls: Calls) -> None:
    keel = calls(world.people["keel"])
    for limit in (0, 201, -1, 2**70, "all"):
        assert keel.get("partnerships", limit=limit).status_code == 422
    assert keel.get("partnerships", offset=2**70).status_code == 422


def test_needs_are_read_in_as_many_queries_whether_one_or_three(
    world: World, calls: Calls, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keel, to = calls(world.people["keel"]), f"partnerships/{world.partnership.slug}/needs"
    raised(world)
    keel.get(to)
    with CaptureQueriesContext(connection) as first:
        keel.get(to)
    raised(world, "rope", "A dry dock")
    raised(world, "anchor", "Childcare")
    with django_assert_num_queries(len(first)):
        assert keel.get(to).json()["total"] == 3


def test_nothing_of_a_vote_shows_before_its_close(
    world: World, drawn: Round, calls: Calls, wanted: list[Need]
) -> None:
    rope, keel = calls(world.people["rope"]), calls(world.people["keel"])
    to = f"partnerships/{world.partnership.slug}/rounds"
    before = [rope.get(to).content, rope.get(to.replace("rounds", "record")).content]
    cast = keel.post(f"round.cast/{drawn.pk}", {"choice": [wanted[0].pk]})
    assert cast.status_code == 200
    assert [rope.get(to).content, rope.get(to.replace("rounds", "record")).content] == before
    assert rope.get(to).json()["items"][0]["result"] is None


@pytest.mark.parametrize("key", ["1%00", "0", str(2**70), "x"])
def test_a_key_that_is_none_is_refused_in_words(world: World, calls: Calls, key: str) -> None:
    answer = calls(world.people["keel"]).post(f"need.raise/{key}")
    assert answer.status_code in (404, 422)


@pytest.mark.parametrize("broken", ["\\ud800", "a\\u0000b", "\\udfff and on"])
def test_half_a_sign_is_refused_in_words_wherever_it_stands(
    world: World, calls: Calls, broken: str
) -> None:
    keel = calls(world.people["keel"]).client
    to = f"/api/acts/partnership.draft_need/{world.partnership.pk}"
    for raw in (
        f'{{"category": "talent", "title": "{broken}", "text": "x", "may_become_public": true}}',
        f'{{"category": "talent", "title": "x", "text": "x", "{broken}": true}}',
    ):
        answer = keel.post(to, raw.encode(), content_type="application/json")
        assert answer.status_code == 422, raw
    split = f"/api/acts/partnership.propose_split/{world.partnership.pk}"
    raw = f'{{"reason": "x", "parts": [{{"name": [[["{broken}"]]]}}]}}'
    told = calls(world.convener).client.post(split, raw.encode(), content_type="application/json")
    assert told.status_code == 422
    assert "a character that cannot be saved" in str(told.json()["fields"])
