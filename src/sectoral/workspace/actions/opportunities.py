"""Opportunities: what the industry could win, collected before needs (P18)."""

from datetime import datetime

from django.db import transaction

from sectoral.workspace.actions.record import note
from sectoral.workspace.guards.attestation import attested_by, stripped_texts
from sectoral.workspace.models import Opportunity, Seat, User


@transaction.atomic
def put_forward(
    *, seat: Seat, text: str, attested: bool = False, at: datetime, by: User
) -> Opportunity:
    """Write down what a company says its industry could win.

    Takes    attested: for the convener who writes it on the company's behalf.
    """
    attests = attested_by(seat, attested=attested, at=at, by=by)
    (words,) = stripped_texts(text)
    opportunity = Opportunity.objects.create(
        partnership=seat.partnership, raised_by=seat, attested_by=attests, text=words, raised_at=at
    )
    # Outside the members' history: its actor would show which company spoke.
    note("put_forward", "An opportunity is put forward", of=opportunity, at=at, by=by)
    return opportunity
