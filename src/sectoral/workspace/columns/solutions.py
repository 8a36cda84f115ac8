"""Solutions, but for the needs they answer, which each reader sees otherwise."""

from sectoral.workspace.columns.labels import label_of
from sectoral.workspace.drawings.sheets import SheetColumn
from sectoral.workspace.models import Solution

TITLE: SheetColumn[Solution] = SheetColumn("Solution", lambda row: row.title, "title")
STATUS: SheetColumn[Solution] = SheetColumn(
    "Status", lambda row: row.state, "state", label_of(Solution.State.choices)
)

SOLUTIONS: tuple[SheetColumn[Solution], ...] = (
    SheetColumn("Number", lambda row: row.pk, "id", number=True),
    TITLE,
    SheetColumn("For whom", lambda row: row.for_whom, "for_whom"),
    STATUS,
    SheetColumn("Proposed by", lambda row: row.proposed_by.organization.name),
    SheetColumn("Since", lambda row: row.created_at, moment=True),
    SheetColumn("Stopped because", lambda row: row.stopped_because),
)
