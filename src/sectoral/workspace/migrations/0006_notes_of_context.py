"""Notes of context to a released need, and the rules that keep offers and companies out."""

# ruff: noqa: D101, RUF012  (written by Django)

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sectoral.workspace import triggers


class Migration(migrations.Migration):
    dependencies = [("workspace", "0005_import_findings")]

    operations = [
        migrations.CreateModel(
            name="NeedNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="workspace.need",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="need_notes",
                        to="workspace.seat",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="a_note_of_context_says_something",
                    )
                ],
            },
        ),
        migrations.RunPython(triggers.create, migrations.RunPython.noop),
    ]
