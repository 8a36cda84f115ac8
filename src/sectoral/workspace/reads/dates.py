"""Days and moments in words, in the time zone the pages speak in."""

from datetime import date, datetime

from django.utils import timezone


def day_words(when: date) -> str:
    """A day as a person writes it: “3 March 2026”."""
    local = timezone.localtime(when) if isinstance(when, datetime) else when
    return f"{local.day} {local:%B %Y}"


def moment_words(when: datetime) -> str:
    """A moment as a person writes it: “3 March 2026, 9:05 AM”."""
    local = timezone.localtime(when)
    half = "AM" if local.hour < 12 else "PM"
    return f"{day_words(when)}, {local.hour % 12 or 12}:{local:%M} {half}"


def until_words(when: datetime, at: datetime) -> str:
    """How long there is still: “today”, “tomorrow”, “in 5 days”."""
    days = (timezone.localtime(when).date() - timezone.localtime(at).date()).days
    if days <= 0:
        return "today"
    return "tomorrow" if days == 1 else f"in {days} days"
