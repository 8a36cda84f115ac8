"""Letters leave by a mail service's own interface, and its no is told from what nobody can know."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pytest_django import Settings

from sectoral.errors import WrongUse
from sectoral.workspace.actions.outbox import NotSent, by_mail
from sectoral.workspace.environment.mail_server import mail_server, service_secrets
from tests.workspace.account.test_token_mail import LETTER, listening

pytest.importorskip("anymail", reason="needs the extra mail-services")


class Service(BaseHTTPRequestHandler):
    """A service that answers as it is told to."""

    asked: list[dict[str, Any]]
    status: int

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.asked.append(json.loads(self.rfile.read(length)))
        told = {"ErrorCode": 0, "MessageID": "1", "Message": "OK", "To": "ana@state.example"}
        body = json.dumps(told | {"SubmittedAt": "2026-05-01T12:00:00Z"}).encode()
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def service(settings: Settings) -> Iterator[type[Service]]:
    """The service, as the settings name it."""
    kind = type("Kind", (Service,), {"asked": [], "status": 200})
    with listening(ThreadingHTTPServer(("127.0.0.1", 0), kind)) as port:
        found = mail_server("anymail://postmark")
        settings.EMAIL_BACKEND, settings.EMAIL_HOST = found["EMAIL_BACKEND"], found["EMAIL_HOST"]
        settings.ANYMAIL = service_secrets(
            {
                "ANYMAIL_POSTMARK_SERVER_TOKEN": "token",
                "ANYMAIL_POSTMARK_API_URL": f"http://127.0.0.1:{port}/",
                "OTHER": "",
            }
        )
        yield kind


def test_a_letter_leaves_by_the_service(service: type[Service]) -> None:
    by_mail(LETTER)
    (asked,) = service.asked
    assert (asked["To"], asked["Subject"]) == ("ana@state.example", "Subject")


@pytest.mark.parametrize("status", [401, 403, 429, 503])
def test_what_the_service_refused_is_tried_again(service: type[Service], status: int) -> None:
    service.status = status
    with pytest.raises(NotSent):
        by_mail(LETTER)


def test_a_fault_of_the_service_leaves_doubt(service: type[Service]) -> None:
    service.status = 500
    with pytest.raises(Exception, match="500") as told:
        by_mail(LETTER)
    assert not isinstance(told.value, NotSent)


def test_a_service_that_is_not_there_surely_has_nothing(
    service: type[Service], settings: Settings
) -> None:
    settings.ANYMAIL = settings.ANYMAIL | {"POSTMARK_API_URL": "http://127.0.0.1:9/"}
    with pytest.raises(NotSent):
        by_mail(LETTER)


def test_a_service_that_nobody_knows_is_refused_at_the_start() -> None:
    with pytest.raises(WrongUse, match="expected a service that Anymail knows"):
        mail_server("anymail://carrier_pigeon")
