"""Spreadsheets that were brought in: what each run made, so that it can be undone."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Import(models.Model):
    """One file that was read: first as a dry run, then all of it or nothing.

    kind      organizations, contacts or partnerships
    columns   the file's column for each of ours, as it was matched
    rows      the file's rows as text, kept until the run is done or dropped
    remarks   what was read otherwise than it stands in the file, or passed over, in sentences
    answers   what the person said of names that look alike: question → 'same' or 'apart'
    findings  what the last check of the rows found: counts, errors, what would be made
    made      what a finished run made: model, id and the file's row, in the order of the making
    """

    class Kind(models.TextChoices):
        """What its rows are."""

        ORGANIZATIONS = "organizations", "organizations"
        CONTACTS = "contacts", "contacts"
        PARTNERSHIPS = "partnerships", "partnerships"

    kind = models.CharField(max_length=16, choices=Kind)
    file = models.CharField(max_length=200)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    findings = models.JSONField(default=dict)
    made = models.JSONField(default=list)
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("brought_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(done_at__isnull=False),
                name="only_what_was_done_is_undone",
            ),
        )

    def __str__(self) -> str:
        return self.file
