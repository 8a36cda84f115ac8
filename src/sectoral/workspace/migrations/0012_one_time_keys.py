"""What was done under a one-time key: pressed twice, done once."""

# ruff: noqa: D101, RUF012  (written by Django)

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workspace", "0011_one_of_a_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Press",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key_digest", models.CharField(max_length=64, unique=True)),
                ("said_digest", models.CharField(max_length=64)),
                ("answer", models.JSONField(default=dict)),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
    ]
