"""Words about pay, hiring or prices that were sent all the same, and who looked at them."""

# ruff: noqa: D101, RUF012  (written by Django)

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workspace", "0012_one_time_keys")]

    operations = [
        migrations.CreateModel(
            name="WordFlag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(blank=True, null=True)),
                ("act", models.CharField(max_length=60)),
                ("text", models.TextField()),
                ("words", models.TextField()),
                ("written_at", models.DateTimeField()),
                ("stands", models.BooleanField(blank=True, null=True)),
                ("outcome", models.TextField(blank=True)),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "looked_at_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="word_flags",
                        to="workspace.partnership",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("written_at", "pk"),
                "indexes": [models.Index(fields=["subject", "subject_id"], name="flag_of_a_row")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("looked_at__isnull", True),
                                ("looked_at_by__isnull", True),
                                ("stands__isnull", True),
                            ),
                            models.Q(
                                ("looked_at__isnull", False),
                                ("looked_at_by__isnull", False),
                                ("stands__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="words_looked_at_say_by_whom_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("looked_at_by__isnull", True),
                            models.Q(("looked_at_by", models.F("written_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_clears_the_own_words",
                    ),
                ],
            },
        ),
    ]
