"""E-mail and calendar messages that wait to be sent: they survive a restart."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from sectoral.workspace.models.partnerships import Partnership


class Message(models.Model):
    """One message to one person; `outbox` sends it, and never twice.

    key         says what the message is about and whom it goes to: the same twice is one message
    calendar    an iCalendar object that goes along, else empty
    due_at      not sent before
    claim       of the sender that took it, until `lease_ends`; nothing has left the house yet
    handed_at   it is about to be given to the mail server: from here it is never taken up again
    sent_at     the mail server has it
    doubt       handed over, and then nothing was heard: a person decides whether it arrived
    """

    key = models.CharField(max_length=200, unique=True)
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    calendar = models.TextField(blank=True)
    posted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claim = models.CharField(max_length=32, blank=True)
    lease_ends = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    doubt = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("due_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(handed_at__isnull=False),
                name="what_is_sent_was_handed_over",
            ),
            models.CheckConstraint(
                condition=Q(handed_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="what_is_handed_over_is_not_withdrawn",
            ),
        )
        indexes: ClassVar = [
            models.Index(
                fields=("due_at",),
                condition=Q(handed_at__isnull=True, withdrawn_at__isnull=True),
                name="messages_that_wait",
            ),
        ]

    def __str__(self) -> str:
        return self.key
