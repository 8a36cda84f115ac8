"""The server as a person starts and stops it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from sectoral.edition import Edition
from sectoral.errors import WrongUse
from sectoral.workspace.environment import home, origins
from sectoral.workspace.operations.server import free_port, serve

START = """
import signal; signal.signal(signal.SIGINT, signal.default_int_handler)
import sys; from pathlib import Path; from sectoral.workspace.operations.server import serve
import polars as pl; pl.DataFrame({"a": range(10000)}).group_by("a").len()
serve(Path(sys.argv[1]), port=0, workers=1, ready=lambda a: print(a, flush=True))
"""


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_answers_after_a_build_in_the_same_process_and_stops_when_told(
    edition: Edition, tmp_path: Path, ending: signal.Signals
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", START, str(edition.path)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"SECTORAL_HOME": str(tmp_path / "home"), "SECTORAL_SECRET_KEY": ""},
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    with urllib.request.urlopen(address, timeout=60) as page:  # noqa: S310  (our own server)
        assert "Quayland" in page.read().decode()
    process.send_signal(ending)
    try:
        process.wait(20)
    finally:
        process.kill()
    assert _closed(address)
    ours = [tmp_path / "home", *(tmp_path / "home").iterdir()]
    assert {path.name for path in ours} >= {"home", "secret-key", "workspace.sqlite3"}
    assert [path for path in ours if path.stat().st_mode & 0o077] == []


def _closed(address: str) -> bool:
    port = int(address.rstrip("/").rsplit(":", 1)[1])
    end = time.monotonic() + 15
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return True
        time.sleep(0.1)
    return False


def test_a_taken_port_is_said_with_a_way_out(edition: Edition) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        with pytest.raises(WrongUse, match="choose another port with --port"):
            serve(edition.path, port=door.getsockname()[1])


def test_a_folder_without_an_edition_is_said_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="found none"):
        serve(tmp_path, port=0)


@pytest.fixture
def no_key_named(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The operator names no key, and what this process makes is as open as before."""
    monkeypatch.delenv("SECTORAL_SECRET_KEY")
    mask = os.umask(0o022)
    yield
    os.umask(mask)


def test_the_secret_key_is_made_once_and_kept(tmp_path: Path, no_key_named: None) -> None:
    folder = tmp_path / "home"
    assert home.prepare_home(folder) == home.prepare_home(folder) == []
    (kept,) = home.secret_keys(folder)
    assert len(kept) >= 50
    assert folder.stat().st_mode & 0o777 == 0o700


def test_what_stood_open_is_closed_at_the_next_start(tmp_path: Path, no_key_named: None) -> None:
    home.prepare_home(tmp_path)
    names = ("secret-key", "workspace.sqlite3", "workspace.sqlite3-wal", "workspace.sqlite3-shm")
    for name in names:
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o644)
    tmp_path.chmod(0o755)
    assert home.prepare_home(tmp_path) == []
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in names} == {0o600}
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_holds_more_is_left_as_it_is_and_told(
    tmp_path: Path, no_key_named: None
) -> None:
    (tmp_path / "letters").mkdir()
    tmp_path.chmod(0o755)
    (told,) = home.prepare_home(tmp_path)
    assert told.startswith(f"{tmp_path}: other accounts can open this folder")
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def begun(folder: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    """A start of the workspace, as `sectoral lead` makes it."""
    command = [sys.executable, "-m", "sectoral.cli", "lead", "ana@state.example", "--name", "Ana S"]
    env = os.environ | {"SECTORAL_HOME": str(folder), "SECTORAL_SECRET_KEY": ""} | more
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def refused(folder: Path, **more: str) -> str:
    """What a start says that makes nothing anew: one sentence, and how to mend."""
    before = {path.name for path in folder.iterdir()}
    done = begun(folder, **more)
    assert (done.returncode, done.stdout) == (1, "")
    assert {path.name for path in folder.iterdir()} == before
    assert "To mend: " in done.stderr
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


@pytest.mark.skipif("SECTORAL_DATABASE" in os.environ, reason="the file is SQLite's")
def test_a_start_that_would_make_anew_what_was_there_is_stopped(tmp_path: Path) -> None:
    assert begun(tmp_path).returncode == 0
    database, key = tmp_path / "workspace.sqlite3", tmp_path / "secret-key"
    kept = key.read_text()
    key.unlink()
    assert "is not. Nothing was created." in refused(tmp_path)
    key.write_text("another")
    assert "a key that this database was used with is missing" in refused(tmp_path)
    key.write_text(f"another {kept}")
    assert begun(tmp_path).returncode == 0
    key.write_text("another")
    assert "a key that this database was used with is missing" in refused(tmp_path)
    key.write_text(f"another {kept}")
    for file in tmp_path.glob("workspace.sqlite3*"):
        file.unlink()
    assert "is empty or missing" in refused(tmp_path)
    database.touch()
    assert "is empty or missing" in refused(tmp_path)
    assert database.stat().st_size == 0


@pytest.mark.parametrize(
    ("setting", "value", "mend"),
    [
        ("SECTORAL_ORIGINS", "table.example.org", "write https://table.example.org"),
        ("SECTORAL_ORIGINS", "https://a.example/table", "write https://a.example"),
        ("SECTORAL_ADDRESS", "table.example.org:8443", "write https://table.example.org:8443"),
        ("SECTORAL_ADDRESS", "https://a.example:81/table/", "write https://a.example:81"),
        ("SECTORAL_ADDRESS", "https://*.example.org", "name the one host that readers open"),
        ("SECTORAL_ADDRESS", "ftp://a.example", "write https://a.example"),
    ],
)
def test_an_address_that_would_not_work_is_refused_at_the_start(
    setting: str, value: str, mend: str
) -> None:
    read = (
        origins.address_of if setting == "SECTORAL_ADDRESS" else lambda it: origins.origins_of([it])
    )
    with pytest.raises(WrongUse, match=f"{setting}.*To mend: {re.escape(mend)}"):
        read(value)


def test_the_sentence_is_said_by_the_command(tmp_path: Path) -> None:
    done = begun(tmp_path, SECTORAL_ORIGINS="table.example.org")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "sectoral: SECTORAL_ORIGINS: expected a whole address without a path, such as "
        "https://table.example.org; found 'table.example.org', no scheme. To mend: write "
        "https://table.example.org.\n"
    )
    assert {path.name for path in tmp_path.iterdir()} <= {"secret-key", "face"}


def test_the_server_says_why_it_does_not_start_in_one_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sectoral.cli", "serve", "--port", str(free_port("::1", 0))]
    env = os.environ | {"SECTORAL_HOME": str(tmp_path), "SECTORAL_ADDRESS": "a.example/table"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("sectoral: SECTORAL_ADDRESS: expected a whole address")
    assert len(done.stderr.splitlines()) == 1


def test_whole_addresses_stay_as_they_are() -> None:
    named = ["https://*.example.org", "http://localhost:8000", "https://a.example/"]
    assert origins.origins_of(named) == [*named[:2], "https://a.example"]
