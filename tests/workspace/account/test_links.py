"""A link in an e-mail signs in the one person it was sent to, once, for a while."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.test import Client
from pytest_django import Settings

from sectoral.workspace.actions import outbox
from sectoral.workspace.actions.outbox import OutgoingLetter
from sectoral.workspace.addresses import way_in as way_in_to
from sectoral.workspace.addresses import way_in_marker
from sectoral.workspace.models import Event, Message, SignInLink, User
from tests.workspace.account.conftest import Hand, letters_to, signed_in, way_in
from tests.workspace.partnership.letters import delivered, path_in
from tests.workspace.partnership.world import World

ROOT = Path(__file__).parents[3]


def asked(client: Client, email: str, **more: str) -> Any:
    return client.post("/account/link/", {"email": email, **more})


def sent_to(keel: User, client: Client, **more: str) -> str:
    asked(client, keel.email, **more)
    return way_in(letters_to(keel.email)[-1])


def test_the_answer_is_the_same_whether_or_not_an_address_is_known(
    client: Client, keel: User
) -> None:
    answers = [asked(client, email) for email in (keel.email, "nobody@yard.example", "no address")]
    assert len({(a.status_code, a["Location"], bytes(a.content)) for a in answers}) == 1
    assert {str(a.cookies) for a in answers} == {""}
    assert Message.objects.count() == 1


def test_the_letter_is_due_at_once_and_holds_a_whole_address(
    client: Client, keel: User, settings: Settings, hand: Hand
) -> None:
    settings.SECTORAL_ADDRESS = "https://table.example.org/"
    asked(client, f" {keel.email.upper()} ")
    assert letters_to(keel.email)[0].due_at == hand.at
    (letter,) = delivered(hand.at)
    assert re.search(r"^https://table\.example\.org/account/link/[\w-]{43}/$", letter.body, re.M)


def test_the_database_holds_only_a_digest_of_it(client: Client, keel: User) -> None:
    token = sent_to(keel, client).split("/")[-2]
    assert len(SignInLink.objects.get().token_digest) == 64
    rows = [*SignInLink.objects.values(), *Message.objects.values(), *Event.objects.values()]
    assert token not in str(rows)


def test_a_letter_that_waits_holds_no_link_and_its_time_counts_from_the_sending(
    client: Client, keel: User, hand: Hand
) -> None:
    asked(client, keel.email)
    assert "/account/link/" not in letters_to(keel.email)[0].body
    assert not SignInLink.objects.exists()
    hand.on(days=3)  # the mail server was down
    path = way_in(letters_to(keel.email)[0])
    hand.on(minutes=14.9)
    assert client.post(path).status_code == 302


def test_a_letter_that_is_tried_again_carries_another_link_and_the_former_one_ends(
    client: Client, keel: User, hand: Hand
) -> None:
    asked(client, keel.email)
    lost: list[OutgoingLetter] = []

    def down(letter: OutgoingLetter) -> None:
        lost.append(letter)
        raise outbox.NotSent("no room")

    outbox.send_due(hand.at, down)
    assert client.get(path_in(lost[0])).status_code == 410
    hand.on(minutes=5)
    (letter,) = delivered(hand.at)
    assert path_in(letter) != path_in(lost[0])
    assert client.post(path_in(letter)).status_code == 302


def test_a_marker_that_somebody_types_stays_words(keel: User, hand: Hand) -> None:
    typed = way_in_marker("letter", "/table/")[:-4] + "x]]"
    outbox.post(key="k", to=keel, subject="s", body=typed, at=hand.at)
    (letter,) = delivered(hand.at)
    assert letter.body == typed
    assert not SignInLink.objects.exists()


def test_looking_uses_nothing_up_and_pressing_signs_in_once(client: Client, keel: User) -> None:
    path = sent_to(keel, client)
    for _ in range(3):
        page = client.get(path)
        assert page.status_code == 200
        assert "Sign in as Keel Person" in page.content.decode()
    assert signed_in(client) is None
    pressed = client.post(path)
    assert (pressed.status_code, pressed["Location"]) == (302, "/table/")
    assert signed_in(client) == str(keel.pk)
    again = Client().post(path)
    assert again.status_code == 410
    assert "This link has already been used" in again.content.decode()
    assert "Send me a new link" in again.content.decode()


def test_a_form_of_another_site_signs_nobody_in(client: Client, keel: User) -> None:
    path = sent_to(keel, client)
    assert Client(enforce_csrf_checks=True).post(path).status_code == 403
    assert SignInLink.objects.get().used_at is None


@pytest.mark.parametrize(("minutes", "status"), [(14.9, 302), (15, 410), (600, 410)])
def test_it_works_for_a_quarter_of_an_hour(
    client: Client, keel: User, hand: Hand, minutes: float, status: int
) -> None:
    path = sent_to(keel, client)
    hand.on(minutes=minutes)
    assert client.post(path).status_code == status


def test_a_link_in_a_letter_works_for_a_week(client: Client, keel: User, hand: Hand) -> None:
    def written(page: str) -> str:
        outbox.post(key=page, to=keel, subject="s", body=f"Here: {way_in_to(page)}", at=hand.at)
        return path_in(delivered(hand.at)[0])

    path = written("/partnerships/")
    hand.on(days=6.9)
    assert client.post(path)["Location"] == "/partnerships/"
    late = written("/")
    hand.on(days=7)
    assert client.post(late).status_code == 410


def test_an_unknown_link_says_so_in_one_sentence(client: Client, world: World) -> None:
    page = client.post(f"/account/link/{'x' * 43}/")
    assert page.status_code == 410
    assert "We do not know this link. Ask for a new one below." in page.content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "x"],
)
def test_it_leads_nowhere_but_to_our_own_pages(client: Client, keel: User, elsewhere: str) -> None:
    assert client.post(sent_to(keel, client, next=elsewhere))["Location"] == "/table/"


def test_it_leads_to_the_page_that_was_asked_for(client: Client, keel: User) -> None:
    assert client.post(sent_to(keel, client, next="/sectors/"))["Location"] == "/sectors/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/"])
def test_a_password_leads_nowhere_else_either(client: Client, keel: User, elsewhere: str) -> None:
    keel.set_password("a quiet harbour")
    keel.save()
    form = {"login": keel.email, "password": "a quiet harbour", "next": elsewhere}
    assert client.post("/account/sign-in/", form)["Location"] == "/table/"


def test_a_closed_account_gets_no_letter_and_its_link_no_entry(
    client: Client, keel: User, hand: Hand
) -> None:
    path = sent_to(keel, client)
    User.objects.filter(pk=keel.pk).update(is_active=False)
    assert client.post(path).status_code == 410
    asked(client, keel.email)
    assert len(letters_to(keel.email)) == 1


def test_whoever_was_signed_in_before_is_not_any_more(
    client: Client, keel: User, world: World
) -> None:
    client.force_login(world.people["rope"])
    client.post(sent_to(keel, client))
    assert signed_in(client) == str(keel.pk)


def test_after_five_asks_the_sixth_is_asked_to_wait_known_or_not(
    client: Client, keel: User
) -> None:
    for email in (keel.email, "nobody@yard.example"):
        statuses = [asked(client, email).status_code for _ in range(6)]
        assert statuses == [302] * 5 + [429]
    assert len(letters_to(keel.email)) == 5


def test_each_step_stands_in_the_record(client: Client, keel: User) -> None:
    client.post(sent_to(keel, client))
    lines = list(Event.objects.order_by("-pk").values_list("verb", "actor", "words")[:3])
    assert lines == [
        ("use_link", keel.pk, "Keel Person signed in by a link"),
        ("send_link", None, "a link to sign in goes to Keel Person"),
        ("ask_link", None, "somebody asked for a link to sign in as Keel Person"),
    ]


SERVER = os.environ.get("SECTORAL_DATABASE", "")
OWN = f"links_{os.getpid()}"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder, and on a server a database of its own: other tests start processes there too."""
    if not SERVER:
        yield tmp_path
        return
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {OWN}")
        yield tmp_path
        server.execute(f"DROP DATABASE {OWN} WITH (FORCE)")


def test_of_two_who_press_at_once_one_gets_in(home: Path) -> None:
    assert racer(home, "prepare", "20").wait(300) == 0
    both = [racer(home, "race", str(me)) for me in (0, 1)]
    told = [json.loads(one.communicate(timeout=300)[0]) for one in both]
    assert [sorted(pair) for pair in zip(*told, strict=True)] == [[False, True]] * 20


def racer(home: Path, *words: str) -> "subprocess.Popen[bytes]":
    env = os.environ | {
        "SECTORAL_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "sectoral.workspace.settings",
    }
    if SERVER:
        env["SECTORAL_DATABASE"] = urlsplit(SERVER)._replace(path=f"/{OWN}").geturl()
    command = [sys.executable, "-m", "tests.workspace.account.racing", *words]
    return subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE)
