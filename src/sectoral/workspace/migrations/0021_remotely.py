"""Whoever joins from elsewhere does so “remotely”, in the letter and on the page alike."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """The word of a choice; no row changes."""

    dependencies: ClassVar = [("workspace", "0020_approval")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="invitee",
            name="reply",
            field=models.CharField(
                blank=True,
                choices=[("yes", "yes"), ("remote", "remotely"), ("no", "no")],
                max_length=10,
            ),
        ),
    ]
