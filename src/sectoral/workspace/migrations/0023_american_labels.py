"""Labels in American English; what the database holds stays."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Choices alone: no row and no rule changes."""

    dependencies: ClassVar = [
        ("workspace", "0022_digits_in_any_sqlite"),
    ]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="meeting",
            name="state",
            field=models.CharField(
                choices=[
                    ("planned", "planned"),
                    ("invited", "invited"),
                    ("open", "under way"),
                    ("held", "held"),
                    ("cancelled", "canceled"),
                ],
                default="planned",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="need",
            name="category",
            field=models.CharField(
                choices=[
                    ("talent", "talent"),
                    ("infrastructure", "infrastructure"),
                    ("suppliers", "suppliers and markets"),
                    ("capital", "access to capital"),
                    ("regulation", "regulation"),
                    ("innovation", "innovation"),
                    ("branding", "image of the industry"),
                    ("access", "housing, child care, transportation"),
                    ("other", "other"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="partnership",
            name="stage",
            field=models.CharField(
                choices=[
                    ("proposed", "proposed"),
                    ("rejected", "turned down"),
                    ("forming", "forming"),
                    ("launch_ready", "ready to launch"),
                    ("launched", "launched"),
                    ("active", "active"),
                    ("at_risk", "at risk"),
                    ("stale", "stale"),
                    ("paused", "paused"),
                    ("merged", "merged into another"),
                    ("split", "split into several"),
                    ("closed", "closed"),
                ],
                default="proposed",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="realignment",
            name="kind",
            field=models.CharField(
                choices=[
                    ("merge", "merger"),
                    ("split", "split"),
                    ("rescope", "change of scope"),
                    ("close", "closing"),
                ],
                max_length=8,
            ),
        ),
    ]
