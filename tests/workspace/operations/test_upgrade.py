"""A database is changed on purpose alone, after a copy; a newer one is left alone."""

import sqlite3
from contextlib import closing

import pytest

from tests.workspace.operations.conftest import ON_POSTGRESQL, Installation

PERSON = """
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    columns = connection.introspection.get_table_description(cursor, "workspace_user")
    given = {"username": "old", "email": "old@state.example"}
    needed = [c for c in columns if not c.null_ok and c.name != "id"]
    now = "2026-05-01 12:00:00+00:00"
    kinds = {"DateTimeField": now, "BooleanField": False, "CharField": "", "EmailField": ""}
    values = [
        given.get(c.name, False if c.name.startswith("is_") else
            kinds.get(connection.introspection.get_field_type(c.type_code, c), 0))
        for c in needed
    ]
    names = ", ".join(c.name for c in needed)
    marks = ", ".join(["%s"] * len(needed))
    cursor.execute(f"INSERT INTO workspace_user ({names}) VALUES ({marks})", values)
"""


def test_a_workspace_of_the_first_release_opens_after_the_upgrade(empty: Installation) -> None:
    empty.home.mkdir()
    (empty.home / "secret-key").write_text("the-key-of-the-first-release" * 3)
    empty.django("migrate", "--verbosity", "0", "workspace", "0003_triggers")
    empty.django("-c", PERSON)
    assert "run 'sectoral upgrade', which makes a copy first" in empty.refused("clocks")
    assert "run 'sectoral upgrade'" in empty.refused("serve", "--port", "8999")
    told = empty.done("upgrade")
    assert "workspace 0004_access_and_imports" in told
    (copy,) = empty.home.glob("before-upgrade-*.tar")
    assert str(copy) in told
    assert copy.stat().st_mode & 0o777 == 0o600
    assert "fits this version" in empty.done("upgrade")
    assert "can sign in here" in empty.done("lead", "ana@state.example", "--name", "Ana Stone")
    assert len(empty.ask("SELECT id FROM workspace_user")) == 2
    # The copy from before comes back as it was, and waits for its upgrade again.
    assert "Next: sectoral upgrade" in empty.done("restore", str(copy), "--replace")
    assert len(empty.ask("SELECT id FROM workspace_user")) == 1
    assert "run 'sectoral upgrade'" in empty.refused("send")


def test_a_version_older_than_the_database_leaves_it_alone(installation: Installation) -> None:
    installation.django(
        "-c",
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "from django.db.migrations.recorder import MigrationRecorder\n"
        "MigrationRecorder(connection).record_applied('workspace', '0999_of_tomorrow')",
    )
    for words in (("clocks",), ("serve", "--port", "8999"), ("upgrade",)):
        last = installation.refused(*words)
        assert "A newer version of Sectoral has changed this database" in last
        assert "workspace 0999_of_tomorrow" in last
    assert "WRONG  Changes: A newer version" in installation.run("doctor").stdout


@pytest.mark.skipif(ON_POSTGRESQL, reason="the file is SQLite's")
def test_a_plain_sqlite_looks_a_workspace_through(template: Installation) -> None:
    with closing(sqlite3.connect(template.home / "workspace.sqlite3")) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        with pytest.raises(sqlite3.IntegrityError, match="a_county_has_five_digits"):
            plain.execute("INSERT INTO workspace_worksite VALUES (1, 1, '0803x')")
