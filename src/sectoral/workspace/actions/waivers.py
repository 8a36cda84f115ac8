"""Waivers: why two partnerships may do the same in the same counties, those two and no third."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from sectoral.workspace.actions.record import note
from sectoral.workspace.evidence.codes import known_codes
from sectoral.workspace.guards.partnership import still_lives
from sectoral.workspace.models import Partnership, User, Waiver
from sectoral.workspace.queries.roles import roles_of
from sectoral.workspace.queries.scope import (
    PartnershipOverlap,
    expand_codes,
    is_code_within,
    is_published,
    overlaps_with,
)
from sectoral.workspace.rules.answers import Refused, require
from sectoral.workspace.rules.permissions import may


@transaction.atomic
def waive(
    *,
    partnership: Partnership,
    beside: Partnership,
    reason: str,
    naics: Iterable[str] = (),
    areas: Iterable[str] = (),
    at: datetime,
    by: User,
) -> Waiver:
    """The state records why a partnership may overlap another.

    Takes    naics, areas: the industries and counties that both may have; empty: those that both
             have now.
    """
    require(may(roles_of(by, partnership, at=at), "confirm"))
    require(still_lives(partnership))
    codes, counties = tuple(naics), tuple(areas)
    require(known_codes(codes, counties))
    if not reason.strip():
        raise Refused("Say why both are needed.")
    now = next(iter(overlaps_with(partnership, [beside])), None)
    if now is None and not (codes and counties):
        raise Refused(
            f"{partnership} and {beside} do not overlap now. Give the industries and counties "
            "that both may cover."
        )
    overlap = now or PartnershipOverlap(beside, same=False, codes=(), counties=())
    wider = replace(
        overlap,
        codes=tuple(dict.fromkeys((*overlap.codes, *codes))),
        counties=tuple(sorted({*overlap.counties, *counties})),
    )
    return give(partnership, wider, reason.strip(), at=at, by=by)


def give(
    partnership: Partnership, overlap: PartnershipOverlap, reason: str, *, at: datetime, by: User
) -> Waiver:
    """Write down a waiver for one overlap, with a line in the record of both."""
    waiver = Waiver.objects.create(
        partnership=partnership,
        beside=overlap.partnership,
        reason=reason,
        naics=list(overlap.codes),
        areas=list(overlap.counties),
        given_by=by,
        given_at=at,
    )
    for table, other in ((partnership, waiver.beside), (waiver.beside, partnership)):
        # Its members read the record: what is not published yet is not named there.
        named = other if is_published(other) else "one that is not published yet"
        words = f"it may overlap with {named}"
        note("waive", words, of=waiver, at=at, by=by, partnership=table, reason=reason)
    return waiver


def narrow_overlap(overlap: PartnershipOverlap, waiver: Waiver) -> PartnershipOverlap:
    """What of an overlap an earlier waiver was given for."""
    codes = [
        code for code in overlap.codes if is_code_within(expand_codes([code])[0], waiver.naics)
    ]
    counties = [area for area in overlap.counties if area in waiver.areas]
    return replace(overlap, codes=tuple(codes), counties=tuple(counties))
