"""Ballots, secrets of second factors and sessions are closed to whoever has the database alone."""

# ruff: noqa: D101, RUF012  (written by Django)

import json

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import sectoral.workspace.models.sealed
from sectoral.workspace import triggers
from sectoral.workspace.environment.seals import seal


def seal_ballots(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Seal what was cast before; the column is text by now and holds JSON as it was."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, choice FROM workspace_ballot")
        for pk, choice in cursor.fetchall():
            cursor.execute(
                "UPDATE workspace_ballot SET choice = %s WHERE id = %s", [_sealed(choice), pk]
            )


def _sealed(choice: str) -> str:
    return seal(json.dumps(json.loads(choice)))


def seal_second_factors(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Seal the secrets of devices and recovery codes."""
    for row in apps.get_model("mfa", "Authenticator").objects.all():
        row.data = {name: _closed(name, held) for name, held in row.data.items()}
        row.save(update_fields=["data"])


def _closed(name: str, held: object) -> object:
    if name in ("secret", "seed"):
        return seal(str(held))
    if name == "migrated_codes" and isinstance(held, list):
        return [seal(str(code)) for code in held]
    return held


def end_sessions(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """End the sessions whose rows hold the word of their cookie: people sign in once more."""
    apps.get_model("sessions", "Session").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("workspace", "0015_scope_and_waivers"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(triggers.drop, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="ballot",
            name="choice",
            field=sectoral.workspace.models.sealed.SealedJSON(
                help_text="Opens with the workspace's key alone."
            ),
        ),
        migrations.RunPython(seal_ballots, migrations.RunPython.noop),
        migrations.RunPython(seal_second_factors, migrations.RunPython.noop),
        migrations.RunPython(end_sessions, migrations.RunPython.noop),
        migrations.RunPython(triggers.create, migrations.RunPython.noop),
    ]
