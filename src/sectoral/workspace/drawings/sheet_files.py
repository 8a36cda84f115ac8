"""A table of a page as a file: CSV or a spreadsheet.

A CSV begins with the mark that tells Excel its text is UTF-8; a text that a program could take
for a formula has a quote in front. A spreadsheet has dates as dates, numbers with a format, columns
as wide as what they hold, and a filter on each heading.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import Any

import polars as pl
import xlsxwriter

from sectoral.workspace.drawings.sheets import PageSheet, Value

RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""Signs that a spreadsheet could read as the start of a formula or of a new cell."""

BYTE_ORDER_MARK = "\ufeff"
"""What every CSV begins with, so that Excel reads its text as UTF-8."""

MOST_LETTERS = 32_767
"""What one cell of a spreadsheet holds."""

_LOOKED_AT = 2_000  # rows by which widths and formats are found; a large table is never held whole
_WIDTHS = (8, 60)  # letters of the narrowest and of the widest column
_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"

# Blanks and signs without width before a formula are passed over by some programs.
_RISKY = re.compile("[\\t\\r\\n]|[\\s\u00ad\u200b-\u200f\u2060\ufeff]*[=+\\-@＝＋－＠]")
# Where a semicolon or tab divides the cells, a formula can stand in the middle of a text.
_RISKY_INSIDE = re.compile(r"([;\t]\s*)([=+\-@＝＋－＠])")


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
    """Rows as lines of CSV, guarded; a moment without its seconds."""
    for row in rows:
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow([_csv_value(value) for value in row])
        yield line.getvalue()


def _csv_value(value: Value) -> Value:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return escape_formula(value)


def sheet_csv(sheet: PageSheet) -> str:
    """A page's table as CSV, with the mark in front."""
    values = ([cell.value for cell in row] for row in sheet.rows)
    return BYTE_ORDER_MARK + "".join(csv_lines([[h.full for h in sheet.headings], *values]))


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
        "remove_timezone": True,
    }
    book = xlsxwriter.Workbook(held, options)
    if warning:
        book.add_worksheet("Read this first").write_string(0, 0, warning)
    sheet = book.add_worksheet(name[:31])
    sheet.freeze_panes(1, 0)
    every = iter(rows)
    looked_at = [tuple(row) for row in islice(every, _LOOKED_AT)]
    formats = [
        book.add_format({"num_format": _number_format([row[column] for row in looked_at])})
        for column in range(len(headings))
    ]
    for column, heading in enumerate(headings):
        width = _column_width(heading, [row[column] for row in looked_at])
        sheet.set_column(column, column, width)
    sheet.write_row(0, 0, headings, book.add_format({"bold": True, "text_wrap": True}))
    last = 0
    for last, row in enumerate(chain(looked_at, every), start=1):
        _write_row(sheet, last, row, formats)
    sheet.autofilter(0, 0, last, len(headings) - 1)
    book.close()
    return held.getvalue()


def _write_row(sheet: Any, place: int, row: Iterable[Any], formats: Sequence[Any]) -> None:
    for column, value in enumerate(row):
        if isinstance(value, str):
            sheet.write_string(place, column, _cut_to_cell(value))
        elif isinstance(value, date):
            sheet.write_datetime(place, column, value, formats[column])
        elif value is not None:
            sheet.write(place, column, value, formats[column])


def _number_format(values: Sequence[Any]) -> str:
    """How a column shows its numbers or days; the cells hold them in full."""
    if any(isinstance(value, date) for value in values):
        return _MOMENT if any(isinstance(value, datetime) for value in values) else _DAY
    numbers = [abs(value) for value in values if isinstance(value, int | float)]
    largest = max(numbers, default=0)
    if all(float(number).is_integer() for number in numbers):
        # A year or a number of a row is below this, and has no comma.
        return "#,##0" if largest >= 10_000 else "0"
    if largest >= 100:
        return "#,##0.0"
    return "0.00" if largest >= 1 else "0.000"


def _column_width(heading: str, values: Sequence[Any]) -> int:
    """As wide as its widest cell, within bounds; a heading takes two lines or more."""
    narrowest, widest = _WIDTHS
    longest_word = max((len(word) for word in heading.split()), default=0)
    wanted = [longest_word, len(heading) // 2, *map(_cell_width, values)]
    return min(max(narrowest, max(wanted) + 2), widest)


def _cell_width(value: Any) -> int:
    if isinstance(value, datetime):
        return len(_MOMENT)
    if isinstance(value, date):
        return len(_DAY)
    if isinstance(value, int | float):
        return len(f"{value:,.1f}")
    return max(map(len, str(value or "").splitlines()), default=0)


def _cut_to_cell(words: str) -> str:
    """A text as long as a cell may be; a longer one says that it is cut."""
    if len(words) <= MOST_LETTERS:
        return words
    return words[: MOST_LETTERS - 40] + " … (cut here; the CSV has all of it)"


def frame_csv(frame: pl.LazyFrame, rows: int, step: int = 20_000) -> Iterator[bytes]:
    """A table of an edition as CSV, a slice at a time, so that memory stays small."""
    schema = frame.collect_schema()
    texts = [name for name, kind in schema.items() if kind in (pl.String, pl.Enum)]
    yield f"{BYTE_ORDER_MARK}{','.join(schema.names())}\r\n".encode()
    guard = [_escape_column(pl.col(name).cast(pl.String)).alias(name) for name in texts]
    for start in range(0, rows, step):
        part = frame.slice(start, step).with_columns(guard).collect()
        yield part.write_csv(include_header=False, line_terminator="\r\n").encode()


def _escape_column(words: pl.Expr) -> pl.Expr:
    risky = words.str.contains(rf"^(?:{_RISKY.pattern})")
    inside = words.str.replace_all(_RISKY_INSIDE.pattern, "${1}'${2}")
    return pl.when(risky).then(pl.concat_str(pl.lit("'"), inside)).otherwise(inside)
