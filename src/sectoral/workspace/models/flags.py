"""Words about pay, hiring, prices or markets that were sent all the same (S9)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sectoral.workspace.models.partnerships import Partnership
from sectoral.workspace.rules.dates import day_words


class WordFlag(models.Model):
    """Words that a writer was told about and sent all the same: somebody has to look at them.

    Until then, and for good where they may not stand, other companies do not read a need, an
    opportunity or a point of an agenda that holds them.

    subject, subject_id   the row that holds them; version: of which of its texts
    act      what was done, by its key
    text     what was typed; words: what was found in it, and why
    stands   whether they may stand; null until somebody has looked
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="word_flags")
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    version = models.PositiveIntegerField(null=True, blank=True)
    act = models.CharField(max_length=60)
    text = models.TextField()
    words = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    stands = models.BooleanField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_at_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("written_at", "pk")
        indexes = (models.Index(fields=("subject", "subject_id"), name="flag_of_a_row"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(stands__isnull=True, looked_at__isnull=True, looked_at_by__isnull=True)
                | Q(stands__isnull=False, looked_at__isnull=False, looked_at_by__isnull=False)
                & ~Q(outcome=""),
                name="words_looked_at_say_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=Q(looked_at_by__isnull=True) | ~Q(looked_at_by=models.F("written_by")),
                name="nobody_clears_the_own_words",
            ),
        )

    def __str__(self) -> str:
        return f"words of {day_words(self.written_at)}"
