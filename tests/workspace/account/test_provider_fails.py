"""A provider that is down, dawdles or talks rubbish: a sentence, a status, and no session."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from sectoral.workspace.oidc import exchange
from tests.workspace.account.agency import Agency, out
from tests.workspace.account.conftest import described
from tests.workspace.partnership.world import World

UNREACHED = "Quayland&#x27;s agencies cannot be reached right now"
SLOW = "did not answer within 1 seconds"
RUBBISH = "answered something that is not a valid answer to a sign-in"
DOORS = ("description", "keys", "token", "info")


def told(page: Any, status: int, words: str) -> None:
    """The page says it, and when to come again where that helps."""
    assert page.status_code == status, page.content.decode()
    assert words in page.content.decode()
    assert page.headers.get("Retry-After", "") == ("60" if status == 503 else "")


@pytest.fixture
def lost(agency: Agency, settings: Settings) -> None:
    """Nobody listens where the provider was."""
    settings.SECTORAL_PROVIDERS = (described(agency, issuer="http://127.0.0.1:9"),)


def test_a_provider_that_is_down_is_said_at_the_button(
    client: Client, lost: None, world: World
) -> None:
    told(client.post("/account/oidc/agency/"), 503, UNREACHED)


ANSWERS = [
    ({"status": 503, "body": "busy"}, 503, UNREACHED),
    ({"status": 500, "body": '{"error": "server_error"}'}, 503, UNREACHED),
    ({"body": "<html>We will be back soon.</html>"}, 502, RUBBISH),
    ({"body": "[1, 2]"}, 502, RUBBISH),
    ({"body": ""}, 502, RUBBISH),
    ({"body": "[", "times": 200_000}, 502, RUBBISH),
    ({"body": " ", "times": 400_000, "tail": "{}"}, 502, RUBBISH),
    ({"status": 302, "to": "http://127.0.0.1:9/", "body": "Look there."}, 502, RUBBISH),
]


@pytest.mark.parametrize(("answer", "status", "words"), ANSWERS, ids=range(len(ANSWERS)))
def test_rubbish_at_the_button_is_a_sentence(
    client: Client,
    agency: Agency,
    world: World,
    answer: dict[str, Any],
    status: int,
    words: str,
) -> None:
    agency.order(answers={"description": answer})
    told(client.post("/account/oidc/agency/"), status, words)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(("answer", "status", "words"), [ANSWERS[0], ANSWERS[2]], ids=(503, 502))
def test_rubbish_on_the_way_back_is_a_sentence(
    client: Client,
    agency: Agency,
    world: World,
    door: str,
    answer: dict[str, Any],
    status: int,
    words: str,
) -> None:
    back = agency.sign_in(out(client), "ana")
    agency.order(claims={"email": None}, answers={door: answer})
    told(client.get(back), status, words)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("answer", [{"wait": 1.5, "body": "{}"}, {"drips": 40}], ids=str)
def test_a_provider_that_dawdles_holds_nobody_up(
    client: Client,
    agency: Agency,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    answer: dict[str, Any],
) -> None:
    monkeypatch.setattr(exchange, "PATIENCE_SECONDS", 1.0)
    agency.order(answers={"description": answer})
    told(client.post("/account/oidc/agency/"), 503, SLOW)


@pytest.fixture
def dripping() -> Iterator[int]:
    """The port of a house that never ends its headers: a letter every tenth of a second."""
    over = threading.Event()

    def drip(door: socket.socket) -> None:
        with suppress(OSError):
            answer, _ = door.accept()
            with answer:
                answer.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while not over.wait(0.1):
                    answer.sendall(b"a")

    with socket.create_server(("127.0.0.1", 0)) as door:
        work = threading.Thread(target=drip, args=(door,), daemon=True)
        work.start()
        yield door.getsockname()[1]
        over.set()
        work.join(5)


def test_a_provider_whose_headers_never_end_holds_nobody_up(
    client: Client,
    agency: Agency,
    world: World,
    dripping: int,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exchange, "PATIENCE_SECONDS", 1.0)
    issuer = f"http://127.0.0.1:{dripping}"
    settings.SECTORAL_PROVIDERS = (described(agency, issuer=issuer),)
    began = time.monotonic()
    told(client.post("/account/oidc/agency/"), 503, SLOW)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("describes", "words"),
    [
        ({"issuer": "https://evil.example"}, "calls itself “https://evil.example”"),
        ({"issuer": None}, "calls itself “None”"),
        ({"token_endpoint": None}, "does not say where its token_endpoint is"),
        ({"jwks_uri": ["x"]}, "does not say where its jwks_uri is"),
        (
            {"token_endpoint": "https://evil.example/token"},
            "at https://evil.example, which SECTORAL_OIDC_HOSTS does not name",
        ),
        (
            {"authorization_endpoint": "javascript:alert(1)"},
            "which SECTORAL_OIDC_HOSTS does not name",
        ),
        (
            {"userinfo_endpoint": "http://169.254.169.254/"},
            "at http://169.254.169.254, which SECTORAL_OIDC_HOSTS does not name",
        ),
        ({"jwks_uri": "file:///etc/passwd"}, "which SECTORAL_OIDC_HOSTS does not name"),
    ],
    ids=str,
)
def test_a_provider_that_describes_itself_wrongly_is_not_asked(
    client: Client, agency: Agency, world: World, describes: dict[str, Any], words: str
) -> None:
    agency.order(describes=describes)
    told(client.post("/account/oidc/agency/"), 502, words)


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ('{"error": "invalid_client"}', 502, "does not know this site by its name"),
        ('{"error": "invalid_grant"}', 403, "this sign-in has expired or has already been used"),
        ('{"error": ["<b>"]}', 502, "it gave no reason that we understand."),
    ],
)
def test_a_code_that_is_not_traded_is_said(
    client: Client, agency: Agency, world: World, body: str, status: int, words: str
) -> None:
    agency.order(answers={"token": {"status": 400, "body": body}})
    told(agency.enter(client), status, words)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("lacks", ["id_token", "access_token"])
def test_an_answer_that_lacks_a_token_is_said(
    client: Client, agency: Agency, world: World, lacks: str
) -> None:
    body = {"id_token": '{"access_token": "a"}', "access_token": '{"id_token": "a.b.c"}'}[lacks]
    agency.order(answers={"token": {"body": body}})
    told(agency.enter(client), 502, f"its answer is missing the {lacks}")
    assert "_auth_user_id" not in client.session


def test_the_button_is_pressed_so_often_a_minute(
    client: Client, lost: None, world: World, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"provider": "2/m/ip"}
    answers = [client.post("/account/oidc/agency/").status_code for _ in range(3)]
    assert answers == [503, 503, 429]
