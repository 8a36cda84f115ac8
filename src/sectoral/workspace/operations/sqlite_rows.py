"""The rows of a workspace in SQLite: copied while others write, and looked through."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sectoral.errors import SectoralError

FILE = "workspace.sqlite3"
_PAGES_A_STEP = 4096


def copy_sqlite(database: Path, to: Path, told: Callable[[str], None]) -> dict[str, int]:
    """Copy a database as it is at one moment, whoever writes meanwhile; look the copy through.

    Takes    told: hears how far it is.
    Returns  how many rows each table has.
    Raises   SectoralError where the copy is not sound: then the database is not, either.
    """
    address = f"{database.resolve().as_uri()}?mode=rw"
    with (
        closing(sqlite3.connect(address, uri=True, timeout=60, isolation_level=None)) as source,
        closing(sqlite3.connect(to, isolation_level=None)) as copy,
    ):
        # A read that is held open keeps its moment; without it the copy would start anew with
        # every write of another process.
        source.execute("BEGIN")
        source.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()

        def progress(_status: int, left: int, total: int) -> None:
            told(f"Copying the database: {(total - left) * 100 // max(total, 1)}%")

        source.backup(copy, pages=_PAGES_A_STEP, progress=progress)
        # One file, without a journal beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        told("Looking the copy through")
        require_sound(copy, database)
        return count_rows(copy)


def require_sound(connection: sqlite3.Connection, name: Path) -> None:
    """Have SQLite look through every page, index and link.  Raises SectoralError for a fault."""
    # Tables of before 0022 count digits by a function that SQLite leaves to whoever asks.
    connection.create_function("REGEXP", 2, _matches, deterministic=True)
    faults = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
    strays = connection.execute("PRAGMA foreign_key_check").fetchmany(5)
    if faults == ["ok"] and not strays:
        return
    first = faults[0] if faults != ["ok"] else f"a row of {strays[0][0]} leads nowhere"
    raise SectoralError(
        f"{name}: the database is damaged ({first}). To mend: keep the file as it is, and bring "
        "back your last backup: sectoral restore FILE --replace."
    )


def _matches(pattern: str, text: object) -> bool:
    return re.search(pattern, str(text)) is not None


def count_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has."""
    names = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
    ]
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for name in sorted(names)
    }
