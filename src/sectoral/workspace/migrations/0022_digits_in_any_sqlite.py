"""A county's digits are counted without a function that only Django's SQLite knows.

With it, `PRAGMA integrity_check` and the recovery tools of a plain SQLite stopped at this table.
"""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from sectoral.workspace import triggers

_BUT_DIGITS = Func(
    F("area"), Value("0123456789"), function="LTRIM", output_field=models.CharField()
)


class Migration(migrations.Migration):
    """The same rule in other words; no row changes."""

    dependencies: ClassVar = [("workspace", "0021_remotely")]

    operations: ClassVar = [
        migrations.RunPython(triggers.drop, migrations.RunPython.noop),
        migrations.RemoveConstraint("worksite", "a_county_has_five_digits"),
        migrations.AddConstraint(
            "worksite",
            models.CheckConstraint(
                condition=Q(Exact(Length("area"), 5), Exact(_BUT_DIGITS, Value(""))),
                name="a_county_has_five_digits",
            ),
        ),
        migrations.RunPython(triggers.create, triggers.drop),
    ]
