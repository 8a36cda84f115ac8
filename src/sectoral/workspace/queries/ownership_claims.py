"""Owners that are declared and wait: for the yes of which tables, and who can give it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from sectoral.workspace.models import Change, OwnershipClaim, Partnership, User
from sectoral.workspace.queries.reach import partnerships_of
from sectoral.workspace.queries.roles import convened_by, roles_of
from sectoral.workspace.rules.permissions import PartnershipRole
from sectoral.workspace.rules.policy import UNDO_LASTS


def waiting_claims() -> QuerySet[OwnershipClaim]:
    """Every owner that waits for a yes, the oldest first."""
    rows = OwnershipClaim.objects.filter(settled_at=None, dropped_at=None)
    return rows.select_related("claimed_by", "owner").prefetch_related("organizations")


def waiting_at(tables: Iterable[Partnership]) -> list[OwnershipClaim]:
    """Those that wait for one of these tables."""
    here = list(tables)
    sits = Q(organizations__seats__partnership__in=here, organizations__seats__until=None)
    calls = Q(
        organizations__appointments__partnership__in=here, organizations__appointments__until=None
    )
    asked = {partnership.pk for partnership in here}
    return [
        claim
        for claim in waiting_claims().filter(sits | calls).distinct()
        if any(partnership.pk in asked for partnership in partnerships_asked(claim))
    ]


def claims_of(person: User, *, every: bool, at: datetime) -> QuerySet[OwnershipClaim]:
    """Those a person may know of: the own ones, those of tables the person convenes; `every`."""
    rows = OwnershipClaim.objects.order_by("pk").select_related("owner")
    if every:
        return rows
    tables = Partnership.objects.filter(appointments__in=convened_by(person, at=at))
    asked = [claim.pk for claim in waiting_at(tables)]
    return rows.filter(Q(claimed_by=person) | Q(pk__in=asked))


def partnerships_asked(claim: OwnershipClaim) -> list[Partnership]:
    """The live tables of its organizations that have not said yes yet."""
    said = set(claim.answers.values_list("partnership", flat=True))
    return [
        partnership
        for partnership in partnerships_of(claim.organizations.all())
        if partnership.pk not in said
    ]


def may_settle(claim: OwnershipClaim, person: User, *, at: datetime) -> list[Partnership]:
    """The tables for which a person may say yes or no: all of them for the state."""
    tables = partnerships_asked(claim)
    if PartnershipRole.STATE in roles_of(person, None, at=at):
        return tables
    kept = set(convened_by(person, at=at).values_list("partnership", flat=True))
    return [partnership for partnership in tables if partnership.pk in kept]


def undoable_changes(person: User, *, every: bool, at: datetime) -> QuerySet[Change]:
    """What can still be undone, the last first: a person's own changes; `every` for the state."""
    rows = Change.objects.filter(undone_at=None, made_at__gt=at - UNDO_LASTS.span)
    if not every:
        rows = rows.filter(made_by=person)
    return rows.select_related("made_by", "person").order_by("-pk")
