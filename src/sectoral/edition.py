"""One dated folder of results with its manifest: written once, read for ever.

An edition is `manifest.json` and one Parquet file a table. It is drafted in a hidden folder
beside its place and moved there whole, so that a reader sees the former edition or the new
one, never a mixture. A lock beside it keeps two builds apart; the system frees it when a
build is killed, so that what that build left behind is known as left and told on the next run.
"""

import hashlib
import io
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
from filelock import FileLock, Timeout

from sectoral import tables
from sectoral.errors import BrokenContract, DamagedEdition, WrongUse

FORMAT = 1
MANIFEST = "manifest.json"
SEAL = "seal"
PATIENCE = 2.0  # seconds that a reader waits while a build exchanges the editions
Manifest = dict[str, Any]


@dataclass(frozen=True)
class Edition:
    """A finished edition, to be read.

    path       its folder
    manifest   inputs (file, sha256, layout, vintage, rows, set_aside), choices (question,
               choice, because), tables (sha256, rows, made_from), software, made, state,
               seal (a digest of all the rest)
    """

    path: Path
    manifest: Manifest

    @property
    def id(self) -> str:
        """A short name that changes whenever any table does."""
        digests = "".join(t["sha256"] for t in self.manifest["tables"].values())
        return hashlib.sha256(digests.encode()).hexdigest()[:12]

    def has(self, name: str) -> bool:
        """Whether the edition holds the table."""
        return name in self.manifest["tables"]

    def table(self, name: str) -> pl.DataFrame:
        """One table, read once per process; the empty table where the edition has none."""
        if not self.has(name):
            return tables.BY_NAME[name].empty()
        entry = self.manifest["tables"][name]
        return _read_table(self.path / entry["file"], entry["sha256"])


@lru_cache(maxsize=128)
def _read_table(path: Path, sha256: str) -> pl.DataFrame:
    try:
        content = path.read_bytes()
        # A newer edition may stand in this place by now: its tables are not this manifest's.
        if hashlib.sha256(content).hexdigest() == sha256:
            return pl.read_parquet(io.BytesIO(content))
        found = "a file that is not the one its manifest names"
    except (OSError, pl.exceptions.PolarsError) as broken:
        found = str(broken)
    raise DamagedEdition(
        f"{path}: expected a Parquet table of the edition; found {found}. To mend: open the "
        "edition again, or rebuild it."
    )


def open_edition(path: Path) -> Edition:
    """The edition in the folder `path`.

    Raises   WrongUse where there is none; DamagedEdition where its manifest cannot be read.
    """
    file = path / MANIFEST
    _await_exchange(path)
    if not file.is_file():
        raise WrongUse(
            f"{path}: expected an edition (a folder with {MANIFEST}); found none. "
            "To mend: run `sectoral build` first, or name the folder it wrote."
        )
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
        form, listed = manifest["format"], manifest["tables"]
        whole = all({"file", "sha256", "rows"} <= set(entry) for entry in listed.values())
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        raise DamagedEdition(
            f"{file}: expected an edition's manifest; found {broken!r}. "
            "To mend: build the edition again."
        ) from broken
    if form != FORMAT or not whole:
        raise DamagedEdition(
            f"{file}: expected edition format {FORMAT}; found {form if whole else 'another'}. "
            "To mend: build the edition again with this version of the software."
        )
    return Edition(path, manifest)


def _await_exchange(path: Path) -> None:
    """Let a build that is exchanging the editions finish; put right one that was killed then."""
    until = time.monotonic() + PATIENCE
    while not path.exists() and _former_folder(path).is_dir() and time.monotonic() < until:
        with _lock(path) as ours:
            if ours:
                _restore(path)
        time.sleep(0.01)


@dataclass
class EditionDraft:
    """An edition being written.

    path     the hidden folder that holds it until it is whole
    former   the edition it will replace, if any: its unchanged tables are taken over
    """

    path: Path
    former: Edition | None
    manifest: Manifest = field(default_factory=lambda: {"format": FORMAT, "tables": {}})

    def at(self, step: str) -> None:
        """Note which step is under way, for the message after a killed build."""
        (self.path / "building").write_text(step, encoding="utf-8")

    def write(self, frame: pl.DataFrame, table: tables.TidyTable, made_from: str) -> pl.DataFrame:
        """Check a table, write it, and enter it in the manifest.

        Takes    made_from: a digest of everything the table was made from.
        Returns  the checked table.
        """
        frame = tables.check(frame, table)
        file = self.path / f"{table.name}.parquet"
        # It may be the former edition's own file, taken over: writing through would change both.
        file.unlink(missing_ok=True)
        frame.write_parquet(file, compression="zstd", statistics=True)
        self._enter(table.name, file, frame.height, made_from)
        return frame

    def take_over(self, name: str, made_from: str) -> pl.DataFrame | None:
        """The former edition's table where it was made from the same; else None."""
        entry = self.former.manifest["tables"].get(name) if self.former else None
        if self.former is None or entry is None or entry["made_from"] != made_from:
            return None
        old, new = self.former.path / entry["file"], self.path / entry["file"]
        if not old.is_file() or _file_digest(old) != entry["sha256"]:
            return None
        try:
            os.link(old, new)
        except OSError:
            shutil.copyfile(old, new)
        self.manifest["tables"][name] = entry
        return pl.read_parquet(new)

    def _enter(self, name: str, file: Path, rows: int, made_from: str) -> None:
        self.manifest["tables"][name] = {
            "file": file.name,
            "sha256": _file_digest(file),
            "rows": rows,
            "made_from": made_from,
        }


@contextmanager
def draft(out: Path) -> Iterator[EditionDraft]:
    """Draft an edition for the folder `out` and move it there whole at the end.

    Where the body raises, nothing of the draft stays and the former edition is untouched.

    Raises   WrongUse where `out` holds something other than an edition, or while another
             build is writing to it.
    """
    out = out.resolve()
    _refuse_other_files(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with _lock(out) as ours:
        if not ours:
            raise WrongUse(
                f"{out}: another build is writing this edition. "
                "To mend: wait for it, or name another folder with --out."
            )
        _restore(out)
        work = _draft_folder(out)
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        try:
            drafted = EditionDraft(work, _former_edition(out))
            yield drafted
            (work / "building").unlink(missing_ok=True)
            drafted.manifest[SEAL] = _seal(drafted.manifest)
            text = json.dumps(drafted.manifest, indent=1, ensure_ascii=False)
            (work / MANIFEST).write_text(text + "\n", encoding="utf-8")
            _move_into_place(out, work)
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _refuse_other_files(out: Path) -> None:
    """Nothing that a person put into a folder is ever replaced by an edition."""
    if not out.exists():
        return
    ours = {MANIFEST} | {f"{name}.parquet" for name in tables.BY_NAME}
    here = {p.name for p in out.iterdir()} if out.is_dir() else {out.name}
    strange = sorted(here - ours if MANIFEST in here else here)
    if strange:
        raise WrongUse(
            f"{out}: expected an empty folder or an earlier edition; found other files "
            f"({', '.join(strange[:3])}). To mend: name another folder with --out."
        )


def _former_edition(out: Path) -> Edition | None:
    try:
        return open_edition(out)
    except (WrongUse, DamagedEdition):
        return None


@contextmanager
def _lock(out: Path) -> Iterator[bool]:
    """Whether this process alone may write the edition `out`, for as long as the body runs."""
    file = out.resolve().with_name(f".{out.resolve().name}.lock")
    if not file.parent.is_dir():
        yield True
        return
    file.open("a").close()  # The lock would call a folder that cannot be written to "held".
    lock = FileLock(file, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        # Removed while held: the lock refuses a file that is gone. Windows keeps it, empty.
        with suppress(OSError):
            file.unlink()
        lock.release()


def unfinished_step(out: Path) -> str | None:
    """The step that a killed build of `out` had reached; None where no build was killed."""
    work = _draft_folder(out.resolve())
    if not work.is_dir():
        return None
    with _lock(out) as ours:
        note = work / "building"
        if not ours:
            return None
        return note.read_text(encoding="utf-8") if note.is_file() else "starting"


def _restore(out: Path) -> None:
    """Put the former edition back where a build was killed between moving it away and in."""
    former = _former_folder(out)
    if former.is_dir() and not out.exists():
        former.rename(out)


def open_whole(path: Path) -> Edition:
    """The edition in the folder `path`, with every file as its manifest says.

    Raises   as `open_edition`; DamagedEdition naming the files that are missing or changed.
    """
    edition = open_edition(path)
    listed = edition.manifest["tables"].values()
    gone = [entry["file"] for entry in listed if not _as_listed(path, entry)]
    if gone:
        raise DamagedEdition(
            f"{path}: expected each table as its manifest says; found {', '.join(gone)} missing "
            "or changed. To mend: build the edition again."
        )
    return edition


def _as_listed(path: Path, entry: dict[str, Any]) -> bool:
    file = path / entry["file"]
    return file.is_file() and _file_digest(file) == str(entry["sha256"])


def verify(edition: Edition) -> list[str]:
    """Every way in which the edition's files differ from its manifest and the contract."""
    faults = []
    if edition.manifest.get(SEAL) != _seal(edition.manifest):
        faults.append(f"{MANIFEST}: expected the manifest as it was written; found it changed.")
    for name, entry in edition.manifest["tables"].items():
        file = edition.path / entry["file"]
        if not file.is_file():
            faults.append(f"{file.name}: expected a table; found no file.")
        elif (found := _file_digest(file)) != entry["sha256"]:
            faults.append(
                f"{file.name}: expected SHA-256 {entry['sha256'][:12]}…; found {found[:12]}…."
            )
        elif name not in tables.BY_NAME:
            faults.append(f"{file.name}: expected a declared table; found '{name}'.")
        else:
            faults += _contract_faults(edition, name, entry["rows"])
    known = {entry["file"] for entry in edition.manifest["tables"].values()} | {MANIFEST}
    strangers = sorted(p.name for p in edition.path.iterdir() if p.name not in known)
    return faults + [f"{name}: a file that the manifest does not name." for name in strangers]


def _contract_faults(edition: Edition, name: str, rows: int) -> list[str]:
    try:
        frame = edition.table(name)
        checked = tables.check(frame, tables.BY_NAME[name])
    except (BrokenContract, DamagedEdition, pl.exceptions.PolarsError) as broken:
        return [str(broken)]
    if frame.height != rows:
        return [f"{name}: expected {rows:,} rows; found {frame.height:,}."]
    return [] if checked.equals(frame) else [f"{name}: rows are not in the order of the key."]


def _seal(manifest: Manifest) -> str:
    rest = {key: value for key, value in manifest.items() if key != SEAL}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def _move_into_place(out: Path, work: Path) -> None:
    former = _former_folder(out)
    shutil.rmtree(former, ignore_errors=True)
    if out.exists():
        out.rename(former)
    work.rename(out)
    shutil.rmtree(former, ignore_errors=True)


def _draft_folder(out: Path) -> Path:
    return out.with_name(f".{out.name}.draft")


def _former_folder(out: Path) -> Path:
    return out.resolve().with_name(f".{out.resolve().name}.former")


def _file_digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
