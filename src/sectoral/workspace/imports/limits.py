"""How large a file may be, and how one is told that it cannot be read (S20)."""

from sectoral.errors import BadInput
from sectoral.workspace.rules import policy

MOST_BYTES = policy.IMPORT_MEGABYTES.value * 1_000_000
MOST_UNPACKED = 60_000_000
MOST_RATIO = 200
MOST_PARTS = 500
MOST_ROWS = policy.IMPORT_ROWS.value
MOST_COLUMNS = policy.IMPORT_COLUMNS.value
MOST_CELLS = 2_000_000
MOST_LETTERS = 20_000_000
LONGEST_CELL = policy.IMPORT_CELL.value
LAST_ROW = 1_048_576


def file_error(
    file: str,
    expected: str,
    found: str,
    mend: str,
    row: int | None = None,
    column: str | None = None,
) -> BadInput:
    """Why a file cannot be read, as a sentence."""
    return BadInput(file, expected=expected, found=found, mend=mend, row=row, column=column)


def damaged_workbook(file: str) -> BadInput:
    """That a workbook is not whole."""
    return file_error(
        file, "a whole workbook (.xlsx)", "a damaged or incomplete file",
        "open it in a spreadsheet program and save it again",
    )  # fmt: skip
