"""The server as a person starts and stops it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from sectoral.edition import Edition
from sectoral.errors import WrongUse
from sectoral.workspace import home
from sectoral.workspace.server import serve

START = """
import signal; signal.signal(signal.SIGINT, signal.default_int_handler)
import sys; from pathlib import Path; from sectoral.workspace.server import serve
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
        env=os.environ | {"SECTORAL_HOME": str(tmp_path / "home")},
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
    assert (tmp_path / "home" / "secret-key").stat().st_mode & 0o077 == 0


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
        with pytest.raises(WrongUse, match="name another with --port"):
            serve(edition.path, port=door.getsockname()[1])


def test_a_folder_without_an_edition_is_said_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="found none"):
        serve(tmp_path, port=0)


def test_the_secret_key_is_made_once_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    home.prepare(folder)
    kept = home.secret_key(folder)
    home.prepare(folder)
    assert home.secret_key(folder) == kept
    assert len(kept) >= 50
