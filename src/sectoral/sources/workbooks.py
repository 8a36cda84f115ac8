"""Tables on the sheets of publishers' workbooks (.xlsx).

A sheet has a title above its table, notes below it, and codes that may be kept as numbers.
Columns are found by their headings, never by place. A workbook without the headings is refused
with the headings it has.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from sectoral.errors import BadInput

Cell = object
HEADINGS_WITHIN = 20  # rows from the top; the deepest header of ours stands in the eighth
# What openpyxl and the zip and XML readers below it raise on damaged bytes.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    SyntaxError,
    KeyError,
    ValueError,
    TypeError,
    EOFError,
)


def cell_text(cell: Cell) -> str:
    """A cell as it reads on the sheet: no padding, a whole number without '.0'."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def digits(places: int) -> Callable[[Cell], str]:
    """A code of so many digits; where the sheet keeps it as a number its zeros come back."""

    def code(cell: Cell) -> str:
        return cell_text(cell).zfill(places) if isinstance(cell, int | float) else cell_text(cell)

    return code


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column to take.

    heading  what stands above it: a regular expression for all of it, in any case; where two
             columns have one heading, the first that is asked for is the left one
    write    how its cells are written
    """

    heading: str
    write: Callable[[Cell], str] = cell_text

    @property
    def plain_heading(self) -> str:
        """The heading as a person reads it."""
        plain = self.heading.replace(r"\d{4}", "YEAR").replace(".*", " … ")
        return re.sub(r"[\\?]|^\(|\)$", "", plain).strip()


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table on a sheet.

    headings  the headings found, in the order asked for
    rows      its cells in that order, written as text; notes below the table are left out
    """

    headings: list[str]
    rows: Iterator[list[str]]


class _WorkbookSheet(Protocol):
    """The part of a sheet that is read here."""

    @property
    def title(self) -> str: ...
    def reset_dimensions(self) -> None: ...
    def iter_rows(self, *, values_only: bool) -> Iterator[tuple[Cell, ...]]: ...


@contextmanager
def open_sheets(workbook: Path | BinaryIO, name: str) -> Iterator[list[_WorkbookSheet]]:
    """The sheets of a workbook, open while they are read.

    Takes    `name`: how messages call it.
    Raises   BadInput where it is no whole workbook.
    """
    try:
        book = openpyxl.load_workbook(workbook, read_only=True, data_only=True)
    except _BROKEN as broken:
        raise _damaged_workbook(name, broken) from broken
    try:
        yield list(book.worksheets)
    finally:
        book.close()


def rows_of(sheet: _WorkbookSheet, name: str) -> Iterator[Sequence[Cell]]:
    """The rows of a sheet, from the first.  Raises BadInput where it breaks off."""
    # The size a sheet claims is sometimes one cell: read to its end instead.
    sheet.reset_dimensions()
    rows = iter(sheet.iter_rows(values_only=True))
    while True:
        try:
            row = next(rows, None)
        except _BROKEN as broken:
            raise _damaged_workbook(f"{name}, sheet '{sheet.title}'", broken) from broken
        if row is None:
            return
        yield row


@contextmanager
def open_table(
    workbook: Path | BinaryIO, name: str, columns: Sequence[SheetColumn]
) -> Iterator[SheetTable]:
    """The first table in a workbook that has all the headings.

    Raises   BadInput where no sheet has them, naming those of the sheet that has most.
    """
    nearest: list[str] = []
    with open_sheets(workbook, name) as found:
        for sheet in found:
            rows = rows_of(sheet, name)
            for _, row in zip(range(HEADINGS_WITHIN), rows, strict=False):
                headings = [_heading_text(cell) for cell in row]
                places = _column_places(headings, columns)
                if len(places) == len(columns):
                    yield SheetTable(
                        [headings[at] for at in places], _written_rows(rows, places, columns)
                    )
                    return
                if len(places) > len(_column_places(nearest, columns)):
                    nearest = headings
        raise _no_table(name, columns, nearest)


def _column_places(headings: Sequence[str], columns: Sequence[SheetColumn]) -> list[int]:
    """Where each column stands; columns that do not are left out."""
    places: list[int] = []
    for column in columns:
        at = next(
            (n for n, h in enumerate(headings) if n not in places and _is_column(column, h)), None
        )
        if at is not None:
            places.append(at)
    return places


def _is_column(column: SheetColumn, heading: str) -> bool:
    return re.fullmatch(column.heading, heading, re.IGNORECASE) is not None


def _heading_text(cell: Cell) -> str:
    """A heading on one line, without the mark of a footnote."""
    return re.sub(r"\s*(\[\d+\]|\(\d\))$", "", " ".join(cell_text(cell).split()))


def _written_rows(
    rows: Iterator[Sequence[Cell]], places: list[int], columns: Sequence[SheetColumn]
) -> Iterator[list[str]]:
    for row in rows:
        cells = [row[at] if at < len(row) else None for at in places]
        written = [column.write(cell) for column, cell in zip(columns, cells, strict=True)]
        # A note stands in one cell, a blank line in none: a row of a table in more.
        if sum(map(bool, written)) > 1:
            yield written


def _no_table(name: str, columns: Sequence[SheetColumn], nearest: Sequence[str]) -> BadInput:
    headings = [heading for heading in nearest if heading]
    absent = [c.plain_heading for c in columns if not any(_is_column(c, h) for h in headings)]
    lacks = ", ".join(f"'{word}'" for word in absent) or "as many of them"
    shown = ", ".join(f"'{heading}'" for heading in headings)
    return BadInput(
        name,
        expected=f"a sheet with the heading{'s' * (len(absent) > 1)} {lacks}",
        found=f"the headings {shown}"[:300] if headings else "no sheet with any of them",
        mend="fetch it in a browser, compare it with what the publisher's page says, and report it",
    )


def _damaged_workbook(name: str, broken: BaseException) -> BadInput:
    return BadInput(
        name,
        expected="a whole workbook (.xlsx)",
        found=f"a damaged or incomplete file ({broken})",
        mend="remove it from the cache and fetch it again",
    )
