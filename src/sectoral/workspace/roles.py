"""What a person is at one partnership, now: read from the rows, kept nowhere else.

Every door asks here, so that access ends the minute the row behind it ends: a delegation, a
champion's term, a convener's appointment, an office (S21).
"""

from datetime import datetime, timedelta
from typing import TypeGuard

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from sectoral.workspace.models import (
    Appointment,
    Championship,
    Office,
    Partnership,
    Seat,
    User,
)
from sectoral.workspace.models.organizations import System
from sectoral.workspace.permissions import Role

CONFIRMED_FOR = timedelta(days=365)
"""How long a delegate acts before being confirmed anew."""

_PUBLIC = (System.EDUCATION, System.WORKFORCE, System.ECONOMIC, System.GOVERNMENT)


def current(at: datetime, prefix: str = "") -> Q:
    """Rows that hold at `at`: begun, and not ended."""
    return Q(**{f"{prefix}since__lte": at}) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": at})
    )


def seats_of(
    person: User | AnonymousUser | None, partnership: Partnership, *, at: datetime
) -> list[Seat]:
    """The seats a person may act for now: seated, and the person a confirmed delegate.

    A seat that waits, is suspended or has left gives nobody anything to do.
    """
    if not _counts(person):
        return []
    return list(
        Seat.objects.select_related("organization")
        .filter(
            current(at),
            current(at, "delegates__"),
            partnership=partnership,
            standing=Seat.Standing.SEATED,
            delegates__person=person,
            delegates__confirmed_at__gt=at - CONFIRMED_FOR,
        )
        .distinct()
    )


def roles_of(
    person: User | AnonymousUser | None, partnership: Partnership | None, *, at: datetime
) -> frozenset[Role]:
    """Everything a person is at a partnership now; always a visitor at least.

    Takes    partnership: None where no partnership is meant (starting one): then only
             offices count, and convening any partnership.
    """
    if not _counts(person):
        return frozenset({Role.VISITOR})
    roles = {Role.VISITOR, *offices_of(person, at=at)}
    if convenes(person, partnership, at=at):
        roles.add(Role.CONVENER)
    if partnership is not None:
        seats = seats_of(person, partnership, at=at)
        roles |= {role_of_seat(seat) for seat in seats}
        if Role.EMPLOYER in roles and _champions(person, seats, at=at):
            roles.add(Role.CHAMPION)
    return frozenset(roles)


def role_of_seat(seat: Seat) -> Role:
    """What acting for a seat makes one.

    A company that sells staffing, training or advice and holds no vote is a supplier: it
    listens as the public partners do, and raises nothing (S3).
    """
    if seat.is_employer:
        return Role.PUBLIC if seat.vendor_like and not seat.voting else Role.EMPLOYER
    return Role.PUBLIC if seat.system in _PUBLIC else Role.LABOR


def offices_of(person: User | AnonymousUser | None, *, at: datetime) -> frozenset[Role]:
    """The offices of the state that a person holds now."""
    if not _counts(person):
        return frozenset()
    held = Office.objects.filter(current(at), person=person).values_list("role", flat=True)
    return frozenset(Role(role) for role in held)


def convenes(
    person: User | AnonymousUser | None, partnership: Partnership | None, *, at: datetime
) -> bool:
    """Whether a person convenes the partnership now, as lead or beside it; None = any."""
    if not _counts(person):
        return False
    held = Appointment.objects.filter(current(at), person=person, term_ends__gte=at.date())
    return (held if partnership is None else held.filter(partnership=partnership)).exists()


def _champions(person: User, seats: list[Seat], *, at: datetime) -> bool:
    return Championship.objects.filter(
        current(at), person=person, seat__in=seats, term_ends__gt=at
    ).exists()


def _counts(person: User | AnonymousUser | None) -> TypeGuard[User]:
    return person is not None and person.is_authenticated and person.is_active
