"""Tables that people keep themselves: a workbook, or text as spreadsheet programs write it.

Whatever stands above the headings or below the last code is left out, as are blank lines. Nothing
is guessed of what a cell says: only how the cells of one table are told apart.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from sectoral.errors import BadInput
from sectoral.sources.engine import ZIP_MARK, OfficialFile, decode
from sectoral.sources.workbooks import cell_text, open_sheets, rows_of

SEPARATORS = (",", "\t", ";", "|")
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
CODE = re.compile(r"\d{4,5}(\.0+)?")
"""A county's code, as it may have been left: without its leading zero, or as a fraction."""

Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class HandmadeTable:
    """A table that somebody keeps.

    at      the row its headings stand in
    frame   `row`, then its columns by heading, all as text; empty cells are null
    """

    at: int
    frame: pl.DataFrame

    @property
    def headings(self) -> list[str]:
        """The headings, from left to right."""
        return self.frame.columns[1:]


def read_handmade(file: OfficialFile) -> HandmadeTable:
    """The first table of a file that holds codes of counties under a row of headings.

    Raises   BadInput where there is none, a heading stands there twice, or a line is too long.
    """
    content = file.content()
    if content[:4] == OLD_WORKBOOK:
        raise BadInput(
            file.label,
            expected="a workbook (.xlsx) or text",
            found="a workbook of the old kind (.xls)",
            mend="open it in a spreadsheet program and save it as .xlsx",
        )
    tables = _of_workbook(content, file) if content[:4] == ZIP_MARK else [_of_text(content, file)]
    for lines in tables:
        coded = [at for at, (_, cells) in enumerate(lines) if _has_code(cells)]
        if coded:
            return _table_between(lines, coded[0], coded[-1], file)
    raise BadInput(
        file.label,
        expected="one column of five-digit county codes (FIPS) under a heading",
        found="no such code",
        mend="bring a table with one line a county: its code, and its region",
    )


def _of_workbook(content: bytes, file: OfficialFile) -> Iterator[list[Line]]:
    with open_sheets(io.BytesIO(content), file.label) as found:
        for sheet in found:
            rows = rows_of(sheet, file.label)
            yield [(at, [cell_text(cell) for cell in row]) for at, row in enumerate(rows, 1)]


def _of_text(content: bytes, file: OfficialFile) -> list[Line]:
    written = _decode_text(content, file)
    return max((_split_lines(written, sign, file) for sign in SEPARATORS), key=_coded_lines)


def _decode_text(content: bytes, file: OfficialFile) -> str:
    """UTF-16 with its mark, or told by its zeros; else UTF-8 or Windows text."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return decode(content, file, "utf-16")
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = content[start:4096:2]
        if half and half.count(0) > len(half) / 2:
            return decode(content, file, encoding)
    return decode(content, file, "utf-8-sig")


def _split_lines(written: str, separator: str, file: OfficialFile) -> list[Line]:
    """Cells by the line on which they begin; a line may end in CR, LF or both."""
    reader = csv.reader(io.StringIO(written, newline=""), delimiter=separator)
    lines, begins = [], 1
    try:
        for fields in reader:
            lines.append((begins, [" ".join(cell.split()) for cell in fields]))
            begins = reader.line_num + 1
    except csv.Error as broken:
        raise BadInput(
            file.label,
            row=begins,
            expected="a table of cells parted by commas, tabs or semicolons",
            found=f"something else ({broken})",
            mend="save it from the spreadsheet program once more, as CSV or as a workbook",
        ) from broken
    return lines


def _coded_lines(lines: Sequence[Line]) -> int:
    """How many lines hold a code beside something else."""
    return sum(_has_code(cells) and _count_filled(cells) > 1 for _, cells in lines)


def _has_code(cells: Sequence[str]) -> bool:
    return any(CODE.fullmatch(cell) for cell in cells)


def _count_filled(cells: Sequence[str]) -> int:
    return sum(map(bool, cells))


def _table_between(
    lines: Sequence[Line], first: int, last: int, file: OfficialFile
) -> HandmadeTable:
    above = [line for line in lines[:first] if _count_filled(line[1]) > 1]
    if not above:
        raise BadInput(
            file.label,
            row=lines[first][0],
            expected="a row of headings above the first county",
            found=", ".join(f"'{cell}'" for cell in lines[first][1] if cell)[:200],
            mend="write above the columns what they hold, such as 'area' and 'region'",
        )
    at, written = above[-1]
    headings = _headings_of(written, at, file)
    below = [line for line in lines[first : last + 1] if _count_filled(line[1])]
    # Under the last code a note stands in one cell; more than that is a line of the table.
    below += [line for line in lines[last + 1 :] if _count_filled(line[1]) > 1]
    cells = [_fit_cells(line, len(headings), file) for line in below]
    columns = {name: _column_cells([row[n] for row in cells]) for n, name in enumerate(headings)}
    rows = [row for row, _ in below]
    schema = {"row": pl.Int64, **dict.fromkeys(headings, pl.String)}
    return HandmadeTable(at, pl.DataFrame({"row": rows, **columns}, schema=schema))


def _headings_of(written: Sequence[str], at: int, file: OfficialFile) -> list[str]:
    """The headings; a column without one is called by its place."""
    while written and not written[-1]:
        written = written[:-1]
    named = [name or f"column {n}" for n, name in enumerate(written, 1)]
    # 'row' is what we call the line that a row stands on.
    name, times = Counter(["row", *named]).most_common(1)[0]
    if times > 1:
        raise BadInput(
            file.label,
            row=at,
            column=name,
            expected="a heading of its own for each column, and none that is 'row'",
            found=f"'{name}' again",
            mend="give the column another heading",
        )
    return named


def _fit_cells(line: Line, width: int, file: OfficialFile) -> list[str]:
    row, cells = line
    if _count_filled(cells[width:]):
        raise BadInput(
            file.label,
            row=row,
            expected=f"{width} cells, as under the headings",
            found=f"{len(cells)}",
            mend="put a cell that holds a comma into quotation marks, or mend the line",
        )
    return [*cells[:width], *[""] * (width - len(cells))]


def _column_cells(cells: Sequence[str]) -> list[str | None]:
    """Cells of a column; where a program made fractions of all its codes, the codes again."""
    made = [cell for cell in cells if cell]
    fractions = made and all(re.fullmatch(r"\d+\.0+", cell) for cell in made)
    return [(cell.partition(".")[0] if fractions else cell) or None for cell in cells]
