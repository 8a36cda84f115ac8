"""Promises: who will do what, how much of it, by when, and whether it was kept."""

from sectoral.workspace.columns.labels import label_of
from sectoral.workspace.columns.seats import ORGANIZATION
from sectoral.workspace.drawings.sheets import SheetColumn
from sectoral.workspace.models import Commitment

COMMITMENTS: tuple[SheetColumn[Commitment], ...] = (
    ORGANIZATION.within(lambda row: row.seat),
    SheetColumn("What", lambda row: row.what, "what"),
    SheetColumn("How much", lambda row: row.amount, "amount", number=True),
    SheetColumn("Of what", lambda row: row.unit, "unit"),
    SheetColumn("By when", lambda row: row.due, "due"),
    SheetColumn("Status", lambda row: row.state, "state", label_of(Commitment.State.choices)),
    SheetColumn("Reason", lambda row: row.reason),
    SheetColumn("For which solution", lambda row: row.solution and row.solution.title),
)
