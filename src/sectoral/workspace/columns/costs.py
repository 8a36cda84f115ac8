"""Parts of a solution's costs, each for whoever may see it."""

from sectoral.workspace.columns.labels import label_of
from sectoral.workspace.columns.seats import ORGANIZATION
from sectoral.workspace.drawings.sheets import SheetColumn
from sectoral.workspace.models import CostShare

_USD = "US dollars"

COSTS: tuple[SheetColumn[CostShare], ...] = (
    # Programs find the solution by its id.
    SheetColumn("Solution", lambda row: row.solution.title),
    ORGANIZATION.within(lambda row: row.seat),
    SheetColumn("Kind", lambda row: row.kind, "kind", label_of(CostShare.Kind.choices)),
    SheetColumn("Pledged", lambda row: row.amount_usd, "amount_usd", unit=_USD, number=True),
    SheetColumn("Received", lambda row: row.received_usd, "received_usd", unit=_USD, number=True),
    SheetColumn("Would cost alone", lambda row: row.alone_usd, "alone_usd", unit=_USD, number=True),
    SheetColumn("Status", lambda row: row.state, "state", label_of(CostShare.State.choices)),
    SheetColumn("Since", lambda row: row.at, moment=True),
)
