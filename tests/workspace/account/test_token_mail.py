"""Letters leave by a mail server that takes a token and no password."""

import base64
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from pytest_django import Settings

from sectoral.errors import WrongUse
from sectoral.workspace.actions.outbox import NotSent, OutgoingLetter, by_mail
from sectoral.workspace.environment.mail_server import token_settings

LETTER = OutgoingLetter(1, "key", "ana@state.example", "Subject", "Body")


@contextmanager
def listening(server: socketserver.BaseServer) -> Iterator[int]:
    """The port of a server that runs meanwhile."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]  # type: ignore[index, misc]
    finally:
        server.shutdown()
        server.server_close()


class GivesTokens(BaseHTTPRequestHandler):
    """The provider: a token a request, or a no."""

    asked: list[dict[str, list[str]]]
    status: int

    def do_POST(self) -> None:
        words = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.asked.append(parse_qs(words))
        told = {"access_token": f"token-{len(self.asked)}", "expires_in": 3600}
        body = json.dumps(told if self.status == 200 else {"error": "invalid_client"}).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


class TakesTokens(socketserver.StreamRequestHandler):
    """The mail server: it takes the tokens in `good`."""

    good: tuple[str, ...]
    taken: list[str]

    def handle(self) -> None:
        self._say("220 mail.example")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "EHLO":
                self._say("250-mail.example\r\n250 AUTH XOAUTH2")
            elif word == "AUTH":
                self._sign_in(base64.b64decode(line.split()[2]).decode())
            elif word == "DATA":
                self._say("354 go on")
                while self.rfile.readline().strip() != b".":
                    pass
                self.taken.append("letter")
                self._say("250 taken")
            elif word == "QUIT":
                self._say("221 bye")
                break
            else:
                self._say("250 ok")

    def _sign_in(self, words: str) -> None:
        assert words.startswith("user=table@state.example\x01auth=Bearer ")
        if words.split("Bearer ")[1].rstrip("\x01") in self.good:
            self._say("235 welcome")
            return
        self._say("334 " + base64.b64encode(b'{"status":"401"}').decode())
        assert self.rfile.readline().strip() == b""
        self._say("535 no")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def provider() -> type[GivesTokens]:
    """A provider that says yes."""
    return type("Provider", (GivesTokens,), {"asked": [], "status": 200})


@pytest.fixture
def post(settings: Settings, provider: type[GivesTokens]) -> Iterator[type[TakesTokens]]:
    """A mail server and a provider, as the settings name them."""
    mail = type("Mail", (TakesTokens,), {"good": ("token-1",), "taken": []})
    doors = ThreadingHTTPServer(("127.0.0.1", 0), provider)
    with (
        listening(doors) as web,
        listening(socketserver.ThreadingTCPServer(("127.0.0.1", 0), mail)) as smtp,
    ):
        named = {
            "SECTORAL_MAIL_TOKEN_URL": f"http://127.0.0.1:{web}/token",
            "SECTORAL_MAIL_CLIENT": "client",
            "SECTORAL_MAIL_SECRET": "secret",
        }
        found = token_settings(named, user="table@state.example")
        settings.EMAIL_BACKEND = found["EMAIL_BACKEND"]
        settings.SECTORAL_MAIL_TOKEN_URL = found["TOKEN_URL"]
        settings.SECTORAL_MAIL_TOKEN_FORM = found["TOKEN_FORM"]
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "table@state.example", ""
        settings.EMAIL_TIMEOUT = 10
        yield mail


def test_a_token_is_asked_for_once_and_letters_leave(
    post: type[TakesTokens], provider: type[GivesTokens]
) -> None:
    by_mail(LETTER)
    by_mail(LETTER)
    assert post.taken == ["letter", "letter"]
    (asked,) = provider.asked
    assert asked["grant_type"] == ["client_credentials"]
    assert asked["client_secret"] == ["secret"]


def test_a_token_that_is_not_taken_loses_no_letter_and_is_asked_for_anew(
    post: type[TakesTokens], provider: type[GivesTokens]
) -> None:
    post.good = ("token-2",)
    with pytest.raises(NotSent, match="535"):
        by_mail(LETTER)
    by_mail(LETTER)
    assert (post.taken, len(provider.asked)) == (["letter"], 2)


def test_a_provider_that_says_no_is_named_without_its_secret(
    post: type[TakesTokens], provider: type[GivesTokens]
) -> None:
    provider.status = 401
    with pytest.raises(NotSent, match="gave no token") as told:
        by_mail(LETTER)
    assert "(401 invalid_client)" in str(told.value)
    assert "'secret'" not in str(told.value)
    assert post.taken == []


def test_what_is_described_in_part_is_refused() -> None:
    url = {"SECTORAL_MAIL_TOKEN_URL": "https://login.example/token"}
    assert token_settings({}, user="") == {}
    with pytest.raises(WrongUse, match="SECTORAL_MAIL_CLIENT beside it"):
        token_settings(url, user="table@state.example")
    both = url | {"SECTORAL_MAIL_CLIENT": "client"}
    with pytest.raises(WrongUse, match="expected the mailbox"):
        token_settings(both, user="")
    with pytest.raises(WrongUse, match="expected the https address"):
        token_settings(both | {"SECTORAL_MAIL_TOKEN_URL": "http://login.example"}, user="t")
    refreshed = token_settings(both | {"SECTORAL_MAIL_REFRESH": "r"}, user="t")
    assert refreshed["TOKEN_FORM"]["grant_type"] == "refresh_token"
