"""Rules that must always hold and cross tables, kept by the database itself.

Each trigger is a condition under which a row is refused, written once in SQL that SQLite and
PostgreSQL both read; only the wrapping differs. Whatever door a row comes through — page, API,
import, a shell — the database refuses it.

A later migration that alters a table named here has to `drop` first and `create` after: SQLite
alters a table by making it anew, and its triggers do not come along.
"""

import re
from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from sectoral.workspace.triggers.accounts import ACCOUNTS
from sectoral.workspace.triggers.needs import NEEDS
from sectoral.workspace.triggers.partnerships import PARTNERSHIPS
from sectoral.workspace.triggers.rounds import ROUNDS
from sectoral.workspace.triggers.scope_and_end import SCOPE_AND_END
from sectoral.workspace.triggers.solutions import SOLUTIONS
from sectoral.workspace.triggers.trigger import Trigger

TRIGGERS: tuple[Trigger, ...] = (
    *ACCOUNTS,
    *SCOPE_AND_END,
    *SOLUTIONS,
    *NEEDS,
    *ROUNDS,
    *PARTNERSHIPS,
)


def create(apps: StateApps | None, editor: BaseDatabaseSchemaEditor) -> None:
    """Put every trigger in place; those that are there already are made anew.

    One that knows of a table, or of a column of its own, which a later migration makes waits for
    that migration to ask again.
    """
    columns = _columns_by_table(editor.connection)
    ready = [
        trigger
        for trigger in TRIGGERS
        if _tables_of(trigger) <= columns.keys() and _columns_of(trigger) <= columns[trigger.table]
    ]
    drop(apps, editor)
    _execute_all(
        editor.connection, (sql for trigger in ready for sql in _create_sql(trigger, editor))
    )


def _tables_of(trigger: Trigger) -> set[str]:
    """Every table that a trigger looks at."""
    named = re.findall(r"workspace_[a-z_]+", trigger.condition)
    return {trigger.table, *named, *filter(None, [trigger.reads])}


def _columns_by_table(connection: BaseDatabaseWrapper) -> dict[str, set[str]]:
    """The columns of every table of ours that is there."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        here = connection.introspection.table_names(cursor)
        for table in (table for table in here if table.startswith("workspace_")):
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608 - our own tables' names
            found[table] = {column[0] for column in cursor.description or ()}
    return found


def _columns_of(trigger: Trigger) -> set[str]:
    """The columns of its own table that a trigger looks at."""
    return set(re.findall(r"\b(?:NEW|OLD)\.(\w+)", trigger.condition))


def drop(apps: StateApps | None, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Take every trigger out."""
    here = set(editor.connection.introspection.table_names())
    known = [trigger for trigger in TRIGGERS if trigger.table in here]
    _execute_all(
        editor.connection, (sql for trigger in known for sql in _drop_sql(trigger, editor))
    )


def installed_names(connection: BaseDatabaseWrapper) -> set[str]:
    """The triggers of ours that the database has."""
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        return {row[0] for row in cursor.fetchall()} & {trigger.name for trigger in TRIGGERS}


def _execute_all(connection: BaseDatabaseWrapper, statements: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


def _create_sql(trigger: Trigger, editor: BaseDatabaseSchemaEditor) -> Iterator[str]:
    vendor = editor.connection.vendor
    differs = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}[vendor]
    condition = trigger.condition.replace("{differs}", differs)
    message = trigger.message.replace("'", "''")
    head = f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table}"
    if vendor == "sqlite":
        yield f"{head} FOR EACH ROW WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        return
    row = "OLD" if trigger.event == "DELETE" else "NEW"
    yield (
        f"CREATE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{message.replace('%', '%%')}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$"
    )
    yield f"{head} FOR EACH ROW EXECUTE FUNCTION {trigger.name}()"


def _drop_sql(trigger: Trigger, editor: BaseDatabaseSchemaEditor) -> Iterator[str]:
    if editor.connection.vendor == "sqlite":
        yield f"DROP TRIGGER IF EXISTS {trigger.name}"
        return
    yield f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}"
    yield f"DROP FUNCTION IF EXISTS {trigger.name}()"
