"""Companies may vote by approval."""

# ruff: noqa: D101, RUF012  (written by Django)

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workspace", "0019_organizers")]

    operations = [
        migrations.AlterField(
            "round",
            "rule",
            models.CharField(
                choices=[
                    ("ranked", "put in order"),
                    ("points", "share out 100 points"),
                    ("matrix", "importance × feasibility"),
                    ("approval", "tick any number"),
                ],
                max_length=10,
            ),
        ),
    ]
