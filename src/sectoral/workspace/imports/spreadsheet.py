"""A spreadsheet's bytes, as headings and rows of text.

What a file is, its content says, never its name: CSV with commas, semicolons or tabs, in
UTF-8, UTF-16 or an older code; or an Excel workbook (.xlsx). Nothing in it is computed: of a
formula only the value is read that the program showed when it saved. Nothing is lost in
silence: a value in merged cells stands for all of them, and what is read otherwise than it
stands there is said (`Table.remarks`). Sizes are checked before anything is unpacked (S20).
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sectoral.workspace.drawings.sheet_files import unescape_formula
from sectoral.workspace.imports.encodings import DecodedText, decode_text, in_windows, is_stray
from sectoral.workspace.imports.limits import (
    LONGEST_CELL,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_LETTERS,
    MOST_ROWS,
    file_error,
)
from sectoral.workspace.imports.lines import TextRow, TextTable
from sectoral.workspace.imports.merges import fill_merged_cells
from sectoral.workspace.imports.sheetmarks import NEVER_STORED
from sectoral.workspace.imports.workbook import read_sheets

DELIMITERS = (",", ";", "\t")
_LOOK_AT = 20  # rows by which the delimiter and the headings are found


def read_spreadsheet(file: str, data: bytes) -> TextTable:
    """Read a spreadsheet.

    Raises   BadInput where it is too large, no spreadsheet, damaged, or has no headings or rows.
    """
    if len(data) > MOST_BYTES:
        raise file_error(
            file,
            f"a file of at most {MOST_BYTES // 1_000_000} MB",
            f"{len(data) / 1_000_000:,.1f} MB",
            "split it",
        )
    found = _read_workbook(file, data) if data[:4] == b"PK\x03\x04" else _read_text(file, data)
    if found is None:
        raise file_error(
            file, "a row of headings with rows below it", "no row with two or more cells",
            "use a file with a table in it",
        )  # fmt: skip
    return found


def _read_workbook(file: str, data: bytes) -> TextTable | None:
    """The table of the first sheet that has one."""
    for sheet in read_sheets(file, data):
        table = _table_of(file, sheet.lines)
        if table is not None:
            return fill_merged_cells(table, sheet)
    return None


def _table_of(file: str, rows: Iterator[TextRow]) -> TextTable | None:
    """The table of one sheet; None where there are no headings or nothing below them."""
    headings: tuple[str, ...] = ()
    start = 1
    kept: list[TextRow] = []
    letters = 0
    for line in rows:
        filled = sum(map(bool, line.cells))
        if not headings:
            # A title above the table stands in one cell.
            headings, start = (_headings_of(file, line) if filled > 1 else ()), line.number
            continue
        if not filled:
            continue
        kept.append(_fit_row(file, line, headings))
        letters += sum(map(len, line.cells))
        _check_size(file, line, kept, letters)
    return TextTable(file, headings, tuple(kept), (), start) if kept else None


def _headings_of(file: str, line: TextRow) -> tuple[str, ...]:
    cells = list(line.cells)
    if NEVER_STORED in cells:
        raise file_error(
            file, "headings as text", "a formula whose result was never saved",
            "open it in a spreadsheet program and save it", row=line.number,
        )  # fmt: skip
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise file_error(
            file, f"at most {MOST_COLUMNS} columns", f"{len(cells):,}", "keep those you need",
            row=line.number,
        )  # fmt: skip
    return tuple(" ".join(cell.split())[:200] for cell in cells)


def _fit_row(file: str, line: TextRow, headings: Sequence[str]) -> TextRow:
    """A row as wide as the headings; what stands beyond them stands under none."""
    over = next((cell for cell in line.cells[len(headings) :] if cell), "")
    if over:
        raise file_error(
            file, f"a heading over each of the cells; there are {len(headings)} headings",
            f"an extra cell, '{over[:40]}'", "give its column a heading or clear it",
            row=line.number,
        )  # fmt: skip
    for heading, cell in zip(headings, line.cells, strict=False):
        if len(cell) > LONGEST_CELL:
            raise file_error(
                file, f"at most {LONGEST_CELL:,} letters", f"{len(cell):,}", "shorten it",
                row=line.number, column=heading,
            )  # fmt: skip
    cells = line.cells[: len(headings)]
    return TextRow(line.number, cells + ("",) * (len(headings) - len(cells)))


def _check_size(file: str, line: TextRow, kept: list[TextRow], letters: int) -> None:
    if len(kept) > MOST_ROWS:
        raise file_error(
            file, f"at most {MOST_ROWS:,} rows", "more", "split it into several files",
            row=line.number,
        )  # fmt: skip
    if letters > MOST_LETTERS:
        raise file_error(
            file, f"at most {MOST_LETTERS:,} letters", "more", "split it", row=line.number
        )


# ── CSV ───────────────────────────────────────────────────────────────────────────────────────


def _read_text(file: str, data: bytes) -> TextTable | None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise file_error(
            file, "a current Excel workbook (.xlsx) or a CSV",
            "an old Excel file, or one with a password",
            "save it as .xlsx without a password, or as CSV",
        )  # fmt: skip
    read = decode_text(data)
    if read is None or data.startswith(b"%PDF") or _no_text(read):
        raise file_error(
            file, "a CSV file or an Excel workbook (.xlsx)", "a different kind of file",
            "save the table as .xlsx or CSV and use that",
        )  # fmt: skip
    delimiter, skip = _find_delimiter(read.words)
    table = _table_of(file, _csv_lines(file, read.words, delimiter, skip))
    return None if table is None else _remark_encoding(table, read)


def _no_text(read: DecodedText) -> bool:
    """Whether a file's letters are none: what is no text has signs of control, sooner or later."""
    letters = set(read.words)
    return "\0" in letters or bool((read.guessed or read.mixed) and _CONTROLS & letters)


_CONTROLS = frozenset(chr(code) for code in range(32) if chr(code) not in "\t\n\v\f\r\x1a\x1c")


def _remark_encoding(table: TextTable, read: DecodedText) -> TextTable:
    """The table, where every letter could be read; with a sample, where their code was guessed."""
    if read.mixed or "\ufffd" in read.words:
        for line in (TextRow(table.start, table.headings), *table.rows):
            for heading, cell in zip(table.headings, line.cells, strict=True):
                _check_cell(table.file, line.number, heading, cell)
    if not read.guessed:
        return table
    lines = (TextRow(table.start, table.headings), *table.rows)
    sample = next(
        ((line.number, cell) for line in lines for cell in line.cells if not cell.isascii()), None
    )
    shown = f" Row {sample[0]:,} reads “{sample[1][:60]}”." if sample else ""
    return replace(
        table,
        remarks=(
            "The file does not say which text encoding it uses. It is read as "
            f"{read.guessed}.{shown} If a letter looks wrong, save the file as “CSV UTF-8” "
            "and bring it again.",
        ),
    )


def _check_cell(file: str, row: int, heading: str, cell: str) -> None:
    """Refuse a cell in which letters were lost, or are coded otherwise than the file's."""
    if any(map(is_stray, cell)):
        raise file_error(
            file, "text in UTF-8, like the rest of the file",
            f"'{in_windows(cell)[:60]}' in an older encoding, such as Windows-1252",
            "type this cell again in the file and save it as “CSV UTF-8”",
            row=row, column=None if any(map(is_stray, heading)) else heading,
        )  # fmt: skip
    if "\ufffd" in cell:
        raise file_error(
            file, "readable characters", f"'{cell[:60]}', in which a character was lost (�)",
            "type this cell again and save the file as “CSV UTF-8” or .xlsx",
            row=row, column=heading,
        )  # fmt: skip


def _find_delimiter(words: str) -> tuple[str, int]:
    """What divides the cells, and how many rows say so themselves ('sep=;' as Excel writes)."""
    first = words[:20].splitlines()[:1]
    named = first[0].strip().strip('"') if first else ""
    if named.startswith("sep=") and named[4:] in DELIMITERS:
        return named[4:], 1
    return max(DELIMITERS, key=lambda delimiter: _evenness(words, delimiter)), 0


def _evenness(words: str, delimiter: str) -> tuple[float, int]:
    """How evenly a delimiter divides the first rows: share as wide as the headings, and width."""
    rows = csv.reader(io.StringIO(words[:200_000], newline=""), delimiter=delimiter)
    widths = []
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                widths.append(len(row))
            if len(widths) == _LOOK_AT:
                break
    except csv.Error:
        return 0.0, 0
    wide = next((width for width in widths if width > 1), 0)
    return (widths.count(wide) / len(widths), wide) if wide else (0.0, 0)


def _csv_lines(file: str, words: str, delimiter: str, skip: int) -> Iterator[TextRow]:
    rows = csv.reader(io.StringIO(words, newline=""), delimiter=delimiter)
    number = 0
    while True:
        try:
            row = next(rows, None)
        except csv.Error as broken:
            raise file_error(
                file, "quoted cells with a closing quote", str(broken),
                "open it in a spreadsheet program and save it again", row=number + 1,
            ) from broken  # fmt: skip
        if row is None:
            return
        number += 1
        if number > skip:
            yield TextRow(number, tuple(unescape_formula(cell.strip()) for cell in row))
