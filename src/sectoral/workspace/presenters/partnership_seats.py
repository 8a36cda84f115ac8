"""Who sits at a partnership: seats with their delegates, champions and what they wait for."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from sectoral.workspace.models import (
    Championship,
    Delegate,
    Invitation,
    Partnership,
    Seat,
    Suspension,
)
from sectoral.workspace.models.organizations import SizeBand, System
from sectoral.workspace.presenters.partnerships import MatrixRow, asked_seats
from sectoral.workspace.queries.measures import distinct_owners
from sectoral.workspace.rules.policy import DELEGATE_CONFIRMED_FOR, TERM_SHOWN_AHEAD

ENDED_SHOWN = 25


@dataclass(frozen=True, slots=True)
class ActingDelegate:
    """A person who acts for a seat, and until when unless confirmed anew."""

    row: Delegate
    until: datetime
    over: bool
    soon: bool


@dataclass(frozen=True, slots=True)
class SeatEntry:
    """One seat with everything that hangs on it."""

    seat: Seat
    acting: tuple[ActingDelegate, ...]
    champions: tuple[Championship, ...]
    invitations: tuple[Invitation, ...]
    suspension: Suspension | None


@dataclass(frozen=True, slots=True)
class SeatCounts:
    """The table in numbers.

    companies   those that sit, common ownership once; `small` of them below 50 people
    missing     what the checklist still asks for, in words
    """

    companies: int
    small: int
    partners: int
    waiting: int
    suspended: int
    missing: tuple[str, ...]

    @property
    def small_share(self) -> int | None:
        """The share of small companies in percent."""
        return round(100 * self.small / self.companies) if self.companies else None


def seat_rows(partnership: Partnership, at: datetime) -> QuerySet[Seat]:
    """The seats that have not ended, with all that a list says of them; queries do not grow."""
    rows = partnership.seats.filter(until=None).select_related("organization__owner", "partnership")
    return rows.prefetch_related(*_seat_prefetches(at))


def _seat_prefetches(at: datetime) -> "tuple[Prefetch[str], ...]":
    open_letters = Invitation.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=at)
    return (
        Prefetch(
            "delegates",
            Delegate.objects.filter(until=None).select_related("person").order_by("-role", "pk"),
        ),
        Prefetch(
            "championships",
            Championship.objects.filter(until=None).select_related("person"),
        ),
        Prefetch("invitations", open_letters.select_related("sent_by")),
        Prefetch("suspensions", Suspension.objects.filter(until=None)),
    )


def seat_entry(seat: Seat, at: datetime) -> SeatEntry:
    """A seat of `seat_rows` with what hangs on it."""
    kept = list(seat.suspensions.all())
    return SeatEntry(
        seat=seat,
        acting=tuple(_acting_delegate(row, at) for row in seat.delegates.all()),
        champions=tuple(seat.championships.all()),
        invitations=tuple(seat.invitations.all()),
        suspension=kept[0] if kept else None,
    )


def _acting_delegate(row: Delegate, at: datetime) -> ActingDelegate:
    until = row.confirmed_at + DELEGATE_CONFIRMED_FOR.span
    return ActingDelegate(
        row, until, over=until <= at, soon=at < until <= at + TERM_SHOWN_AHEAD.span
    )


def count_seats(partnership: Partnership, *, at: datetime) -> SeatCounts:
    """The table in numbers, from one query."""
    seats = list(
        Seat.objects.select_related("organization").in_force(at).filter(partnership=partnership)
    )
    seated = [s for s in seats if s.standing == Seat.Standing.SEATED]
    companies = [s for s in seated if s.is_company]
    small = [s for s in companies if s.organization.size in (SizeBand.MICRO, SizeBand.SMALL)]
    by_system = {one: tuple(seat for seat in seated if seat.system == one) for one in System}
    row = MatrixRow(partnership, by_system, asked_seats(partnership))
    return SeatCounts(
        companies=len(distinct_owners(companies)),
        small=len(distinct_owners(small)),
        partners=sum(not seat.is_employer for seat in seated),
        waiting=sum(s.standing == Seat.Standing.WAITING for s in seats),
        suspended=sum(s.standing == Seat.Standing.SUSPENDED for s in seats),
        missing=row.missing_words,
    )


def ended_seats(partnership: Partnership) -> list[Seat]:
    """The last seats that ended or were refused."""
    rows = partnership.seats.exclude(until=None).select_related("organization")
    return list(rows.order_by("-until", "-pk")[:ENDED_SHOWN])
