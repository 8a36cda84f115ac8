"""Files that people bring: read as text whatever program wrote them, refused in a sentence."""

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectoral.errors import BadInput
from sectoral.workspace.drawings.sheet_files import unescape_formula
from sectoral.workspace.imports import limits
from sectoral.workspace.imports.lines import TextRow
from sectoral.workspace.imports.sheetmarks import NEVER_STORED
from sectoral.workspace.imports.spreadsheet import read_spreadsheet
from tests.workspace.imports.sheets import as_csv, as_xlsx, part_of, with_part

ROWS = [["Name", "Kind", "NAICS"], ["Keel & Sons", "company", "336612"], ["Café Möwe", "", "722"]]
READ = (
    TextRow(2, ("Keel & Sons", "company", "336612")),
    TextRow(3, ("Café Möwe", "", "722")),
)
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_reads_the_same_from_every_program(delimiter: str, encoding: str) -> None:
    table = read_spreadsheet("firms.csv", as_csv(ROWS, delimiter, encoding))
    assert (table.headings, table.rows) == (("Name", "Kind", "NAICS"), READ)


def test_a_workbook_reads_as_a_csv_does() -> None:
    table = read_spreadsheet("firms.xlsx", as_xlsx(ROWS))
    assert (table.headings, table.rows) == (("Name", "Kind", "NAICS"), READ)


def test_what_a_file_is_its_content_says_not_its_name() -> None:
    assert read_spreadsheet("firms.csv", as_xlsx(ROWS)).rows == READ
    assert read_spreadsheet("firms.xlsx", as_csv(ROWS)).rows == READ


def test_a_title_and_empty_rows_are_passed_over_and_rows_keep_their_numbers() -> None:
    rows = [["Our companies, May"], [], ROWS[0], [], ROWS[1], ["", "", ""], ROWS[2]]
    table = read_spreadsheet("firms.csv", as_csv(rows))
    assert [line.number for line in table.rows] == [5, 7]
    assert read_spreadsheet("firms.xlsx", as_xlsx(rows)).rows == table.rows


def test_a_sheet_of_words_before_the_table_is_passed_over() -> None:
    assert read_spreadsheet("firms.xlsx", as_xlsx(ROWS, [["Read this first"]])).rows == READ


def test_the_line_with_which_excel_names_the_delimiter_is_no_row() -> None:
    assert read_spreadsheet("firms.csv", b"sep=;\r\n" + as_csv(ROWS, ";")).rows[0].number == 3


def test_commas_within_cells_do_not_hide_semicolons_between_them() -> None:
    rows = [["Name", "Counties"], ["Keel", "Anchor, Buoy"], ["Mast", "Buoy, Capstan"]]
    assert read_spreadsheet("firms.csv", as_csv(rows, ";")).rows[1].cells == (
        "Mast",
        "Buoy, Capstan",
    )


def test_numbers_days_and_truths_of_a_workbook_are_text_as_people_read_them() -> None:
    row = [8001, 2.5, date(2024, 5, 31), datetime(2024, 5, 31, 9, 30), True, None, "x"]  # noqa: DTZ001
    table = read_spreadsheet("a.xlsx", as_xlsx([list("abcdefg"), row]))
    assert table.rows[0].cells == ("8001", "2.5", "2024-05-31", "2024-05-31 09:30", "yes", "", "x")


def test_no_formula_is_computed_and_one_without_a_value_is_not_lost() -> None:
    table = read_spreadsheet("a.xlsx", as_xlsx([["a", "b"], ["=1+1", "kept"]]))
    assert table.rows[0].cells == (NEVER_STORED, "kept")


def test_a_file_that_we_wrote_comes_back_without_its_guard() -> None:
    assert read_spreadsheet("a.csv", as_csv([["a", "b"], ["'=1+1", "'quoted"]])).rows[0].cells == (
        "=1+1",
        "'quoted",
    )


# ── what is refused ───────────────────────────────────────────────────────────────────────────

DEEP = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet/>'
BAD = {
    "too large": (b"a,b\n" + b"x" * limits.MOST_BYTES, "split it"),
    "empty": (b"", "a row of headings"),
    "headings alone": (as_csv(ROWS[:1]), "a row of headings with rows below it"),
    "one column": (b"a\nb\nc\n", "a row of headings"),
    "old Excel": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "save it as .xlsx without a password"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "save the table as .xlsx or CSV"),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "save the table as .xlsx or CSV"),
    "no text": (b"a,b\n\x81\x8d,\x8f\x01\n", "save the table as .xlsx or CSV"),
    "half a workbook": (as_xlsx(ROWS)[:2000], "a damaged or incomplete file"),
    "a torn sheet": (with_part(as_xlsx(ROWS), SHEET, b"<worksheet><sheetData><row r="), "damaged"),
    "a DOCTYPE": (with_part(as_xlsx(ROWS), SHEET, DEEP), "definitions of its own"),
    "a DOCTYPE in UTF-16": (
        with_part(as_xlsx(ROWS), SHEET, DEEP.decode().replace("1.0", "1.0").encode("utf-16")),
        "definitions of its own",
    ),
    "beyond the headings": (as_csv([*ROWS, ["a", "b", "c", "d"]]), "row 4: expected a heading"),
    "a long cell": (as_csv([*ROWS, ["a" * 6000, "b"]]), "row 4, column 'Name'"),
    "many rows": (as_csv([["a", "b"]] * (limits.MOST_ROWS + 2)), "split it into several files"),
    "many columns": (as_csv([["a"] * 61, ["b"] * 61]), "at most 60 columns"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_refused_with_what_to_do(name: str) -> None:
    data, words = BAD[name]
    with pytest.raises(BadInput, match=r"firms\.xlsx.*To mend: ") as refused:
        read_spreadsheet("firms.xlsx", data)
    assert words in str(refused.value)


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("letter.txt", "hello")
    with pytest.raises(BadInput, match="a different kind of compressed file"):
        read_spreadsheet("letter.xlsx", held.getvalue())


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    # 40 MB of blanks in 40 kB: a thousand to one.
    bomb = with_part(as_xlsx(ROWS), "xl/sharedStrings.xml", b" " * 40_000_000)
    assert len(bomb) < 100_000
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(BadInput, match="a workbook that unpacks to at most 60 MB"):
        read_spreadsheet("bomb.xlsx", bomb)


def test_a_workbook_of_many_parts_is_refused() -> None:
    held = io.BytesIO(as_xlsx(ROWS))
    with zipfile.ZipFile(held, "a") as packed:
        for number in range(limits.MOST_PARTS):
            packed.writestr(f"xl/extra{number}.xml", "<a/>")
    with pytest.raises(BadInput, match="parts of"):
        read_spreadsheet("bomb.xlsx", held.getvalue())


@pytest.mark.parametrize("reference", ["XFD1", "A99999999999"])
def test_a_cell_far_away_does_not_make_a_million_others(reference: str) -> None:
    row = reference.lstrip("XFDA")
    sheet = part_of(as_xlsx(ROWS), SHEET).decode()
    far = "".join(
        f'<row r="{row if row != "1" else n}"><c r="{reference.replace(row, "")}'
        f'{row if row != "1" else n}"><v>1</v></c></row>'
        for n in range(4, 204)
    )
    bomb = with_part(
        as_xlsx(ROWS), SHEET, sheet.replace("</sheetData>", f"{far}</sheetData>").encode()
    )
    with pytest.raises(BadInput):
        read_spreadsheet("far.xlsx", bomb)


# ── laws ──────────────────────────────────────────────────────────────────────────────────────

PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")))
WORDS = PLAIN.map(lambda words: " ".join(words.split())[:60])
TABLES = st.lists(st.tuples(WORDS, WORDS, WORDS).filter(any), min_size=1, max_size=8)


@given(rows=TABLES, delimiter=st.sampled_from([",", ";", "\t"]))
def test_every_csv_round_trips(rows: list[tuple[str, ...]], delimiter: str) -> None:
    table = read_spreadsheet("a.csv", as_csv([("Name", "Kind", "Note"), *rows], delimiter))
    expected = [tuple(unescape_formula(cell) for cell in row) for row in rows]
    assert [line.cells for line in table.rows] == expected


@settings(max_examples=25)
@given(rows=TABLES)
def test_every_workbook_round_trips(rows: list[tuple[str, ...]]) -> None:
    # A leading "=" would be kept as a formula by the program that writes the file.
    rows = [tuple(cell.lstrip("=") for cell in row) for row in rows]
    rows = [row for row in rows if any(row)] or [("a", "", "")]
    table = read_spreadsheet("a.xlsx", as_xlsx([("Name", "Kind", "Note"), *rows]))
    expected = [tuple(unescape_formula(cell) for cell in row) for row in rows]
    assert [line.cells for line in table.rows] == expected


@given(data=st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_sentence(data: bytes) -> None:
    _table_or_sentence(data)


BOOK = as_xlsx(ROWS)
"""Made once: a workbook says when it was made, so that one made anew has other bytes."""


@settings(max_examples=60)
@given(data=st.data())
def test_a_workbook_damaged_anywhere_is_a_table_or_a_sentence(data: st.DataObject) -> None:
    whole = bytearray(BOOK)
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    _table_or_sentence(bytes(whole))


@settings(max_examples=60)
@given(data=st.data())
def test_a_sheet_damaged_inside_is_a_table_or_a_sentence(data: st.DataObject) -> None:
    part = data.draw(st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml"]))
    inside = bytearray(part_of(BOOK, part))
    for _ in range(data.draw(st.integers(1, 4))):
        inside[data.draw(st.integers(0, len(inside) - 1))] = data.draw(st.integers(32, 126))
    _table_or_sentence(with_part(BOOK, part, bytes(inside)))


def _table_or_sentence(data: bytes) -> None:
    try:
        table = read_spreadsheet("a.xlsx", data)
    except BadInput:
        return
    assert table.rows
    assert {len(line.cells) for line in table.rows} == {len(table.headings)}
