"""What names are compared by, filled in for the rows that are there; who counts with whom."""

# ruff: noqa: D101, RUF012  (written by Django)

from itertools import groupby

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

from sectoral.names import kept_key
from sectoral.workspace import triggers
from sectoral.workspace.models.organizations import TWIN, KeyField


def _rows(apps: StateApps, editor: BaseDatabaseSchemaEditor, model: str) -> models.Manager:  # type: ignore[type-arg]
    """The rows of a table of ours in the database that is changed."""
    held = apps.get_model("workspace", model)
    return held.objects.db_manager(editor.connection.alias)  # type: ignore[no-any-return]


def count_seats(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Write down for each open round which seats count with which elector, as things stand."""
    elector, counted = _rows(apps, editor, "Elector"), _rows(apps, editor, "ElectorSeat")
    for one in elector.filter(round__state="open").select_related("round"):
        counted.create(elector=one, seat_id=one.seat_id)
        if not one.group.startswith("group "):
            continue
        sisters = _rows(apps, editor, "Seat").filter(
            partnership=one.round.partnership_id,
            standing="seated",
            until=None,
            voting=True,
            organization__owner=int(one.group.removeprefix("group ")),
        )
        for seat in sisters.exclude(electorates__round=one.round_id):
            counted.create(elector=one, seat=seat)


def join_owners(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Give each owner its key; owners of one name in several spellings become one."""
    group, event = _rows(apps, editor, "OwnershipGroup"), _rows(apps, editor, "Event")
    organization = _rows(apps, editor, "Organization")
    first: dict[str, int] = {}
    for one in group.order_by("pk"):
        key = kept_key(one.name) or f"{TWIN}{one.pk}"
        kept = first.setdefault(key, one.pk)
        if kept == one.pk:
            group.filter(pk=one.pk).update(key=key)
            continue
        name = group.get(pk=kept).name
        words = f"{name} and {one.name} are one owner: only the spelling differs"
        for owned in organization.filter(owner=one).order_by("pk"):
            event.create(
                at=timezone.now(),
                verb="join_owners",
                subject="organization",
                subject_id=owned.pk,
                words=words,
            )
        organization.filter(owner=one).update(owner=kept)
        one.delete()


def fill_keys(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Give each organization its key; the second of a name is told apart by its number."""
    organization = _rows(apps, editor, "Organization")
    rows = organization.order_by("system", "pk").values_list("system", "pk", "name")
    for _, of_system in groupby(rows, key=lambda row: row[0]):
        seen: set[str] = set()
        for _, pk, name in of_system:
            key = kept_key(name)
            twin = not key or key in seen
            seen.add(key)
            organization.filter(pk=pk).update(key=f"{key}{TWIN}{pk}" if twin else key)


class Migration(migrations.Migration):
    dependencies = [("workspace", "0009_letters_and_mailboxes")]

    operations = [
        migrations.RunPython(triggers.drop, migrations.RunPython.noop),
        migrations.AddField("organization", "key", KeyField(default=""), preserve_default=False),
        migrations.AddField("ownershipgroup", "key", KeyField(default=""), preserve_default=False),
        migrations.AddField("import", "remarks", models.JSONField(default=list)),
        migrations.AddField("import", "answers", models.JSONField(default=dict)),
        migrations.CreateModel(
            name="ElectorSeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "elector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="workspace.elector",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counted_in",
                        to="workspace.seat",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("elector", "seat"), name="a_seat_counted_once")
                ],
            },
        ),
        migrations.RunPython(count_seats, migrations.RunPython.noop),
        migrations.RunPython(join_owners, migrations.RunPython.noop),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
        migrations.RunPython(triggers.create, triggers.drop),
    ]
