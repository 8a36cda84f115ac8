"""Merging and splitting: whose consent it takes, and whether it is there (P39, I3)."""

from datetime import datetime

from sectoral.workspace.models import Consent, Partnership, Realignment, Seat
from sectoral.workspace.standing import employers, groups


def sides(realignment: Realignment, at: datetime) -> dict[str, list[Seat]]:
    """The groups of companies that each have to consent, by the name of their table.

    A merge has two: the companies of the one that ends and of the one that goes on. A split
    has one for each part: the companies that would go with it.
    """
    own = employers(realignment.partnership, at)
    if realignment.kind == Realignment.Kind.MERGE:
        into: Partnership = realignment.successor  # type: ignore[assignment]
        return {realignment.partnership.name: own, into.name: employers(into, at)}
    return {
        part["name"]: [seat for seat in own if seat.organization_id in part["organizations"]]
        for part in realignment.parts
    }


def unconsented(realignment: Realignment, at: datetime) -> str:
    """The sides whose companies have not consented, with their counts; empty where all have.

    A side consents when more than half of its companies say yes; companies under common
    ownership count once, and only as a yes where none of them says no.
    """
    said = dict(Consent.objects.filter(realignment=realignment).values_list("seat_id", "yes"))
    missing = []
    for name, seats in sides(realignment, at).items():
        all_of = groups(seats)
        against = groups(seat for seat in seats if said.get(seat.pk) is False)
        agreed = groups(seat for seat in seats if said.get(seat.pk)) - against
        if 2 * len(agreed) <= len(all_of):
            missing.append(f"{len(agreed)} of {len(all_of)} at {name}")
    return ", ".join(missing)
