"""Every table of a page: its columns, its cells, and how it is sorted.

What is shown and what is downloaded come from the same cells: the page shows `text`, the file
(`sheet_files`) holds `value` in full. An unknown number is an empty cell in a file.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.utils import timezone
from django.utils.safestring import SafeString

from sectoral.workspace.rules.dates import day_words, moment_words

Value = str | int | float | date | None
"""A moment is a `datetime` on the pages' own clock, without its zone."""


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What a page shows, and the value a file holds.

    mark    a verdict's slug, drawn before the words
    state   where a thing stands, as the style sheet calls it: the words get its shape
    note    what is said under the words, in small
    links   several links in place of the words, which name them all for a file
    share   how much of a bar under the words is filled, 0 to 1; None for no bar
    picture what is drawn after the words: a sparkline, a small map
    """

    text: str
    value: Value
    href: str = ""
    mark: str = ""
    state: str = ""
    note: str = ""
    links: "tuple[SheetCell, ...]" = ()
    share: float | None = None
    picture: SafeString | None = None

    @property
    def moment(self) -> str:
        """A day or a moment as a machine reads it; empty for anything else."""
        if isinstance(self.value, datetime):
            return timezone.make_aware(self.value).isoformat(timespec="minutes")
        return self.value.isoformat() if isinstance(self.value, date) else ""

    @property
    def percent(self) -> int | None:
        """The share of the bar that is filled, in whole percent."""
        return None if self.share is None else round(100 * min(max(self.share, 0), 1))


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


Row = TypeVar("Row")
Wider = TypeVar("Wider")


@dataclass(frozen=True, slots=True)
class SheetColumn(Generic[Row]):
    """A column, written down once: its heading, and what it says of a row.

    value    what it says of a row: a plain value, or a cell as it is
    key      what programs call it; empty where the interface does not have it
    words    how people read the value, where that is a code
    number   whether it holds numbers
    moment   whether it holds a day with its hour: the heading then names the clock
    """

    heading: str
    value: Callable[[Row], object]
    key: str = ""
    words: Callable[[Any], object] | None = None
    unit: str = ""
    number: bool = False
    moment: bool = False

    def head(self) -> SheetHeading:
        """Its heading; of a moment with the clock that pages and files speak in."""
        zone = timezone.get_current_timezone_name() if self.moment else ""
        return SheetHeading(self.heading, self.unit or zone, self.number)

    def cell(self, row: Row) -> SheetCell:
        """What a page and a file hold of a row."""
        value = self.value(row)
        return value_cell(value if self.words is None or value is None else self.words(value))

    def within(self, part: Callable[[Wider], Row]) -> "SheetColumn[Wider]":
        """The same column for rows that hold its own row as a part."""
        value = self.value
        return SheetColumn(
            self.heading,
            lambda row: value(part(row)),
            self.key,
            self.words,
            self.unit,
            self.number,
            self.moment,
        )


def sheet_of(
    name: str,
    caption: str,
    columns: Iterable[SheetColumn[Row]],
    rows: Iterable[Row],
    empty: str = "There is nothing to list yet.",
) -> PageSheet:
    """A sheet of these columns, a line for each row."""
    columns = tuple(columns)
    headings = tuple(column.head() for column in columns)
    cells = (tuple(column.cell(row) for column in columns) for row in rows)
    return PageSheet(name, caption, headings, tuple(cells), empty)


def value_cell(value: object) -> SheetCell:
    """A value as a cell; a moment is told on the clock that the pages speak in."""
    if isinstance(value, SheetCell):
        return value
    if isinstance(value, bool):
        return text_cell("yes" if value else "no")
    if isinstance(value, Decimal):
        return SheetCell(f"{value.normalize():,f}", float(value))
    if isinstance(value, int | float):
        return SheetCell(f"{value:,}", value)
    return _date_cell(value) if isinstance(value, date) else _word_cell(value)


def _date_cell(value: date) -> SheetCell:
    if isinstance(value, datetime):
        return SheetCell(moment_words(value), timezone.make_naive(value))
    return SheetCell(day_words(value), value)


def _word_cell(value: object) -> SheetCell:
    if isinstance(value, list | tuple):
        return text_cell("; ".join(map(str, value)))
    return SheetCell("", None) if value is None else text_cell(str(value))


def text_cell(words: str, href: str = "", mark: str = "", note: str = "") -> SheetCell:
    """A cell of words."""
    return SheetCell(words, words, href, mark, note=note)


def state_cell(state: str, words: str, note: str = "") -> SheetCell:
    """Where a thing stands: its word, with the shape that the style sheet has for it."""
    return SheetCell(words, words, state=state, note=note)


def links_cell(links: Iterable[SheetCell], none: str = "") -> SheetCell:
    """Several things, each with its page; `none` where there are none."""
    held = tuple(links)
    words = ", ".join(one.text for one in held)
    return SheetCell(words or none, words or None, links=held)


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


def sheet_sorted(wish: str) -> str:
    """The name of the sheet that `wish` sorts, so that its fold stays open."""
    return wish.removeprefix("-").rpartition(".")[0]


def _by_column(
    rows: tuple[tuple[SheetCell, ...], ...], column: int, falling: bool
) -> tuple[tuple[SheetCell, ...], ...]:
    known = [row for row in rows if row[column].value is not None]
    unknown = [row for row in rows if row[column].value is None]

    def place(row: tuple[SheetCell, ...]) -> tuple[bool, float, str]:
        value = row[column].value
        if isinstance(value, date):
            return (True, 0.0, value.isoformat())
        return (True, 0.0, value) if isinstance(value, str) else (False, float(value or 0), "")

    return tuple(sorted(known, key=place, reverse=falling) + unknown)
