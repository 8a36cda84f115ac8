"""An Excel workbook's sheets as rows of text, unpacked only where that is safe (S20)."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Protocol
from xml.parsers import expat

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from sectoral.workspace.drawings.sheet_files import unescape_formula
from sectoral.workspace.imports.limits import (
    LAST_ROW,
    MOST_CELLS,
    MOST_PARTS,
    MOST_RATIO,
    MOST_UNPACKED,
    damaged_workbook,
    file_error,
)
from sectoral.workspace.imports.lines import TextRow
from sectoral.workspace.imports.sheetmarks import NEVER_STORED, SheetMarks, marks_of

BROKEN = (
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


class _OpenpyxlSheet(Protocol):
    """The part of a sheet that is read here."""

    title: str
    sheet_state: str
    _worksheet_path: str

    def reset_dimensions(self) -> None: ...
    def iter_rows(self, *, values_only: bool) -> Iterator[tuple[object, ...]]: ...


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """A sheet that can be seen: its name, its rows as text, its marks, and the others' names."""

    name: str
    lines: Iterator[TextRow]
    marks: SheetMarks
    others: tuple[str, ...]


def read_sheets(file: str, data: bytes) -> Iterator[WorkbookSheet]:
    """Each sheet that can be seen, the first one first.

    Raises   BadInput where the workbook is damaged, no workbook, or would unpack to too much.
    """
    held = io.BytesIO(data)
    try:
        with zipfile.ZipFile(held) as packed:
            _check_unpacked_size(file, packed)
            _refuse_declarations(file, packed)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        every: list[_OpenpyxlSheet] = list(book.worksheets)  # type: ignore[arg-type]  # read-only ones
    except BROKEN as broken:
        raise damaged_workbook(file) from broken
    for sheet in every:
        if sheet.sheet_state == "visible":
            others = tuple(one.title for one in every if one is not sheet)
            marks = _read_marks(file, held, sheet)
            yield WorkbookSheet(sheet.title, _read_lines(file, sheet, marks), marks, others)


def _read_marks(file: str, held: io.BytesIO, sheet: _OpenpyxlSheet) -> SheetMarks:
    try:
        with zipfile.ZipFile(held) as packed:
            return marks_of(packed, sheet._worksheet_path)
    except BROKEN as broken:
        raise damaged_workbook(file) from broken


def _check_unpacked_size(file: str, packed: zipfile.ZipFile) -> None:
    """Refuse what would unpack to far more than it is (S20), before anything is unpacked."""
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise file_error(
            file, "an Excel workbook (.xlsx) or a CSV", "a different kind of compressed file",
            "save the table as .xlsx or CSV and use that",
        )  # fmt: skip
    swollen = any(
        part.file_size > 1_000_000 and part.file_size > MOST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or swollen:
        raise file_error(
            file, f"a workbook that unpacks to at most {MOST_UNPACKED // 1_000_000} MB",
            f"{len(parts)} parts of {unpacked / 1_000_000:,.0f} MB together",
            "save the one sheet with the table as CSV and use that",
        )  # fmt: skip


def _refuse_declarations(file: str, packed: zipfile.ZipFile) -> None:
    """Refuse XML that declares things of its own: an entity can grow without end (S20)."""
    for part in packed.infolist():
        if part.filename.lower().endswith((".xml", ".rels")):
            with packed.open(part) as opened:
                _until_first_element(file, opened)


class _FirstElementError(Exception):
    """The document has begun without a DOCTYPE."""


def _until_first_element(file: str, opened: IO[bytes]) -> None:
    def stop_at_element(*_: object) -> None:
        raise _FirstElementError

    def refuse_declaration(*_: object) -> None:
        raise file_error(
            file, "a workbook saved by a spreadsheet program", "one with definitions of its own",
            "open it in a spreadsheet program and save it again",
        )  # fmt: skip

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler, parser.StartElementHandler = refuse_declaration, stop_at_element
    try:
        while chunk := opened.read(65_536):
            parser.Parse(chunk, False)
    except _FirstElementError:
        return
    except expat.ExpatError as broken:
        raise ValueError(str(broken)) from broken


def _read_lines(file: str, sheet: _OpenpyxlSheet, marks: SheetMarks) -> Iterator[TextRow]:
    # The size a sheet claims is sometimes one cell, sometimes millions: read to its end instead.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True)
    number = cells = 0
    while True:
        try:
            row = next(rows, None)
        except BROKEN as broken:
            raise damaged_workbook(file) from broken
        if row is None:
            return
        number, cells = number + 1, cells + len(row)
        if number > LAST_ROW or cells > MOST_CELLS:
            raise file_error(
                file, f"at most {MOST_CELLS:,} cells", "more",
                "delete the empty rows and columns around the table", row=number,
            )  # fmt: skip
        words = [_cell_text(cell) for cell in row]
        for column in marks.never_stored.get(number, ()):
            if column < len(words):
                words[column] = NEVER_STORED
        yield TextRow(number, tuple(words))


def _cell_text(cell: object) -> str:
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
    return unescape_formula(str(cell).strip())
