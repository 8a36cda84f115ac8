"""A folder of official files, told apart by layout and read into one frame a table."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from sectoral import tables
from sectoral.errors import BadInput, FilesDisagree
from sectoral.sources import commuting, jobs, merging, overlap
from sectoral.sources.engine import (
    FileLayout,
    FileReading,
    OfficialFile,
    find_files,
    recognize_file,
)
from sectoral.sources.layouts import why_not_used

# Lists that only describe codes: publishers word one title in several ways, the first is kept.
DESCRIPTIVE = {"titles", "area_names", "crosswalk"}
# Readers inflate and parse outside the interpreter's lock; two at once keep both cores busy.
AT_ONCE = 2

Trim = Callable[[str, pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True)
class FolderFiles:
    """What lies in a folder.

    files     the files we read, each with its layout
    not_used  (label, why) for files that are like nothing we know, or were left out
    """

    files: tuple[tuple[OfficialFile, FileLayout], ...]
    not_used: tuple[tuple[str, str], ...]

    def of(self, sources: Iterable[str]) -> list[tuple[OfficialFile, FileLayout]]:
        """The files of some sources of the catalogue."""
        wanted = set(sources)
        return [(file, layout) for file, layout in self.files if layout.source in wanted]


@dataclass(frozen=True)
class FolderTables:
    """What some files gave.

    frames  one merged frame a table, by table name
    inputs  one manifest entry a file
    notes   sentences about what was joined or set aside across files
    doubts  (label, why) for side files that could not be believed and were set aside
    """

    frames: dict[str, pl.DataFrame]
    inputs: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]
    doubts: tuple[tuple[str, str], ...] = ()

    def table(self, table: tables.TidyTable) -> pl.DataFrame:
        """One table's frame; the empty table where no file gave it."""
        return self.frames.get(table.name, table.empty())


def scan_folder(
    folder: Path, layouts: Sequence[FileLayout], leave_out: Sequence[str] = ()
) -> FolderFiles:
    """Tell every file below `folder` by its layout.

    Takes    leave_out: shell patterns of paths below the folder that are not to be read.
    Raises   BadInput where there is no such folder or no file that we read in it, and for a
             file that is empty, damaged, or nearly a layout.
    """
    if not folder.exists():
        raise BadInput(
            folder,
            expected="a folder of official files",
            found="no such folder",
            mend="name the folder that holds them, or fetch them with `sectoral download`",
        )
    files, not_used = [], []
    for file in find_files(folder):
        if any(fnmatch(file.label, pattern) for pattern in leave_out):
            not_used.append((file.label, "left out as asked"))
        elif (layout := recognize_file(file, layouts)) is None:
            not_used.append((file.label, why_not_used(file)))
        else:
            files.append((file, layout))
    if not files:
        raise BadInput(
            folder,
            expected="official files",
            found=_unusable_words(not_used),
            mend="see `sectoral sources` for what is read",
        )
    return FolderFiles(tuple(files), tuple(not_used))


def _unusable_words(not_used: Sequence[tuple[str, str]]) -> str:
    """How many files, and what the first of them are."""
    if not not_used:
        return "none"
    first = "; ".join(f"{label}: {why}" for label, why in not_used[:3])
    return f"{len(not_used)} that cannot be used ({first}{'; …' * (len(not_used) > 3)})"


def read_files(
    files: Sequence[tuple[OfficialFile, FileLayout]], trim: Trim | None = None
) -> FolderTables:
    """Read files into one frame a table, each key once.

    Takes    trim: (table name, frame) → the rows to keep, applied file by file so that a
             nation's files need not lie in memory whole.
    Raises   BadInput from the readers; FilesDisagree where two files give one key two values.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        readings = list(pool.map(lambda pair: _read_one(pair[0], pair[1], trim), files))
    by_table: dict[str, list[tuple[str, pl.DataFrame]]] = {}
    for (file, _), reading in zip(files, readings, strict=True):
        for name, frame in reading.tables.items():
            by_table.setdefault(name, []).append((file.label, frame))
    frames: dict[str, pl.DataFrame] = {}
    notes: list[str] = []
    for name, parts in by_table.items():
        frames[name], said = _join_parts(tables.BY_NAME[name], parts)
        notes += said
    inputs = tuple(
        _manifest_entry(file, layout, reading)
        for (file, layout), reading in zip(files, readings, strict=True)
    )
    return FolderTables(frames, inputs, tuple(notes))


def read_side_files(files: Sequence[tuple[OfficialFile, FileLayout]]) -> FolderTables:
    """`read_files` for tables that no verdict rests on: what cannot be believed is set aside.

    A file that its reader refuses is left out with the reader's sentence; where two files of a
    table disagree, all of that table's are.
    """
    kept, doubts = list(files), []
    while True:
        try:
            found = read_files(kept)
        except FilesDisagree as refusal:
            bad = [pair for pair in kept if pair[0].label in refusal.file]
            doubts.append((refusal.file, _reason(refusal)))
        except BadInput as refusal:
            bad = [pair for pair in kept if refusal.file.startswith(pair[0].label)]
            doubts.append((refusal.file, _reason(refusal)))
        else:
            return replace(found, doubts=tuple(doubts))
        # What names none of the files is no word about a file: then all of them stay out.
        kept = [pair for pair in kept if pair not in (bad or kept)]


def _reason(refusal: BadInput) -> str:
    """A refusal's sentence without the file it begins with."""
    return str(refusal).partition(": ")[2].rstrip(".")


def _read_one(file: OfficialFile, layout: FileLayout, trim: Trim | None) -> FileReading:
    try:
        reading = layout.read(file)
    except pl.exceptions.PolarsError as broken:
        # What no reader foresaw still ends as a sentence that names the file.
        raise BadInput(
            file.label,
            expected=f"a file in the layout of {layout.name}",
            found=f"one that cannot be read so ({str(broken).splitlines()[0]})",
            mend="fetch the file again, or leave it out with --leave-out",
        ) from broken
    if trim is None:
        return reading
    kept = {name: trim(name, frame) for name, frame in reading.tables.items()}
    return FileReading(kept, reading.rows, reading.vintage, reading.set_aside)


Join = Callable[
    [Sequence[tuple[str, pl.DataFrame]]],
    tuple[pl.DataFrame, tuple[str, ...]],
]
# What holds across the files of one table beyond "each key once".
JOINS: dict[str, Join] = {
    "area_jobs": jobs.merge_jobs,
    "commuting": commuting.merge_commuting,
    "occupation_projections": partial(overlap.fill, tables.OCCUPATION_PROJECTIONS),
}


def _join_parts(
    table: tables.TidyTable, parts: Sequence[tuple[str, pl.DataFrame]]
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    if table.name in JOINS:
        return JOINS[table.name](parts)
    if table.name not in DESCRIPTIVE:
        return merging.merge(table, parts)
    frame = pl.concat([part.select(list(table.schema)) for _, part in parts])
    return frame.unique(subset=table.key, keep="first", maintain_order=True), ()


def _manifest_entry(file: OfficialFile, layout: FileLayout, reading: FileReading) -> dict[str, Any]:
    return {
        "file": file.label,
        "sha256": file.digest,
        "bytes": file.path.stat().st_size,
        "layout": layout.name,
        "source": layout.source,
        "vintage": reading.vintage,
        "rows": reading.rows,
        "set_aside": [list(pair) for pair in reading.set_aside],
    }
