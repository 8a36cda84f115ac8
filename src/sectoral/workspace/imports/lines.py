"""A file's table as text: its headings, its rows, and what is to be said of how it was read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row: its number as the spreadsheet shows it, and its cells under the headings."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextTable:
    """A file's table.

    file      its name, as messages call it
    headings  its first row that has two cells or more
    rows      the rows below that say anything
    remarks   what was read otherwise than it stands there, or passed over, in sentences
    start     the number of the row of headings
    """

    file: str
    headings: tuple[str, ...]
    rows: tuple[TextRow, ...]
    remarks: tuple[str, ...] = ()
    start: int = 1
