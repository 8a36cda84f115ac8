"""Whose name and address a meeting's entries carry, kept from the first invitation on."""

# ruff: noqa: D101, RUF012  (written by Django)

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from sectoral.workspace import triggers


def keep_inviters(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Entries that are out carry the address of whoever invited: they keep it."""
    held = apps.get_model("workspace", "Meeting").objects.db_manager(editor.connection.alias)
    for one in held.filter(invited_by__isnull=False).select_related("invited_by"):
        held.filter(pk=one.pk).update(organizer_email=one.invited_by.email)


class Migration(migrations.Migration):
    dependencies = [("workspace", "0018_who_comes")]

    operations = [
        migrations.RunPython(triggers.drop, migrations.RunPython.noop),
        migrations.AddField(
            "meeting", "organizer_name", models.CharField(blank=True, max_length=330)
        ),
        migrations.AddField(
            "meeting", "organizer_email", models.EmailField(blank=True, max_length=254)
        ),
        migrations.RunPython(keep_inviters, migrations.RunPython.noop),
        migrations.RunPython(triggers.create, triggers.drop),
    ]
