"""One list of counties in every shape that people keep it in: read alike, or one sentence."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from sectoral.errors import BadInput
from sectoral.sources.engine import only_file
from sectoral.sources.regionlists import read_region_list

LIST = {f"99{n:03}": f"Zone {n % 3}" for n in range(1, 40, 2)}
HEADINGS = ("FIPS", "Workforce Region")


def lines(separator: str = ",") -> list[str]:
    return [separator.join(HEADINGS), *(f"{c}{separator}{r}" for c, r in LIST.items())]


def written(rows: list[str], end: str = "\n") -> bytes:
    return (end.join(rows) + end).encode()


def workbook(*above: list[str], numbers: bool = False) -> bytes:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Read me"
    first.append(["Regions as of 2024"])
    sheet = book.create_sheet("Regions")
    for row in above:
        sheet.append(row)
    sheet.append(list(HEADINGS))
    for code, region in LIST.items():
        sheet.append([int(code) if numbers else code, region])
    sheet.append([])
    sheet.append(["Source: Department of Labor"])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


SHAPES: dict[str, Callable[[], bytes]] = {
    "commas": lambda: written(lines()),
    "semicolons": lambda: written(lines(";")),
    "tabs": lambda: written(lines("\t")),
    "bars": lambda: written(lines("|")),
    "CR and LF": lambda: written(lines(), "\r\n"),
    "CR alone": lambda: written(lines(), "\r"),
    "a mark of UTF-8": lambda: b"\xef\xbb\xbf" + written(lines()),
    "UTF-16": lambda: written(lines()).decode().encode("utf-16"),
    "UTF-16 without its mark": lambda: written(lines()).decode().encode("utf-16-le"),
    "UTF-16 the other way round": lambda: written(lines()).decode().encode("utf-16-be"),
    "a title above": lambda: written(["Regions of Quayland,", "", *lines()]),
    "a line break in a heading": lambda: written(['FIPS,"Workforce\nRegion"', *lines()[1:]]),
    "a note below": lambda: written([*lines(), "", "Source: Department of Labor"]),
    "a note below in a cell": lambda: written([*lines(), ",", "Source: Department of Labor,"]),
    "codes as fractions": lambda: written(
        [lines()[0], *(line.replace(",", ".0,") for line in lines()[1:])]
    ),
    "blanks around": lambda: written([line.replace(",", " , ") for line in lines()]),
    "an empty column": lambda: written([f"{line}," for line in lines()]),
    "a workbook": workbook,
    "a workbook with a title": lambda: workbook(["Regions of Quayland"], []),
    "a workbook of numbers": lambda: workbook(numbers=True),
}


def read(folder: Path, content: bytes, name: str = "list.csv") -> pl.DataFrame:
    (folder / name).write_bytes(content)
    return read_region_list(only_file(folder / name), "mine")


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_a_list_is_read_alike(tmp_path: Path, shape: str) -> None:
    frame = read(tmp_path, SHAPES[shape]())
    assert dict(frame.select("area", "region").iter_rows()) == LIST


def test_a_packed_list_is_read_and_a_row_is_the_line_it_begins_on(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("list.csv", SHAPES["a line break in a heading"]())
    frame = read(tmp_path, packed.getvalue(), "list.zip")
    assert frame["row"][0] == 3
    assert frame.height == len(LIST)


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, written(lines()))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "found no such code"),
        (b"\n\n", "found no such code"),
        (written(["FIPS,Region", "Harbour,A"]), "found no such code"),
        (written(lines()[1:]), "row 1: expected a row of headings above the first county"),
        (written(["FIPS,FIPS", *lines()[1:]]), "column 'FIPS': expected a heading of its own"),
        (written(["FIPS,row", *lines()[1:]]), "column 'row': expected a heading of its own"),
        (written([*lines(), "99001,A,B"]), "row 22: expected 2 cells, as under the headings"),
        (written([*lines(), "Total,20"]), "row 22, column 'FIPS': expected a five-digit"),
        (written([*lines(), "99001.5,A"]), "row 22, column 'FIPS': expected a five-digit"),
        (written([*lines()[:4], "99006", *lines()[4:]]), "row 5, column 'Workforce Region'"),
        (written(lines()).replace(b"99", b"1"), "a leading zero was lost"),
        (b"\xd0\xcf\x11\xe0" + bytes(512), "a workbook of the old kind (.xls)"),
        (b"PK\x03\x04" + bytes(64), "damaged"),
        (zipped("a.csv", "b.csv"), "expected one file; found a zip of 2"),
        (zipped("mimetype"), "expected a whole workbook"),
        (SHAPES["a workbook"]()[:900], "damaged"),
        (bytes(4096), "found no such code"),
        (b'FIPS,Region\n"99001,A\n' + b"x" * 200_000, "expected a table of cells"),
    ],
    ids=range(18),
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(BadInput, match="To mend") as said:
        read(tmp_path, content, "list.bin")
    assert words in str(said.value)
    assert "\n" not in str(said.value)
