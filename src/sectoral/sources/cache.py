"""The cache: publishers' files exactly as fetched, with a checksum for each.

    cache/
    ├── checksums.json      address, size, SHA-256 and day of each whole file; each part's validator
    ├── 2024_annual_singlefile.zip
    └── cbp23co.zip.part    what arrived of a file so far; resumed by the next attempt

A file counts only while its bytes still give the recorded checksum. To fetch a file afresh,
remove it from the cache.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from sectoral.errors import BadInput


@dataclass(frozen=True, slots=True)
class CachedFile:
    """One whole file in the cache.

    url       the publisher's address, which names the file
    asked     the address it came from: the same, a mirror's, or 'a browser'
    bytes     its size
    sha256    of the publisher's bytes
    fetched   the day it was fetched, ISO 8601
    """

    url: str
    asked: str
    bytes: int
    sha256: str
    fetched: str


class FileCache:
    """A folder of fetched files and their checksums."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._record = folder / "checksums.json"
        self.files: dict[str, CachedFile] = {}
        self.parts: dict[str, str] = {}
        if self._record.exists():
            self._read()

    def whole(self, name: str, url: str) -> CachedFile | None:
        """The record of a file whose bytes are still the ones fetched; None otherwise.

        Two releases may share a name ("Job Zones.txt"): a file of another `url` does not count.
        """
        kept, path = self.files.get(name), self.folder / name
        if kept is None or kept.url != url:
            return None
        if not path.is_file() or path.stat().st_size != kept.bytes:
            return None
        return kept if file_sha256(path) == kept.sha256 else None

    def adopt(self, name: str, url: str, *, fetched: str) -> CachedFile | None:
        """Record a file that a person saved here in a browser; None where there is none."""
        path = self.folder / name
        if name in self.files or not path.is_file():
            return None
        self.files[name] = CachedFile(
            url, "a browser", path.stat().st_size, file_sha256(path), fetched
        )
        self.write()
        return self.files[name]

    def part(self, name: str) -> "PartialFile":
        """The place where a file grows."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return PartialFile(self, name)

    def keep(self, part: "PartialFile", *, url: str, asked: str, fetched: str) -> CachedFile:
        """Record a finished part and move it into place whole."""
        kept = CachedFile(url, asked, part.size, file_sha256(part.path), fetched)
        part.path.replace(self.folder / part.name)
        self.files[part.name] = kept
        self.parts.pop(part.name, None)
        self.write()
        return kept

    def write(self) -> None:
        """Write `checksums.json` anew, whole."""
        record = {
            "files": {name: asdict(kept) for name, kept in sorted(self.files.items())},
            "parts": dict(sorted(self.parts.items())),
        }
        fresh = self._record.with_suffix(".json.new")
        fresh.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        fresh.replace(self._record)

    def _read(self) -> None:
        try:
            record = json.loads(self._record.read_text(encoding="utf-8"))
            self.files = {name: CachedFile(**kept) for name, kept in record["files"].items()}
            self.parts = dict(record["parts"])
        except (ValueError, TypeError, KeyError, AttributeError) as broken:
            raise BadInput(
                self._record,
                expected="the checksums that an earlier download wrote",
                found=f"something else ({broken})",
                mend="remove this file; the next download writes it again",
            ) from broken


@dataclass(frozen=True)
class PartialFile:
    """A file that is still arriving, and what names the version it is a part of."""

    cache: FileCache
    name: str

    @property
    def path(self) -> Path:
        """Where its bytes lie."""
        return self.cache.folder / f"{self.name}.part"

    @property
    def size(self) -> int:
        """Bytes that have arrived."""
        return self.path.stat().st_size if self.path.exists() else 0

    @property
    def validator(self) -> str | None:
        """The ETag or date of the version it is a part of; None where it cannot be resumed."""
        return self.cache.parts.get(self.name)

    def begin(self, validator: str | None) -> None:
        """Start from nothing with this version of the file."""
        # Bytes first: a validator must never stand beside bytes of another version.
        self.path.write_bytes(b"")
        self.cache.parts.pop(self.name, None)
        if validator:
            self.cache.parts[self.name] = validator
        self.cache.write()

    def forget(self) -> None:
        """Drop what arrived."""
        self.path.unlink(missing_ok=True)
        self.cache.parts.pop(self.name, None)
        self.cache.write()

    def ends(self) -> tuple[bytes, bytes]:
        """The first line, and the last 64 KiB."""
        with self.path.open("rb") as file:
            first = file.readline()
            file.seek(max(0, self.size - 65_536))
            return first, file.read()


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
