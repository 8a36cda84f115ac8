"""A partnership, as pages, files and programs tell it."""

from sectoral.workspace.columns.labels import label_of
from sectoral.workspace.drawings.sheets import SheetColumn
from sectoral.workspace.models import Partnership
from sectoral.workspace.models.partnerships import CaseDecision, Stage

NAME: SheetColumn[Partnership] = SheetColumn("Partnership", lambda row: row.name, "name")
STAGE: SheetColumn[Partnership] = SheetColumn(
    "Stage", lambda row: row.stage, "stage", label_of(Stage.choices)
)
STAGE_SINCE: SheetColumn[Partnership] = SheetColumn(
    "In this stage since", lambda row: row.stage_since, "stage_since", moment=True
)
REGION: SheetColumn[Partnership] = SheetColumn("Region", lambda row: row.region_name, "region_name")
SECTOR: SheetColumn[Partnership] = SheetColumn("Sector", lambda row: row.sector_name, "sector_name")

PARTNERSHIP: tuple[SheetColumn[Partnership], ...] = (
    NAME,
    STAGE,
    STAGE_SINCE,
    REGION,
    SheetColumn("Counties", lambda row: row.areas),
    SECTOR,
    SheetColumn("NAICS", lambda row: row.naics),
    SheetColumn("State's decision", lambda row: row.decision, words=label_of(CaseDecision.choices)),
    SheetColumn("Its case", lambda row: row.case_for),
    SheetColumn("Edition of its case", lambda row: row.edition, "edition"),
    SheetColumn("Scope", lambda row: row.scope),
    SheetColumn("Waiver of a second partnership", lambda row: row.waiver),
    SheetColumn("Labor votes", lambda row: row.labor_votes),
    SheetColumn("Proposed", lambda row: row.created_at, moment=True),
)
