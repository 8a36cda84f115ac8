"""A small invented state's folder of official files, and ways to damage one."""

import csv
import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sectoral.cli import main
from sectoral.invented import invent

FLOWS = "acs_2016_2020_county_flows.csv.gz"
QCEW = "qcew_2022_annual.csv.gz"
CBP = "cbp_2021_2022_counties_80.csv.gz"

Rows = list[list[str]]


def settle(folder: Path) -> Path:
    """Quayland with 12 counties and two years of jobs."""
    invent(folder, seed=1, counties=12, first_year=2021, years=2)
    return folder


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(w) for w in words])


def build(data: Path, out: Path, *more: str | Path) -> Result:
    return run("build", "--state", "QY", "--data", data, "--out", out, *more)


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


def unpacked(file: Path) -> str:
    data = file.read_bytes()
    return (gzip.decompress(data) if file.suffix == ".gz" else data).decode()


def pack(file: Path, text: str) -> None:
    data = text.encode()
    file.write_bytes(gzip.compress(data, mtime=0) if file.suffix == ".gz" else data)


def edit(file: Path, change: Callable[[Rows], object]) -> None:
    """Change a file's rows (the header is row 0 of the list, line 1 of the file)."""
    rows = list(csv.reader(io.StringIO(unpacked(file))))
    change(rows)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    pack(file, text.getvalue())


def put(file: Path, line: int, column: str, value: str) -> None:
    """Write one cell: `line` as in an editor, the header being line 1."""

    def change(rows: Rows) -> None:
        rows[line - 1][rows[0].index(column)] = value

    edit(file, change)


def needs(program: str) -> pytest.MarkDecorator:
    """Skip where the machine has no such program."""
    import shutil  # noqa: PLC0415

    return pytest.mark.skipif(shutil.which(program) is None, reason=f"needs {program}")
