"""Two workers get the same press at the same moment: one row, and one answer for both.

On the database that the tests run on: `python3 run.py test` runs them on SQLite and on PostgreSQL.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

ROUNDS = 8
SERVER = os.environ.get("SECTORAL_DATABASE", "")
ROOT = Path(__file__).parents[3]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder, and on a server a database of its own."""
    if not SERVER:
        yield tmp_path
        return
    name = f"once_{os.getpid()}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield tmp_path
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def start(home: Path, *words: str) -> "subprocess.Popen[bytes]":
    env = os.environ | {
        "SECTORAL_HOME": str(home),
        "SECTORAL_MFA": "0",
        "SECTORAL_SECRET_KEY": "one key for both workers, as a server has it",
        "SECTORAL_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "sectoral.workspace.settings",
    }
    if SERVER:
        env["SECTORAL_DATABASE"] = urlsplit(SERVER)._replace(path=f"/once_{os.getpid()}").geturl()
    command = [sys.executable, "-m", "tests.workspace.once.racing", *words]
    return subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE)


def answer(started: "subprocess.Popen[bytes]") -> Any:
    told = json.loads(started.communicate(timeout=300)[0])
    assert started.returncode == 0
    return told


def test_of_two_presses_at_once_one_is_done_and_both_are_answered_alike(home: Path) -> None:
    assert start(home, "prepare", str(ROUNDS)).wait(300) == 0
    both = [start(home, "race", str(me)) for me in (0, 1)]
    one, other = (answer(racer) for racer in both)
    assert one == other
    assert {(page, call) for page, _, call, _ in one} == {(302, 200)}
    assert answer(start(home, "count")) == [ROUNDS, ROUNDS]
