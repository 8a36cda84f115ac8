"""Who sits at a partnership: seats with their delegates, champions and what they wait for."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Prefetch, Q, When

from sectoral.workspace.models import (
    Championship,
    Delegate,
    Invitation,
    Partnership,
    Seat,
    Suspension,
)
from sectoral.workspace.models.organizations import SizeBand, System
from sectoral.workspace.queries.measures import distinct_owners
from sectoral.workspace.rules.policy import DELEGATE_CONFIRMED_FOR, TERM_SHOWN_AHEAD

A_PAGE = 25
_IN_ORDER = Case(*(When(system=system.value, then=place) for place, system in enumerate(System)))
"""Systems as every page lists them: companies first."""


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
    holes       systems that nobody sits for
    """

    companies: int
    small: int
    partners: int
    waiting: int
    suspended: int
    holes: tuple[str, ...]

    @property
    def small_share(self) -> int | None:
        """The share of small companies in percent."""
        return round(100 * self.small / self.companies) if self.companies else None


def sitting_at(
    partnership: Partnership, *, system: str, page: str | None, at: datetime
) -> tuple[Page[Seat], list[SeatEntry]]:
    """A page of the seats that have not ended, those that wait first; queries do not grow."""
    rows = partnership.seats.filter(until=None).select_related("organization__owner", "partnership")
    if system:
        rows = rows.filter(system=system)
    # "waiting" is the last standing by the alphabet, and what a convener looks for first.
    ordered = rows.order_by("-standing", _IN_ORDER, "organization__name", "pk")
    found = Paginator(ordered.prefetch_related(*_seat_prefetches(at)), A_PAGE).get_page(page)
    return found, [_seat_entry(seat, at) for seat in found.object_list]


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


def _seat_entry(seat: Seat, at: datetime) -> SeatEntry:
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
    systems = {seat.system for seat in seated}
    return SeatCounts(
        companies=len(distinct_owners(companies)),
        small=len(distinct_owners(small)),
        partners=sum(not seat.is_employer for seat in seated),
        waiting=sum(s.standing == Seat.Standing.WAITING for s in seats),
        suspended=sum(s.standing == Seat.Standing.SUSPENDED for s in seats),
        holes=tuple(str(system.label) for system in System if system.value not in systems),
    )


def ended_seats(partnership: Partnership) -> list[Seat]:
    """The last seats that ended or were refused."""
    rows = partnership.seats.exclude(until=None).select_related("organization")
    return list(rows.order_by("-until", "-pk")[:A_PAGE])


def per_system(partnership: Partnership, *, at: datetime) -> list[tuple[str, str, int]]:
    """Each system with its word and its seats that have not ended."""
    found = dict(
        Seat.objects.filter(Q(until=None), partnership=partnership, since__lte=at)
        .order_by()
        .values_list("system")
        .annotate(seats=Count("pk"))
    )
    return [(s.value, str(s.label), found.get(s.value, 0)) for s in System]
