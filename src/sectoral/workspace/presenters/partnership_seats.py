"""Who sits at a partnership: seats with their delegates, champions and what they wait for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

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
from sectoral.workspace.queries.measures import groups
from sectoral.workspace.queries.roles import CONFIRMED_FOR, current

A_PAGE = 25
_IN_ORDER = Case(*(When(system=system.value, then=place) for place, system in enumerate(System)))
"""Systems as every page lists them: companies first."""

SOON = timedelta(days=45)
"""How long before its end a delegation or a champion's term is pointed out."""


@dataclass(frozen=True, slots=True)
class Acting:
    """A person who acts for a seat, and until when unless confirmed anew."""

    row: Delegate
    until: datetime
    over: bool
    soon: bool


@dataclass(frozen=True, slots=True)
class Sitter:
    """One seat with everything that hangs on it."""

    seat: Seat
    acting: tuple[Acting, ...]
    champions: tuple[Championship, ...]
    invitations: tuple[Invitation, ...]
    suspension: Suspension | None


@dataclass(frozen=True, slots=True)
class Counts:
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
) -> tuple[Page[Seat], list[Sitter]]:
    """A page of the seats that have not ended, those that wait first; queries do not grow."""
    rows = partnership.seats.filter(until=None).select_related("organization__owner", "partnership")
    if system:
        rows = rows.filter(system=system)
    # "waiting" is the last standing by the alphabet, and what a convener looks for first.
    ordered = rows.order_by("-standing", _IN_ORDER, "organization__name", "pk")
    found = Paginator(ordered.prefetch_related(*_near(at)), A_PAGE).get_page(page)
    return found, [_sitter(seat, at) for seat in found.object_list]


def _near(at: datetime) -> "tuple[Prefetch[str], ...]":
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


def _sitter(seat: Seat, at: datetime) -> Sitter:
    kept = list(seat.suspensions.all())
    return Sitter(
        seat=seat,
        acting=tuple(_acting(row, at) for row in seat.delegates.all()),
        champions=tuple(seat.championships.all()),
        invitations=tuple(seat.invitations.all()),
        suspension=kept[0] if kept else None,
    )


def _acting(row: Delegate, at: datetime) -> Acting:
    until = row.confirmed_at + CONFIRMED_FOR
    return Acting(row, until, over=until <= at, soon=at < until <= at + SOON)


def counts(partnership: Partnership, *, at: datetime) -> Counts:
    """The table in numbers, from one query."""
    seats = list(
        Seat.objects.select_related("organization").filter(current(at), partnership=partnership)
    )
    seated = [s for s in seats if s.standing == Seat.Standing.SEATED]
    companies = [s for s in seated if s.is_employer and (s.voting or not s.vendor_like)]
    small = [s for s in companies if s.organization.size in (SizeBand.MICRO, SizeBand.SMALL)]
    systems = {seat.system for seat in seated}
    return Counts(
        companies=len(groups(companies)),
        small=len(groups(small)),
        partners=sum(not seat.is_employer for seat in seated),
        waiting=sum(s.standing == Seat.Standing.WAITING for s in seats),
        suspended=sum(s.standing == Seat.Standing.SUSPENDED for s in seats),
        holes=tuple(str(system.label) for system in System if system.value not in systems),
    )


def left(partnership: Partnership) -> list[Seat]:
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
