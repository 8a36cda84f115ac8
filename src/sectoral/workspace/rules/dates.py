"""Days and moments in words, in the time zone the pages speak in."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone


def day_words(when: date) -> str:
    """A day as a person writes it: “March 3, 2026”."""
    local = timezone.localtime(when) if isinstance(when, datetime) else when
    return f"{local:%B} {local.day}, {local.year}"


def moment_words(when: datetime) -> str:
    """A moment as a person writes it: “March 3, 2026, 9:05 AM”."""
    return f"{day_words(when)}, {hour_words(timezone.localtime(when))}"


def hour_words(local: datetime) -> str:
    """A moment's hour on its own clock, written alike everywhere: “9:05 AM”."""
    return f"{local.hour % 12 or 12}:{local:%M} {'AM' if local.hour < 12 else 'PM'}"


def there_words(when: datetime, zone: str) -> str:
    """A moment as it is on the clock of a place: “Tuesday, March 10, 2026, 5:30 PM MDT”."""
    local = when.astimezone(ZoneInfo(zone))
    return f"{_long_date(local)}, {hour_words(local)} {local:%Z}"


def span_words(starts: datetime, ends: datetime, zone: str) -> str:
    """From when to when, on the clock of a place.

    “Tuesday, March 10, 2026, 9:00 AM to 11:00 AM MDT”.
    """
    first, last = starts.astimezone(ZoneInfo(zone)), ends.astimezone(ZoneInfo(zone))
    end = hour_words(last)
    if last.date() != first.date():
        end = f"{_long_date(last)}, {end}"
    return f"{_long_date(first)}, {hour_words(first)} to {end} {first:%Z}"


def _long_date(local: datetime) -> str:
    return f"{local:%A}, {day_words(local.date())}"


def here_words(when: datetime) -> str:
    """The same on the pages' own clock: for whoever may read it in another time zone."""
    return there_words(when, str(timezone.get_current_timezone()))


def until_words(when: datetime, at: datetime) -> str:
    """How long there is still: “today”, “tomorrow”, “in 5 days”."""
    days = (timezone.localtime(when).date() - timezone.localtime(at).date()).days
    if days <= 0:
        return "today"
    return "tomorrow" if days == 1 else f"in {days} days"
