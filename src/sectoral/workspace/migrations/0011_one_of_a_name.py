"""One owner of a name, and one organization of a name in each system, however it is spelt."""

# ruff: noqa: D101, RUF012  (written by Django)

from django.db import migrations, models

from sectoral.workspace import triggers


class Migration(migrations.Migration):
    dependencies = [("workspace", "0010_keys_of_names")]

    operations = [
        migrations.RunPython(triggers.drop, triggers.create),
        migrations.RemoveConstraint("organization", "one_organization_of_a_name"),
        migrations.AddConstraint(
            "organization",
            models.UniqueConstraint(fields=("key", "system"), name="one_organization_of_a_name"),
        ),
        migrations.AddConstraint(
            "organization",
            models.CheckConstraint(
                condition=models.Q(("key", ""), _negated=True), name="an_organization_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            "ownershipgroup",
            models.UniqueConstraint(fields=("key",), name="one_owner_of_a_name"),
        ),
        migrations.AddConstraint(
            "ownershipgroup",
            models.CheckConstraint(
                condition=models.Q(("key", ""), _negated=True), name="an_owner_has_a_name"
            ),
        ),
        migrations.RunPython(triggers.create, triggers.drop),
    ]
