"""Rows by chance need many small questions; here each is put into SQL once and asked again.

Django makes its SQL anew for every question, which takes ten times as long as asking it. A
question is told apart by its model and the names it filters by; the numbers it is asked with
are put into the places where stand-ins were.
"""

from typing import Any

from django.db import connection
from django.db.models import Model

_FIRST = -7_000_001
"""The first stand-in: no row has such a number."""

Question = tuple[str, list[Any]]

_asked: dict[tuple[Any, ...], Question] = {}


def numbers(kind: type[Model], column: str, wanted: dict[str, Any]) -> list[int]:
    """The numbers in a column of the rows that fit, each once, in order.

    Takes    wanted: filters as Django's; rows and numbers of rows may vary from time to time,
             other values make another question.
    """
    keys = {name: _number(value) for name, value in wanted.items()}
    given = [number for number in keys.values() if number is not None]
    fixed = tuple(
        (name, None if keys[name] is not None else repr(value)) for name, value in wanted.items()
    )
    asked = (connection.vendor, kind, column, fixed)
    if asked not in _asked:
        _asked[asked] = _question(kind, column, wanted, keys)
    sql, places = _asked[asked]
    with connection.cursor() as cursor:
        cursor.execute(sql, [given[p.nth] if isinstance(p, _Place) else p for p in places])
        return sorted({row[0] for row in cursor.fetchall() if row[0] is not None})


def row(kind: type[Model], number: int) -> Any:
    """A row by its number."""
    table = connection.ops.quote_name(kind._meta.db_table)
    sql = f"SELECT * FROM {table} WHERE id = %s"  # noqa: S608 - our own tables' names
    if kind._meta.pk is not None and kind._meta.pk.column != "id":
        return kind._base_manager.get(pk=number)
    return kind._base_manager.raw(sql, [number])[0]


class _Place:
    """Where the nth number of a question stands."""

    def __init__(self, nth: int) -> None:
        self.nth = nth


def _number(value: Any) -> int | None:
    if isinstance(value, Model):
        return int(value.pk)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _question(
    kind: type[Model], column: str, wanted: dict[str, Any], keys: dict[str, int | None]
) -> Question:
    stands: dict[int, int] = {}
    asked: dict[str, Any] = {}
    for name, value in wanted.items():
        asked[name] = value if keys[name] is None else _FIRST - len(stands)
        if keys[name] is not None:
            stands[asked[name]] = len(stands)
    found = kind._base_manager.filter(**asked).order_by().values_list(column)
    sql, params = found.query.sql_with_params()
    return sql, [_Place(stands[p]) if p in stands else p for p in params]
