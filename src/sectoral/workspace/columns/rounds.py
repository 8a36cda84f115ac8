"""A round of voting, but for what came of it."""

from sectoral.workspace.columns.labels import label_of
from sectoral.workspace.drawings.sheets import SheetColumn
from sectoral.workspace.models import Round
from sectoral.workspace.rules.ballots import RULE_CHOICES

ROUNDS: tuple[SheetColumn[Round], ...] = (
    SheetColumn("Rule", lambda row: row.rule, "rule", label_of(RULE_CHOICES)),
    SheetColumn("Opened", lambda row: row.opened_at, "opened_at", moment=True),
    SheetColumn("Closed", lambda row: row.closed_at, moment=True),
    SheetColumn("Number of priorities", lambda row: row.keep, "keep", number=True),
)
