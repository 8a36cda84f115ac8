"""Whether a person acts for a seat of a table, as it is asked before anything is done for one."""

from sectoral.workspace.models import Seat
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.answers import YES, Ruling

NO_SEAT = Ruling("You do not act for a seat here that may do this.")


def has_own_seat(sitting: Sitting, action: str) -> Ruling:
    """Whether the person acts for a seat of this table that is allowed an action."""
    return YES if sitting.seats_that_may(action) else NO_SEAT


def acts_for(sitting: Sitting, seat: Seat) -> Ruling:
    """Whether the person acts for this seat now."""
    if seat in sitting.seats:
        return YES
    return Ruling(f"You do not act for {seat.organization} here.")
