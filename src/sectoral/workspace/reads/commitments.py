"""What was promised, what is due, what was kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from sectoral.workspace.models import Commitment, Partnership

DAY_ENDS = timedelta(hours=12)
"""After midnight of the due day by UTC, until that day has ended everywhere in the country."""

REMIND_BEFORE = (1, 7)
"""Days before the due day on which the people of a seat are reminded, shortest first."""

_OPEN = (Commitment.State.ACCEPTED, Commitment.State.DUE, Commitment.State.LATE)


def open_by(at: datetime) -> QuerySet[Commitment]:
    """Accepted and unsettled ones that a clock may have something to say about by now."""
    soon = at.date() + timedelta(days=max(REMIND_BEFORE))
    return Commitment.objects.filter(state__in=_OPEN, due__lte=soon)


def overdue(partnership: Partnership) -> QuerySet[Commitment]:
    """Those that are late, the longest first: what a convener asks about."""
    late = partnership.commitments.filter(state=Commitment.State.LATE)
    return late.select_related("seat__organization").order_by("due", "pk")


def lineage(commitment: Commitment) -> list[Commitment]:
    """A promise and those it replaced, the first first."""
    line = [commitment]
    while line[0].replaces is not None:
        line.insert(0, line[0].replaces)
    return line


@dataclass(frozen=True, slots=True)
class Kept:
    """How a partnership's promises ended.

    share   kept / (kept + late + withdrawn); None where none has ended. A promise that was
            renegotiated is counted by the one that took its place.
    """

    kept: int
    late: int
    withdrawn: int
    share: float | None


def kept(partnership: Partnership) -> Kept:
    """How many promises were kept, of those that came to an end or ran late."""
    states = list(partnership.commitments.values_list("state", flat=True))
    done, late, gone = (states.count(s) for s in ("kept", "late", "withdrawn"))
    ended = done + late + gone
    return Kept(done, late, gone, done / ended if ended else None)
