"""Nobody sells wares at the table: what seats write to the companies, and reports of pitches."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sectoral.workspace.models.partnerships import Partnership, Seat
from sectoral.workspace.models.solutions import Solution


class Post(models.Model):
    """Words that a seat writes to the companies at the table.

    A trigger refuses a public seat's post unless it is about an open solution (I5).

    solution    what it is about; a public seat's post always names one
    held        why it waits for the convener: it looks like an offer (S1)
    shown_at    when the companies could first read it; null while it waits
    refused_at  when the convener decided that it is not shown
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="posts")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="posts")
    solution = models.ForeignKey(
        Solution, models.PROTECT, null=True, blank=True, related_name="posts"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    held = models.TextField(blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    looked_at_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(held="") | Q(shown_at__isnull=True) | Q(looked_at_by__isnull=False),
                name="a_held_post_is_shown_only_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(shown_at__isnull=True) | Q(refused_at__isnull=True),
                name="a_post_is_shown_or_refused",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_post_says_something"),
        )

    def __str__(self) -> str:
        return f"post by {self.seat}"


class PitchReport(models.Model):
    """One click: somebody sold wares at the table (I5, S1)."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="pitches")
    about = models.ForeignKey(Seat, models.PROTECT, related_name="reported")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    where = models.CharField(max_length=200)
    at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    upheld = models.BooleanField(null=True, blank=True)
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True, handled_by__isnull=True, upheld__isnull=True)
                | Q(handled_at__isnull=False, handled_by__isnull=False, upheld__isnull=False)
                & ~Q(outcome=""),
                name="a_handled_report_says_how",
            ),
        )

    def __str__(self) -> str:
        return f"pitch by {self.about}"
