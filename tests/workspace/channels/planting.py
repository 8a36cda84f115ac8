"""A word of one's own in every text of every row, as if each door had let it through."""

from collections.abc import Callable

from django.apps import apps
from django.db import connection
from django.db.models import CharField, TextField

from tests.workspace.partnership.kept import triggers_aside

APART = {"uid", "timezone", "token_digest", "key", "slug", "username", "email", "password"}
"""Fields that nobody types, and what an account is found by."""

CODES = {
    "region",
    "sector",
    "edition",
    "naics",
    "verb",
    "subject",
    "group",
    "public_link",
    "calendar",
    "act",
}
"""Fields that hold no words of a person: something else reads them."""


def plant(word: Callable[[str], str]) -> list[str]:
    """Write a word over every text that is there, past the actions.

    Takes    word: for a column, as 'Model.field'; the row's number is put behind it, since some
             names stand once only.
    Returns  the columns that held something.
    """
    stored = []
    with triggers_aside(), connection.cursor() as cursor:
        for model in apps.get_app_config("workspace").get_models():
            for field in model._meta.concrete_fields:
                plain_text = type(field) in (CharField, TextField) and not field.choices
                if not plain_text or field.unique or field.name in APART | CODES:
                    continue
                name = f"{model.__name__}.{field.name}"
                if (field.max_length or 999) < len(word(name)) + 6:
                    continue
                cursor.execute(
                    f'UPDATE "{model._meta.db_table}" SET "{field.column}" = %s || '  # noqa: S608 - our own
                    f'"{model._meta.pk.column}" WHERE "{field.column}" <> %s',
                    [word(name), ""],
                )
                if cursor.rowcount:
                    stored.append(name)
    return stored
