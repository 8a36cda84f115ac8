"""The directory: organizations and people, found and shown to those who keep them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Count,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from sectoral.workspace.models import Membership, Office, Organization, Seat, User
from sectoral.workspace.models.organizations import TWIN
from sectoral.workspace.queries.people import who_is_near
from sectoral.workspace.queries.roles import Sitting, convened_by


def counted_seats() -> Coalesce:
    """How many seats an organization has that have not ended, of rows of organizations."""
    seats = Seat.objects.filter(organization=OuterRef("pk"), until=None).order_by()
    many = seats.values("organization").annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(many), Value(0), output_field=IntegerField())


def organization_rows() -> QuerySet[Any]:
    """Every organization with what its list says of it."""
    return Organization.objects.select_related("owner").annotate(sits=counted_seats())


def find_twins() -> list[list[Organization]]:
    """Organizations that were there twice, by spelling, before names were compared at every door.

    Returns  those of each name together, by name, with their seats that run counted; nothing was
             joined by itself, since only a person knows whether they are one.
    """
    twins = Organization.objects.filter(key__contains=TWIN).values_list("key", "system")
    names = {(key.rpartition(TWIN)[0], system) for key, system in twins}
    one_of = Q()
    for key, system in names:
        one_of |= Q(Q(key=key) | Q(key__startswith=f"{key}{TWIN}"), system=system)
    rows = Organization.objects.filter(one_of) if names else Organization.objects.none()
    counted = rows.annotate(sits=counted_seats())
    found: dict[tuple[str, str], list[Organization]] = {}
    for row in counted.select_related("owner").order_by("key", "pk"):
        found.setdefault((row.key.partition(TWIN)[0], row.system), []).append(row)
    return [those for those in found.values() if len(those) > 1]


@dataclass(frozen=True, slots=True)
class OrganizationEntry:
    """One organization with everything that hangs on it."""

    organization: Organization
    areas: tuple[str, ...]
    sisters: tuple[Organization, ...]
    people: tuple[Membership, ...]
    before: tuple[Membership, ...]
    seats: tuple[Seat, ...]


def organization_entry(organization: Organization) -> OrganizationEntry:
    """An organization's page."""
    people = list(organization.members.select_related("person"))
    sisters = Organization.objects.filter(owner=organization.owner).exclude(pk=organization.pk)
    return OrganizationEntry(
        organization=organization,
        areas=tuple(site.area for site in organization.worksites.all()),
        sisters=tuple(sisters) if organization.owner_id else (),
        people=tuple(one for one in people if one.until is None),
        before=tuple(one for one in people if one.until is not None),
        seats=tuple(
            organization.seats.select_related("partnership", "organization").order_by("-since")
        ),
    )


@dataclass(frozen=True, slots=True)
class PersonAccount:
    """A person with what the person is: of which organizations, in which offices."""

    person: User
    at: tuple[Membership, ...]
    left: tuple[Membership, ...]
    offices: tuple[Office, ...]


def people_rows(sitting: Sitting) -> QuerySet[User]:
    """The accounts that a reader keeps, with organizations and offices; the queries do not grow.

    The state reads all of them; a convener those of the organizations at the own tables, and
    those that the convener opened.
    """
    rows = User.objects.all()
    if not sitting.may("give_office"):
        rows = rows.filter(who_is_near(sitting.person, sitting.at))
    near: tuple[str | Prefetch[Any, Any, Any], ...] = (
        "identities",
        Prefetch("memberships", Membership.objects.select_related("organization")),
        Prefetch("offices", Office.objects.in_force(sitting.at).select_related("person")),
    )
    return rows.prefetch_related(*near)


def reads_addresses(sitting: Sitting, organization: Organization) -> bool:
    """Whether the e-mail addresses of an organization's people are this reader's to see.

    The state's, and a convener's at whose tables the organization sits.
    """
    if sitting.may("give_office"):
        return True
    held = convened_by(sitting.person, at=sitting.at)
    return organization.seats.filter(
        until=None, partnership__in=held.values("partnership")
    ).exists()


def person_account(person: User) -> PersonAccount:
    """A person of `people_rows` with what the person is."""
    held = list(person.memberships.all())
    return PersonAccount(
        person,
        tuple(one for one in held if one.until is None),
        tuple(one for one in held if one.until is not None),
        tuple(person.offices.all()),
    )
