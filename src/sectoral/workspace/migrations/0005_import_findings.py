"""What a spreadsheet was found to hold, and when it was read."""

# ruff: noqa: D101  (written by Django)

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("workspace", "0004_access_and_imports"),)

    operations = (
        migrations.AddField(
            model_name="import", name="findings", field=models.JSONField(default=dict)
        ),
        migrations.AddField(
            model_name="import",
            name="checked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    )
