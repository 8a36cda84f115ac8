"""The doors' clock: pages, API and commands read the time here and pass it on; rules never do."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, in UTC. Call it as `clock.now()`, so that a test may set another time."""
    return timezone.now()
