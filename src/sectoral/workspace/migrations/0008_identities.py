"""Providers' names for people, each tied to one account."""

# ruff: noqa: D101, RUF012  (written by Django)

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sectoral.workspace import triggers


class Migration(migrations.Migration):
    dependencies = [
        ("workspace", "0007_calendar_entries"),
    ]

    operations = [
        migrations.CreateModel(
            name="Identity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issuer", models.CharField(max_length=400)),
                ("subject", models.CharField(max_length=255)),
                ("address", models.CharField(max_length=254)),
                ("tied_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "identities",
                "ordering": ("tied_at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("issuer", "subject"),
                        name="one_account_for_whom_a_provider_names",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("issuer", "person"),
                        name="one_sign_in_of_a_provider_for_an_account",
                    ),
                ],
            },
        ),
        migrations.RunPython(triggers.create, migrations.RunPython.noop),
    ]
