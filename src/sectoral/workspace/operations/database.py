"""The database when something of ours starts: made, found as it should be, or left alone.

A start makes a database once. It never changes one that holds people: that is `upgrade`, which
makes a copy first. It never works with one that a newer version has changed.
"""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from sectoral.errors import SectoralError
from sectoral.workspace.environment import home as kept
from sectoral.workspace.environment.home import DATABASE, holds_something, home_folder
from sectoral.workspace.operations.faults import database_place, faults_told
from sectoral.workspace.operations.text_face import make_face

_WAIT_SECONDS = 60
_LOCK_NUMBER = 7_326_842
"""The advisory lock of a start, on PostgreSQL: drawn once, and ours."""

MigrationName = tuple[str, str]
"""An app and its migration, such as ('workspace', '0021_remotely')."""


@dataclass(frozen=True, slots=True)
class MigrationGap:
    """How a database stands to this version.

    missing   what it has yet to be brought through, in order
    unknown   what it went through that this version knows nothing of: a newer one was here
    """

    missing: tuple[MigrationName, ...]
    unknown: tuple[MigrationName, ...]

    def require_known(self) -> None:
        """Raise SectoralError where a newer version has changed the database."""
        if self.unknown:
            raise SectoralError(
                f"A newer version of Sectoral has changed this database ({_named(self.unknown)}). "
                "Nothing was touched. To mend: install that version again, or bring back the copy "
                "from before its upgrade: sectoral restore FILE --replace."
            )

    def require_none_missing(self) -> None:
        """Raise SectoralError where the database waits to be brought forward."""
        if self.missing:
            raise SectoralError(
                f"This version of Sectoral needs {_count(len(self.missing), 'change')} to the "
                f"database ({_named(self.missing)}). Nothing was touched. To mend: run "
                "'sectoral upgrade', which makes a copy first."
            )


def prepare_database() -> None:
    """Make the workspace's folder, key and database where there are none; else see that they fit.

    Raises   SectoralError where a filled database lost its key, is empty where it was filled, waits
             for an upgrade, or was changed by a newer version: nothing is made anew then.
    """
    had_key = bool(kept.secret_keys(home_folder()))
    with faults_told():
        for open_still in kept.prepare_home(home_folder()):
            print(f"sectoral: {open_still}", file=sys.stderr)  # noqa: T201
        make_face(home_folder())  # Before the settings are read: they name it where it is.
        django.setup()
        with start_lock():
            _require_same_workspace(had_key=had_key)
            if holds_people():
                gap = migration_gap()
                gap.require_known()
                gap.require_none_missing()
            else:
                call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
            kept.note_filled(home_folder(), database_place())
        # A connection must not be carried over into the workers.
        connections.close_all()


def migration_gap() -> MigrationGap:
    """What the database lacks of this version, and what it has beyond it."""
    executor = MigrationExecutor(connection)
    known = executor.loader.graph.nodes.keys() | {
        replaced for one in executor.loader.disk_migrations.values() for replaced in one.replaces
    }
    ours = executor.loader.migrated_apps
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    unknown = [name for name in applied_migrations() if name[0] in ours and name not in known]
    return MigrationGap(tuple((one.app_label, one.name) for one, _ in plan), tuple(sorted(unknown)))


def applied_migrations() -> list[MigrationName]:
    """What the database went through, in order."""
    recorder = MigrationRecorder(connection)
    if not recorder.has_table():
        return []
    return list(recorder.migration_qs.order_by("pk").values_list("app", "name"))


def is_filled() -> bool:
    """Whether the workspace's tables are there."""
    if connection.vendor == "sqlite" and not holds_something(home_folder() / DATABASE):
        return False  # Asking it would make the file.
    return "workspace_user" in connection.introspection.table_names()


def holds_people() -> bool:
    """Whether anybody has an account: from then on nothing is changed without a copy."""
    if not is_filled():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM workspace_user LIMIT 1")
        return cursor.fetchone() is not None


@contextmanager
def start_lock() -> Iterator[None]:
    """Wait until no other process makes or changes this database, on whichever machine it runs."""
    if connection.vendor == "sqlite":
        with _file_lock(home_folder()):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout TO '{_WAIT_SECONDS}s'")
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK_NUMBER])
        cursor.execute("SET lock_timeout TO DEFAULT")
    try:
        yield
    finally:
        # The connection holds the lock, and lets it go at the latest when it ends.
        if connection.connection is not None and not connection.in_atomic_block:
            connection.close()


@contextmanager
def _file_lock(folder: Path) -> Iterator[None]:
    lock = sqlite3.connect(
        folder / "migrating.sqlite3", timeout=_WAIT_SECONDS, isolation_level=None
    )
    try:
        lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


def _require_same_workspace(*, had_key: bool) -> None:
    """Stop where a start would make anew what was there before."""
    folder, database = home_folder(), database_place()
    filled = is_filled()
    if not filled and kept.was_filled(folder, database):
        raise SectoralError(
            f"{folder}: the database ({database}) is empty or missing, but had data when this "
            "workspace last started. Nothing was created. To mend: put it back from your "
            f"backup; to begin a new workspace on purpose, take {folder / 'databases.txt'} "
            "away first."
        )
    if filled and not had_key:
        kept.forget_key(folder)
        raise SectoralError(kept.missing_key(folder))
    if filled and kept.lost_keys(folder, database):
        raise SectoralError(
            f"{folder}: a key that this database was used with is missing. Ballots sealed "
            "with it would not open. To mend: put the file 'secret-key' back from your "
            "backup; to change the key, write the new one in front of the old one, with a "
            "space between them."
        )


def _named(names: tuple[MigrationName, ...]) -> str:
    first = f"{names[0][0]} {names[0][1]}"
    return first if len(names) == 1 else f"{first} and {len(names) - 1} more"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
