"""Meetings, but for what only some may read of them."""

from sectoral.workspace.columns.labels import label_of
from sectoral.workspace.drawings.sheets import SheetColumn
from sectoral.workspace.models import Meeting

TITLE: SheetColumn[Meeting] = SheetColumn("Meeting", lambda row: row.title, "title")
STARTS: SheetColumn[Meeting] = SheetColumn("Starts", lambda row: row.starts, "starts", moment=True)

MEETINGS: tuple[SheetColumn[Meeting], ...] = (
    TITLE,
    SheetColumn("Kind", lambda row: row.kind, "kind", label_of(Meeting.Kind.choices)),
    SheetColumn("Status", lambda row: row.state, "state", label_of(Meeting.State.choices)),
    STARTS,
    SheetColumn("Ends", lambda row: row.ends, "ends", moment=True),
    SheetColumn("Time zone of the place", lambda row: row.timezone, "timezone"),
    SheetColumn("Place", lambda row: row.place, "place"),
    SheetColumn("Decision wanted", lambda row: row.decision_wanted, "decision_wanted"),
    SheetColumn("Chaired by", lambda row: row.chaired_by and row.chaired_by.organization.name),
    SheetColumn("Open to the public", lambda row: row.open_to_public, "open_to_public"),
)
