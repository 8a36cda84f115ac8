"""Who convenes and also sits at the table as a public partner: said openly (decision 6)."""

from datetime import datetime

from sectoral.workspace.models import Appointment, Organization, Partnership, Seat
from sectoral.workspace.models.organizations import System


def convening_and_seated(partnership: Partnership, *, at: datetime) -> list[Organization]:
    """The organizations that convene a partnership and hold a seat of a public partner there.

    Their people who convene read needs before the other public partners do, and so propose no
    solution for that seat; the public page says who they are.
    """
    convening = Appointment.objects.in_force(at).filter(partnership=partnership)
    seated = Seat.objects.seated(at).filter(partnership=partnership).exclude(system=System.EMPLOYER)
    return list(
        Organization.objects.filter(
            pk__in=convening.values("organization"),
        )
        .filter(pk__in=seated.values("organization"))
        .order_by("name")
    )
