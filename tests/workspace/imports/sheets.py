"""Small spreadsheets, written as people and attackers write them."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl

Rows = Sequence[Sequence[Any]]


def as_csv(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    held = io.StringIO(newline="")
    csv.writer(held, delimiter=delimiter).writerows(rows)
    return held.getvalue().encode(encoding)


def as_xlsx(rows: Rows, *before: Rows) -> bytes:
    """A workbook with this sheet, after others."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, table in enumerate((*before, rows)):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in table:
            sheet.append(list(row))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def with_part(workbook: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one of its parts put in or exchanged."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return held.getvalue()


def part_of(workbook: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        return packed.read(name)


def cells(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    return [list(row) for row in rows]
