"""The first state lead comes from the machine that keeps the workspace; letters leave by it."""

import os
import re
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sectoral.workspace.actions import access, people
from sectoral.workspace.models import Message, Office, User
from sectoral.workspace.rules.answers import Refused
from tests.workspace.account.conftest import Hand, signed_in
from tests.workspace.partnership.world import World

OURS = [sys.executable, "-m", "sectoral.cli"]


def said(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    env = os.environ | {"SECTORAL_HOME": str(home), "SECTORAL_ADDRESS": "https://t.example"}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [*OURS, "lead", *words], env=env, capture_output=True, text=True, check=False
    )


def test_a_command_opens_the_first_account_and_the_next_needs_the_first(tmp_path: Path) -> None:
    done = said(tmp_path, "Ana@state.example", "--name", "Ana Stone")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(
        r"ana@state\.example can sign in here, once, within a day: "
        r"https://t\.example/account/link/[\w-]{43}/\n",
        done.stdout,
    )
    other = said(tmp_path, "eve@state.example", "--name", "Eve Stone")
    assert (other.returncode, other.stdout) == (1, "")
    assert other.stderr == (
        "sectoral: The state already has offices here. Its policy lead can give the next "
        "one, or the server's operator can add --another.\n"
    )
    more = said(tmp_path, "eve@state.example", "--name", "Eve Stone", "--another")
    assert (more.returncode, more.stderr) == (0, "")
    assert more.stdout.startswith(
        "eve@state.example can sign in here, once, within a day: https://"
    )


def test_a_wrong_address_is_said_in_one_sentence(tmp_path: Path) -> None:
    done = said(tmp_path, "ana", "--name", "Ana Stone")
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr == "sectoral: “ana” is not an e-mail address. Write it like "
        "name@place.example.\n"
    )


@pytest.mark.django_db
def test_the_same_lead_gets_a_new_link_and_no_second_office(hand: Hand) -> None:
    who: dict[str, Any] = {"email": "ana@state.example", "name": "Ana Stone"}
    first, second = (access.open_workspace(**who, at=hand.at) for _ in range(2))
    assert first != second
    assert Office.objects.get().person == User.objects.get()
    browser = Client()
    browser.post("/" + first.split("/", 3)[3])
    assert signed_in(browser) == str(User.objects.get().pk)


@pytest.mark.django_db
def test_those_who_lead_are_told_of_one_more(hand: Hand) -> None:
    access.open_workspace(email="ana@state.example", name="Ana Stone", at=hand.at)
    eve: dict[str, Any] = {"email": "eve@state.example", "name": "Eve Stone"}
    access.open_workspace(**eve, another=True, at=hand.at)
    access.open_workspace(**eve, another=True, at=hand.at)
    assert [str(held.person) for held in Office.objects.order_by("pk")] == [
        "Ana Stone",
        "Eve Stone",
    ]
    told = Message.objects.get(subject="There is one more state lead")
    assert told.to == "ana@state.example"
    assert "Eve Stone is a state lead too" in told.body


@pytest.mark.django_db
def test_a_name_is_asked_for_and_nothing_is_half_done(hand: Hand) -> None:
    with pytest.raises(Refused, match="Give the lead's name"):
        access.open_workspace(email="ana@state.example", name=" ", at=hand.at)
    assert not User.objects.exists()


def test_who_was_lead_once_gets_no_link(world: World, hand: Hand) -> None:
    rope = world.people["rope"]
    people.give_office(person=rope, role="state", at=hand.at, by=world.state)
    mine = Office.objects.get(person=world.state)
    people.end_office(office=mine, at=hand.at, by=rope)
    with pytest.raises(Refused, match="already has offices"):
        access.open_workspace(email=world.state.email, name="x", at=hand.at)


SERVE_PLAIN = """
import sys
from sectoral.workspace.operations.server import serve
serve(None, port=0, workers=1, ready=lambda address: print(address, flush=True))
"""


def test_a_link_leads_to_where_the_pages_are_served_and_nowhere_else_after(tmp_path: Path) -> None:
    env = os.environ | {"SECTORAL_HOME": str(tmp_path), "SECTORAL_MAIL": ""}
    for name in ("SECTORAL_ADDRESS", "SECTORAL_ORIGINS", "DJANGO_SETTINGS_MODULE"):
        env.pop(name, None)

    def lead() -> str:
        words = [*OURS, "lead", "ana@state.example", "--name", "Ana Stone"]
        done = subprocess.run(words, env=env, capture_output=True, text=True, check=True)
        return done.stdout.rpartition(": ")[2].partition("/account/")[0]

    command = [sys.executable, "-c", SERVE_PLAIN]
    server = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        served = server.stdout.readline().strip().rstrip("/")
        assert lead() == served
    finally:
        server.kill()
        server.wait(30)
    assert (tmp_path / "served-at").read_text() == served
    end = time.monotonic() + 60
    while lead() == served and time.monotonic() < end:
        time.sleep(0.2)  # the server's own process ends a moment after its parent
    assert lead() == "http://localhost:8000"


# ── letters leave while the pages are served ──────────────────────────────────────────────────


class Taking(socketserver.StreamRequestHandler):
    """As much of a mail server as is needed to take a letter."""

    def handle(self) -> None:
        say = self.wfile.write
        say(b"220 here\r\n")
        while line := self.rfile.readline().upper():
            if line.startswith(b"DATA"):
                say(b"354 go on\r\n")
                LETTERS.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            say(b"221 bye\r\n" if line.startswith(b"QUIT") else b"250 ok\r\n")


LETTERS: list[bytes] = []


@pytest.fixture
def post_office() -> Iterator[int]:
    """The port of a mail server on loopback."""
    LETTERS.clear()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Taking) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


SERVE = """
import sys
from sectoral.workspace.operations.server import serve
serve(None, port=0, workers=2, ready=lambda address: print(address, flush=True))
"""
POST = """
from sectoral.workspace.operations.database import prepare_database
prepare_database()
from django.utils import timezone
from sectoral.workspace.actions import outbox
for n in range(5):
    outbox.post(key=f"n {n}", to="ana@yard.example", subject=f"N{n}", body="b", at=timezone.now())
"""


def test_two_workers_send_each_letter_once_within_seconds(tmp_path: Path, post_office: int) -> None:
    env = os.environ | {
        "SECTORAL_HOME": str(tmp_path),
        "SECTORAL_MAIL": f"smtp://127.0.0.1:{post_office}",
        "DJANGO_SETTINGS_MODULE": "sectoral.workspace.settings",
    }
    subprocess.run([sys.executable, "-c", POST], env=env, check=True)
    command = [sys.executable, "-c", SERVE]
    server = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("http://127.0.0.1:")
        end = time.monotonic() + 60
        while len(LETTERS) < 5 and time.monotonic() < end:
            time.sleep(0.2)
        time.sleep(4)  # a second round of both: nothing goes out again
    finally:
        server.terminate()
        server.wait(30)
    subjects = sorted(re.findall(rb"^Subject: (N\d)", b"".join(LETTERS), re.M))
    assert subjects == [b"N0", b"N1", b"N2", b"N3", b"N4"]


def test_the_clocks_and_the_letters_are_run_from_the_command_line(tmp_path: Path) -> None:
    # On a machine where nobody named settings: the workspace is made, and both say what they did.
    env = os.environ | {"SECTORAL_HOME": str(tmp_path / "home")}
    env.pop("DJANGO_SETTINGS_MODULE", None)

    def run(word: str) -> str:
        done = subprocess.run([*OURS, word], env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "0 partnerships reviewed" in run("clocks")
    assert "0 partnerships reviewed" in run("clocks")
    assert "No mail server is set (SECTORAL_MAIL)" in run("send")
