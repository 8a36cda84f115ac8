"""What a sheet of a workbook says beside its values: hidden rows, merged cells, bare formulas.

A formula is never computed. Where the program that wrote the file stored no value beside it,
the cell says `NEVER_STORED` instead of nothing, so that whoever needs it is told.
"""

import re
import zipfile
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from openpyxl.utils.cell import range_boundaries

NEVER_STORED = "#FORMULA!"
"""What stands for a formula whose value was never stored."""

MOST_MERGES = 5_000
_CALC = re.compile(rb"fullCalcOnLoad=[\"'](?:1|true)[\"']")
_YES = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class MergedRange:
    """A range of merged cells: its name as the program shows it, first and last row and column.

    Rows count from 1 as the program shows them, columns from 0 as cells of a row do.
    """

    name: str
    top: int
    bottom: int
    left: int
    right: int


@dataclass(slots=True)
class SheetMarks:
    """What one sheet says beside its values; rows count from 1, columns from 0.

    never_stored   the columns of bare formulas, by row
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[MergedRange] = field(default_factory=list)
    never_stored: dict[int, list[int]] = field(default_factory=dict)

    def hides(self, column: int) -> bool:
        """Whether a column is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)


def marks_of(packed: zipfile.ZipFile, part: str) -> SheetMarks:
    """Read a sheet's part once more, for what its values do not tell.

    Raises   ValueError where it is damaged.
    """
    # Programs that compute nothing store 0 or nothing, and ask that it be computed on opening.
    uncomputed = bool(_CALC.search(packed.read("xl/workbook.xml")))
    listener = _MarkListener(uncomputed=uncomputed)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = listener.begin
    parser.EndElementHandler = listener.end
    parser.CharacterDataHandler = listener.letters
    with packed.open(part.lstrip("/")) as opened:
        _feed_parser(parser, opened)
    return listener.marks


def _feed_parser(parser: expat.XMLParserType, opened: IO[bytes]) -> None:
    try:
        while chunk := opened.read(65_536):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as broken:
        raise ValueError(str(broken)) from broken


class _MarkListener:
    """Walks through a sheet's XML and keeps its marks."""

    def __init__(self, *, uncomputed: bool) -> None:
        self.marks, self.uncomputed = SheetMarks(), uncomputed
        self.row, self.column = 0, -1
        self.kind, self.formula, self.within, self.value = "", False, False, ""

    def begin(self, name: str, has: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self.row, self.column = int(has.get("r", self.row + 1)), -1
                if has.get("hidden") in _YES:
                    self.marks.hidden_rows.add(self.row)
            case "col" if has.get("hidden") in _YES:
                span = int(has.get("min", 1)) - 1, int(has.get("max", 1)) - 1
                self.marks.hidden_columns.append(span)
            case "c":
                self.column = _column_number(has["r"]) if "r" in has else self.column + 1
                self.kind, self.formula, self.value = has.get("t", ""), False, ""
            case "f":
                self.formula = True
            case "v":
                self.within = True
            case "mergeCell":
                self._merge(has.get("ref", ""))

    def letters(self, words: str) -> None:
        if self.within:
            self.value += words

    def end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "v":
                self.within = False
            case "c" if self.formula:
                bare = not self.value and self.kind != "str"
                if bare or (self.uncomputed and self.value == "0"):
                    self.marks.never_stored.setdefault(self.row, []).append(self.column)

    def _merge(self, name: str) -> None:
        left, top, right, bottom = (edge or 0 for edge in range_boundaries(name))
        if not (left and top and right and bottom) or len(self.marks.merges) == MOST_MERGES:
            raise ValueError(f"merged cells {name}")
        self.marks.merges.append(MergedRange(name, top, bottom, left - 1, right - 1))


def _column_number(reference: str) -> int:
    """'B7' → 1."""
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number - 1
