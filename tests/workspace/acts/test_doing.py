"""Acts are done through the page: asked, refused with a reason, done, and led on."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from sectoral.workspace.actions import needs
from sectoral.workspace.environment import clock
from sectoral.workspace.models import GroundRules, Need, User
from tests.workspace.partnership.steps import opened
from tests.workspace.partnership.world import World, day


@pytest.fixture(autouse=True)
def _day_sixty_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: day(61))


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


NEED = {
    "category": "talent",
    "title": "Welders",
    "text": "Nobody to weld.",
    "may_become_public": "on",
}


def test_a_company_writes_a_need_down_and_is_led_back(world: World) -> None:
    keel = signed_in(world.people["keel"])
    to = f"/act/partnership.draft_need/{world.partnership.pk}/"
    assert b"What it is about" in keel.get(to).content
    answer = keel.post(to, {**NEED, "next": "/regions/", "seat": world.seats["keel"].pk})
    assert (answer.status_code, answer["Location"]) == (302, "/regions/")
    need = Need.objects.get()
    assert (need.raised_by, need.state) == (world.seats["keel"], "draft")
    assert [str(m) for m in get_messages(answer.wsgi_request)] == [
        "Saved as a draft. Only your company and the convener see it. Share it when it is ready."
    ]


def test_a_stranger_s_page_is_never_led_to(world: World) -> None:
    keel = signed_in(world.people["keel"])
    to = f"/act/partnership.draft_need/{world.partnership.pk}/"
    typed = {**NEED, "seat": world.seats["keel"].pk, "next": "https://elsewhere.example/"}
    assert keel.post(to, typed)["Location"].startswith("/partnerships/")


def test_what_was_typed_stays_when_it_is_refused(world: World) -> None:
    keel = signed_in(world.people["keel"])
    to = f"/act/partnership.draft_need/{world.partnership.pk}/"
    typed = {**NEED, "text": "Call 123-45-6789.", "seat": world.seats["keel"].pk}
    answer = keel.post(to, typed)
    assert answer.status_code == 422
    assert b"Call 123-45-6789." in answer.content
    assert b'role="alert"' in answer.content
    assert not Need.objects.exists()


def test_a_need_that_one_may_not_know_of_is_not_there(world: World) -> None:
    keel = signed_in(world.people["keel"])
    to = f"/act/partnership.draft_need/{world.partnership.pk}/"
    keel.post(to, {**NEED, "seat": world.seats["keel"].pk})
    need = Need.objects.get()
    for other in ("rope", "college", "state"):
        person = world.people.get(other, world.state)
        assert signed_in(person).post(f"/act/need.raise/{need.pk}/").status_code == 404
    assert signed_in(world.people["keel"]).post(f"/act/need.raise/{need.pk}/").status_code == 302


def test_a_visitor_is_asked_to_sign_in_and_a_partner_told_why_not(world: World) -> None:
    to = f"/act/partnership.draft_need/{world.partnership.pk}/"
    assert "/account/sign-in/" in Client().get(to).headers.get("Location", "404")
    college = signed_in(world.people["college"]).get(to)
    assert college.status_code == 403
    assert b"To raise an opportunity or a need is for companies." in college.content


def test_one_cannot_act_for_a_seat_of_somebody_else(world: World) -> None:
    keel = signed_in(world.people["keel"])
    to = f"/act/partnership.draft_need/{world.partnership.pk}/"
    answer = keel.post(to, {**NEED, "seat": world.seats["rope"].pk})
    assert answer.status_code == 422
    assert not Need.objects.exists()


def test_a_ballot_is_read_from_the_page(world: World, wanted: list[Need]) -> None:
    drawn = opened(world, wanted)
    keel = signed_in(world.people["keel"])
    to = f"/act/round.cast/{drawn.pk}/"
    places = dict(zip((need.pk for need in wanted), (2, 1, ""), strict=True))
    typed = {f"choice-{key}-place": place for key, place in places.items()}
    twice = dict.fromkeys(typed, 1)
    seat = {"seat": world.seats["keel"].pk}
    again = keel.post(to, {**twice, **seat})
    assert b"Two needs have the same place." in again.content
    assert keel.post(to, {**typed, **seat}).status_code == 302
    ballot = drawn.electors.get(seat=world.seats["keel"]).ballots.get()
    assert ballot.choice == [wanted[1].pk, wanted[0].pk]


def test_the_form_of_the_ground_rules_begins_with_what_is_settled(world: World) -> None:
    table, convener = world.partnership, signed_in(world.convener)
    act: dict[str, Any] = {"at": day(60), "by": world.convener}
    needs.set_ground_rules(
        partnership=table, supporters=3, listening_days=21, counsel="Cora Counsel", **act
    )
    to = f"/act/partnership.set_ground_rules/{table.pk}/"
    page = convener.get(to).content
    assert b'value="3"' in page
    assert b'value="21"' in page
    assert b'value="Cora Counsel"' in page
    # A program that changes the days alone loses nobody's name; an emptied field empties it.
    days = {"supporters": "3", "listening_days": "30", "notice_days": "3"}
    convener.post(to, days)
    assert GroundRules.of(table).counsel == "Cora Counsel"
    convener.post(to, {**days, "counsel": ""})
    assert (GroundRules.of(table).listening_days, GroundRules.of(table).counsel) == (30, "")
