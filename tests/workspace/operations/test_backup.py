"""A workspace is given back whole: copied while others write, brought back elsewhere."""

import os
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workspace.operations.conftest import ON_POSTGRESQL, Installation

WRITER = """
import django; django.setup()
from datetime import datetime, UTC
from sectoral.workspace.actions import outbox
at = datetime(2026, 5, 1, tzinfo=UTC)
for number in range(10**6):
    outbox.post(key=str(number), to="keel@keel.example", subject="s", body="b" * 900, at=at)
    print(number, flush=True)
"""
Elsewhere = Callable[[str], Installation]


def _count_lines(file: Path) -> int:
    return file.read_bytes().count(b"\n")


def _write_until(installation: Installation, file: Path, least: int) -> "subprocess.Popen[bytes]":
    with file.open("wb") as out:
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER], stdout=out, env=installation.environment
        )
    end = time.monotonic() + 120
    while _count_lines(file) < least:
        assert writer.poll() is None
        assert time.monotonic() < end
        time.sleep(0.05)
    return writer


def test_restore_drill(installation: Installation, elsewhere: Elsewhere, tmp_path: Path) -> None:
    writer = _write_until(installation, tmp_path / "told", 200)
    try:
        before = _count_lines(tmp_path / "told")
        told = installation.done("backup", str(tmp_path / "b.tar"))
        after = _count_lines(tmp_path / "told")
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.wait()
    assert after > before, "nothing was written meanwhile"
    assert "The key is not in it" in told
    there = elsewhere("there")
    there.home.mkdir()
    (there.home / "secret-key").write_bytes((installation.home / "secret-key").read_bytes())
    told = there.done("restore", str(tmp_path / "b.tar"))
    assert "letters waited then and will be sent" in told
    keys = {int(str(row[0]).split(" to ")[0]) for row in there.ask(
        "SELECT key FROM workspace_message WHERE \"to\" = 'keel@keel.example'"
    )}  # fmt: skip
    assert set(range(before)) <= keys
    assert keys == set(range(len(keys))), "of one moment: none is there without those before it"
    if not ON_POSTGRESQL:
        assert there.ask("PRAGMA integrity_check") == [("ok",)]
    # It works on: a new row gets a number of its own, and the record refuses what it refused.
    assert "can sign in here" in there.done(
        "lead", "ben@state.example", "--name", "Ben Hill", "--another"
    )
    with pytest.raises(Exception, match="never removed"):
        there.ask("DELETE FROM workspace_event")


def test_a_file_is_for_its_owner_and_holds_the_key_only_where_asked(
    installation: Installation, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    (tmp_path / "copies").mkdir()
    installation.done("backup", str(tmp_path / "copies"))
    (without,) = (tmp_path / "copies").iterdir()
    assert without.stat().st_mode & 0o777 == 0o600
    there = elsewhere("there")
    assert "the key that its ballots are sealed with" in there.refused("restore", str(without))
    assert list(there.home.iterdir()) == []
    told = installation.done("backup", str(tmp_path / "with.tar"), "--with-key")
    assert "can read everything" in told
    there.done("restore", str(tmp_path / "with.tar"), "--hold-letters")
    assert {path.stat().st_mode & 0o077 for path in there.home.iterdir()} == {0}
    key = (installation.home / "secret-key").read_text()
    assert (there.home / "secret-key").read_text() == key
    with tarfile.open(without) as tar:
        held = b"".join(opened.read() for one in tar if (opened := tar.extractfile(one)))
    assert key.encode() not in held
    assert "this file already exists" in installation.refused("backup", str(tmp_path / "with.tar"))


def test_what_was_changed_or_cut_short_is_refused_and_nothing_touched(
    installation: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "b.tar"
    installation.done("backup", str(file))
    before = installation.ask("SELECT count(*) FROM workspace_event")
    data = bytearray(file.read_bytes())
    data[data.rindex(b"ana@state.example")] ^= 1
    for spoilt in (bytes(data), bytes(data[: len(data) // 2]), b"no tar at all"):
        file.write_bytes(spoilt)
        last = installation.refused("restore", str(file), "--replace")
        assert "nothing was changed" in last
    assert installation.ask("SELECT count(*) FROM workspace_event") == before
    assert not [
        path for path in installation.home.iterdir() if path.name.startswith((".", "before"))
    ]


def test_a_workspace_is_replaced_only_where_asked_and_kept_beside(
    installation: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "b.tar"
    installation.done("backup", str(file))
    installation.done("lead", "ben@state.example", "--name", "Ben Hill", "--another")
    assert "add --replace" in installation.refused("restore", str(file))
    assert len(installation.ask("SELECT id FROM workspace_user")) == 2
    told = installation.done("restore", str(file), "--replace")
    assert len(installation.ask("SELECT id FROM workspace_user")) == 1
    (kept,) = installation.home.glob("before-restore-*")
    assert f"What was there before is kept: {kept}" in told
    if kept.suffix == ".tar":
        installation.done("restore", str(kept), "--replace")
        assert len(installation.ask("SELECT id FROM workspace_user")) == 2


def test_no_room_is_said_and_nothing_is_left(installation: Installation, small_disk: Path) -> None:
    if ON_POSTGRESQL:
        installation.django("-c", WRITER.replace("10**6", "600"))
    last = installation.refused("backup", str(small_disk / "b.tar"))
    assert last.startswith("sectoral: There is no room left on the disk")
    assert list(small_disk.iterdir()) == []


@pytest.mark.skipif(ON_POSTGRESQL, reason="the file is SQLite's")
@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_said(installation: Installation) -> None:
    installation.home.chmod(0o500)
    assert "cannot be written by this account" in installation.refused("clocks")
    installation.home.chmod(0o700)
