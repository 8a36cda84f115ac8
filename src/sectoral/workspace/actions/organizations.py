"""Organizations: registered with their industry, size and counties; common ownership declared."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from sectoral.workspace.answers import YES, Answer, Refused, require
from sectoral.workspace.models import Membership, Organization, OwnershipGroup, User, Worksite
from sectoral.workspace.models.organizations import SizeBand, System
from sectoral.workspace.permissions import may
from sectoral.workspace.record import note
from sectoral.workspace.roles import current, roles_of


@transaction.atomic
def register(
    *,
    name: str,
    system: str,
    naics: str = "",
    size: str = "",
    areas: Iterable[str] = (),
    at: datetime,
    by: User,
) -> Organization:
    """Enter an organization: its system, main activity, size band and counties of work.

    Raises   Refused where a company says no industry, a code or a county cannot be one, or
             the organization is there already.
    """
    require(may(roles_of(by, None, at=at), "keep_people"))
    counties = sorted(set(areas))
    require(_sound(name, system, naics, size, counties))
    if Organization.objects.filter(name=name.strip(), system=system).exists():
        raise Refused(f"{name.strip()} is registered already.")
    organization = Organization.objects.create(
        name=name.strip(), system=system, naics=naics, size=size, created_at=at
    )
    _place(organization, counties)
    note("register", f"{organization} is registered", of=organization, at=at, by=by)
    return organization


@transaction.atomic
def set_worksites(
    *, organization: Organization, areas: Iterable[str], at: datetime, by: User
) -> Organization:
    """Say anew in which counties an organization has people at work."""
    require(_may_keep(organization, at=at, by=by))
    counties = sorted(set(areas))
    require(_counties(counties))
    organization.worksites.all().delete()
    _place(organization, counties)
    words = f"{organization} works in {', '.join(counties) or 'no county'}"
    note("set_worksites", words, of=organization, at=at, by=by)
    return organization


@transaction.atomic
def declare_ownership(
    *, organizations: Iterable[Organization], owner: str, at: datetime, by: User
) -> OwnershipGroup:
    """Declare that organizations have one owner: from now on they count once (I3, S4).

    A round that is open keeps the electorate it was opened with.
    """
    owned = list(organizations)
    for organization in owned:
        require(_may_keep(organization, at=at, by=by))
    group, _ = OwnershipGroup.objects.get_or_create(name=owner.strip())
    for organization in owned:
        organization.owner = group
        organization.save(update_fields=["owner"])
        words = f"{organization} is owned by {group}"
        note("declare_ownership", words, of=organization, at=at, by=by)
    return group


@transaction.atomic
def end_ownership(
    *, organization: Organization, reason: str, at: datetime, by: User
) -> Organization:
    """Declare that an organization has its own owner again; only the state may say so."""
    require(may(roles_of(by, None, at=at), "confirm"))
    if not reason.strip():
        raise Refused("Say why it no longer has that owner; it will count apart from now on.")
    organization.owner = None
    organization.save(update_fields=["owner"])
    words = f"{organization} stands on its own"
    note("end_ownership", words, of=organization, at=at, by=by, reason=reason.strip())
    return organization


def _place(organization: Organization, counties: list[str]) -> None:
    Worksite.objects.bulk_create(
        Worksite(organization=organization, area=area) for area in counties
    )


def _sound(name: str, system: str, naics: str, size: str, counties: list[str]) -> Answer:
    if not name.strip():
        return Answer("An organization needs its name.")
    if system not in System.values or size not in SizeBand.values:
        return Answer(f"“{system}” or “{size}” is not a system or size band that we know.")
    if system == System.EMPLOYER and not naics:
        return Answer("A company says its industry: give the NAICS code of its main activity.")
    if naics and not (naics.isdigit() and 2 <= len(naics) <= 6):
        return Answer(f"“{naics}” is no NAICS code: it has two to six digits.")
    return _counties(counties)


def _counties(counties: list[str]) -> Answer:
    wrong = [area for area in counties if not (len(area) == 5 and area.isdigit())]
    return Answer(f"“{wrong[0]}” is no county: its FIPS code has five digits.") if wrong else YES


def _may_keep(organization: Organization, *, at: datetime, by: User) -> Answer:
    member = Membership.objects.filter(current(at), person=by, organization=organization)
    return YES if member.exists() else may(roles_of(by, None, at=at), "keep_people")
