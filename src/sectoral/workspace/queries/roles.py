"""What a person is at one partnership, now: read from the rows, kept nowhere else.

Every door asks here, so that access ends the minute the row behind it ends: a delegation, a
champion's term, a convener's appointment, an office (S21). Nothing outlives its table: once that
has ended, whoever was there reads its record, and acts no more.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeGuard, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from sectoral.workspace.models import (
    Appointment,
    Championship,
    Delegate,
    Membership,
    Office,
    Partnership,
    Seat,
    User,
)
from sectoral.workspace.models.organizations import System
from sectoral.workspace.models.partnerships import LIVE, Stage
from sectoral.workspace.models.terms import in_force
from sectoral.workspace.rules.answers import Ruling
from sectoral.workspace.rules.permissions import PartnershipRole, may
from sectoral.workspace.rules.policy import DELEGATE_CONFIRMED_FOR

T = TypeVar("T")

ROLE_OF: dict[System, PartnershipRole] = {
    System.EMPLOYER: PartnershipRole.EMPLOYER,
    System.EDUCATION: PartnershipRole.PUBLIC,
    System.WORKFORCE: PartnershipRole.PUBLIC,
    System.ECONOMIC: PartnershipRole.PUBLIC,
    System.GOVERNMENT: PartnershipRole.PUBLIC,
    System.COMMUNITY: PartnershipRole.LABOR,
    System.LABOR: PartnershipRole.LABOR,
    System.ASSOCIATION: PartnershipRole.LABOR,
    System.PHILANTHROPY: PartnershipRole.LABOR,
}
"""What acting for a seat of a system makes one; a new system needs its line here."""


def seats_of(
    person: User | AnonymousUser | None, partnership: Partnership, *, at: datetime
) -> list[Seat]:
    """The seats a person may act for now: seated, and the person a confirmed delegate.

    A seat that waits, is suspended or has left, or whose table has ended, gives nobody anything
    to do.
    """
    if not _is_active_user(person):
        return []
    return list(_acted_for(person, at).filter(partnership=partnership))


def _acted_for(person: User, at: datetime) -> QuerySet[Seat]:
    """The seats a person may act for now, at every partnership."""
    return (
        Seat.objects.select_related("organization")
        .seated(at)
        .filter(
            in_force(at, "delegates__"),
            partnership__stage__in=LIVE,
            delegates__person=person,
            delegates__confirmed_at__gt=at - DELEGATE_CONFIRMED_FOR.span,
        )
        .distinct()
    )


def roles_of(
    person: User | AnonymousUser | None, partnership: Partnership | None, *, at: datetime
) -> frozenset[PartnershipRole]:
    """Everything a person is at a partnership now; always a visitor at least.

    Takes    partnership: None where no partnership is meant (starting one): then only
             offices count, and convening any that lives.
    """
    seats = [] if partnership is None else seats_of(person, partnership, at=at)
    return _roles_with_seats(person, partnership, seats, at)


def _roles_with_seats(
    person: User | AnonymousUser | None,
    partnership: Partnership | None,
    seats: list[Seat],
    at: datetime,
) -> frozenset[PartnershipRole]:
    if not _is_active_user(person):
        return frozenset({PartnershipRole.VISITOR})
    roles = {PartnershipRole.VISITOR, *offices_of(person, at=at)}
    roles |= {role_of_seat(seat) for seat in seats}
    roles |= _convening_roles(person, partnership, at=at, company=PartnershipRole.EMPLOYER in roles)
    if PartnershipRole.EMPLOYER in roles and _is_champion(person, seats, at=at):
        roles.add(PartnershipRole.CHAMPION)
    if partnership is not None and partnership.stage in _ENDED and _was_there(person, partnership):
        roles.add(PartnershipRole.FORMER)
    return frozenset(roles)


_ENDED = (Stage.CLOSED, Stage.MERGED, Stage.SPLIT)


def _was_there(person: User, partnership: Partnership) -> bool:
    """Whether a person acted for a seat or convened when the table ended.

    Whoever has left the organization since was there for others: its words are not theirs (S21).
    """
    then = partnership.stage_since
    stood = Q(person=person, since__lte=then) & (Q(until__isnull=True) | Q(until__gte=then))
    still = Membership.objects.filter(person=person, until=None).values("organization")
    return (
        Delegate.objects.filter(
            stood, seat__partnership=partnership, seat__organization__in=still
        ).exists()
        or Appointment.objects.filter(
            stood, partnership=partnership, organization__in=still
        ).exists()
    )


@dataclass(frozen=True, slots=True)
class Sitting:
    """A person at one partnership at one moment: what a page asks of permission, asked once.

    person        None for a visitor who has not signed in
    partnership   None where no partnership is meant
    seats         those the person acts for now
    """

    person: User | None
    partnership: Partnership | None
    at: datetime
    roles: frozenset[PartnershipRole]
    seats: tuple[Seat, ...]
    answers: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    def ask_once(self, question: Hashable, ask: Callable[[], T]) -> T:
        """What `ask` answers, kept for as long as this sitting lasts: one page, one answer."""
        if question not in self.answers:
            self.answers[question] = ask()
        found: T = self.answers[question]
        return found

    def may(self, permission: str) -> Ruling:
        """Whether the person is allowed what a line of `PERMISSIONS` names here."""
        return may(self.roles, permission)

    def seats_that_may(self, permission: str) -> list[Seat]:
        """The person's seats that are allowed an action: those it can be done for."""
        return [seat for seat in self.seats if may(self._of(seat), permission)]

    def _of(self, seat: Seat) -> frozenset[PartnershipRole]:
        role = role_of_seat(seat)
        leads = role == PartnershipRole.EMPLOYER and PartnershipRole.CHAMPION in self.roles
        return frozenset({role, PartnershipRole.CHAMPION} if leads else {role})


def sitting_of(
    person: User | AnonymousUser | None, partnership: Partnership | None, *, at: datetime
) -> Sitting:
    """What a person is at a partnership now, in as few queries as there are kinds of roles."""
    seats = [] if partnership is None else seats_of(person, partnership, at=at)
    roles = _roles_with_seats(person, partnership, seats, at)
    return Sitting(
        person if _is_active_user(person) else None, partnership, at, roles, tuple(seats)
    )


def sittings_of(person: User | AnonymousUser | None, *, at: datetime) -> list[Sitting]:
    """Every table at which a person sits or convenes now, by name; four queries for all of them.

    Offices of the state count at each, as they do in `sitting_of`; a table that a person sees by
    office alone is not among them.
    """
    if not _is_active_user(person):
        return []
    offices = offices_of(person, at=at)
    seats, systems = _seats_by_partnership(person, at), _convened_by_partnership(person, at)
    leads = set(_champion_terms(person, at).values_list("seat", flat=True))
    tables = sorted({*seats, *systems}, key=lambda partnership: (partnership.name, partnership.pk))
    return [
        _build_sitting(
            person,
            partnership,
            at,
            offices,
            seats.get(partnership, []),
            systems.get(partnership, set()),
            leads,
        )
        for partnership in tables
    ]


def _build_sitting(
    person: User,
    partnership: Partnership,
    at: datetime,
    offices: frozenset[PartnershipRole],
    seats: list[Seat],
    systems: set[str],
    leads: set[int],
) -> Sitting:
    roles = {PartnershipRole.VISITOR, *offices, *(role_of_seat(seat) for seat in seats)}
    roles |= _convener_of(systems, company=PartnershipRole.EMPLOYER in roles)
    if PartnershipRole.EMPLOYER in roles and any(seat.pk in leads for seat in seats):
        roles.add(PartnershipRole.CHAMPION)
    return Sitting(person, partnership, at, frozenset(roles), tuple(seats))


def _seats_by_partnership(person: User, at: datetime) -> dict[Partnership, list[Seat]]:
    found: dict[Partnership, list[Seat]] = {}
    for seat in _acted_for(person, at).select_related("partnership", "organization"):
        found.setdefault(seat.partnership, []).append(seat)
    return found


def _convened_by_partnership(person: User, at: datetime) -> dict[Partnership, set[str]]:
    found: dict[Partnership, set[str]] = {}
    for held in convened_by(person, at=at).select_related("partnership", "organization"):
        found.setdefault(held.partnership, set()).add(held.organization.system)
    return found


def role_of_seat(seat: Seat) -> PartnershipRole:
    """What acting for a seat makes one; a supplier listens as the public partners do (S3)."""
    if seat.is_supplier:
        return PartnershipRole.PUBLIC
    return ROLE_OF[System(seat.system)]


def offices_of(person: User | AnonymousUser | None, *, at: datetime) -> frozenset[PartnershipRole]:
    """The offices of the state that a person holds now."""
    if not _is_active_user(person):
        return frozenset()
    held = Office.objects.in_force(at).filter(person=person).values_list("role", flat=True)
    return frozenset(PartnershipRole(role) for role in held)


def is_convener(
    person: User | AnonymousUser | None, partnership: Partnership | None, *, at: datetime
) -> bool:
    """Whether a person convenes the partnership now, lead or beside it; None = any that lives."""
    return _is_active_user(person) and bool(
        _convening_roles(person, partnership, at=at, company=False)
    )


def _convening_roles(
    person: User, partnership: Partnership | None, *, at: datetime, company: bool
) -> set[PartnershipRole]:
    """What convening the partnership makes a person, as lead or beside it; None = any that lives.

    Takes    company: whether the person also acts for a company there.
    Returns  for a company, or with one at the same table: `HOST`, who reads no peer's drafts
             (S11); otherwise `CONVENER`; nothing where the person does not convene.
    """
    held = convened_by(person, at=at)
    if partnership is not None:
        held = held.filter(partnership=partnership)
    return _convener_of(set(held.values_list("organization__system", flat=True)), company=company)


def _convener_of(systems: set[str], *, company: bool) -> set[PartnershipRole]:
    if not systems:
        return set()
    return {
        PartnershipRole.HOST
        if company or systems == {System.EMPLOYER}
        else PartnershipRole.CONVENER
    }


def convened_by(person: User | None, *, at: datetime) -> QuerySet[Appointment]:
    """The appointments by which a person convenes now, within their terms, at live tables."""
    return Appointment.objects.in_term(at).filter(person=person, partnership__stage__in=LIVE)


def _is_champion(person: User, seats: list[Seat], *, at: datetime) -> bool:
    return _champion_terms(person, at).filter(seat__in=seats).exists()


def _champion_terms(person: User, at: datetime) -> QuerySet[Championship]:
    return Championship.objects.in_term(at).filter(person=person)


def _is_active_user(person: User | AnonymousUser | None) -> TypeGuard[User]:
    return person is not None and person.is_authenticated and person.is_active
