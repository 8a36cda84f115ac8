"""From the publisher's file in the cache to the file that a build reads.

Most files are copied as they are. Four kinds are not: national files of which one state needs a
small part, the fixed-width codes of County Business Patterns, zips that hold a table twice, and
workbooks, which `transcription` writes as tables. No number is changed.
"""

import csv
import gzip
import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from sectoral.errors import BadInput
from sectoral.sources.transcription import KINDS, transcribe

Shape = Literal[
    "as published",
    "qcew rows of the states",
    "cbp as the API writes it",
    "one member",
    # workbooks, by the names of `transcription.KINDS`
    "commuting",
    "delineation",
    "naics",
    "soc",
    "cip",
    "unemployment",
    "industries",
    "occupations",
    "pay by industry",
    "pay by state",
]
CBP_COLUMNS = ("state", "county", "YEAR", "NAICS2017", "ESTAB", "EMP", "PAYANN")
_CBP_NEEDS = ("fipstate", "fipscty", "naics", "est", "emp", "ap")
_COMBINED = {"31": "31-33", "44": "44-45", "48": "48-49"}


def place_file(
    source: Path, target: Path, *, shape: Shape, states: tuple[str, ...], year: int
) -> None:
    """Write `target` from the cached `source`, whole or not at all.

    Takes    `states`: two-digit FIPS codes whose rows are wanted, () for all; `year`: of the
             data, where the file itself does not say.
    Raises   BadInput where the publisher's layout is not the one we know.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.part")  # hidden: a build never reads it
    try:
        if shape == "as published":
            shutil.copyfile(source, unfinished)
        elif shape in KINDS:
            transcribe(shape, source, unfinished)
        else:
            _SHAPES[shape](source, unfinished, states, year)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _qcew_rows(source: Path, target: Path, states: tuple[str, ...], _year: int) -> None:
    """The header, the nation's rows and every row of the states; lines stay as published."""
    wanted = {state.encode() for state in states}
    with _open_table(source) as lines, _open_gzip(target) as out:
        header = next(lines, b"")
        if b"area_fips" not in header:
            raise _unknown_layout(source, "a header with area_fips", header)
        out.write(header)
        # Metropolitan areas begin with C, regions of ours are made from counties: left out.
        out.writelines(
            line
            for line in lines
            if (area := line.lstrip(b'"'))[:2] in wanted or area.startswith(b"US000")
        )


def _cbp_as_api(source: Path, target: Path, states: tuple[str, ...], year: int) -> None:
    """County Business Patterns' county file, in the columns and codes of the Census API.

    '------' → '00', '11----' → '11', '31----' → '31-33', '1131//' → '1131'.
    """
    with _open_table(source) as lines, _open_gzip(target) as packed:
        rows = csv.reader(line.decode("cp1252") for line in lines)
        header = [name.strip().lower() for name in next(rows, [])]
        if not set(_CBP_NEEDS) <= set(header):
            raise _unknown_layout(source, f"a header with {', '.join(_CBP_NEEDS)}", header)
        at = [header.index(name) for name in _CBP_NEEDS]
        with io.TextIOWrapper(packed, encoding="utf-8", newline="") as text:
            out = csv.writer(text, lineterminator="\n")
            out.writerow(CBP_COLUMNS)
            for row in rows:
                state, county, naics, establishments, jobs, pay = (row[i] for i in at)
                if not states or state in states:
                    code = _naics_code(naics)
                    out.writerow((state, county, year, code, establishments, jobs, pay))


def _naics_code(padded: str) -> str:
    code = padded.strip().rstrip("-/")
    return _COMBINED.get(code, code) or "00"


def _one_member(source: Path, target: Path, _states: tuple[str, ...], _year: int) -> None:
    """The table in a zip; where the publisher put a revised one beside it, the revised one."""
    with _open_table(source) as lines, target.open("wb") as out:
        out.writelines(lines)


def _table_member(source: Path, packed: zipfile.ZipFile) -> str:
    names = sorted(n for n in packed.namelist() if n.lower().endswith((".csv", ".txt")))
    revised = [n for n in names if Path(n).stem.lower().endswith("_rv")]
    if len(names) == 1 or len(revised) == 1:
        return (revised or names)[0]
    raise _unknown_layout(source, "one table in the zip", packed.namelist())


@contextmanager
def _open_table(source: Path) -> Iterator[Iterator[bytes]]:
    """The lines of the one table in a zip."""
    with zipfile.ZipFile(source) as packed, packed.open(_table_member(source, packed)) as stream:
        yield iter(stream)


@contextmanager
def _open_gzip(target: Path) -> Iterator[gzip.GzipFile]:
    # No time and no name inside: the same rows give the same bytes.
    with target.open("wb") as file, gzip.GzipFile("", "wb", 3, file, mtime=0) as packed:
        yield packed


def _unknown_layout(source: Path, expected: str, found: object) -> BadInput:
    return BadInput(
        source.name,
        expected=expected,
        found=f"{found!r}"[:200],
        mend="fetch it in a browser, compare it with the publisher's record layout, and report it",
    )


_SHAPES: dict[str, Callable[[Path, Path, tuple[str, ...], int], None]] = {
    "qcew rows of the states": _qcew_rows,
    "cbp as the API writes it": _cbp_as_api,
    "one member": _one_member,
}
