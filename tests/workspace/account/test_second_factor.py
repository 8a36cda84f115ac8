"""Whoever holds an office of the state signs in with two things."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, TestCase
from pytest_django import Settings

from sectoral.workspace.actions import access, people
from sectoral.workspace.models import Event, User
from sectoral.workspace.rules.answers import Refused
from tests.workspace.account.conftest import Hand, letters_to, signed_in, way_in
from tests.workspace.partnership.world import World

SETUP = "/account/second-factor/"


def code(secret: str, step: int = 0) -> str:
    """What a device shows (RFC 6238), reckoned here without the library."""
    counter = struct.pack(">Q", int(time.time()) // 30 + step)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def set_up(client: Client) -> str:
    """Set a second factor up for whoever is signed in; its secret."""
    page = client.get(SETUP).content.decode()
    secret = str(re.findall(r'class="key-text">([A-Z2-7]+)<', page)[0])
    with TestCase.captureOnCommitCallbacks(execute=True):
        done = client.post(SETUP, {"code": code(secret)})
    assert done["Location"] == "/account/recovery-codes/"
    return secret


@pytest.fixture
def lead(client: Client, world: World) -> User:
    client.force_login(world.state)
    return world.state


ADMINISTER = ("/table/", "/partnerships/", "/import/", "/act/add_person/", "/no/such/page/")


@pytest.mark.parametrize("path", ADMINISTER)
def test_without_one_every_page_leads_an_officer_to_where_it_is_set_up(
    client: Client, lead: User, strict: Settings, path: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith(SETUP)
    assert client.post(path, {}).status_code == 302


def test_an_officer_without_one_is_told_so_by_the_programs_door(
    client: Client, lead: User, strict: Settings
) -> None:
    answer = client.get("/api/partnerships")
    assert answer.status_code == 403
    assert "second factor" in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/sectors/", "/about/words/", "/account/", SETUP])
def test_evidence_and_the_account_stay_open(
    client: Client, lead: User, strict: Settings, path: str
) -> None:
    assert client.get(path).status_code == 200


def test_a_company_is_asked_for_none(client: Client, keel: User, strict: Settings) -> None:
    client.force_login(keel)
    assert client.get("/no/such/page/").status_code == 404


def test_once_set_up_the_way_is_free_and_the_secret_was_shown_twice(
    client: Client, lead: User, strict: Settings
) -> None:
    page = client.get(SETUP).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert "<script>" not in page
    set_up(client)
    assert client.get("/no/such/page/").status_code == 404
    assert len(re.findall(r"^\d{8}$", codes(client), re.M)) == 10


def codes(client: Client) -> str:
    page = client.get("/account/recovery-codes/").content.decode()
    return page[page.index("<pre") :].replace("<code>", "<code>\n")


def test_a_link_alone_no_longer_signs_in_and_a_code_works_once(
    client: Client, lead: User, strict: Settings
) -> None:
    secret = set_up(client)
    other = Client()
    other.post("/account/link/", {"email": lead.email})
    asked = other.post(way_in(letters_to(lead.email)[-1]))
    assert asked["Location"] == "/account/second-factor/code/"
    assert signed_in(other) is None
    assert "Type your code" in other.get(asked["Location"]).content.decode()
    wrong = other.post(asked["Location"], {"code": "000000"}).content.decode()
    assert "This code is not right" in wrong
    assert signed_in(other) is None
    used = code(secret, 1)
    other.post(asked["Location"], {"code": used})
    assert signed_in(other) == str(lead.pk)
    third = Client()
    third.post("/account/link/", {"email": lead.email})
    third.post(way_in(letters_to(lead.email)[-1]))
    third.post(asked["Location"], {"code": used})
    assert signed_in(third) is None


def test_a_recovery_code_signs_in_once(client: Client, lead: User, strict: Settings) -> None:
    set_up(client)
    kept = re.findall(r"^\d{8}$", codes(client), re.M)[0]
    for expected in (str(lead.pk), None):
        other = Client()
        other.post("/account/link/", {"email": lead.email})
        other.post(way_in(letters_to(lead.email)[-1]))
        other.post("/account/second-factor/code/", {"code": kept})
        assert signed_in(other) == expected


def test_guessing_codes_is_stopped(client: Client, lead: User, strict: Settings) -> None:
    secret = set_up(client)
    other = Client()
    other.post("/account/link/", {"email": lead.email})
    other.post(way_in(letters_to(lead.email)[-1]))
    for _ in range(6):
        other.post("/account/second-factor/code/", {"code": "000000"})
    other.post("/account/second-factor/code/", {"code": code(secret, 1)})
    assert signed_in(other) is None


def test_setting_one_up_signs_out_everywhere_else(
    client: Client, lead: User, strict: Settings
) -> None:
    elsewhere = Client()
    elsewhere.force_login(lead)
    set_up(client)
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_it_cannot_be_taken_off_while_the_office_is_held(
    client: Client, lead: User, strict: Settings
) -> None:
    set_up(client)
    page = client.post("/account/second-factor/off/").content.decode()
    assert "cannot remove it" in page
    assert Authenticator.objects.filter(user=lead, type="totp").exists()


def test_others_take_it_off_as_they_like_and_are_told_by_e_mail(
    client: Client, keel: User, strict: Settings
) -> None:
    client.force_login(keel)
    set_up(client)
    assert client.post("/account/second-factor/off/").status_code == 302
    assert not Authenticator.objects.filter(user=keel).exists()
    words = [letter.body.split(",")[0] for letter in letters_to(keel.email)]
    assert words == ["A second factor was set up", "The second factor was removed"]
    lines = Event.objects.filter(verb="change_way_in").order_by("pk")
    assert [line.words for line in lines] == [f"{word}: Keel Person" for word in words]


def test_before_it_changes_the_person_confirms_to_be_there(
    client: Client, keel: User, strict: Settings, hand: Hand
) -> None:
    client.force_login(keel)
    hand.on(minutes=16)
    answer = client.get(SETUP)
    assert answer["Location"] == "/account/confirm/?next=%2Faccount%2Fsecond-factor%2F"
    page = client.get(answer["Location"]).content.decode()
    assert "We send a link to keel@quayland.example" in page
    client.post("/account/link/", {"email": keel.email, "next": SETUP})
    assert client.post(way_in(letters_to(keel.email)[-1]))["Location"] == SETUP
    assert client.get(SETUP).status_code == 200


def test_whoever_has_one_confirms_with_it(
    client: Client, keel: User, strict: Settings, hand: Hand
) -> None:
    client.force_login(keel)
    secret = set_up(client)
    hand.on(minutes=16)
    where = client.get("/account/tokens/")["Location"]
    assert "This code is not right" in client.post(where, {"code": "000000"}).content.decode()
    answer = client.post(where, {"code": code(secret, 1), "next": "/account/tokens/"})
    assert answer["Location"] == "/account/tokens/"
    assert client.get("/account/tokens/").status_code == 200


def test_an_officer_without_one_gets_no_token_and_an_old_one_stops(
    world: World, hand: Hand, strict: Settings
) -> None:
    with pytest.raises(Refused, match="second factor"):
        access.make_token(name="x", scopes=["read"], at=hand.at, by=world.state)
    keel = world.people["keel"]
    _, key = access.make_token(name="x", scopes=["read"], at=hand.at, by=keel)
    people.give_office(person=keel, role="analyst", at=hand.at, by=world.state)
    with pytest.raises(Refused, match="second factor"):
        access.use_token(key=key, at=hand.at)


def test_the_operator_may_waive_it(client: Client, lead: User, settings: Settings) -> None:
    settings.SECTORAL_MFA = False
    assert client.get("/no/such/page/").status_code == 404
