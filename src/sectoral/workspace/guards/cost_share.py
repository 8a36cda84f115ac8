"""Whether a share of the costs may be valued."""

from collections.abc import Mapping
from datetime import datetime

from sectoral.workspace.guards.guard import Guard
from sectoral.workspace.models import CostShare
from sectoral.workspace.rules.answers import YES, Ruling


def evidence(share: CostShare, _: datetime) -> Ruling:
    """It says what shows that it was given, and what it was worth."""
    if not share.evidence:
        return Ruling("Say what proves it: a receipt, a time sheet, a lease.")
    if share.received_usd is None:
        return Ruling("Say what arrived.")
    return YES


GUARDS: Mapping[str, Guard] = {"evidence": evidence}
