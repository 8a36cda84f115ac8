"""A spreadsheet's bytes, as headings and rows of text.

What a file is, its content says, never its name: CSV with commas, semicolons or tabs, in
UTF-8, UTF-16 or Windows-1252; or an Excel workbook (.xlsx). Nothing in it is computed: of a
formula only the value is read that the program showed when it saved. Sizes are checked before
anything is unpacked (S20).
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Protocol
from xml.parsers import expat

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from sectoral.errors import BadInput
from sectoral.workspace.sheets import unguarded

MOST_BYTES = 5_000_000
MOST_UNPACKED = 60_000_000
MOST_RATIO = 200
MOST_PARTS = 500
MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_CELLS = 2_000_000
MOST_LETTERS = 20_000_000
LONGEST_CELL = 5_000
LAST_ROW = 1_048_576

DELIMITERS = (",", ";", "\t")
_LOOK_AT = 20  # rows by which the delimiter and the headings are found
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number as the spreadsheet shows it, and its cells under the headings."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file's table.

    file      its name, as messages call it
    headings  its first row that has two cells or more
    rows      the rows below that say anything
    """

    file: str
    headings: tuple[str, ...]
    rows: tuple[Line, ...]


def read(file: str, data: bytes) -> Table:
    """Read a spreadsheet.

    Raises   BadInput where it is too large, no spreadsheet, damaged, or has no headings or rows.
    """
    if len(data) > MOST_BYTES:
        raise _no(file, f"a file of at most {MOST_BYTES // 1_000_000} MB", _size(data), "split it")
    packed = data[:4] == b"PK\x03\x04"
    for rows in _workbook(file, data) if packed else [_text(file, data)]:
        table = _table(file, rows)
        if table is not None:
            return table
    raise _no(
        file, "a row of headings and rows below it", "none that has two cells or more",
        "bring a file with a table in it",
    )  # fmt: skip


def _table(file: str, rows: Iterator[Line]) -> Table | None:
    """The table of one sheet; None where there are no headings or nothing below them."""
    headings: tuple[str, ...] = ()
    kept: list[Line] = []
    letters = 0
    for line in rows:
        filled = sum(map(bool, line.cells))
        if not headings:
            # A title above the table stands in one cell.
            headings = _headings(file, line) if filled > 1 else ()
            continue
        if not filled:
            continue
        kept.append(_fitted(file, line, headings))
        letters += sum(map(len, line.cells))
        _little(file, line, kept, letters)
    return Table(file, headings, tuple(kept)) if kept else None


def _headings(file: str, line: Line) -> tuple[str, ...]:
    cells = list(line.cells)
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise _no(
            file, f"at most {MOST_COLUMNS} columns", f"{len(cells):,}", "keep those you need",
            row=line.number,
        )  # fmt: skip
    return tuple(" ".join(cell.split())[:200] for cell in cells)


def _fitted(file: str, line: Line, headings: Sequence[str]) -> Line:
    """A row as wide as the headings; what stands beyond them stands under none."""
    over = next((cell for cell in line.cells[len(headings) :] if cell), "")
    if over:
        raise _no(
            file, f"a heading over each of the cells; there are {len(headings)} headings",
            f"a cell beyond them, '{over[:40]}'", "give its column a heading or empty it",
            row=line.number,
        )  # fmt: skip
    for heading, cell in zip(headings, line.cells, strict=False):
        if len(cell) > LONGEST_CELL:
            raise _no(
                file, f"at most {LONGEST_CELL:,} letters", f"{len(cell):,}", "shorten it",
                row=line.number, column=heading,
            )  # fmt: skip
    cells = line.cells[: len(headings)]
    return Line(line.number, cells + ("",) * (len(headings) - len(cells)))


def _little(file: str, line: Line, kept: list[Line], letters: int) -> None:
    if len(kept) > MOST_ROWS:
        raise _no(
            file, f"at most {MOST_ROWS:,} rows", "more", "split it into several files",
            row=line.number,
        )  # fmt: skip
    if letters > MOST_LETTERS:
        raise _no(file, f"at most {MOST_LETTERS:,} letters", "more", "split it", row=line.number)


# ── CSV ───────────────────────────────────────────────────────────────────────────────────────


def _text(file: str, data: bytes) -> Iterator[Line]:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _no(
            file, "a workbook of today's form (.xlsx) or a CSV",
            "an old Excel file, or one with a password",
            "save it as .xlsx without a password, or as CSV",
        )  # fmt: skip
    words = _decoded(file, data)
    if "\0" in words or data.startswith(b"%PDF"):
        raise _no(
            file, "a CSV file or an Excel workbook (.xlsx)", "a file of another kind",
            "save the table as .xlsx or CSV and bring that",
        )  # fmt: skip
    delimiter, skip = _delimiter(words)
    return _records(file, words, delimiter, skip)


def _decoded(file: str, data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for name in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise _no(file, "text in UTF-8", "bytes that are no text", "save it as “CSV UTF-8” or as .xlsx")


def _delimiter(words: str) -> tuple[str, int]:
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


def _records(file: str, words: str, delimiter: str, skip: int) -> Iterator[Line]:
    rows = csv.reader(io.StringIO(words, newline=""), delimiter=delimiter)
    number = 0
    while True:
        try:
            row = next(rows, None)
        except csv.Error as broken:
            raise _no(
                file, "cells in quotes that are closed again", str(broken),
                "open it in a spreadsheet program and save it anew", row=number + 1,
            ) from broken  # fmt: skip
        if row is None:
            return
        number += 1
        if number > skip:
            yield Line(number, tuple(unguarded(cell.strip()) for cell in row))


# ── Excel ─────────────────────────────────────────────────────────────────────────────────────


class _Sheet(Protocol):
    """The part of a sheet that is read here."""

    def reset_dimensions(self) -> None: ...
    def iter_rows(self, *, values_only: bool) -> Iterator[tuple[object, ...]]: ...


def _workbook(file: str, data: bytes) -> Iterator[Iterator[Line]]:
    """The rows of each sheet that can be seen, the first sheet first."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _unpackable(file, packed)
            _plain(file, packed)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except _BROKEN as broken:
        raise _damaged(file) from broken
    for sheet in sheets:
        yield _sheet(file, sheet)


def _unpackable(file: str, packed: zipfile.ZipFile) -> None:
    """Refuse what would unpack to far more than it is (S20), before anything is unpacked."""
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise _no(
            file, "an Excel workbook (.xlsx) or a CSV", "a packed file of another kind",
            "save the table as .xlsx or CSV and bring that",
        )  # fmt: skip
    swollen = any(
        part.file_size > 1_000_000 and part.file_size > MOST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or swollen:
        raise _no(
            file, f"a workbook that unpacks to at most {MOST_UNPACKED // 1_000_000} MB",
            f"{len(parts)} parts of {unpacked / 1_000_000:,.0f} MB together",
            "bring the one sheet with the table, saved as CSV",
        )  # fmt: skip


def _plain(file: str, packed: zipfile.ZipFile) -> None:
    """Refuse XML that declares things of its own: an entity can grow without end (S20)."""
    for part in packed.infolist():
        if part.filename.lower().endswith((".xml", ".rels")):
            with packed.open(part) as opened:
                _until_first_element(file, opened)


class _FirstElementError(Exception):
    """The document has begun without a DOCTYPE."""


def _until_first_element(file: str, opened: IO[bytes]) -> None:
    def begun(*_: object) -> None:
        raise _FirstElementError

    def declared(*_: object) -> None:
        raise _no(
            file, "a workbook as a spreadsheet program saves it", "one that declares its own words",
            "open it in a spreadsheet program and save it anew",
        )  # fmt: skip

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler, parser.StartElementHandler = declared, begun
    try:
        while chunk := opened.read(65_536):
            parser.Parse(chunk, False)
    except _FirstElementError:
        return
    except expat.ExpatError as broken:
        raise ValueError(str(broken)) from broken


def _sheet(file: str, sheet: _Sheet) -> Iterator[Line]:
    # The size a sheet claims is sometimes one cell, sometimes millions: read to its end instead.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True)
    number = cells = 0
    while True:
        try:
            row = next(rows, None)
        except _BROKEN as broken:
            raise _damaged(file) from broken
        if row is None:
            return
        number, cells = number + 1, cells + len(row)
        if number > LAST_ROW or cells > MOST_CELLS:
            raise _no(
                file, f"at most {MOST_CELLS:,} cells", "more",
                "delete the empty rows and columns around the table", row=number,
            )  # fmt: skip
        yield Line(number, tuple(_words(cell) for cell in row))


def _words(cell: object) -> str:
    """A cell as text: whole numbers without '.0', days as 2024-05-31, yes and no."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return unguarded(str(cell).strip())


# ── errors ────────────────────────────────────────────────────────────────────────────────────


def _no(
    file: str,
    expected: str,
    found: str,
    mend: str,
    row: int | None = None,
    column: str | None = None,
) -> BadInput:
    return BadInput(file, expected=expected, found=found, mend=mend, row=row, column=column)


def _damaged(file: str) -> BadInput:
    return _no(
        file, "a whole workbook (.xlsx)", "one that breaks off or is damaged",
        "open it in a spreadsheet program and save it anew",
    )  # fmt: skip


def _size(data: bytes) -> str:
    return f"{len(data) / 1_000_000:,.1f} MB"
