"""Links handed over where no letter leaves: by the lead or whoever may invite; shown once."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import escape
from pytest_django import Settings

from sectoral.workspace.actions import access, invitations, letter_links, people
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Event, Message, SignInLink, User
from tests.workspace.account.conftest import signed_in as person_of
from tests.workspace.partnership.world import World, day

LINK = re.compile(r"https?://[^/]+(/(?:account/link|invited)/[\w-]+/)")
NEVER = "has signed in before"


@pytest.fixture(autouse=True)
def _no_mail(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SECTORAL_MAIL, settings.SECTORAL_MFA = False, False
    monkeypatch.setattr(clock, "now", lambda: day(61))


def enter(person: User) -> Client:
    """A browser in which the person signed in by a link a minute ago."""
    link = letter_links.sign_in_address(person, lasts=timedelta(days=1), words="x", at=day(61))
    browser = Client()
    browser.post("/" + link.split("/", 3)[3])
    assert person_of(browser) == str(person.pk)
    return browser


def new_person(world: World) -> User:
    return people.add_person(
        email="lou@wharf.example", name="Lou Marsh", at=day(61), by=world.state
    )


def test_the_lead_hands_a_link_over_and_it_signs_in_once(world: World) -> None:
    lou = new_person(world)
    shown = enter(world.state).post(f"/people/{lou.pk}/link/")
    assert shown.status_code == 200
    assert "no-store" in shown["Cache-Control"]
    (path,) = LINK.findall(shown.content.decode())
    theirs = Client()
    assert theirs.post(path).status_code == 302
    assert person_of(theirs) == str(lou.pk)
    assert person_of(Client()) is None
    again = Client()
    again.post(path)
    assert person_of(again) is None


def test_pressed_twice_the_last_link_counts(world: World) -> None:
    lou, browser = new_person(world), enter(world.state)
    pages = [browser.post(f"/people/{lou.pk}/link/").content.decode() for _ in range(2)]
    first, last = (LINK.findall(page)[0] for page in pages)
    for path, who in ((first, None), (last, str(lou.pk))):
        theirs = Client()
        theirs.post(path)
        assert person_of(theirs) == who


def test_it_stands_at_each_table_and_the_person_is_told(world: World) -> None:
    sail = world.people["sail"]
    enter(world.state).post(f"/people/{sail.pk}/link/")
    line = Event.objects.get(verb="hand_link")
    assert line.partnership == world.partnership
    assert (line.actor, line.subject_id) == (world.state, sail.pk)
    assert Message.objects.get(subject="Somebody took a link that signs you in").person == sail


@pytest.mark.parametrize("who", ["board", "keel", "college"])
def test_nobody_else_takes_a_link_for_another(world: World, who: str) -> None:
    sail = world.people["sail"]
    refused = enter(world.people[who]).post(f"/people/{sail.pk}/link/")
    assert refused.status_code == (422 if who == "board" else 404)
    assert not SignInLink.objects.filter(person=sail).exists()


def test_who_has_signed_in_before_has_to_ask_for_it(world: World) -> None:
    sail = world.people["sail"]
    User.objects.filter(pk=sail.pk).update(last_login=day(50))
    browser = enter(world.state)
    refused = browser.post(f"/people/{sail.pk}/link/")
    assert refused.status_code == 422
    assert NEVER in refused.content.decode()
    access.send_link(email=sail.email, at=day(60.5))
    assert browser.post(f"/people/{sail.pk}/link/").status_code == 200


def test_where_letters_leave_nobody_takes_one(world: World, settings: Settings) -> None:
    settings.SECTORAL_MAIL = True
    lou = new_person(world)
    browser = enter(world.state)
    refused = browser.post(f"/people/{lou.pk}/link/")
    assert refused.status_code == 422
    assert "E-mail works here" in refused.content.decode()
    assert "Copy a sign-in link" not in browser.get("/people/").content.decode()


def test_the_people_s_page_offers_it_to_the_lead_alone(world: World) -> None:
    new_person(world)
    assert "Copy a sign-in link" in enter(world.state).get("/people/").content.decode()
    assert "Copy a sign-in link" not in enter(world.convener).get("/people/").content.decode()


def test_whoever_may_invite_hands_an_invitation_over(world: World) -> None:
    seat = world.seats["sail"]
    asked = invitations.invite(
        seat=seat, email="pat@sail.example", role="alternate", at=day(61), by=world.convener
    )
    page = f"/partnerships/{world.partnership.slug}/seats/"
    browser = enter(world.convener)
    assert f"/invitations/{asked.pk}/link/" in browser.get(page).content.decode()
    shown = browser.post(f"/invitations/{asked.pk}/link/").content.decode()
    (path,) = LINK.findall(shown)
    assert escape("pat@sail.example") in shown
    assert "Sail Loft" in Client().get(path).content.decode()
    for who in ("college", "sail"):
        answer = enter(world.people[who]).post(f"/invitations/{asked.pk}/link/")
        assert answer.status_code == 404
