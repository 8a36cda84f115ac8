"""The rows of a workspace in PostgreSQL: read at one moment, and put back in one transaction.

They travel table by table, as COPY writes them, so that no program of the server's own version has
to be at hand; the tables themselves are made by our migrations.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg.sql import SQL, Identifier

FOLDER = "rows"
_LEFT_OUT = {"django_migrations", "workspace_tries"}
"""Made by the migrations themselves; counts of tries, which start anew."""
_BLOCK = 1 << 20


def our_tables() -> list[str]:
    """The tables of the database that are ours, also those that this version no longer knows."""
    labels = ("django_", *(f"{app.label}_" for app in apps.get_app_configs()))
    return sorted(
        name for name in connection.introspection.table_names() if name.startswith(labels)
    )


def copy_postgresql(
    folder: Path, told: Callable[[str], None]
) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Write every row of ours to a file a table, all as they are at one moment.

    Returns  each table's columns, and how many rows it has.
    """
    (folder / FOLDER).mkdir()
    columns: dict[str, list[str]] = {}
    rows: dict[str, int] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for name in our_tables():
            if name in _LEFT_OUT:
                continue
            told(f"Copying the database: {name}")
            columns[name] = _columns_of(cursor, name)
            rows[name] = _write_table(cursor, name, columns[name], folder / FOLDER / name)
    return columns, rows


def _columns_of(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [row[0] for row in cursor.fetchall()]


def _write_table(cursor: Any, table: str, columns: Iterable[str], file: Path) -> int:
    statement = SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(
        _listed(columns), Identifier(table)
    )
    # Of what the driver says while it copies, Django translates nothing by itself.
    with connection.wrap_database_errors, file.open("wb") as out, cursor.copy(statement) as copy:
        for block in copy:
            out.write(block)
    cursor.execute(SQL("SELECT count(*) FROM {}").format(Identifier(table)))
    return int(cursor.fetchone()[0])


def restore_postgresql(
    folder: Path,
    tables: dict[str, list[str]],
    migrations: list[tuple[str, str]],
    told: Callable[[str], None],
) -> None:
    """Make the tables anew as the copy has them, and put its rows in: all of it, or nothing.

    Takes    migrations: what the copy's database had gone through. What was there before goes, in
             the same transaction.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        told("Making the tables")
        _drop_all(cursor)
        executor = MigrationExecutor(connection)
        executor.migrate(migrations)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for name in tables:
            _switch_triggers(cursor, name, "DISABLE")
        cursor.execute(
            SQL("TRUNCATE {} CASCADE").format(SQL(", ").join(map(Identifier, sorted(tables))))
        )
        for name, columns in tables.items():
            told(f"Putting rows back: {name}")
            _read_table(cursor, name, columns, folder / FOLDER / name)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name, columns in tables.items():
            _switch_triggers(cursor, name, "ENABLE")
            if "id" in columns:
                _set_sequence(cursor, name)


def _drop_all(cursor: Any) -> None:
    """Take our tables and the functions of their triggers out."""
    here = our_tables()
    cursor.execute(
        "SELECT DISTINCT p.proname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal AND c.relname = ANY(%s)",
        [here],
    )
    functions = [row[0] for row in cursor.fetchall()]
    for name in here:
        cursor.execute(SQL("DROP TABLE {} CASCADE").format(Identifier(name)))
    for name in functions:
        cursor.execute(SQL("DROP FUNCTION IF EXISTS {}()").format(Identifier(name)))


def _switch_triggers(cursor: Any, table: str, how: str) -> None:
    cursor.execute(SQL("ALTER TABLE {} {} TRIGGER USER").format(Identifier(table), SQL(how)))


def _read_table(cursor: Any, table: str, columns: Iterable[str], file: Path) -> None:
    statement = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table), _listed(columns))
    with connection.wrap_database_errors, file.open("rb") as opened, cursor.copy(statement) as copy:
        while block := opened.read(_BLOCK):
            copy.write(block)


def _set_sequence(cursor: Any, table: str) -> None:
    """The next row gets a number that none has."""
    cursor.execute(
        SQL(
            "SELECT setval(pg_get_serial_sequence({name}, 'id'), coalesce(max(id), 1), "
            "max(id) IS NOT NULL) FROM {table} "
            "WHERE pg_get_serial_sequence({name}, 'id') IS NOT NULL"
        ).format(name=f'"{table}"', table=Identifier(table))
    )


def _listed(columns: Iterable[str]) -> Any:
    return SQL(", ").join(map(Identifier, columns))
