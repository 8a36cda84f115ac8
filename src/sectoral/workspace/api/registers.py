"""What belongs to no one table: organizations, people, offices, checklists; for who keep them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from sectoral.workspace.api import shapes
from sectoral.workspace.api.calls import NO_READ, ApiRefusal, Page, list_page, require_scope
from sectoral.workspace.api.calls import Limit as LimitOf
from sectoral.workspace.api.calls import Offset as OffsetOf
from sectoral.workspace.environment import clock
from sectoral.workspace.models import (
    Change,
    Checklist,
    Membership,
    Office,
    Organization,
    OwnershipClaim,
    User,
)
from sectoral.workspace.queries.ownership_claims import claims_of, undoable_changes
from sectoral.workspace.queries.people import people_near
from sectoral.workspace.queries.roles import Sitting, sitting_of

router = Router(tags=["reading"])


@dataclass(frozen=True, slots=True)
class StateRegister:
    """One list of the state: its address, the permission that opens it, what a row looks like."""

    name: str
    permission: str
    shape: type[Schema]
    words: str
    rows: Callable[[Sitting], Any]
    out: Callable[[Any], dict[str, Any]]


def _organization_out(row: Organization) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "system": row.system,
        "naics": row.naics,
        "size": row.size,
        "counties": [site.area for site in row.worksites.all()],
        "owner": row.owner.name if row.owner else "",
    }


def _list_people(sitting: Sitting) -> Any:
    """Everybody for the state; for a convener those of the own tables, and whom it added."""
    person = sitting.person
    if person is None:
        return User.objects.none()
    every = sitting.may("give_office")
    rows = User.objects.all() if every else people_near(person, at=sitting.at)
    return rows.order_by("first_name", "last_name", "pk").prefetch_related("memberships")


def _person_out(row: User) -> dict[str, Any]:
    held: list[Membership] = [one for one in row.memberships.all() if one.until is None]
    return {
        "id": row.pk,
        "name": row.get_full_name(),
        "active": row.is_active,
        "organizations": [one.organization_id for one in held],
    }


def _office_out(row: Office) -> dict[str, Any]:
    return {
        "id": row.pk,
        "person": row.person_id,
        "name": row.person.get_full_name(),
        "role": row.role,
        "since": row.since,
        "until": row.until,
    }


def _list_claims(sitting: Sitting) -> Any:
    if sitting.person is None:
        return OwnershipClaim.objects.none()
    every = bool(sitting.may("give_office"))
    rows = claims_of(sitting.person, every=every, at=sitting.at)
    return rows.prefetch_related("organizations")


def _claim_out(row: OwnershipClaim) -> dict[str, Any]:
    return {
        "id": row.pk,
        "owner": row.owner.name,
        "organizations": [one.pk for one in row.organizations.all()],
        "claimed_at": row.claimed_at,
        "settled_at": row.settled_at,
        "dropped_at": row.dropped_at,
    }


def _list_changes(sitting: Sitting) -> Any:
    if sitting.person is None:
        return Change.objects.none()
    return undoable_changes(sitting.person, every=bool(sitting.may("give_office")), at=sitting.at)


def _change_out(row: Change) -> dict[str, Any]:
    return {"id": row.pk, "kind": row.kind, "words": row.words, "made_at": row.made_at}


REGISTERS = (
    StateRegister(
        "organizations",
        "keep_people",
        shapes.OrganizationOut,
        "Organizations",
        lambda _: Organization.objects.select_related("owner").prefetch_related("worksites"),
        _organization_out,
    ),
    StateRegister(
        "people",
        "keep_people",
        shapes.PersonOut,
        "People with an account",
        _list_people,
        _person_out,
    ),
    StateRegister(
        "offices",
        "give_office",
        shapes.OfficeOut,
        "State offices",
        lambda _: Office.objects.select_related("person").order_by("pk"),
        _office_out,
    ),
    StateRegister(
        "claims",
        "keep_people",
        shapes.ClaimOut,
        "Owners waiting to be confirmed",
        _list_claims,
        _claim_out,
    ),
    StateRegister(
        "changes",
        "see_public_page",
        shapes.ChangeOut,
        "What the caller can still undo",
        _list_changes,
        _change_out,
    ),
    StateRegister(
        "checklists",
        "load_checklist",
        shapes.ChecklistOut,
        "Checklists that the state loaded",
        lambda _: Checklist.objects.order_by("pk"),
        lambda row: {"id": row.pk, "name": row.name, "version": row.version},
    ),
)


def _add_register(register: StateRegister) -> None:
    def read(request: HttpRequest, limit: LimitOf = 50, offset: OffsetOf = 0) -> Any:
        held = require_scope(request, "read")
        sitting = sitting_of(held.person, None, at=clock.now())
        answer = sitting.may(register.permission)
        if not answer or held.partnership is not None:
            bound = f"This token is limited to one partnership. It cannot read {register.name}."
            raise ApiRefusal(403, answer.reason or bound)
        return list_page(register.rows(sitting), limit, offset, register.out)

    read.__doc__ = f"{register.words}. Requires: {register.permission}."
    router.add_api_operation(
        f"/{register.name}",
        ["GET"],
        read,
        response={200: Page[register.shape], **NO_READ},  # type: ignore[name-defined]
        summary=register.words,
        operation_id=register.name,
    )


for _register in REGISTERS:
    _add_register(_register)
