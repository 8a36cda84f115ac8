"""Owners that are declared over organizations of other tables: they wait for each table's yes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sectoral.workspace.actions.change_notices import conveners_of, note_everywhere, send_news
from sectoral.workspace.actions.owners import join_organizations, set_owner
from sectoral.workspace.models import (
    ClaimAnswer,
    Organization,
    OwnershipClaim,
    OwnershipGroup,
    Partnership,
    User,
)
from sectoral.workspace.queries.ownership_claims import (
    may_settle,
    partnerships_asked,
    waiting_claims,
)
from sectoral.workspace.queries.reach import partnerships_of
from sectoral.workspace.queries.roles import convened_by, roles_of
from sectoral.workspace.rules.answers import YES, Refused, Ruling, require
from sectoral.workspace.rules.permissions import PartnershipRole


def claim_owner(
    owned: Sequence[Organization],
    owner: OwnershipGroup,
    tables: Sequence[Partnership],
    *,
    at: datetime,
    by: User,
) -> OwnershipClaim:
    """Declare an owner that waits for a yes of each table; the action around it has asked.

    The tables that `by` convenes have said yes by it.
    """
    wanted = {one.pk for one in owned}
    for other in waiting_claims().filter(owner=owner):
        if wanted == {one.pk for one in other.organizations.all()}:
            raise Refused(
                "It has already been declared, and is waiting for the other tables' conveners."
            )
    claim = OwnershipClaim.objects.create(owner=owner, claimed_by=by, claimed_at=at)
    claim.organizations.set(owned)
    kept = set(convened_by(by, at=at).values_list("partnership", flat=True))
    for partnership in tables:
        if partnership.pk in kept:
            ClaimAnswer.objects.create(claim=claim, partnership=partnership, person=by, at=at)
    words = f"{join_organizations(owned)}: {owner} was declared as owner, and is waiting for a yes"
    note_everywhere("claim_ownership", words, of=claim, tables=tables, at=at, by=by)
    asked = [partnership for partnership in tables if partnership.pk not in kept]
    send_news(
        f"claim {claim.pk}",
        f"{by} declares that {owner} owns {join_organizations(owned)}. Organizations with the "
        "same owner count once, also in votes. Nothing changes until each table's convener "
        "or the state says yes. To agree or decline:",
        subject=f"One owner for {join_organizations(owned)}? Your answer is needed",
        to=conveners_of(asked, at=at),
        at=at,
        by=by,
    )
    return claim


@transaction.atomic
def agree(*, claim: OwnershipClaim, at: datetime, by: User) -> OwnershipClaim:
    """Say yes to a declared owner, for each table one convenes; the state says it for all.

    Once every table has said yes the owner is set, and its organizations count once.
    """
    _lock_claim(claim)
    require(may_agree(by, claim, at=at))
    tables = may_settle(claim, by, at=at)
    for table in tables:
        ClaimAnswer.objects.create(claim=claim, partnership=table, person=by, at=at)
    owned = list(claim.organizations.all())
    words = f"{join_organizations(owned)}: confirmed that {claim.owner} is the owner"
    note_everywhere("agree_ownership", words, of=claim, tables=tables, at=at, by=by)
    if not partnerships_asked(claim):
        claim.settled_at = at
        claim.save(update_fields=["settled_at"])
        set_owner(owned, claim.owner, partnerships_of(owned), at=at, by=by)
    return claim


@transaction.atomic
def decline(*, claim: OwnershipClaim, reason: str, at: datetime, by: User) -> OwnershipClaim:
    """Say no to a declared owner, or take one's own declaration back; nothing has changed."""
    _lock_claim(claim)
    tables = partnerships_of(claim.organizations.all())
    require(may_decline(by, claim, at=at))
    if not reason.strip():
        raise Refused("Say why. The person who declared it will read the reason.")
    claim.dropped_at = at
    claim.save(update_fields=["dropped_at"])
    words = (
        f"{join_organizations(claim.organizations.all())}: {claim.owner} is not recorded as owner"
    )
    note_everywhere(
        "decline_ownership", words, of=claim, tables=tables, at=at, by=by, reason=reason.strip()
    )
    send_news(
        f"claim {claim.pk} declined",
        f"{words}, says {by}: {reason.strip()}\n\nSee how it is now:",
        subject=words,
        to=[claim.claimed_by, *conveners_of(tables, at=at)],
        at=at,
        by=by,
    )
    return claim


def may_agree(by: User, claim: OwnershipClaim, *, at: datetime) -> Ruling:
    """Whether a declared owner waits for somebody's yes or no."""
    if claim.settled_at is not None or claim.dropped_at is not None:
        return Ruling("It has already been decided.")
    if may_settle(claim, by, at=at) or PartnershipRole.STATE in roles_of(by, None, at=at):
        return YES
    return Ruling("It is waiting for the conveners of other tables, or for the state.")


def may_decline(by: User, claim: OwnershipClaim, *, at: datetime) -> Ruling:
    """Whether somebody may say no to a declared owner, or take the own declaration back."""
    waits = claim.settled_at is None and claim.dropped_at is None
    return YES if waits and by == claim.claimed_by else may_agree(by, claim, at=at)


def _lock_claim(claim: OwnershipClaim) -> None:
    OwnershipClaim.objects.select_for_update().get(pk=claim.pk)
    claim.refresh_from_db()
