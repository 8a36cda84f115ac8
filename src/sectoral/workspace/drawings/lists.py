"""Every list of a page: declared once, sorted and narrowed by its address, a page at a time.

    ?sort=-due&state=late&page=2

A list says what its columns are, by what the database sorts them, and what it can be narrowed by.
Of an address it reads these words alone. Any other word is ignored, and so is a value that the
list does not offer; a page beyond the last is the last. So no address leads to an error.

What is shown and what is downloaded come from the same columns (`sheets.SheetColumn`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Case, F, IntegerField, Model, QuerySet, Value, When
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import Lower, NullIf

from sectoral.workspace.drawings.sheets import (
    PageSheet,
    SheetCell,
    SheetColumn,
    SheetHeading,
    sheet_of,
    value_cell,
)

A_PAGE = 50
MOST_COUNTED = 10_000
"""So many rows are counted for the line above a list. To count sixty thousand costs more than to
show fifty of them, and nobody needs the number: beyond it the line says "more than"."""
LONGEST_WORDS = 80
_LAST_PAGE = 1_000_000

Row = TypeVar("Row")
Order = str | Combinable
"""What the database orders by: the name of a field or an annotation, or an expression."""


@dataclass(frozen=True, slots=True)
class ListColumn(Generic[Row]):
    """A column of a list.

    key      its word in the address, and what its cells are called in a style sheet
    heading  what stands above it; of a record's column, as the record says it
    value    what it says of a row: a plain value, or a cell as it is
    sort     what the database orders rows by, rising; empty where the column does not sort
    falls    whether the first press begins with the largest or the latest
    shown    whether the page shows it
    in_file  whether the file has it
    """

    key: str
    heading: str | SheetHeading | SheetColumn[Row]
    value: Callable[[Row], object]
    sort: tuple[Order, ...] = ()
    falls: bool = False
    shown: bool = True
    in_file: bool = True

    @property
    def label(self) -> SheetHeading:
        """Its heading, with its unit."""
        if isinstance(self.heading, SheetColumn):
            return self.heading.head()
        return SheetHeading(self.heading) if isinstance(self.heading, str) else self.heading

    @property
    def filed(self) -> SheetColumn[Row]:
        """The column of a file: the same heading and the same values."""
        head = self.label
        return SheetColumn(head.label, self.value, unit=head.unit, number=head.number)


def record_column(
    key: str,
    column: SheetColumn[Row],
    look: "Callable[[Row, SheetCell], SheetCell] | None" = None,
    *,
    sort: tuple[Order, ...] = (),
    falls: bool = False,
    shown: bool = True,
) -> ListColumn[Row]:
    """A column of a record (`columns/`) in a list: its heading and its value are the record's.

    Takes    look: what a page alone adds to the cell, given the row and the record's cell: a
             link, a note, the shape of a state, other words. The value in a file stays.
    """

    def cell(row: Row) -> SheetCell:
        told = column.cell(row)
        return told if look is None else replace(look(row, told), value=told.value)

    return ListColumn(key, column, cell, sort, falls, shown)


@dataclass(frozen=True, slots=True)
class ListFilter:
    """One thing that a list can be narrowed by.

    key      its word in the address
    narrow   the rows for a value of it
    choices  (value, words) pairs, all of them but "everything"; None where words are typed
    every    how it says "everything"
    """

    key: str
    label: str
    narrow: Callable[[QuerySet[Any], str], QuerySet[Any]]
    choices: tuple[tuple[str, str], ...] | None = None
    every: str = "All"

    def value_of(self, asked: Mapping[str, str]) -> str:
        """What an address asks of it; '' where that is nothing that it offers."""
        words = asked.get(self.key, "").strip()
        if self.choices is None:
            return words[:LONGEST_WORDS].replace("\x00", "")
        return words if words in dict(self.choices) else ""


@dataclass(frozen=True, slots=True)
class PageList(Generic[Row]):
    """A list of a page: what it is of, its columns, how it is narrowed, in which order it stands.

    name     its place on the page, and the name of its file
    things   what its rows are called: one, several
    order    how it stands until somebody sorts it, trouble first; `order_words` says so
    empty    what it will show once there is something
    acts     the template of what may be done with a row, which it finds as `row`; else none
    """

    name: str
    things: tuple[str, str]
    caption: str
    columns: tuple[ListColumn[Row], ...]
    order: tuple[Order, ...]
    order_words: str
    filters: tuple[ListFilter, ...] = ()
    empty: str = "There is nothing to list yet."
    acts: str = ""

    def read_wish(self, asked: Mapping[str, str]) -> "ListWish":
        """What an address asks of this list."""
        sort = asked.get("sort", "")
        sorts = {column.key for column in self.columns if column.sort}
        values = {one.key: one.value_of(asked) for one in self.filters}
        return ListWish(
            sort if sort.removeprefix("-") in sorts else "",
            {key: value for key, value in values.items() if value},
            _page_number(asked.get("page", "")),
        )

    def narrow_rows(self, rows: QuerySet[Any], wish: "ListWish") -> QuerySet[Any]:
        """The rows that were asked for, in the order that was asked for."""
        for one in self.filters:
            if value := wish.values.get(one.key):
                rows = one.narrow(rows, value)
        wanted = next((c.sort for c in self.columns if c.key == wish.sort.removeprefix("-")), ())
        by = [_order_by(rows, one, falls=wish.sort.startswith("-")) for one in wanted]
        return rows.order_by(*by, *(_order_by(rows, one) for one in self.order), "pk")

    def file_of(self, lines: Iterable[Row]) -> PageSheet:
        """All of these rows as a file."""
        columns = tuple(column.filed for column in self.columns if column.in_file)
        return sheet_of(self.name, self.caption, columns, lines, self.empty)


@dataclass(frozen=True, slots=True)
class ListWish:
    """What an address asks of a list: how it is sorted, by what it is narrowed, which page."""

    sort: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    page: int = 1

    def query(self, **instead: Any) -> str:
        """The address that asks for the same but for these: '?state=late&sort=-due'."""
        words = {**self.values, "sort": self.sort, **instead}
        return "?" + urlencode({key: value for key, value in words.items() if value})


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Row]):
    """One page of a list's rows, with where it stands among all of them.

    count    how many rows there are; at most MOST_COUNTED where there are `more` than that
    """

    rows: tuple[Row, ...]
    wish: ListWish
    number: int
    count: int
    more: bool = False

    @property
    def first(self) -> int:
        """The place of its first row among all of them, from 1."""
        return (self.number - 1) * A_PAGE + 1

    @property
    def last(self) -> int:
        """The place of its last row."""
        return self.first + len(self.rows) - 1

    @property
    def pages(self) -> int | None:
        """How many pages there are, where that is known."""
        return None if self.more else max(1, ceil(self.count / A_PAGE))

    @property
    def has_next(self) -> bool:
        """Whether another page follows."""
        return self.more or self.last < self.count


def cut_page(rows: QuerySet[Row], wish: ListWish) -> ListPage[Row]:  # type: ignore[type-var]
    """The page that was asked for; the last one where it lies beyond. Two queries."""
    deep = wish.page * A_PAGE >= MOST_COUNTED
    every = rows.order_by().values("pk")
    count = every.count() if deep else every[: MOST_COUNTED + 1].count()
    more = not deep and count > MOST_COUNTED
    number = min(wish.page, max(1, ceil(count / A_PAGE)))
    start = (number - 1) * A_PAGE
    held = tuple(rows[start : start + A_PAGE])
    return ListPage(held, wish, number, min(count, MOST_COUNTED) if more else count, more)


def _page_number(words: str) -> int:
    known = words.isascii() and words.isdigit() and len(words) < len(str(_LAST_PAGE))
    return max(1, int(words)) if known else 1


def _order_by(rows: QuerySet[Any], one: Order, *, falls: bool = False) -> Any:
    """One term of an order: what is unknown stands last, however a list is sorted."""
    if isinstance(one, str) and one.startswith("-"):
        return _order_by(rows, one[1:], falls=not falls)
    by = F(one) if isinstance(one, str) else one
    # What is never unknown is sorted by its index, where it has one.
    last = None if isinstance(one, str) and _is_always_known(rows.model, one) else True
    return OrderBy(by, descending=falls, nulls_last=last)  # type: ignore[arg-type]


def _is_always_known(model: type[Model], name: str) -> bool:
    return any(one.name == name and not one.null for one in model._meta.concrete_fields)


def rank_of(field: str, values: Iterable[str]) -> Case:
    """What a column of words is sorted by that has an order of its own: the place of its value.

    Any other value is unknown: it stands last.
    """
    whens = (When(**{field: value}, then=Value(place)) for place, value in enumerate(values))
    return Case(*whens, output_field=IntegerField())


def known_words(field: str) -> NullIf:
    """Words without regard to capitals; empty ones are unknown."""
    return NullIf(Lower(field), Value(""))


# ── as a page shows it ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ShownHeading:
    """A column's heading with the link that sorts by it; no link where it does not sort."""

    key: str
    label: SheetHeading
    href: str
    order: str

    @property
    def number(self) -> str:
        """What the style sheet calls a column of numbers."""
        return " number" if self.label.number else ""

    @property
    def look(self) -> str:
        """What the style sheet calls the heading."""
        return ("sorts" if self.href else "plain") + self.number


@dataclass(frozen=True, slots=True)
class ShownFilter:
    """A field of the bar above a list; `choices` is None for one in which words are typed."""

    key: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...] | None


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a list: what it is of, and its cells, each with the heading it stands under."""

    row: Any
    cells: tuple[tuple[ShownHeading, SheetCell], ...]


@dataclass(frozen=True, slots=True)
class ShownList:
    """A page of a list, as `parts/list.html` draws it."""

    name: str
    caption: str
    things: str
    headings: tuple[ShownHeading, ...]
    rows: tuple[ShownRow, ...]
    filters: tuple[ShownFilter, ...]
    page: ListPage[Any]
    order_words: str
    empty: str
    acts: str

    @property
    def count_words(self) -> str:
        """Which of how many stand here: "1–50 of 213 promises"."""
        many = f"more than {self.page.count:,}" if self.page.more else f"{self.page.count:,}"
        if self.page.pages == 1:
            return f"{many} {self.things}"
        return f"{self.page.first:,}–{self.page.last:,} of {many} {self.things}"

    @property
    def sort(self) -> str:
        """The column that it is sorted by, as the address says it."""
        return self.page.wish.sort

    @property
    def narrowed(self) -> bool:
        """Whether it is narrowed by anything."""
        return bool(self.page.wish.values)

    @property
    def every(self) -> str:
        """The address of the list as it is before anybody narrows it."""
        return ListWish(self.sort).query()

    @property
    def back(self) -> str:
        """The address of the page before; empty on the first."""
        before = self.page.number - 1
        return self.page.wish.query(page=before if before > 1 else "") if before else ""

    @property
    def on(self) -> str:
        """The address of the page that follows; empty on the last."""
        return self.page.wish.query(page=self.page.number + 1) if self.page.has_next else ""

    @property
    def keep(self) -> str:
        """What a file of the same rows asks beside its form."""
        words = self.page.wish.query()[1:]
        return f"{words}&" if words else ""


def show_list(
    spec: PageList[Row],
    page: ListPage[Any],
    lines: Sequence[Row] | None = None,
    *,
    acts: bool = True,
) -> ShownList:
    """A page of a list in cells.

    Takes    lines: what the columns are of, one for each row of the page; else the rows;
             acts: whether this reader may do anything with any of them.
    """
    shown = [column for column in spec.columns if column.shown]
    headings = tuple(_shown_heading(column, page.wish) for column in shown)
    filters = (_shown_filter(one, page.wish) for one in spec.filters)
    return ShownList(
        name=spec.name,
        caption=spec.caption,
        things=spec.things[page.count != 1 or page.more],
        headings=headings,
        rows=tuple(
            ShownRow(line, tuple(zip(headings, _cells_of(shown, line), strict=True)))
            for line in (page.rows if lines is None else lines)
        ),
        filters=tuple(filters),
        page=page,
        order_words="" if page.wish.sort else spec.order_words,
        empty=spec.empty,
        acts=spec.acts if acts else "",
    )


def _cells_of(columns: Iterable[ListColumn[Row]], line: Row) -> list[SheetCell]:
    return [value_cell(column.value(line)) for column in columns]


def _shown_heading(column: ListColumn[Any], wish: ListWish) -> ShownHeading:
    if not column.sort:
        return ShownHeading(column.key, column.label, "", "")
    order = "none"
    if wish.sort.removeprefix("-") == column.key:
        order = "descending" if wish.sort.startswith("-") else "ascending"
    falls = column.falls if order == "none" else order == "ascending"
    href = wish.query(sort=f"-{column.key}" if falls else column.key)
    return ShownHeading(column.key, column.label, href, order)


def _shown_filter(one: ListFilter, wish: ListWish) -> ShownFilter:
    choices = None if one.choices is None else (("", one.every), *one.choices)
    return ShownFilter(one.key, one.label, wish.values.get(one.key, ""), choices)
