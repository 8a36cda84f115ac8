"""Organizations: registered with their industry, size and counties; common ownership declared."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from sectoral.names import is_error, means_no_owner, means_nothing, points_elsewhere, tidy_name
from sectoral.workspace.actions.change_notices import (
    conveners_of,
    keep_change,
    note_everywhere,
    send_news,
)
from sectoral.workspace.actions.owners import owners_of, set_owner
from sectoral.workspace.actions.ownership_claims import claim_owner
from sectoral.workspace.actions.record import note
from sectoral.workspace.addresses import page_address
from sectoral.workspace.evidence.codes import known_codes, known_counties
from sectoral.workspace.models import (
    Change,
    Membership,
    Organization,
    OwnershipClaim,
    OwnershipGroup,
    Partnership,
    User,
    Worksite,
)
from sectoral.workspace.models.organizations import SizeBand, System
from sectoral.workspace.queries.reach import may_keep, may_own, partnerships_of
from sectoral.workspace.queries.roles import roles_of
from sectoral.workspace.queries.similar_names import (
    organization_like,
    organization_named,
    owner_like,
    owner_named,
)
from sectoral.workspace.rules.answers import YES, AnswerNeeded, Refused, Ruling, first_no, require
from sectoral.workspace.rules.permissions import may


@transaction.atomic
def register(
    *,
    name: str,
    system: str,
    naics: str = "",
    size: str = "",
    areas: Iterable[str] = (),
    apart: bool = False,
    at: datetime,
    by: User,
) -> Organization:
    """Enter an organization: its system, main activity, size band and counties of work.

    Takes    apart: that it is another one than those whose names look like its own.
    Raises   Refused where a company says no industry, a code or a county cannot be one, or
             the organization is there already, however its name is spelt; Question where it
             may be there already.
    """
    require(may(roles_of(by, None, at=at), "keep_people"))
    counties = sorted(set(areas))
    require(_check_facts(name, system, naics, size, counties))
    _require_new_name(name, system, apart=apart)
    organization = Organization.objects.create(
        name=tidy_name(name), system=system, naics=naics, size=size, created_at=at
    )
    _add_worksites(organization, counties)
    note("register", f"{organization} is registered", of=organization, at=at, by=by)
    return organization


@transaction.atomic
def set_worksites(
    *, organization: Organization, areas: Iterable[str], at: datetime, by: User
) -> Organization:
    """Say anew in which counties an organization has people at work.

    Raises   Refused for whoever neither belongs to it nor keeps people at each of its tables.
    """
    tables = partnerships_of([organization])
    require(may_describe(organization, tables, at=at, by=by))
    counties = sorted(set(areas))
    require(known_counties(counties))
    organization.worksites.all().delete()
    _add_worksites(organization, counties)
    words = f"{organization} works in {', '.join(counties) or 'no county'}"
    line = note_everywhere("set_worksites", words, of=organization, tables=tables, at=at, by=by)
    send_news(
        f"worksites {line.pk}",
        f"{words}, says {by}. Its counties decide which partnerships it fits. Its page:",
        subject=words,
        to=conveners_of(tables, at=at),
        at=at,
        by=by,
        page=page_address(organization),
    )
    return organization


@transaction.atomic
def declare_ownership(
    *,
    organizations: Iterable[Organization],
    owner: str,
    apart: bool = False,
    at: datetime,
    by: User,
) -> OwnershipGroup | OwnershipClaim:
    """Declare that organizations have one owner: from then on they count once (I3, S4).

    Where one of them is at a table whose people `by` does not keep, nothing changes yet: it waits
    for that table's convener, or the state. An owner who is there already is the same one, however
    the name is spelt. A round that is open keeps the electorate it was opened with.

    Takes    apart: that it is another owner than those whose names look like its own.
    Returns  the owner; or the claim that waits.
    Raises   Refused where the words name nobody; Question where it may be an owner who is there.
    """
    owned = list(organizations)
    require(may_own(by, owned, at=at))
    tables = partnerships_of(owned)
    group = _find_or_make_owner(owner, apart=apart)
    if may_keep(by, tables, about=group, at=at):
        return set_owner(owned, group, tables, at=at, by=by)
    return claim_owner(owned, group, tables, at=at, by=by)


@transaction.atomic
def end_ownership(
    *, organization: Organization, reason: str, at: datetime, by: User
) -> Organization:
    """Declare that an organization has its own owner again; only the state may say so."""
    require(may(roles_of(by, None, at=at), "confirm"))
    require(may_end_ownership(organization))
    if not reason.strip():
        raise Refused("Say why it no longer has that owner. It will count separately from now on.")
    tables, before = partnerships_of([organization]), owners_of([organization])
    organization.owner = None
    organization.save(update_fields=["owner"])
    words = f"{organization} is independent"
    note_everywhere(
        "end_ownership", words, of=organization, tables=tables, at=at, by=by, reason=reason.strip()
    )
    keep_change(
        Change.Kind.END_OWNERSHIP, words, organizations=[organization], tables=tables,
        before=before, at=at, by=by,
    )  # fmt: skip
    return organization


def may_end_ownership(organization: Organization) -> Ruling:
    """Whether an organization has an owner with whom it counts once."""
    if organization.owner_id is not None:
        return YES
    return Ruling(f"{organization} has its own owner already.")


def _require_new_name(name: str, system: str, *, apart: bool) -> None:
    """Go on where no organization of the system has this name, or one that looks like it."""
    there = organization_named(name, system)
    if there is not None:
        spelt = "" if there.name == name.strip() else f", as “{there}”"
        raise Refused(f"{name.strip()} is already registered{spelt}.")
    like = "" if apart else organization_like(name, system)
    if like:
        raise AnswerNeeded(
            f"“{name.strip()}” looks like “{like}”, which is already registered. If it is the "
            "same organization, use that one. If it is different, tick the box and send it "
            "again.",
            "apart",
        )


def _find_or_make_owner(name: str, *, apart: bool) -> OwnershipGroup:
    """The owner of a name: the one that is there, else a new one."""
    require(_names_an_owner(name))
    there = owner_named(name)
    if there is not None:
        return there
    like = "" if apart else owner_like(name)
    if like:
        raise AnswerNeeded(
            f"“{name.strip()}” looks like “{like}”, an owner that is already here. If it is "
            "the same owner, write it the same way. If it is different, tick the box and "
            "send it again.",
            "apart",
        )
    return OwnershipGroup.objects.create(name=tidy_name(name))


def _names_an_owner(name: str) -> Ruling:
    if is_error(name) or means_no_owner(name) or points_elsewhere(name):
        return Ruling(
            f"“{name.strip()}” is not the name of an owner. Write who owns them, or leave it "
            "out for an independent company."
        )
    return YES


def _is_a_name(name: str) -> Ruling:
    if not name.strip():
        return Ruling("An organization needs a name.")
    if is_error(name) or means_nothing(name):
        return Ruling(f"“{name.strip()}” is not a name. Write the organization's full name.")
    return YES


def _add_worksites(organization: Organization, counties: list[str]) -> None:
    Worksite.objects.bulk_create(
        Worksite(organization=organization, area=area) for area in counties
    )


def _check_facts(name: str, system: str, naics: str, size: str, counties: list[str]) -> Ruling:
    if system not in System.values or size not in SizeBand.values:
        return Ruling(f"“{system}” or “{size}” is not a system or size band that we know.")
    if system == System.EMPLOYER and not naics:
        return Ruling("A company needs an industry. Give the NAICS code of its main activity.")
    if naics and not naics.isdigit():
        return Ruling(f"“{naics}” is not a single industry. Give the code of its main activity.")
    return first_no(_is_a_name(name), known_codes([naics] if naics else [], counties))


def may_describe(
    organization: Organization, tables: Iterable[Partnership], *, at: datetime, by: User
) -> Ruling:
    """Whether somebody may say where an organization works: its people, or who keeps them."""
    member = Membership.objects.in_force(at).filter(person=by, organization=organization)
    return YES if member.exists() else may_keep(by, tables, about=organization, at=at)
