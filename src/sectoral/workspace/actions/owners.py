"""Setting who owns organizations: with the line at each of their tables, kept to be undone."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sectoral.workspace.actions.change_notices import keep_change, note_everywhere
from sectoral.workspace.models import Change, Organization, OwnershipGroup, Partnership, User
from sectoral.workspace.queries.reach import partnerships_of


def set_owner(
    owned: Sequence[Organization],
    group: OwnershipGroup,
    tables: Sequence[Partnership],
    *,
    at: datetime,
    by: User,
) -> OwnershipGroup:
    """Set the owner that was declared and agreed to; the action around it has asked."""
    before = owners_of(owned)
    for organization in owned:
        organization.owner = group
        organization.save(update_fields=["owner"])
        note_everywhere(
            "declare_ownership", f"{organization} is owned by {group}", of=organization,
            tables=partnerships_of([organization]) if tables else [], at=at, by=by,
        )  # fmt: skip
    keep_change(
        Change.Kind.OWNERSHIP, f"{join_organizations(owned)}: owned by {group}",
        organizations=owned,
        tables=tables, before=before, at=at, by=by,
    )  # fmt: skip
    return group


def owners_of(organizations: Iterable[Organization]) -> dict[str, object]:
    """Each organization's owner as it stands, the way `Change.before` keeps it."""
    return {"owners": {str(one.pk): one.owner_id for one in organizations}}


def join_organizations(organizations: Iterable[Organization]) -> str:
    """Organizations' names in a sentence."""
    names = [organization.name for organization in organizations]
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)
