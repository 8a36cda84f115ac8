"""A sheet's table with what its cells alone do not say: merged cells, hidden rows, other sheets."""

from bisect import bisect_left, bisect_right
from dataclasses import replace

from sectoral.workspace.imports.limits import MOST_CELLS, file_error
from sectoral.workspace.imports.lines import TextRow, TextTable
from sectoral.workspace.imports.sheetmarks import MergedRange
from sectoral.workspace.imports.workbook import WorkbookSheet

_SHOWN = 8


def fill_merged_cells(table: TextTable, sheet: WorkbookSheet) -> TextTable:
    """The table with each merged value in all the rows it stands for, and what is to be said.

    Raises   BadInput for cells merged over several columns: what they mean, nobody can tell.
    """
    filled = _MergeFiller(table)
    for merge in sheet.marks.merges:
        filled.fill(merge)
    remarks = (*_other_sheets_remarks(sheet), *_hidden_remarks(table, sheet), *filled.remarks)
    return replace(table, rows=tuple(filled.rows), remarks=(*table.remarks, *remarks))


class _MergeFiller:
    """A table's rows while merged cells are filled in."""

    def __init__(self, table: TextTable) -> None:
        self.table, self.rows = table, list(table.rows)
        self.numbers = [line.number for line in table.rows]
        self.remarks: list[str] = []
        self.cells = 0

    def fill(self, merge: MergedRange) -> None:
        """Put a merge's value into the rows under its first one."""
        first = bisect_left(self.numbers, merge.top)
        end = bisect_right(self.numbers, merge.bottom)
        here = [at for at in range(first, end) if self.numbers[at] > self.table.start]
        if merge.top <= self.table.start or merge.left >= len(self.table.headings) or not here:
            return
        value = self.rows[here[0]].cells[merge.left] if self.numbers[first] == merge.top else ""
        if not value:
            return
        if min(merge.right, len(self.table.headings) - 1) > merge.left:
            raise file_error(
                self.table.file, "one value in each cell",
                f"'{value[:40]}' in cells {merge.name}, merged over several columns",
                "unmerge the cells, or remove the row if it is a title", row=merge.top,
            )  # fmt: skip
        self.cells += len(here)
        if self.cells > MOST_CELLS:
            return
        for at in here[1:]:
            self.rows[at] = _replace_cell(self.rows[at], merge.left, value)
        if len(here) > 1:
            self.remarks.append(
                f"Cells {merge.name} are merged. “{value[:60]}” is read in each of their "
                f"{len(here)} rows."
            )


def _replace_cell(line: TextRow, column: int, value: str) -> TextRow:
    cells = list(line.cells)
    cells[column] = value
    return TextRow(line.number, tuple(cells))


def _hidden_remarks(table: TextTable, sheet: WorkbookSheet) -> list[str]:
    """That rows or columns which the sheet hides are read all the same."""
    rows = [line.number for line in table.rows if line.number in sheet.marks.hidden_rows]
    said = []
    if rows:
        shown = ", ".join(f"{row:,}" for row in rows[:_SHOWN])
        more = f" and {len(rows) - _SHOWN:,} more" if len(rows) > _SHOWN else ""
        one = len(rows) == 1
        said.append(
            f"Row{'' if one else 's'} {shown}{more} {'is' if one else 'are'} hidden in the "
            f"sheet, and {'is' if one else 'are'} read anyway."
        )
    columns = [
        heading for at, heading in enumerate(table.headings) if heading and sheet.marks.hides(at)
    ]
    return [
        *said,
        *(f"Column '{one}' is hidden in the sheet and read anyway." for one in columns),
    ]


def _other_sheets_remarks(sheet: WorkbookSheet) -> list[str]:
    """That other sheets are not read."""
    if not sheet.others:
        return []
    names = ", ".join(f"“{name[:31]}”" for name in sheet.others[:_SHOWN])
    more = f" and {len(sheet.others) - _SHOWN} more" if len(sheet.others) > _SHOWN else ""
    verb = "is" if len(sheet.others) == 1 else "are"
    return [f"Sheet “{sheet.name}” is read; {names}{more} {verb} not."]
