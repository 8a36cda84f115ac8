"""What holds from one moment to another: seats, offices, appointments, and their like."""

from datetime import datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

_Row = TypeVar("_Row", bound=models.Model)


def in_force(at: datetime, prefix: str = "") -> Q:
    """What holds at `at`: begun, and not ended; `prefix` leads there from another row."""
    return Q(**{f"{prefix}since__lte": at}) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": at})
    )


def one_running(*fields: str, name: str, **where: object) -> models.UniqueConstraint:
    """One row at a time that nobody has ended, by `fields`, among those that fit `where`."""
    condition = Q(**where, until__isnull=True)
    return models.UniqueConstraint(fields=fields, condition=condition, name=name)


class TermQuerySet(models.QuerySet[_Row]):
    """Rows that hold from one moment to another."""

    def in_force(self, at: datetime) -> Self:
        """Those that hold at `at`: begun, and not ended."""
        return self.filter(in_force(at))


class Term(models.Model):
    """A row that holds from `since` on; `until` is empty while nobody has ended it."""

    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
