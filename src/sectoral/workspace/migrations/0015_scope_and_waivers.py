"""Companies decide on scope and end; waivers of two; what an import brings is not public."""

# ruff: noqa: D101, RUF012  (written by Django)

import re

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from sectoral.workspace import triggers

LIVE = (
    "proposed",
    "forming",
    "launch_ready",
    "launched",
    "active",
    "at_risk",
    "stale",
    "paused",
)


def name_pairs(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """A waiver that named nobody was given for whoever overlaps now."""
    partnerships, waivers = (apps.get_model("workspace", n) for n in ("Partnership", "Waiver"))
    live = list(partnerships.objects.filter(stage__in=LIVE).order_by("pk"))
    pairs = [(one, other) for one in live for other in live if one.waiver and one.pk != other.pk]
    for one, other in pairs:
        areas = sorted(set(one.areas) & set(other.areas))
        same = (one.region, one.sector) == (other.region, other.sector)
        codes = _shared(one.naics, other.naics) if same or areas else []
        if same or codes:
            waivers.objects.create(
                partnership=one,
                beside=other,
                reason=one.waiver,
                naics=codes,
                areas=areas,
                given_at=one.created_at,
            )


def _shared(ours: list[str], theirs: list[str]) -> list[str]:
    """The codes that lie within the other's; '31-33' begins as 31, 32 and 33 do."""
    found = [code for code in ours if any(_within(code, wide) for wide in theirs)]
    found += [code for code in theirs if any(_within(code, wide) for wide in ours)]
    return list(dict.fromkeys(found))


def _within(code: str, wide: str) -> bool:
    first, dash, last = wide.partition("-")
    if not dash:
        return code.startswith(wide)
    return any(code.startswith(str(n)) for n in range(int(first), int(last) + 1))


def publish(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """What is there is public, but for what a spreadsheet brought in and nobody has launched.

    The file's name goes from what stands on a public page.
    """
    partnerships, imports = (apps.get_model("workspace", n) for n in ("Partnership", "Import"))
    brought = {
        made["pk"]
        for run in imports.objects.exclude(made=[])
        for made in run.made
        if made["model"] == "partnership"
    }
    early = partnerships.objects.filter(pk__in=brought, stage__in=("proposed", "forming"))
    rows = partnerships.objects.exclude(pk__in=early.values("pk"))
    rows.update(published_at=models.F("created_at"))
    for row in partnerships.objects.filter(pk__in=brought):
        row.case_for = re.sub(r"^Brought in from .*, row [\d,]+, as ", UNNAMED, row.case_for)
        row.save(update_fields=["case_for"])
    appointments = apps.get_model("workspace", "Appointment")
    for held in appointments.objects.filter(partnership__in=brought):
        held.basis = re.sub(r" \(.*, row [\d,]+\)$", "", held.basis)
        held.save(update_fields=["basis"])


UNNAMED = "Brought in from a spreadsheet, as "


class Migration(migrations.Migration):
    dependencies = [
        ("workspace", "0014_changes_and_claims"),
    ]

    operations = [
        migrations.RunPython(triggers.drop, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                ("naics", models.JSONField(default=list)),
                ("areas", models.JSONField(default=list)),
                ("given_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("given_at", "pk"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="realignment",
            name="a_merge_has_a_successor",
        ),
        migrations.RemoveConstraint(
            model_name="realignment",
            name="no_realignment_without_the_state",
        ),
        migrations.AddField(
            model_name="partnership",
            name="published_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="realignment",
            name="areas",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="realignment",
            name="because",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="realignment",
            name="closing_note",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="realignment",
            name="decided_because",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="realignment",
            name="naics",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="realignment",
            name="scope",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="realignment",
            name="kind",
            field=models.CharField(
                choices=[
                    ("merge", "merge"),
                    ("split", "split"),
                    ("rescope", "change of scope"),
                    ("close", "closing"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="realignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "merge"), _negated=True),
                    ("successor__isnull", False),
                    _connector="OR",
                ),
                name="a_merge_has_a_successor",
            ),
        ),
        migrations.AddConstraint(
            model_name="realignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_at__isnull", True),
                    ("confirmed_at__isnull", False),
                    ("kind__in", ("rescope", "close")),
                    _connector="OR",
                ),
                name="no_realignment_without_the_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="realignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ("rescope", "close")), _negated=True),
                    ("confirmed_at__isnull", True),
                    models.Q(("decided_because", ""), _negated=True),
                    _connector="OR",
                ),
                name="the_state_says_why_it_decides",
            ),
        ),
        migrations.AddField(
            model_name="waiver",
            name="beside",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="waivers_beside",
                to="workspace.partnership",
            ),
        ),
        migrations.AddField(
            model_name="waiver",
            name="given_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="waiver",
            name="partnership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="waivers",
                to="workspace.partnership",
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="a_waiver_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.CheckConstraint(
                condition=models.Q(("partnership", models.F("beside")), _negated=True),
                name="a_waiver_is_of_two",
            ),
        ),
        migrations.RunPython(name_pairs, migrations.RunPython.noop),
        migrations.RunPython(publish, migrations.RunPython.noop),
        migrations.RunPython(triggers.create, triggers.drop),
    ]
