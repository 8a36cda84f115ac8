"""Cells that mark a person (S12)."""

from sectoral.errors import BadInput
from sectoral.workspace.imports.lines import TextTable
from sectoral.workspace.rules.wording.text import find_person_marks


def find_marks(table: TextTable) -> list[BadInput]:
    """Every cell that marks a person (S12): such a file is refused before anything is kept.

    The heading is read with the cell: nine digits under 'SSN' and a day under 'DOB' count. So
    are the headings by themselves, and the file's name, which is kept with what it brings in.
    """
    if find_person_marks(table.file):
        return [_marked_name()]
    found = [
        (1, "", mark.found) for heading in table.headings for mark in find_person_marks(heading)
    ]
    found += [
        (line.number, heading, mark.found)
        for line in table.rows
        for heading, cell in zip(table.headings, line.cells, strict=True)
        if _could_mark(cell)
        for mark in find_person_marks(f"{heading}: {cell}")
    ]
    more = f", and {len(found) - 1:,} more such cells" if len(found) > 1 else ""
    return [
        BadInput(
            table.file,
            row=row,
            column=heading or None,
            expected="nothing that identifies a person",
            found=f"{mark}{more}",
            mend="remove the column from the file; none of it was kept",
        )
        for row, heading, mark in found
    ]


def _marked_name() -> BadInput:
    return BadInput(
        "The file",
        expected="a file name that does not identify a person",
        found="one that seems to contain a person's number or date of birth",
        mend="rename the file and upload it again",
    )


def _could_mark(cell: str) -> bool:
    """Whether a cell has digits enough: every mark has four at least."""
    return sum(letter.isdigit() for letter in cell) >= 4
