"""Every table of a page: shown, sorted, and carried away as CSV or a spreadsheet.

What is shown and what is downloaded come from the same cells: the page shows `text_cell`, the
file holds `value` in full. An unknown number is an empty cell in a file.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import polars as pl
import xlsxwriter

Value = str | int | float | None
RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""Signs that a spreadsheet could read as the start of a formula or of a new cell."""

MOST_LETTERS = 32_767
"""What one cell of a spreadsheet holds."""

# Blanks and signs without width before a formula are passed over by some programs.
_RISKY = re.compile("[\\t\\r\\n]|[\\s\u00ad\u200b-\u200f\u2060\ufeff]*[=+\\-@＝＋－＠]")
# Where a semicolon or tab divides the cells, a formula can stand in the middle of a text.
_RISKY_INSIDE = re.compile(r"([;\t]\s*)([=+\-@＝＋－＠])")


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What a page shows, and the value a file holds.

    mark   a verdict's slug, drawn before the words
    """

    text: str
    value: Value
    href: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class SheetHeading:
    """A column: its label, its unit, and whether it holds numbers."""

    label: str
    unit: str = ""
    number: bool = False
    sort: str = ""
    order: str = "none"

    @property
    def full(self) -> str:
        """Label and unit, as the file's first line says it."""
        return f"{self.label} ({self.unit})" if self.unit else self.label


@dataclass(frozen=True, slots=True)
class PageSheet:
    """A table of a page. The first cell of a row names the row."""

    name: str
    caption: str
    headings: tuple[SheetHeading, ...]
    rows: tuple[tuple[SheetCell, ...], ...]
    empty: str = "There is nothing to list yet."
    note: str = ""

    @property
    def lines(self) -> tuple[tuple[tuple[SheetHeading, SheetCell], ...], ...]:
        """Its rows, each cell with the heading it stands under."""
        return tuple(tuple(zip(self.headings, row, strict=True)) for row in self.rows)


def text_cell(words: str, href: str = "", mark: str = "") -> SheetCell:
    """A cell of words."""
    return SheetCell(words, words, href, mark)


def sort_sheet(sheet: PageSheet, wish: str) -> PageSheet:
    """The sheet with links to sort by each column, sorted as `wish` says.

    Takes    wish: '<sheet>.<column number>', with '-' before it for descending; other
             words leave the order as it is.
    Returns  the sheet; unknown values always last.
    """
    chosen, falling = wish.removeprefix("-"), wish.startswith("-")
    headings, rows = [], sheet.rows
    for column, heading in enumerate(sheet.headings):
        key = f"{sheet.name}.{column}"
        order = ("descending" if falling else "ascending") if key == chosen else "none"
        down = heading.number if order == "none" else order == "ascending"
        headings.append(replace(heading, sort=f"-{key}" if down else key, order=order))
        if order != "none":
            rows = _by_column(rows, column, falling)
    return replace(sheet, headings=tuple(headings), rows=rows)


def _by_column(
    rows: tuple[tuple[SheetCell, ...], ...], column: int, falling: bool
) -> tuple[tuple[SheetCell, ...], ...]:
    known = [row for row in rows if row[column].value is not None]
    unknown = [row for row in rows if row[column].value is None]

    def place(row: tuple[SheetCell, ...]) -> tuple[bool, float, str]:
        value = row[column].value
        return (
            (isinstance(value, str), 0.0, value) if isinstance(value, str) else _number_key(value)
        )

    return tuple(sorted(known, key=place, reverse=falling) + unknown)


def _number_key(value: float | None) -> tuple[bool, float, str]:
    return (False, float(value or 0), "")


def escape_formula(value: Value) -> Value:
    """Text that a spreadsheet could take for a formula, made harmless by a leading quote.

    A quote also stands inside, after a semicolon or tab before such a sign: programs that
    divide cells there would begin a new cell with it.
    """
    if not isinstance(value, str):
        return value
    inside = _RISKY_INSIDE.sub(r"\1'\2", value)
    return f"'{inside}" if _RISKY.match(value) else inside


def unescape_formula(words: str) -> str:
    """A text without the leading quote that `escape_formula` gave it: our files come back."""
    return words[1:] if words.startswith("'") and _RISKY.match(words[1:]) else words


def csv_lines(rows: Iterable[Iterable[Value]]) -> Iterator[str]:
    """Rows as lines of CSV, guarded."""
    for row in rows:
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow([escape_formula(value) for value in row])
        yield line.getvalue()


def sheet_csv(sheet: PageSheet) -> str:
    """A page's table as CSV."""
    values = ([cell.value for cell in row] for row in sheet.rows)
    return "".join(csv_lines([[h.full for h in sheet.headings], *values]))


def sheet_xlsx(sheet: PageSheet, warning: str = "") -> bytes:
    """A page's table as a spreadsheet."""
    values = ([cell.value for cell in row] for row in sheet.rows)
    return workbook_bytes(sheet.name, [h.full for h in sheet.headings], values, warning)


def workbook_bytes(
    name: str, headings: list[str], rows: Iterable[Iterable[Any]], warning: str = ""
) -> bytes:
    """One sheet of a spreadsheet; text is always text, never a formula or a link.

    Takes    warning: words that must be read first; they get a sheet of their own before it.
    """
    held = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
    }
    book = xlsxwriter.Workbook(held, options)
    if warning:
        book.add_worksheet("Read this first").write_string(0, 0, warning)
    sheet = book.add_worksheet(name[:31])
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, headings, book.add_format({"bold": True, "text_wrap": True}))
    for place, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(place, column, _cut_to_cell(value))
            elif value is not None:
                sheet.write(place, column, value)
    book.close()
    return held.getvalue()


def _cut_to_cell(words: str) -> str:
    """A text as long as a cell may be; a longer one says that it is cut."""
    if len(words) <= MOST_LETTERS:
        return words
    return words[: MOST_LETTERS - 40] + " … (cut here; the CSV holds it all)"


def frame_csv(frame: pl.LazyFrame, rows: int, step: int = 20_000) -> Iterator[bytes]:
    """A table of an edition as CSV, a slice at a time, so that memory stays small."""
    schema = frame.collect_schema()
    texts = [name for name, kind in schema.items() if kind in (pl.String, pl.Enum)]
    yield ",".join(schema.names()).encode() + b"\r\n"
    guard = [_escape_column(pl.col(name).cast(pl.String)).alias(name) for name in texts]
    for start in range(0, rows, step):
        part = frame.slice(start, step).with_columns(guard).collect()
        yield part.write_csv(include_header=False, line_terminator="\r\n").encode()


def _escape_column(words: pl.Expr) -> pl.Expr:
    risky = words.str.contains(rf"^(?:{_RISKY.pattern})")
    inside = words.str.replace_all(_RISKY_INSIDE.pattern, "${1}'${2}")
    return pl.when(risky).then(pl.concat_str(pl.lit("'"), inside)).otherwise(inside)
