"""Who convenes and also sits at the table as a public partner: said openly (decision 6)."""

from collections.abc import Iterable

from sectoral.workspace.models import Appointment, Organization, Seat


def convening_and_seated(
    conveners: Iterable[Appointment], seats: Iterable[Seat]
) -> list[Organization]:
    """The organizations that convene a partnership and hold a seat of a public partner there.

    Their people who convene read needs before the other public partners do, and so propose no
    solution for that seat; the public page says who they are.

    Takes    those who convene now, and the seats at the table, as a page has read them.
    Returns  the organizations by name.
    """
    seated = {seat.organization_id for seat in seats if not seat.is_employer}
    found = {one.organization for one in conveners if one.organization_id in seated}
    return sorted(found, key=lambda organization: organization.name)
