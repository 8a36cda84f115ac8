"""A world is built by its actions once; after that its rows are laid down again.

A world takes hundreds of queries to build, and every test wants one. What was built is kept
as rows of every table of ours, and put into the empty tables of the next test inside that
test's own transaction. The triggers step aside for those rows, which they let through when the
world was built, and are back before the test begins.
"""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.db import connection, transaction

from sectoral.workspace import triggers
from sectoral.workspace.models import Message, User

P = ParamSpec("P")
T = TypeVar("T")
Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


def kept(build: Callable[P, T]) -> Callable[P, T]:
    """Build a world once for each way of asking; where tables hold people, build it anew."""
    worlds: dict[str, tuple[T, Rows]] = {}

    @wraps(build)
    def lay(*args: P.args, **kwargs: P.kwargs) -> T:
        if User.objects.exists():
            return _welcomed(build(*args, **kwargs))
        asked = repr((args, sorted(kwargs.items())))
        if asked in worlds:
            _lay_down(worlds[asked][1])
        else:
            worlds[asked] = _welcomed(build(*args, **kwargs)), _rows()
        return copy.deepcopy(worlds[asked][0])

    return lay


def _welcomed(world: T) -> T:
    """A world begins when the letters that welcomed its people have been read and put away."""
    for about in ("account of ", "delegate ", "appointment ", "champion ", "seat "):
        Message.objects.filter(key__startswith=about).delete()
    return world


def _rows() -> Rows:
    """Every row of ours, by table: the columns, and the values as the database holds them."""
    found: Rows = {}
    models = apps.get_app_config("workspace").get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        for table in sorted(model._meta.db_table for model in models):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables' names
            found[table] = [c[0] for c in cursor.description], cursor.fetchall()
    return found


def _lay_down(rows: Rows) -> None:
    # In one transaction, since rows refer to each other.
    with transaction.atomic(), triggers_aside(), connection.cursor() as cursor:
        for table, (columns, values) in rows.items():
            names = ", ".join(f'"{column}"' for column in columns)
            marks = ", ".join(["%s"] * len(columns))
            if values:
                cursor.executemany(
                    f'INSERT INTO "{table}" ({names}) VALUES ({marks})',  # noqa: S608 - ditto
                    values,
                )


@contextmanager
def triggers_aside() -> Iterator[None]:
    """No trigger speaks meanwhile. SQLite has to make them anew; PostgreSQL is told to wait.

    The numbers that PostgreSQL gives to rows need no care: they ran past those of a kept world
    when it was built, and no rollback takes them back.
    """
    if connection.vendor == "sqlite":
        triggers.drop(None, connection.schema_editor())
        yield
        triggers.create(None, connection.schema_editor())
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
