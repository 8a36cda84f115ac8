"""What was done under a one-time key, and how it was answered: pressed twice, done once."""

from django.db import models


class Press(models.Model):
    """One press of a button, or one call of a program, that did something.

    key_digest   SHA-256 of whose key it was and the key: the database lets one in
    said_digest  SHA-256 of what was asked: the same key with other words is told apart
    answer       what the second press is answered with: never a secret
    """

    key_digest = models.CharField(max_length=64, unique=True)
    said_digest = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"press {self.key_digest[:8]}"
