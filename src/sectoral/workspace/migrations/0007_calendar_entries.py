"""Who was sent which calendar entry: kept from now on, and read once from the letters so far."""

# ruff: noqa: D101, RUF012  (written by Django)

import re
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from sectoral.workspace import triggers

_KEY = re.compile(r"meeting (\d+) sequence (\d+) to (\d+)")


def entries_of_letters(apps: StateApps, _: BaseDatabaseSchemaEditor) -> None:
    """Each person's last entry of each meeting, as the letters that went out have it."""
    message, invitee = (apps.get_model("workspace", name) for name in ("Message", "Invitee"))
    meetings = set(apps.get_model("workspace", "Meeting").objects.values_list("pk", flat=True))
    last: dict[tuple[int, int], Any] = {}
    sent = message.objects.filter(key__startswith="meeting ", withdrawn_at=None).exclude(
        person=None
    )
    for letter in sent.order_by("pk").iterator():
        found = _KEY.fullmatch(letter.key)
        if found is None or int(found[1]) not in meetings:
            continue
        kept, sequence = (int(found[1]), letter.person_id), int(found[2])
        if kept not in last or last[kept].sequence <= sequence:
            last[kept] = invitee(
                meeting_id=kept[0],
                person_id=kept[1],
                sequence=sequence,
                change=sequence,
                holds="METHOD:CANCEL" not in letter.calendar,
                told_at=letter.posted_at,
            )
    invitee.objects.bulk_create(last.values(), batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("workspace", "0006_notes_of_context")]

    operations = [
        migrations.CreateModel(
            name="Invitee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("change", models.PositiveIntegerField()),
                ("holds", models.BooleanField(default=True)),
                ("told_at", models.DateTimeField()),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitees",
                        to="workspace.meeting",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meeting_entries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("meeting", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "person"), name="one_entry_a_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sequence__gte", models.F("change"))),
                        name="an_entry_is_numbered_on",
                    ),
                ],
            },
        ),
        # The triggers first: PostgreSQL makes none on a table whose new rows it has to check yet.
        migrations.RunPython(triggers.create, migrations.RunPython.noop),
        migrations.RunPython(entries_of_letters, migrations.RunPython.noop),
    ]
