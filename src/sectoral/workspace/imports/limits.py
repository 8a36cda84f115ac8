"""How large a file may be, and how one is told that it cannot be read (S20)."""

from sectoral.errors import BadInput

MOST_BYTES = 5_000_000
MOST_UNPACKED = 60_000_000
MOST_RATIO = 200
MOST_PARTS = 500
MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_CELLS = 2_000_000
MOST_LETTERS = 20_000_000
LONGEST_CELL = 5_000
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
        file, "a whole workbook (.xlsx)", "one that breaks off or is damaged",
        "open it in a spreadsheet program and save it anew",
    )  # fmt: skip
