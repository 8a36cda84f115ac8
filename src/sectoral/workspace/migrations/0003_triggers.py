"""The rules that cross tables, kept by the database."""

# ruff: noqa: D101, RUF012  (as Django writes them)

from django.db import migrations

from sectoral.workspace import triggers


class Migration(migrations.Migration):
    dependencies = [("workspace", "0002_tables")]

    operations = [migrations.RunPython(triggers.create, triggers.drop)]
