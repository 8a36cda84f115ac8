"""Promises: who will do what, how much of it, by when, and whether it was kept."""

from dataclasses import replace

from sectoral.workspace.columns.labels import label_of
from sectoral.workspace.columns.seats import ORGANIZATION
from sectoral.workspace.drawings.sheets import SheetColumn
from sectoral.workspace.models import Commitment

WHAT: SheetColumn[Commitment] = SheetColumn("Promise", lambda row: row.what, "what")
WHO: SheetColumn[Commitment] = replace(ORGANIZATION.within(lambda row: row.seat), heading="Who")
AMOUNT: SheetColumn[Commitment] = SheetColumn(
    "How much", lambda row: row.amount, "amount", number=True
)
UNIT: SheetColumn[Commitment] = SheetColumn("Of what", lambda row: row.unit, "unit")
DUE: SheetColumn[Commitment] = SheetColumn("By when", lambda row: row.due, "due")
STATUS: SheetColumn[Commitment] = SheetColumn(
    "Status", lambda row: row.state, "state", label_of(Commitment.State.choices)
)
REASON: SheetColumn[Commitment] = SheetColumn("Reason", lambda row: row.reason)
SOLUTION: SheetColumn[Commitment] = SheetColumn(
    "For which solution", lambda row: row.solution and row.solution.title
)

COMMITMENTS = (WHAT, WHO, AMOUNT, UNIT, DUE, STATUS, REASON, SOLUTION)
