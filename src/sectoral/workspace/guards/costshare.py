"""Whether a share of the costs may be valued."""

from collections.abc import Mapping
from datetime import datetime

from sectoral.workspace.guards.guard import Guard
from sectoral.workspace.models import CostShare
from sectoral.workspace.rules.answers import YES, Answer


def evidence(share: CostShare, _: datetime) -> Answer:
    """It says what shows that it was given, and what it was worth."""
    if not share.evidence:
        return Answer("Say what shows it: a receipt, a time sheet, a lease.")
    if share.received_usd is None:
        return Answer("Say what arrived.")
    return YES


GUARDS: Mapping[str, Guard] = {"evidence": evidence}
