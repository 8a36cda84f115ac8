"""Whether the database refuses, and what it would let in without one of its rules."""

from collections.abc import Callable

from django.db import DatabaseError, connection, transaction

from sectoral.workspace import triggers


def refused_by_database(act: Callable[[], object]) -> bool:
    """Try it, and say whether the database refused."""
    try:
        with transaction.atomic():
            act()
    except DatabaseError:
        return True
    return False


def without(name: str) -> None:
    """Take one trigger out for the rest of a test: a rule is seen to fail when it is gone.

    A name that no trigger has is that of a rule that no two rows may be alike.
    """
    trigger = next((t for t in triggers.TRIGGERS if t.name == name), None)
    with connection.cursor() as cursor:
        if trigger is None:
            cursor.execute(f'DROP INDEX "{name}"')
            return
        for sql in triggers._drop_sql(trigger, connection.schema_editor()):
            cursor.execute(sql)
