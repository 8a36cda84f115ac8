"""What the companies decide: whose consent it takes, and whether it is there (P39, I3)."""

from copy import copy
from datetime import datetime

from django.db.models import prefetch_related_objects

from sectoral.workspace.models import Consent, Partnership, Realignment, Seat
from sectoral.workspace.queries.measures import company_seats, distinct_owners
from sectoral.workspace.queries.scope import seats_outside_scope
from sectoral.workspace.rules.answers import YES, Ruling


def consent_sides(realignment: Realignment, at: datetime) -> dict[str, list[Seat]]:
    """The groups of companies that each have to consent, by the name of their table.

    A merge has two: the companies of the one that ends and of the one that goes on. A split
    has one for each part: the companies that would go with it. For a change of scope and for
    closing all companies of the table are asked, those that would fall outside among them.
    """
    own = company_seats(realignment.partnership, at)
    if not realignment.takes_state:
        return {realignment.partnership.name: own}
    if realignment.kind == Realignment.Kind.MERGE:
        into: Partnership = realignment.successor  # type: ignore[assignment]
        return {realignment.partnership.name: own, into.name: company_seats(into, at)}
    return {
        part["name"]: [seat for seat in own if seat.organization_id in part["organizations"]]
        for part in realignment.parts
    }


def with_proposed_scope(realignment: Realignment) -> Partnership:
    """The partnership as it would be with the scope that is proposed; nothing is saved."""
    would = copy(realignment.partnership)
    would.scope, would.naics, would.areas = (
        realignment.scope,
        realignment.naics,
        realignment.areas,
    )
    return would


def left_outside(realignment: Realignment, at: datetime) -> list[tuple[Seat, str]]:
    """The companies whose seats would fall outside the scope that is proposed, with why."""
    if realignment.kind != Realignment.Kind.RESCOPE:
        return []
    seats = company_seats(realignment.partnership, at)
    prefetch_related_objects([seat.organization for seat in seats], "worksites")
    return seats_outside_scope(with_proposed_scope(realignment), seats)


def missing_consents(realignment: Realignment, at: datetime) -> str:
    """The sides whose companies have not consented, with their counts; empty where all have.

    A side consents when more than half of its companies say yes; companies under common
    ownership count once, and only as a yes where none of them says no.
    """
    said = dict(Consent.objects.filter(realignment=realignment).values_list("seat_id", "yes"))
    missing = []
    for name, seats in consent_sides(realignment, at).items():
        all_of = distinct_owners(seats)
        against = distinct_owners(seat for seat in seats if said.get(seat.pk) is False)
        agreed = distinct_owners(seat for seat in seats if said.get(seat.pk)) - against
        if 2 * len(agreed) <= len(all_of):
            missing.append(f"{len(agreed)} of {len(all_of)} at {name}")
    return ", ".join(missing)


def may_carry_out(realignment: Realignment, at: datetime) -> Ruling:
    """Whether a change of scope or a closing may be carried out: its companies, or the state."""
    if realignment.confirmed_at is not None:
        return YES
    missing = missing_consents(realignment, at)
    if not missing:
        return YES
    return Ruling(f"More than half of the companies have to say yes: {missing}.")
