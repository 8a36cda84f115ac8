"""A record says the same at every door: page, file and interface take it from one column."""

import csv
import io
from datetime import datetime
from typing import Any

import pytest

from sectoral.workspace.api import shapes
from sectoral.workspace.api.lists import LISTS, PartnershipList
from sectoral.workspace.api.partnerships import partnership_fields
from sectoral.workspace.api.rows import NO_COLUMN, NO_FILE, column_fields
from sectoral.workspace.columns.partnerships import PARTNERSHIP
from sectoral.workspace.columns.record import RECORD
from sectoral.workspace.drawings.sheets import SheetColumn
from sectoral.workspace.exports.reader import RecordKind, RecordReader
from sectoral.workspace.exports.records import RECORDS
from sectoral.workspace.models import Round
from sectoral.workspace.queries.roles import sitting_of
from tests.workspace.channels.doors import of
from tests.workspace.channels.partnership import NOW, Full

FILE_OF = {
    "appointments": "conveners",
    "seats": "seats",
    "delegates": "delegates",
    "needs": "needs",
    "releases": "listening",
    "rounds": "rounds",
    "meetings": "meetings",
    "solutions": "solutions",
    "commitments": "commitments",
    "shares": "own_costs",
}
BY_NAME = {record.name: record for record in RECORDS}


def _thing(row: Any) -> Any:
    """The row that the interface tells, within a row of a file."""
    return next((part for part in row if isinstance(part, Round)), row[0]) if _wide(row) else row


def _wide(row: Any) -> bool:
    return isinstance(row, tuple)


def _compared(
    listed: PartnershipList, record: RecordKind[Any], table: Full, who: str
) -> list[tuple[str, Any, Any]]:
    """For each row and each column that both doors have: column, in the file, at the interface."""
    partnership = table.heard.world.partnership
    sitting = sitting_of(table.people[who], partnership, at=NOW)
    if not (sitting.may(listed.permission) and sitting.may(record.permission)):
        return []
    out = {row.pk: listed.out(row, sitting) for row in listed.rows(partnership, sitting)}
    return [
        (column.key, column.value(row), out[_thing(row).pk][column.key])
        for row in record.rows(RecordReader(sitting))
        for column in record.columns
        if column.key
    ]


@pytest.mark.parametrize("who", ["employer", "convener", "state", "public"])
def test_a_file_and_the_interface_say_the_same_of_a_row(table: Full, who: str) -> None:
    seen = set()
    for listed in (one for one in LISTS if one.columns):
        for key, filed, told in _compared(listed, BY_NAME[FILE_OF[listed.name]], table, who):
            seen.add((listed.name, key))
            # A file travels: it names nobody for whom the convener spoke (S23).
            assert filed == told or (key == "raised_by" and filed == "an employer member")
    assert len(seen) > 40


@pytest.mark.parametrize("listed", LISTS, ids=lambda one: one.name)
def test_each_field_of_the_interface_is_a_column_or_says_why_not(listed: PartnershipList) -> None:
    assert (listed.name in NO_FILE) == (not listed.columns)
    if listed.columns:
        assert _unsaid(listed.name, listed.shape, listed.columns) == []


def test_a_partnership_and_a_line_of_its_record_are_told_by_their_columns() -> None:
    assert _unsaid("partnership", shapes.PartnershipOut, PARTNERSHIP) == []
    assert _unsaid("record", shapes.LineOut, RECORD) == []


def _unsaid(name: str, shape: type[Any], columns: tuple[SheetColumn[Any], ...]) -> list[str]:
    said = {column.key for column in columns}
    wanting = set(shape.model_fields) - said
    return sorted(one for one in wanting if not {one, f"{name}.{one}"} & set(NO_COLUMN))


def test_no_reason_is_given_for_what_every_list_says() -> None:
    shape_of = {one.name: one for one in LISTS if one.columns}
    for one in NO_COLUMN:
        name, _, field = one.rpartition(".")
        lists = [shape_of[name]] if name in shape_of else list(shape_of.values())
        known = {f for each in lists for f in each.shape.model_fields}
        assert field in known | set(shapes.PartnershipOut.model_fields)


def test_the_partnership_goes_out_as_its_columns_say(table: Full) -> None:
    row = table.heard.world.partnership
    told = partnership_fields(row)
    assert told | column_fields(PARTNERSHIP, row) == told


def test_every_moment_in_a_file_stands_under_a_heading_that_names_its_clock(table: Full) -> None:
    seen = 0
    for who in ("employer", "convener"):
        sitting = sitting_of(table.people[who], table.heard.world.partnership, at=NOW)
        for record in RECORDS:
            sheet = record.sheet(RecordReader(sitting))
            if record.name == "partnership":
                # A line a fact: the fact's own name has the clock.
                facts = [(str(row[0].value), row[1].value) for row in sheet.rows]
            else:
                facts = [(head.full, cell.value) for row in sheet.lines for head, cell in row]
            moments = [head for head, value in facts if isinstance(value, datetime)]
            seen += len(moments)
            assert [head for head in moments if not head.endswith(" (America/Denver)")] == []
    assert seen > 20


def test_a_page_and_a_file_of_the_same_record_have_the_same_headings(table: Full) -> None:
    browser = of(table.people["convener"], frozenset()).browser
    start = f"/partnerships/{table.slug}"
    page = _first_line(browser.get(f"{start}/commitments/?format=csv"))
    assert page == _first_line(browser.get(f"{start}/export/commitments.csv"))
    listed = _first_line(browser.get("/partnerships/?format=csv"))[:5]
    facts = csv.reader(
        io.StringIO(browser.get(f"{start}/export/partnership.csv").content.decode("utf-8-sig"))
    )
    assert set(listed) <= {row[0].partition(" (")[0] for row in facts}


def _first_line(answer: Any) -> list[str]:
    return next(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
