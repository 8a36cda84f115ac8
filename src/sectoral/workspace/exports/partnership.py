"""The partnership itself, its plan, and its record."""

from collections.abc import Iterable

from sectoral.workspace.columns.partnerships import PARTNERSHIP
from sectoral.workspace.columns.record import RECORD as RECORD_COLUMNS
from sectoral.workspace.drawings.sheets import SheetCell, SheetColumn
from sectoral.workspace.exports.reader import RecordKind, RecordReader
from sectoral.workspace.models import ActionPlan, Event
from sectoral.workspace.queries.record_lines import RecordLine, actor_names, line_of


def _partnership_facts(reader: RecordReader) -> list[tuple[str, SheetCell]]:
    row = reader.partnership
    return [(column.head().full, column.cell(row)) for column in PARTNERSHIP]


FACTS: RecordKind[tuple[str, SheetCell]] = RecordKind(
    "partnership",
    "The partnership",
    "see_partnership",
    _partnership_facts,
    (SheetColumn("Fact", lambda fact: fact[0]), SheetColumn("Value", lambda fact: fact[1])),
)


def _plan_rows(reader: RecordReader) -> Iterable[ActionPlan]:
    return reader.partnership.plans.select_related("written_by")


PLANS: RecordKind[ActionPlan] = RecordKind(
    "plans",
    "Action plan",
    "see_partnership",
    _plan_rows,
    (
        SheetColumn("Version", lambda row: row.version, number=True),
        SheetColumn("Written", lambda row: row.at, moment=True),
        SheetColumn("By", lambda row: str(row.written_by)),
        SheetColumn("Text", lambda row: row.text),
    ),
)


def _record_lines(reader: RecordReader) -> Iterable[RecordLine]:
    """Where the name would tell who raised a need, it names nobody but the reader."""
    rows = Event.objects.select_related("actor").filter(partnership=reader.partnership)
    called = actor_names(reader.sitting, reader.partnership, travels=True)
    return (line_of(row, called) for row in rows)


RECORD: RecordKind[RecordLine] = RecordKind(
    "record", "The record", "see_record", _record_lines, RECORD_COLUMNS
)
