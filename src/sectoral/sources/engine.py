"""Opening official files, telling what they are by their layout, and reading columns strictly.

A *layout* is what a publisher's file looks like inside: its header or first lines. File names
are never trusted. Files may be plain, gzip or members of a zip. A file that is nearly a known
layout is refused with the columns it lacks; one that is like nothing we know is set aside.
"""

import csv
import gzip
import hashlib
import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import polars as pl

from sectoral.errors import BadInput

HEAD_BYTES = 65_536
READABLE = {".csv", ".txt", ".json", ".gz", ".zip", ".tsv"}
SHAPES = ".shp"
GZIP_MARK = b"\x1f\x8b"
ZIP_MARK = b"PK\x03\x04"
NUMBER = r"(?i)[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?|[+-]?inf|nan"
WEB_PAGE = ("<!doctype html", "<html")


@dataclass(frozen=True)
class OfficialFile:
    """One file of a publisher, wherever it lies.

    path      the file on disk
    label     how messages call it: its path below the folder given, plus `/member` in a zip
    member    the member's name where it lies in a zip
    """

    path: Path
    label: str
    member: str | None = None

    def content(self) -> bytes:
        """All bytes, unpacked.  Raises BadInput where the packing is broken."""
        return self._unpack(None)

    @cached_property
    def head(self) -> str:
        """The first 64 KiB as text, for telling the layout; of a shapefile its field names."""
        if self.member is not None and self.member.lower().endswith(SHAPES):
            return ",".join(self._attributes())
        return decode(self._unpack(HEAD_BYTES), self)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The first line read as a header: comma or tab, quotes and padding removed."""
        line = next(iter(self.head.lstrip("\ufeff").splitlines()), "")
        fields = next(csv.reader([line], delimiter="\t" if "\t" in line else ","), [])
        return tuple(name.strip() for name in fields)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file on disk."""
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def _attributes(self) -> list[str]:
        """The field names of the table beside a shapefile: 32 bytes each, after the first 32."""
        table = OfficialFile(self.path, self.label, f"{(self.member or '')[: -len(SHAPES)]}.dbf")
        try:
            head = table._unpack(HEAD_BYTES)
        except KeyError:
            return []
        fields = head[32:].partition(b"\r")[0]
        names = (fields[at : at + 11].partition(b"\0")[0] for at in range(0, len(fields), 32))
        return [name.decode("ascii", "replace") for name in names]

    def _unpack(self, most: int | None) -> bytes:
        try:
            if self.member is not None:
                with zipfile.ZipFile(self.path) as packed, packed.open(self.member) as stream:
                    return stream.read(-1 if most is None else most)
            with self.path.open("rb") as plain:
                packed_gzip = plain.read(2) == GZIP_MARK
                plain.seek(0)
                if not packed_gzip:
                    return plain.read(-1 if most is None else most)
                if most is None:
                    return gzip.decompress(plain.read())
                return gzip.GzipFile(fileobj=plain).read(most)
        except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as broken:
            raise BadInput(
                self.label,
                expected="a whole packed file",
                found=f"a damaged or incomplete file ({broken})",
                mend="fetch the file again",
            ) from broken


@dataclass(frozen=True)
class FileReading:
    """What one file gave.

    tables     tidy frames by table name, not yet checked against their declaration
    rows       rows in the file
    vintage    the period or edition the file is about, in words
    set_aside  (rows, why) for rows that were read and deliberately not used
    """

    tables: dict[str, pl.DataFrame]
    rows: int
    vintage: str
    set_aside: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class FileLayout:
    """What one kind of official file looks like inside, and who reads it.

    name     in words: "QCEW quarterly"
    source   the catalogue's id
    read     OfficialFile → Reading
    needs    columns the header must have
    marks    columns that only this layout has: with all of these but not all of `needs`,
             the file is taken for a damaged one of this layout and refused
    begins   for files without a header: a pattern near the top of the file
    """

    name: str
    source: str
    read: Callable[[OfficialFile], FileReading]
    needs: frozenset[str] = field(default_factory=frozenset)
    marks: frozenset[str] = field(default_factory=frozenset)
    begins: re.Pattern[str] | None = None

    def fits(self, file: OfficialFile) -> bool:
        """Whether the file has this layout."""
        if self.begins is not None:
            return self.begins.search(file.head[:4096]) is not None
        return self.needs <= set(file.columns)

    def nearly_fits(self, file: OfficialFile) -> bool:
        """Whether the file carries this layout's marks but lacks needed columns."""
        return bool(self.marks) and self.marks <= set(file.columns)


def find_files(folder: Path) -> list[OfficialFile]:
    """Every file below `folder` that could be a publisher's, in path order.

    Zip archives give one entry a member. Links to folders are followed. Notes (README, hidden
    files, other endings) are not listed.
    """
    if folder.is_file():
        return list(_zip_members(folder, folder.name))
    found: list[OfficialFile] = []
    for path in sorted(_files_below(folder)):
        inside = path.relative_to(folder)
        hidden = any(part.startswith((".", "__")) for part in inside.parts)
        if path.is_file() and not hidden and path.suffix.lower() in READABLE:
            found += _zip_members(path, inside.as_posix())
    return found


def only_file(path: Path) -> OfficialFile:
    """The one file that a path names; a zip that is no workbook has to hold one alone.

    Raises   BadInput where it holds none or several.
    """
    members = list(_zip_members(path, path.name))
    if not members and zipfile.is_zipfile(path):
        return OfficialFile(path, path.name)
    if len(members) != 1:
        raise BadInput(
            path.name,
            expected="one file",
            found=f"a zip of {len(members)}",
            mend="unpack it, and name the file that is meant",
        )
    return members[0]


def _files_below(folder: Path) -> Iterable[Path]:
    """Every file below a folder, links followed; a folder that links back to itself once."""
    been: set[str] = set()
    for here, inner, names in os.walk(folder, followlinks=True):
        been.add(os.path.realpath(here))
        inner[:] = sorted(n for n in inner if os.path.realpath(Path(here, n)) not in been)
        yield from (Path(here, name) for name in names)


def _zip_members(path: Path, label: str) -> Iterable[OfficialFile]:
    with path.open("rb") as stream:
        packed = stream.read(4) == ZIP_MARK
    if not packed:
        return [OfficialFile(path, label)]
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(i.filename for i in archive.infolist() if not i.is_dir())
    except zipfile.BadZipFile as broken:
        raise BadInput(
            label,
            expected="a whole zip",
            found=f"a damaged one ({broken})",
            mend="fetch the file again",
        ) from broken
    kept = [n for n in names if Path(n).suffix.lower() in READABLE - {".zip", ".gz"} | {SHAPES}]
    return [OfficialFile(path, f"{label}/{name}", name) for name in kept]


def recognize_file(file: OfficialFile, layouts: Sequence[FileLayout]) -> FileLayout | None:
    """The first layout that fits; None where the file is like nothing we know.

    Raises   BadInput where the file is empty, or nearly a layout but lacks columns of it.
    """
    if not file.head.strip():
        raise BadInput(
            file.label,
            expected="an official file with a header and rows",
            found="an empty file",
            mend="fetch the file again or remove it",
        )
    if file.head.lstrip("\ufeff \t\r\n").lower().startswith(WEB_PAGE):
        raise BadInput(
            file.label,
            row=1,
            expected="an official file with a header and rows",
            found="a web page",
            mend="save the file that the page links to, not the page",
        )
    for layout in layouts:
        if layout.fits(file):
            return layout
    for layout in layouts:
        if layout.nearly_fits(file):
            missing = sorted(layout.needs - set(file.columns))
            raise BadInput(
                file.label,
                row=1,
                column=missing[0],
                expected=f"the columns of {layout.name}",
                found=f"a header without {_quote_names(missing)}",
                mend="take the publisher's file as it is, with all its columns",
            )
    return None


def decode(data: bytes, file: OfficialFile, encoding: str = "utf-8") -> str:
    """Bytes as text; the old Windows code page where they are not UTF-8, as publishers write."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as broken:
        # A head may end inside a character; a whole file that fails is Windows-1252.
        if len(data) == HEAD_BYTES and broken.start > HEAD_BYTES - 4:
            return data[: broken.start].decode(encoding)
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            raise BadInput(
                file.label,
                expected="text in UTF-8 or Windows-1252",
                found="bytes that are neither",
                mend="fetch the file again",
            ) from broken


def read_columns(
    file: OfficialFile,
    columns: Mapping[str, type[pl.DataType]],
    *,
    unknown: Sequence[str] = (),
    separator: str = ",",
) -> pl.DataFrame:
    """Some columns of a delimited file, typed, with `row` = the line each row stands on.

    Takes    columns: header name → type; codes are text. `unknown`: spellings of "not known".
    Returns  the columns asked for, in that order, after `row` (header = line 1).
    Raises   BadInput at the first cell that is not of its column's type, or a ragged line.
    """
    data = file.content()
    names = _header_fields(data, separator, file)
    absent = [c for c in columns if c not in names]
    if absent:
        raise BadInput(
            file.label,
            row=1,
            column=absent[0],
            expected=f"the column '{absent[0]}'",
            found=f"a header without {_quote_names(absent)}; it has {_first_names(names)}",
            mend="take the publisher's file as it is, with all its columns",
        )
    types: dict[str, type[pl.DataType]] = {n: columns.get(n, pl.String) for n in names}
    frame = _parse_or_explain(data, types, list(columns), file, unknown, separator)
    # A blank line comes back as a row in which nothing is known.
    if frame[next(iter(columns))].null_count():
        frame = frame.filter(~pl.all_horizontal(pl.col(*columns).is_null()))
    if not frame.height:
        raise _no_rows(file)
    return frame


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What must not be in a column: rows in which `broken` is true are refused."""

    column: str
    broken: pl.Expr
    expected: str
    mend: str = "correct the cell, or fetch the file again"


def check_rules(frame: pl.DataFrame, rules: Sequence[ColumnRule], file: OfficialFile) -> None:
    """Refuse the file at the first row that breaks one of the rules, taken in order."""
    found = frame.select(rule.broken.any().alias(str(n)) for n, rule in enumerate(rules))
    for rule, broken in zip(rules, found.row(0), strict=True):
        if broken:
            refuse_rows(frame, rule.broken, file, rule.column, rule.expected, rule.mend)


def refuse_unknown(frame: pl.DataFrame, columns: Sequence[str], file: OfficialFile) -> None:
    """Refuse an empty cell in columns that must be filled, and lines that are too short."""
    for column in columns:
        if frame[column].null_count():
            first = int(frame.filter(pl.col(column).is_null())["row"].min())  # type: ignore[arg-type]
            _explain_short_line(file, first)
            mend = "fill the cell, or fetch the file again"
            refuse_rows(frame, pl.col(column).is_null(), file, column, "a value", mend)


def refuse_rows(
    frame: pl.DataFrame, broken: pl.Expr, file: OfficialFile, column: str, expected: str, mend: str
) -> None:
    """Raise BadInput for the first row (by `row`) in which `broken` is true."""
    bad = frame.filter(broken)
    if bad.height:
        first = bad.sort("row").row(0, named=True)
        more = f" (and {bad.height - 1:,} more rows)" if bad.height > 1 else ""
        raise BadInput(
            file.label,
            row=first["row"],
            column=column,
            expected=expected,
            found=("nothing" if first[column] is None else f"'{first[column]}'") + more,
            mend=mend,
        )


def refuse_bad_area(frame: pl.DataFrame, file: OfficialFile, column: str) -> None:
    """Refuse anything but five-digit county codes; a lost leading zero is named as such."""
    code = pl.col(column).fill_null("")
    mend = "read the column as text so that leading zeros stay, or fetch the file again"
    short = code.str.contains(r"^\d{4}$")
    refuse_rows(frame, short, file, column, "a five-digit FIPS code; a leading zero was lost", mend)
    wrong = ~code.str.contains(r"^(\d{5}|US000)$")
    refuse_rows(frame, wrong, file, column, "a five-digit FIPS code", "correct the code")


def refuse_duplicates(frame: pl.DataFrame, key: Sequence[str], file: OfficialFile) -> None:
    """Refuse two rows with one key, naming the second of them."""
    twice = frame.select("row", *key).filter(~pl.struct(key).is_first_distinct())
    if twice.height:
        second = twice.sort("row").row(0, named=True)
        what = ", ".join(f"{name} {second[name]}" for name in key)
        raise BadInput(
            file.label,
            row=second["row"],
            column=key[0],
            expected="one row for each " + ", ".join(key),
            found=f"a second row for {what}",
            mend="remove the row that is wrong",
        )


def _no_rows(file: OfficialFile) -> BadInput:
    expected, mend = "rows below the header", "fetch the file again or remove it"
    return BadInput(file.label, row=2, expected=expected, found="none", mend=mend)


def _header_fields(data: bytes, separator: str, file: OfficialFile) -> list[str]:
    line = decode(data[: data.find(b"\n") if b"\n" in data else len(data)], file)
    fields = next(csv.reader([line.strip("\r\ufeff")], delimiter=separator), [])
    return [name.strip() for name in fields]


def _parse_or_explain(
    data: bytes,
    types: Mapping[str, type[pl.DataType]],
    columns: list[str],
    file: OfficialFile,
    unknown: Sequence[str],
    separator: str,
) -> pl.DataFrame:
    """`_parse_strictly`, of Windows text too; raises BadInput where the strict reader stumbled."""
    try:
        try:
            return _parse_strictly(data, types, columns, unknown, separator)
        except pl.exceptions.ComputeError as broken:
            if "utf-8" not in str(broken):
                raise
            data = decode(data, file).encode("utf-8")
            return _parse_strictly(data, types, columns, unknown, separator)
    except pl.exceptions.NoDataError as broken:
        raise _no_rows(file) from broken
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError) as broken:
        _explain_failure(data, types, file, unknown, separator)
        raise BadInput(
            file.label,
            expected="a table of comma-separated values",
            found=f"something else ({str(broken).splitlines()[0]})",
            mend="fetch the file again",
        ) from broken


def _parse_strictly(
    data: bytes,
    types: Mapping[str, type[pl.DataType]],
    columns: list[str],
    unknown: Sequence[str],
    separator: str,
) -> pl.DataFrame:
    frame = pl.read_csv(
        io.BytesIO(data),
        has_header=False,
        skip_rows=1,
        new_columns=list(types),
        schema_overrides=list(types.values()),
        columns=[list(types).index(c) for c in columns],
        separator=separator,
        null_values=[*unknown, ""] if unknown else [""],
        row_index_name="row",
        row_index_offset=2,
    )
    return frame.select("row", *columns)


def _explain_failure(
    data: bytes,
    types: Mapping[str, type[pl.DataType]],
    file: OfficialFile,
    unknown: Sequence[str],
    separator: str,
) -> None:
    """Find and report the first cell or line that the strict reader stumbled on."""
    nothing = {*unknown, ""}
    numeric = [(i, name, t) for i, (name, t) in enumerate(types.items()) if t.is_numeric()]
    reader = csv.reader(io.StringIO(decode(data, file), newline=""), delimiter=separator)
    next(reader, None)
    for fields in reader:
        row = reader.line_num
        if fields and len(fields) != len(types):
            raise _ragged_line(file, row, len(types), len(fields))
        for place, name, dtype in numeric:
            text = fields[place].strip() if fields else ""
            if text not in nothing and not _is_number(text, dtype):
                raise BadInput(
                    file.label,
                    row=row,
                    column=name,
                    expected="a whole number" if dtype.is_integer() else "a number",
                    found=f"'{text}'",
                    mend="correct the cell, or fetch the file again",
                )


def _explain_short_line(file: OfficialFile, row: int) -> None:
    lines = decode(file.content(), file).splitlines()
    width, found = (len(next(csv.reader([lines[n - 1]]))) for n in (1, row))
    if found != width:
        raise _ragged_line(file, row, width, found)


def _ragged_line(file: OfficialFile, row: int, width: int, found: int) -> BadInput:
    expected, mend = f"{width} fields, as in the header", "mend the line, or fetch the file again"
    return BadInput(file.label, row=row, expected=expected, found=f"{found}", mend=mend)


def _is_number(text: str, dtype: type[pl.DataType]) -> bool:
    whole = r"[+-]?[0-9]{1,18}"
    return re.fullmatch(whole if dtype.is_integer() else NUMBER, text) is not None


def _first_names(names: Sequence[str]) -> str:
    """The first dozen of a header's names, and how many more."""
    more = len(names) - 12
    return _quote_names(names[:12]) + (f" and {more} more" if more > 0 else "")


def _quote_names(names: Sequence[str]) -> str:
    return ", ".join(f"'{n}'" for n in names)
