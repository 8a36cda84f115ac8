"""Seats, the people who act for them, and who convenes."""

from sectoral.workspace.columns.labels import label_of
from sectoral.workspace.drawings.sheets import SheetColumn
from sectoral.workspace.models import Appointment, Delegate, Seat
from sectoral.workspace.models.organizations import System

ORGANIZATION: SheetColumn[Seat] = SheetColumn(
    "Organization", lambda seat: seat.organization.name, "organization"
)
KIND: SheetColumn[Seat] = SheetColumn(
    "Kind", lambda seat: seat.system, "system", label_of(System.choices)
)

SEATS: tuple[SheetColumn[Seat], ...] = (
    ORGANIZATION,
    KIND,
    SheetColumn("NAICS", lambda seat: seat.organization.naics),
    SheetColumn("Status", lambda seat: seat.standing, "standing", label_of(Seat.Standing.choices)),
    SheetColumn("Votes", lambda seat: seat.voting, "voting"),
    SheetColumn("Since", lambda seat: seat.since, "since", moment=True),
    SheetColumn("Until", lambda seat: seat.until, "until", moment=True),
)

DELEGATES: tuple[SheetColumn[Delegate], ...] = (
    SheetColumn("Name", lambda row: row.person.get_full_name(), "name"),
    SheetColumn("E-mail", lambda row: row.person.email),
    ORGANIZATION.within(lambda row: row.seat),
    SheetColumn("Role", lambda row: row.role, "role", label_of(Delegate.Role.choices)),
    SheetColumn("Since", lambda row: row.since, "since", moment=True),
    SheetColumn("Last confirmed", lambda row: row.confirmed_at, "confirmed_at", moment=True),
    SheetColumn("Until", lambda row: row.until, "until", moment=True),
)


def _lead_words(lead: bool) -> str:
    return "lead" if lead else "beside the lead"


CONVENERS: tuple[SheetColumn[Appointment], ...] = (
    SheetColumn("Organization", lambda row: row.organization.name, "organization"),
    SheetColumn("Person", lambda row: row.person.get_full_name(), "name"),
    SheetColumn("As", lambda row: row.lead, "lead", _lead_words),
    SheetColumn("Basis", lambda row: row.basis),
    SheetColumn("Since", lambda row: row.since, "since", moment=True),
    SheetColumn("Term ends", lambda row: row.term_ends, "term_ends"),
    SheetColumn("Ended", lambda row: row.until, "until", moment=True),
    SheetColumn("Because", lambda row: row.ended_because),
)
