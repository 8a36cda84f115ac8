"""Faults are seen and told: each under its request's id, and a database that is away as such."""

import json
import logging
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from sectoral.errors import WrongUse
from sectoral.workspace.environment.database_faults import is_away, is_quicker
from sectoral.workspace.environment.log_lines import (
    JsonLine,
    logging_settings,
    request_id,
    without_tokens,
)
from tests.workspace.operations.conftest import ON_POSTGRESQL, Installation

SERVE = """
import sys; from sectoral.workspace.operations.server import serve
serve(None, port=0, workers=1, ready=lambda a: print(a, flush=True))
"""


@contextmanager
def served(installation: Installation, log: Path, **more: str) -> Iterator[str]:
    """The address of a workspace that is served; what it says goes to `log`."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE],
            env=installation.environment | more,
            stdout=subprocess.PIPE,
            stderr=out,
        )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().decode().strip().rstrip("/")
    finally:
        process.terminate()
        process.wait(20)


def asked(address: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """The status, headers and words of an answer."""
    request = urllib.request.Request(address, headers=headers)  # noqa: S310  (our own server)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read().decode()


def asked_until_away(address: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """The first answer of a thread that has to open the database anew.

    A thread that still holds the file open reads on from it, although it is gone.
    """
    for _ in range(60):
        answer = asked(address, **headers)
        if answer[0] == 503:
            break
    return answer


def test_a_database_that_goes_away_is_told_as_such_and_slow_senders_stop_nobody(
    installation: Installation, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with served(installation, log, SECTORAL_LOG="json") as address:
        assert asked(f"{address}/healthz")[0] == 200
        status, _, told = asked(f"{address}/readyz")
        assert (status, json.loads(told)["ready"]) == (200, True)
        status, headers, _ = asked(f"{address}/partnerships/", **{"X-Request-ID": "of-the-proxy-1"})
        assert (status, headers["X-Request-ID"]) == (200, "of-the-proxy-1")
        _fill_with_slow_senders(address)
        _take_away(installation)
        status, headers, page = asked_until_away(f"{address}/partnerships/?no_cache=1")
        assert (status, headers["Retry-After"]) == (503, "30")
        assert headers["X-Request-ID"] in page
        assert "Back in a minute" in page
        status, headers, told = asked_until_away(
            f"{address}/api/partnerships", Authorization="Bearer none"
        )
        assert (status, headers["Retry-After"]) == (503, "30")
        assert "does not answer just now" in json.loads(told)["reason"]
        status, _, told = asked_until_away(f"{address}/readyz")
        assert (status, json.loads(told)["database"]) == (503, "does not answer")
        assert asked(f"{address}/healthz")[0] == 200
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    mine = [line for line in lines if line.get("request") == "of-the-proxy-1"]
    assert [(line["path"], line["status"]) for line in mine] == [("/partnerships/", 200)]
    away = [line for line in lines if "the database does not answer" in line["words"]]
    assert {line["level"] for line in away} == {"ERROR"}
    assert len(away) == 2


def _fill_with_slow_senders(address: str) -> None:
    """More half requests than there are threads, by the drop; a page comes all the same."""
    host, port = address.removeprefix("http://").rsplit(":", 1)
    slow = [socket.create_connection((host, int(port))) for _ in range(14)]
    for one in slow:
        one.sendall(b"GET / HTTP/1.1\r\nHost: local")
    time.sleep(0.5)
    began = time.monotonic()
    assert asked(f"{address}/healthz")[0] == 200
    assert time.monotonic() - began < 40
    for one in slow:
        one.close()


def _take_away(installation: Installation) -> None:
    if ON_POSTGRESQL:
        import psycopg  # noqa: PLC0415

        name = installation.database.partition("?")[0].rsplit("/", 1)[1]
        with psycopg.connect(os.environ["SECTORAL_DATABASE"], autocommit=True) as administrator:
            administrator.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            administrator.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
        return
    # The file is still open in the server's threads: it goes, and its content.
    for file in installation.home.glob("workspace.sqlite3*"):
        file.unlink()
    (installation.home / "workspace.sqlite3").mkdir()


def test_a_fault_of_ours_is_a_500_with_its_id_and_its_traceback_once(
    db: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("a planted fault")

    monkeypatch.setattr("sectoral.workspace.middleware.masthead.current_facts", fails)
    client = Client(raise_request_exception=False)
    with caplog.at_level(logging.INFO):
        answer = client.get("/about/words/", headers={"X-Request-ID": "request-one"})
    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"] == "request-one"
    assert "request-one" in answer.content.decode()
    told = [record for record in caplog.records if record.exc_info]
    assert [record.getMessage() for record in told] == ["GET /about/words/ failed"]


@pytest.mark.parametrize("brought", ["", "short", "a b c d e f g h", "x" * 65, 'quote"quote"'])
def test_an_id_that_is_not_sane_is_drawn_anew(db: None, brought: str) -> None:
    answer = Client().get("/about/words/", headers={"X-Request-ID": brought})
    assert answer.headers["X-Request-ID"] != brought
    assert len(answer.headers["X-Request-ID"]) == 16


def test_no_line_signs_anybody_in() -> None:
    record = logging.LogRecord(
        "x", logging.INFO, "", 1, "GET /account/link/%s/ 200", ("a" * 43,), None
    )
    mark = request_id.set("request-one")
    try:
        told = json.loads(JsonLine().format(record))
    finally:
        request_id.reset(mark)
    assert told["words"] == "GET /account/link/…/ 200"
    assert told["request"] == "request-one"
    assert without_tokens("/invited/abcdefghijkl/ and /account/link/sent") == (
        "/invited/…/ and /account/link/sent"
    )


def test_errors_of_a_database_are_told_apart() -> None:
    assert is_away(OperationalError("connection failed: refused"))
    assert is_away(InterfaceError("connection already closed"))
    assert not is_away(OperationalError("no such table: x"))
    assert not is_away(ValueError())
    assert is_quicker(OperationalError("database is locked"))
    assert not is_quicker(OperationalError("connection failed: refused"))


@pytest.mark.parametrize(
    ("path", "kind"), [("/import/", "text/html"), ("/api/partnerships", "json")]
)
def test_a_body_over_the_limit_is_refused_before_it_is_kept(db: None, path: str, kind: str) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        path, b"x", content_type="multipart/form-data; boundary=b", headers={"Content-Length": "1"}
    )
    assert answer.status_code != 413
    answer = client.generic("POST", path, b"x" * 3_000_000, "multipart/form-data; boundary=b")
    assert answer.status_code == 413
    assert kind in answer.headers["Content-Type"]


def test_the_settings_read_the_kind_of_log() -> None:
    with pytest.raises(WrongUse, match="SECTORAL_LOG: expected lines, json, faults"):
        logging_settings("loud")


def test_no_address_writes_a_line_of_its_own(db: None, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "sectoral.access"):
        Client().get("/no/%0A2026-05-01T12:00:00 ERROR all is lost/")
    (line,) = [one for one in caplog.records if one.name == "sectoral.access"]
    assert "\n" not in line.getMessage()
    assert "/no/%0A2026" in line.getMessage()
