"""A backup as a file: one tar, with a manifest that names what is in it by size and digest.

It is written beside its place and moved there whole. Reading one checks every digest first.
"""

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from sectoral.errors import BadInput, WrongUse

FORMAT = 1
MANIFEST = "manifest.json"
KEY_FILE = "secret-key"
EDITION_FOLDER = "edition"
_BLOCK = 1 << 20


@dataclass(slots=True)
class BackupManifest:
    """What a backup holds, and what it does not.

    made_at     the moment that its rows are of, in UTC
    version     of the Sectoral that made it
    engine      'sqlite' or 'postgresql'
    migrations  what the database had gone through, in order: (app, name)
    tables      each table's columns, where rows are kept table by table; else empty
    rows        how many rows each table has
    key_prints  digests of the keys that its ballots and secrets are sealed with
    edition     the evidence that was shown: its id and its folder then; empty = none
    files       each file in it: its bytes and its SHA-256
    """

    made_at: str
    version: str
    engine: str
    migrations: list[list[str]]
    tables: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    key_prints: list[str] = field(default_factory=list)
    edition: dict[str, str] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def has_key(self) -> bool:
        """Whether the key itself is in it."""
        return KEY_FILE in self.files

    @property
    def has_edition(self) -> bool:
        """Whether the edition's files are in it."""
        return any(name.startswith(f"{EDITION_FOLDER}/") for name in self.files)


# ── writing ───────────────────────────────────────────────────────────────────────────────────


@contextmanager
def work_folder(beside: Path) -> Iterator[Path]:
    """A folder for this account alone on the same disk, gone afterwards whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix=f".{beside.name}.part-", dir=beside.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_backup(place: Path, folder: Path, manifest: BackupManifest) -> None:
    """Put every file of a folder, and the manifest, into one tar at `place`, whole or not at all.

    Takes    folder: on the same disk as `place`; its files get the names they have in it.
    """
    part = folder.parent / f"{folder.name}.tar"
    try:
        with _private_file(part) as descriptor, os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                for one in sorted(path for path in folder.rglob("*") if path.is_file()):
                    name = one.relative_to(folder).as_posix()
                    manifest.files[name] = {
                        "bytes": one.stat().st_size,
                        "sha256": file_digest(one),
                    }
                _add_manifest(tar, folder, manifest)
                for name in manifest.files:
                    tar.add(folder / name, arcname=name, filter=_without_owner)
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
        sync_folder(place.parent)
    finally:
        part.unlink(missing_ok=True)


def _add_manifest(tar: tarfile.TarFile, folder: Path, manifest: BackupManifest) -> None:
    """First in the file, so that it is read without the rest."""
    written = folder / MANIFEST
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    written.write_text(text, encoding="utf-8")
    tar.add(written, arcname=MANIFEST, filter=_without_owner)


@contextmanager
def _private_file(path: Path) -> Iterator[int]:
    yield os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)


def _without_owner(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry


def file_digest(file: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Have the disk keep what was renamed in a folder, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


# ── reading ───────────────────────────────────────────────────────────────────────────────────


def unpack_backup(file: Path, folder: Path) -> BackupManifest:
    """Unpack a backup into an empty folder, each file held against its digest.

    Raises   WrongUse for a format of a later version; BadInput for what is no backup, or one that
             was changed or cut short.
    """
    try:
        with tarfile.open(file, mode="r:") as tar:
            manifest = _read_manifest(file, tar)
            for name, entry in manifest.files.items():
                _unpack_file(file, tar, name, entry, folder)
    except (tarfile.TarError, EOFError) as error:
        raise _not_whole(file, "a file that is cut short or is no tar") from error
    return manifest


def read_manifest(file: Path) -> BackupManifest:
    """What a backup says of itself.  Raises as `unpack_backup`."""
    try:
        with tarfile.open(file, mode="r:") as tar:
            return _read_manifest(file, tar)
    except (tarfile.TarError, EOFError) as error:
        raise _not_whole(file, "a file that is cut short or is no tar") from error


def _read_manifest(file: Path, tar: tarfile.TarFile) -> BackupManifest:
    first = tar.next()
    opened = tar.extractfile(first) if first is not None and first.name == MANIFEST else None
    if opened is None:
        raise _not_whole(file, "a tar without a manifest")
    try:
        told = json.loads(opened.read())
        if told["format"] > FORMAT:
            raise WrongUse(
                f"{file}: this backup was made by a later version of Sectoral "
                f"({told['version']}). To mend: install that version, then restore."
            )
        return BackupManifest(**told)
    except (ValueError, KeyError, TypeError) as error:
        raise _not_whole(file, "a manifest that cannot be read") from error


def _unpack_file(
    file: Path, tar: tarfile.TarFile, name: str, entry: dict[str, Any], folder: Path
) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise _not_whole(file, f"a file that leads out of it, '{name}'")
    try:
        opened = tar.extractfile(name)
    except KeyError:
        opened = None
    if opened is None:
        raise _not_whole(file, f"'{name}' missing")
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with place.open("wb") as out:
        while block := opened.read(_BLOCK):
            digest.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    if digest.hexdigest() != entry["sha256"]:
        raise _not_whole(file, f"'{name}' changed since it was made")


def _not_whole(file: Path, found: str) -> BadInput:
    return BadInput(
        file,
        expected="a backup as 'sectoral backup' writes it",
        found=found,
        mend="take another copy of it; nothing was changed",
    )
