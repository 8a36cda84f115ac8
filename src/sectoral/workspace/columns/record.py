"""Lines of the record, as one reader reads them."""

from sectoral.workspace.drawings.sheets import SheetColumn
from sectoral.workspace.queries.record_lines import RecordLine

RECORD: tuple[SheetColumn[RecordLine], ...] = (
    SheetColumn("When", lambda line: line.at, "at", moment=True),
    SheetColumn("Who", lambda line: line.who or "time", "who"),
    SheetColumn("What", lambda line: line.words, "words"),
    SheetColumn("Stage before", lambda line: line.before.replace("_", " ")),
    SheetColumn("Stage after", lambda line: line.after.replace("_", " ")),
    SheetColumn("Reason", lambda line: line.reason, "reason"),
)
