"""How far an act on a person, an organization or an owner reaches: the live tables it touches.

Whoever does it needs a right at each of them, or the state's office. What touches no table is
open to whoever convenes a live one: an organization has to be entered before it can sit anywhere.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from sectoral.workspace.models import Delegate, Membership, Organization, Partnership, User
from sectoral.workspace.models.partnerships import LIVE
from sectoral.workspace.queries.roles import (
    convened_by,
    offices_of,
    roles_of,
)
from sectoral.workspace.rules.answers import YES, Ruling, first_no
from sectoral.workspace.rules.permissions import PartnershipRole, may
from sectoral.workspace.rules.policy import DELEGATE_CONFIRMED_FOR


def partnerships_of(organizations: Iterable[Organization]) -> list[Partnership]:
    """The live tables at which organizations hold a seat or convene, by name."""
    keys = [organization.pk for organization in organizations]
    sits = Q(seats__organization__in=keys, seats__until=None)
    convenes = Q(appointments__organization__in=keys, appointments__until=None)
    return list(Partnership.objects.filter(sits | convenes, stage__in=LIVE).distinct())


def partnerships_around(person: User, *, at: datetime) -> list[Partnership]:
    """The live tables of a person: of each organization the person belongs to, or acts for."""
    belongs = Q(members__in=Membership.objects.in_force(at).filter(person=person))
    acts = Q(seats__delegates__in=Delegate.objects.in_force(at).filter(person=person))
    convenes = Q(appointments__in=convened_by(person, at=at))
    return partnerships_of(Organization.objects.filter(belongs | acts | convenes).distinct())


def may_keep(by: User, tables: Iterable[Partnership], *, about: object, at: datetime) -> Ruling:
    """Whether a person keeps people at every table that something touches.

    Takes    tables: those touched; about: the person or organization, as the no names it.
    """
    roles = roles_of(by, None, at=at)
    answer = may(roles, "keep_people")
    if not answer or PartnershipRole.STATE in roles:
        return answer
    kept = set(convened_by(by, at=at).values_list("partnership", flat=True))
    if all(partnership.pk in kept for partnership in tables):
        return YES
    return Ruling(
        f"{about} is at a table that you do not convene. Its convener or the state can do this."
    )


def may_keep_person(
    by: User, person: User, tables: Iterable[Partnership], *, at: datetime
) -> Ruling:
    """The same for what is done to a person; who holds an office is for the state to keep."""
    answer = may_keep(by, [*tables, *partnerships_around(person, at=at)], about=person, at=at)
    if (
        not answer
        or not offices_of(person, at=at)
        or PartnershipRole.STATE in roles_of(by, None, at=at)
    ):
        return answer
    return Ruling(f"{person} holds a state office. Only the state can do this.")


def may_part(by: User, person: User, organization: Organization, *, at: datetime) -> Ruling:
    """Whether somebody may record that a person left an organization.

    The person; the state; else whoever, at every table the organization is at, convenes or is the
    organization's first delegate.
    """
    if by == person:
        return YES
    if offices_of(person, at=at):
        return may_keep_person(by, person, (), at=at)
    tables = partnerships_of([organization])
    first = _first_delegate_at(by, organization, at)
    beyond = [partnership for partnership in tables if partnership.pk not in first]
    if first and not beyond:
        return YES
    answer = may_keep(by, beyond, about=organization, at=at)
    if answer or may(roles_of(by, None, at=at), "keep_people"):
        return answer
    return Ruling(
        f"To record that {person} left {organization} is up to {person}, its primary "
        "delegate, the conveners of its tables, or the state."
    )


def _first_delegate_at(by: User, organization: Organization, at: datetime) -> set[int]:
    """The live tables at which a person is the first delegate of an organization."""
    rows = Delegate.objects.in_force(at).filter(
        person=by,
        role=Delegate.Role.PRIMARY,
        confirmed_at__gt=at - DELEGATE_CONFIRMED_FOR.span,
        seat__organization=organization,
        seat__standing="seated",
        seat__until=None,
        seat__partnership__stage__in=LIVE,
    )
    return set(rows.values_list("seat__partnership", flat=True))


def may_own(by: User, organizations: Iterable[Organization], *, at: datetime) -> Ruling:
    """Whether somebody may say at all who owns organizations; where it counts is asked after.

    A convener, the state, and whoever belongs to each of them.
    """
    mine = set(
        Membership.objects.in_force(at).filter(person=by).values_list("organization", flat=True)
    )
    if all(organization.pk in mine for organization in organizations):
        return YES
    return first_no(may(roles_of(by, None, at=at), "keep_people"))
