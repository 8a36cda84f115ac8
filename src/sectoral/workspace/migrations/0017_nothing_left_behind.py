"""What was sealed leaves no plain copy in the pages that the database keeps for later use."""

# ruff: noqa: D101, RUF012  (written by Django)

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_REWRITTEN = ("workspace_ballot", "mfa_authenticator", "django_session", "workspace_message")


def write_anew(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Write the file, or a server's tables, anew without what was removed."""
    if editor.connection.in_atomic_block:
        return  # A backup comes back: its tables are new, and nothing was removed from them.
    with editor.connection.cursor() as cursor:
        if editor.connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for table in _REWRITTEN:
            cursor.execute(f"VACUUM FULL {table}")


class Migration(migrations.Migration):
    atomic = False  # A database is not written anew in the middle of a change.

    dependencies = [("workspace", "0016_sealed")]

    operations = [migrations.RunPython(write_anew, migrations.RunPython.noop)]
