"""Tables that people carry away."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectoral import workspace
from sectoral.workspace.drawings.sheet_files import (
    BYTE_ORDER_MARK,
    RISKY,
    escape_formula,
    frame_csv,
    sheet_csv,
    sheet_xlsx,
    unescape_formula,
)
from sectoral.workspace.drawings.sheets import (
    PageSheet,
    SheetCell,
    SheetColumn,
    SheetHeading,
    Value,
    sheet_of,
    sort_sheet,
    text_cell,
    value_cell,
)

BOATS = PageSheet(
    "boats",
    "Boats by region",
    (SheetHeading("Region"), SheetHeading("Jobs", number=True)),
    (
        (text_cell("Harbour"), SheetCell("3,000", 3000.0)),
        (text_cell("Uplands"), SheetCell("not published", None)),
        (text_cell("Market"), SheetCell("1,000", 1000.0)),
    ),
)


def _cells(data: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def _csv_of(sheet: PageSheet) -> str:
    """The file's text behind its mark, which every file has."""
    text = sheet_csv(sheet)
    assert text.startswith(BYTE_ORDER_MARK)
    return text.removeprefix(BYTE_ORDER_MARK)


def _names(sheet: PageSheet) -> list[Value]:
    return [row[0].value for row in sheet.rows]


def test_both_files_hold_the_same_cells_as_the_page() -> None:
    lines = list(csv.reader(io.StringIO(_csv_of(BOATS))))
    assert lines == [
        ["Region", "Jobs"],
        ["Harbour", "3000.0"],
        ["Uplands", ""],
        ["Market", "1000.0"],
    ]
    assert _cells(sheet_xlsx(BOATS)) == [
        ["Region", "Jobs"], ["Harbour", 3000], ["Uplands", None], ["Market", 1000],
    ]  # fmt: skip


@pytest.mark.parametrize("wish", ["boats.1", "-boats.1"])
def test_unknown_numbers_stand_last_however_a_table_is_sorted(wish: str) -> None:
    assert _names(sort_sheet(BOATS, wish))[-1] == "Uplands"


def test_a_table_sorts_both_ways_and_says_so() -> None:
    rising, falling = sort_sheet(BOATS, "boats.1"), sort_sheet(BOATS, "-boats.1")
    assert _names(rising)[:2] == ["Market", "Harbour"]
    assert _names(falling)[:2] == ["Harbour", "Market"]
    assert rising.headings[1].order == "ascending"
    assert falling.headings[1].sort == "boats.1"


@pytest.mark.parametrize("wish", ["", "other.1", "boats.99", "-", "boats.x"])
def test_a_wish_that_names_no_column_changes_nothing(wish: str) -> None:
    assert sort_sheet(BOATS, wish).rows == BOATS.rows


@given(st.sampled_from(RISKY), st.text(alphabet=st.characters(codec="ascii"), max_size=20))
def test_no_text_opens_as_a_formula(start: str, rest: str) -> None:
    sheet = PageSheet("one", "One", (SheetHeading("Name"),), ((text_cell(start + rest),),))
    body = _csv_of(sheet).removeprefix("Name\r\n")
    assert body.lstrip('"').startswith("'")


def test_a_formula_in_a_spreadsheet_is_text() -> None:
    sheet = PageSheet("one", "One", (SheetHeading("Name"),), ((text_cell("=1+1"),),))
    book = openpyxl.load_workbook(io.BytesIO(sheet_xlsx(sheet)))
    cell = book.worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_negative_number_is_a_number_in_a_file() -> None:
    sheet = PageSheet(
        "one", "One", (SheetHeading("Change", number=True),), ((SheetCell("−5", -5),),)
    )
    assert _csv_of(sheet) == "Change\r\n-5\r\n"


def test_a_large_table_comes_in_slices_that_add_up() -> None:
    frame = pl.DataFrame({"name": ["=x", "b", "c"], "jobs": [-1.5, None, 3.0]})
    parts = list(frame_csv(frame.lazy(), 3, step=2))
    assert b"".join(parts).decode() == BYTE_ORDER_MARK + "name,jobs\r\n'=x,-1.5\r\nb,\r\nc,3.0\r\n"
    assert len(parts) == 3


RISKS = [
    "=1+1",
    " =1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\u200b=1+1",
    "\u00a0+1",
    "＝1+1",
    "＠SUM(A1)",
    "@SUM(A1)",
    "-2+3+cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.com","see")',
    "DDE;=cmd|' /C calc'!A0",
]


def _opens_a_formula(cell: str) -> bool:
    return cell.strip(" \t\r\n\u200b\u00a0")[:1] in set("=+-@＝＋－＠")


@pytest.mark.parametrize("risk", RISKS)
@pytest.mark.parametrize("divider", [",", ";", "\t"])
def test_no_program_that_opens_the_csv_meets_a_formula(risk: str, divider: str) -> None:
    sheet = PageSheet("one", "One", (SheetHeading("Name"),), ((text_cell(risk),),))
    cells = list(csv.reader(io.StringIO(sheet_csv(sheet), newline=""), delimiter=divider))
    assert not [cell for row in cells for cell in row if _opens_a_formula(cell)]


@pytest.mark.parametrize("risk", RISKS)
def test_a_large_tables_csv_is_guarded_in_the_same_way(risk: str) -> None:
    slices = b"".join(frame_csv(pl.DataFrame({"name": [risk]}).lazy(), 1)).decode()
    cells = list(csv.reader(io.StringIO(slices, newline="")))
    assert cells[1] == [escape_formula(risk)]


@given(st.text(max_size=12))
def test_what_was_guarded_comes_back_as_it_was(words: str) -> None:
    left = escape_formula(words)
    assert isinstance(left, str)
    if ";" not in words and "\t" not in words:
        assert words.startswith("'") or unescape_formula(left) == words


def test_a_text_too_long_for_a_cell_says_that_it_is_cut() -> None:
    sheet = PageSheet("one", "One", (SheetHeading("Minutes"),), ((text_cell("long " * 9000),),))
    (cell,) = _cells(sheet_xlsx(sheet))[1]
    assert cell.endswith("(cut here; the CSV has all of it)")
    assert len(cell) <= 32_767


# ── columns written down once, and what a spreadsheet knows of them ───────────────────────────

LAUNCH = datetime(2026, 3, 1, 5, 30, tzinfo=UTC)  # in Denver the evening before, 10:30 PM
KETCHES = [("Ketch", 12_000, 0.25, date(2026, 4, 1), LAUNCH), ("Yawl", None, 0.5, None, None)]


def _ketches() -> PageSheet:
    return sheet_of(
        "boats",
        "Boats",
        (
            SheetColumn("Boat", lambda row: row[0]),
            SheetColumn("Built", lambda row: row[1], number=True),
            SheetColumn("Share", lambda row: row[2], number=True),
            SheetColumn("Due", lambda row: row[3]),
            SheetColumn("Launched", lambda row: row[4], moment=True),
        ),
        KETCHES,
    )


def test_days_are_days_in_a_spreadsheet_and_moments_stand_on_the_pages_clock() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(sheet_xlsx(_ketches()))).worksheets[0]
    assert [cell.value for cell in sheet[2]][:3] == ["Ketch", 12_000, 0.25]
    days = [f"{cell.value:%Y-%m-%d %H:%M}" for cell in sheet[2][3:]]
    assert days == ["2026-04-01 00:00", "2026-02-28 22:30"]
    assert [cell.value for cell in sheet[3]] == ["Yawl", None, 0.5, None, None]
    formats = [cell.number_format for cell in sheet[2]]
    assert formats[1:] == ["#,##0", "0.000", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"]


def test_a_spreadsheet_has_filters_and_columns_as_wide_as_their_cells() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(sheet_xlsx(_ketches()))).worksheets[0]
    assert sheet.auto_filter.ref == "A1:E3"
    assert sheet.freeze_panes == "A2"
    widths = {name: round(held.width) for name, held in sheet.column_dimensions.items()}
    assert widths["E"] > widths["D"] > widths["A"] >= 8


def test_a_csv_says_the_same_days_and_moments_and_names_its_clock() -> None:
    assert _csv_of(_ketches()).splitlines() == [
        "Boat,Built,Share,Due,Launched (America/Denver)",
        "Ketch,12000,0.25,2026-04-01,2026-02-28 22:30",
        "Yawl,,0.5,,",
    ]


def test_an_amount_is_told_in_full_and_a_list_in_one_cell() -> None:
    assert value_cell(Decimal("12345.50")) == SheetCell("12,345.5", 12345.5)
    assert value_cell(["ketch", "yawl"]) == text_cell("ketch; yawl")


def test_days_sort_by_the_calendar_and_unknown_ones_stand_last() -> None:
    early = ("Sloop", 1, 0.1, date(2025, 12, 31), None)
    sheet = sheet_of(
        "boats",
        "Boats",
        (SheetColumn("Boat", lambda row: row[0]), SheetColumn("Due", lambda row: row[3])),
        [*KETCHES, early],
    )
    assert _names(sort_sheet(sheet, "boats.1")) == ["Sloop", "Ketch", "Yawl"]
    assert _names(sort_sheet(sheet, "-boats.1")) == ["Ketch", "Sloop", "Yawl"]


def test_one_place_hands_tables_over() -> None:
    here = Path(workspace.__file__).parent
    told = {
        path.relative_to(here).as_posix()
        for path in here.rglob("*.py")
        for kind in ("text/csv", "spreadsheetml", '\\ufeff"')
        if kind in path.read_text(encoding="utf-8")
    }
    assert told == {"views/exports/sheet_files.py", "drawings/sheet_files.py"}


def test_every_sheet_is_made_of_its_columns_in_one_place() -> None:
    here = Path(workspace.__file__).parent
    made = {
        path.relative_to(here).as_posix()
        for path in here.rglob("*.py")
        if "PageSheet(" in path.read_text(encoding="utf-8")
    }
    assert made == {"drawings/sheets.py"}
