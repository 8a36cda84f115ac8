"""What was promised, what is due, what was kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from sectoral.workspace.models import Commitment, Partnership, Seat
from sectoral.workspace.rules.policy import PROMISE_LAST_REMINDER, PROMISE_REMINDER

DAY_ENDS = timedelta(hours=12)
"""After midnight of the due day by UTC, until that day has ended everywhere in the country."""

REMIND_BEFORE = (PROMISE_LAST_REMINDER.value, PROMISE_REMINDER.value)
"""Days before the due day on which the people of a seat are reminded, shortest first."""

_OPEN = (Commitment.State.ACCEPTED, Commitment.State.DUE, Commitment.State.LATE)


def open_by(at: datetime) -> QuerySet[Commitment]:
    """Accepted and unsettled ones that a clock may have something to say about by now."""
    soon = at.date() + timedelta(days=max(REMIND_BEFORE))
    return Commitment.objects.filter(state__in=_OPEN, due__lte=soon)


_RANK = (
    Commitment.State.LATE,
    Commitment.State.DUE,
    Commitment.State.OFFERED,
    Commitment.State.ACCEPTED,
    Commitment.State.KEPT,
    Commitment.State.WITHDRAWN,
    Commitment.State.RENEGOTIATED,
)


def ranked_commitments(partnership: Partnership, own: Sequence[Seat] = ()) -> QuerySet[Any]:
    """Its promises, each with what it is ordered by.

    Returns  `mine`: 0 for the reader's own; `rank`: the late ones first.
    """
    mine = Case(When(seat__in=own, then=Value(0)), default=Value(1), output_field=IntegerField())
    rank = Case(
        *(When(state=state, then=Value(place)) for place, state in enumerate(_RANK)),
        output_field=IntegerField(),
    )
    rows = partnership.commitments.annotate(mine=mine, rank=rank)
    return rows.select_related("seat__organization", "solution__partnership")


@dataclass(frozen=True, slots=True)
class CommitmentEntry:
    """A promise that stands or ended, with those it took the place of, the latest first.

    mine   whether the reader acts for the seat that promised
    """

    row: Commitment
    before: tuple[Commitment, ...]
    mine: bool


def commitment_entries(
    partnership: Partnership, own: Sequence[Seat], rows: Iterable[Commitment]
) -> list[CommitmentEntry]:
    """Each of these promises with those it took the place of; one query for all, at most."""
    held = list(rows)
    gone = partnership.commitments.filter(state=Commitment.State.RENEGOTIATED)
    old = {row.pk: row for row in gone} if any(row.replaces_id for row in held) else {}
    mine = {seat.pk for seat in own}
    return [
        CommitmentEntry(row, _earlier_commitments(row, old), row.seat_id in mine) for row in held
    ]


def _earlier_commitments(row: Commitment, old: Mapping[int, Commitment]) -> tuple[Commitment, ...]:
    line: list[Commitment] = []
    while (found := old.get(row.replaces_id or 0)) is not None:
        line.append(found)
        row = found
    return tuple(line)


@dataclass(frozen=True, slots=True)
class CommitmentOutcomes:
    """How a partnership's promises ended.

    share   kept / (kept + late + withdrawn); None where none has ended. A promise that was
            renegotiated is counted by the one that took its place.
    """

    kept: int
    late: int
    withdrawn: int
    share: float | None

    @property
    def ended(self) -> int:
        """How many came to an end or ran late."""
        return self.kept + self.late + self.withdrawn


def commitment_outcomes(partnership: Partnership) -> CommitmentOutcomes:
    """How many promises were kept, of those that came to an end or ran late."""
    states = list(partnership.commitments.values_list("state", flat=True))
    done, late, gone = (states.count(s) for s in ("kept", "late", "withdrawn"))
    ended = done + late + gone
    return CommitmentOutcomes(done, late, gone, done / ended if ended else None)
