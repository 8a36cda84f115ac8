"""A workspace made once, and copies of it in folders and databases of their own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

ON_POSTGRESQL = "SECTORAL_DATABASE" in os.environ


@dataclass(frozen=True)
class Installation:
    """A folder, and the database that its settings name; empty = SQLite in the folder."""

    home: Path
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told."""
        return os.environ | {
            "SECTORAL_HOME": str(self.home),
            "SECTORAL_DATABASE": self.database,
            "SECTORAL_SECRET_KEY": "",
            "SECTORAL_EDITION": "",
            "DJANGO_SETTINGS_MODULE": "sectoral.workspace.settings",
        }

    def run(self, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """A command of ours, as an operator types it."""
        command = [sys.executable, "-m", "sectoral.cli", *words]
        return subprocess.run(
            command, env=self.environment | more, capture_output=True, text=True, check=False
        )

    def done(self, *words: str, **more: str) -> str:
        """What a command said that did its work."""
        ended = self.run(*words, **more)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def refused(self, *words: str, **more: str) -> str:
        """What a command said that did not: one sentence, the last line."""
        ended = self.run(*words, **more)
        assert ended.returncode in (1, 2, 3), ended.stderr
        assert "Traceback" not in ended.stderr
        *steps, last = ended.stderr.splitlines()
        assert all(step.endswith("…") for step in steps), ended.stderr
        assert last.startswith("sectoral: ")
        return last

    def django(self, *words: str) -> str:
        """A command of Django's, or a program (-c), on it."""
        first = [] if words[0] == "-c" else ["-m", "django"]
        ended = subprocess.run(
            [sys.executable, *first, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """Rows, asked by another program than ours."""
        if self.database:
            import psycopg  # noqa: PLC0415

            with psycopg.connect(self.database) as connection:
                return connection.execute(sql).fetchall()
        import sqlite3  # noqa: PLC0415

        with closing(sqlite3.connect(self.home / "workspace.sqlite3")) as plain, plain:
            return plain.execute(sql).fetchall()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A workspace with its lead."""
    made = _empty(tmp_path_factory.mktemp("template") / "home")
    made.done("lead", "ana@state.example", "--name", "Ana Stone")
    yield made
    _drop(made)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Installation]:
    """A place where nothing is yet."""
    made = _empty(tmp_path / "empty")
    yield made
    _drop(made)


@pytest.fixture
def installation(template: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A workspace with its lead, for one test."""
    shutil.copytree(template.home, tmp_path / "home")
    made = Installation(tmp_path / "home", _new_database(template.database))
    if made.database:
        marks = made.home / "databases.txt"
        marks.write_text(marks.read_text().replace(_name(template), _name(made)))
    yield made
    _drop(made)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Callable[[str], Installation]]:
    """Further empty places by their names."""
    made: list[Installation] = []

    def make(name: str) -> Installation:
        made.append(_empty(tmp_path / name))
        return made[-1]

    yield make
    for one in made:
        _drop(one)


def _empty(home: Path) -> Installation:
    return Installation(home, _new_database("") if ON_POSTGRESQL else "")


def _name(made: Installation) -> str:
    return made.database.partition("?")[0].rsplit("/", 1)[1]


def _new_database(template: str) -> str:
    """The address of a new database, empty or a copy."""
    if not ON_POSTGRESQL:
        return ""
    name = f"drill_{uuid4().hex[:12]}"
    copied = f" TEMPLATE {_name(Installation(Path(), template))}" if template else ""
    _administer(f"CREATE DATABASE {name}{copied}")
    head, _, query = os.environ["SECTORAL_DATABASE"].partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}?{query}"


def _drop(made: Installation) -> None:
    if made.database:
        _administer(f"DROP DATABASE {_name(made)} WITH (FORCE)")


def _administer(statement: str) -> None:
    import psycopg  # noqa: PLC0415

    with psycopg.connect(os.environ["SECTORAL_DATABASE"], autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, where this machine lets us mount one."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)
