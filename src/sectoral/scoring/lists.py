"""The small CSV lists that a person edits to change how scores are made."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from sectoral.errors import BadInput


def read_rows(path: Path, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a list, each with the line it stands on; more columns are for people.

    Raises   BadInput where the file is not text, or lacks one of the columns.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise BadInput(
            path.name,
            expected="text in UTF-8",
            found=f"a byte that is none, at {broken.start:,}",
            mend="save the list as CSV in UTF-8",
        ) from broken
    reader = csv.DictReader(io.StringIO(text, newline=""))
    found = reader.fieldnames or []
    missing = [c for c in columns if c not in found]
    if missing:
        raise BadInput(
            path.name,
            row=1,
            column=missing[0],
            expected=f"the columns {', '.join(columns)}",
            found=", ".join(found) or "nothing",
            mend="add the column",
        )
    return [(reader.line_num, row) for row in reader]
