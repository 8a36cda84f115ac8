"""The demo keeps a workspace of its own: made once, anew after a week, never somebody else's."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from sectoral.errors import WrongUse
from sectoral.workspace.management.commands.table_demo import MARK, _clear_old_demo
from sectoral.workspace.operations.server import _of_demo
from tests.workspace.demo.conftest import NOW

WANTED = {"seed": 1, "edition": "abc"}


def home(folder: Path, **kept: object) -> Path:
    (folder / "workspace.sqlite3").write_text("rows")
    (folder / MARK).write_text(json.dumps(WANTED | kept))
    return folder


def test_an_empty_folder_gets_a_new_demo(tmp_path: Path) -> None:
    assert _clear_old_demo(tmp_path, WANTED, NOW) == "new"


def test_a_demo_of_this_week_stays(tmp_path: Path) -> None:
    made = (NOW - timedelta(days=6)).isoformat()
    assert _clear_old_demo(home(tmp_path, now=made), WANTED, NOW) == ""
    assert (tmp_path / "workspace.sqlite3").exists()


@pytest.mark.parametrize(
    ("kept", "why"),
    [
        ({"now": (NOW - timedelta(days=8)).isoformat()}, "they are 8 days old"),
        ({"now": NOW.isoformat(), "edition": "another"}, "the edition has changed"),
        ({}, "it was stopped last time"),
    ],
)
def test_one_that_no_longer_fits_is_cleared_away(
    tmp_path: Path, kept: dict[str, object], why: str
) -> None:
    assert _clear_old_demo(home(tmp_path, **kept), WANTED, NOW) == why
    assert not (tmp_path / "workspace.sqlite3").exists()


def test_a_workspace_that_no_demo_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "workspace.sqlite3").write_text("rows")
    with pytest.raises(WrongUse, match="--out"):
        _clear_old_demo(tmp_path, WANTED, NOW)
    assert (tmp_path / "workspace.sqlite3").read_text() == "rows"


def test_its_processes_know_no_server_mail_or_provider_of_the_user(tmp_path: Path) -> None:
    told = _of_demo(tmp_path / "workspace")
    assert told["SECTORAL_HOME"] == str(tmp_path / "workspace")
    assert told["SECTORAL_DEMO"] == "1"
    assert told["SECTORAL_DATABASE"] == told["SECTORAL_MAIL"] == told["SECTORAL_OIDC"] == ""
    assert _of_demo(None) == {}
