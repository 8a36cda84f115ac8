"""Where the workspace keeps what is its own: the database and the keys.

Evidence is never kept here; it lives in editions, which are only read. Everything here is for
its owner alone: it is made so, and what stood open is closed at the next start.
"""

import os
import secrets
import socket
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from sectoral.errors import SectoralError
from sectoral.workspace.environment.text_face import FOLDER

OWNER_ALONE = 0o077
"""The umask of every process that opens the workspace: nobody else reads what it makes."""

DATABASE = "workspace.sqlite3"
_KEYS = "secret-key"
_MARK = "databases.txt"
_SERVED = "served-at"
_CLOCKS = "clocks-ran"
BEFORE = "before-"
"""What the files begin with that keep what was there before an upgrade or a restore."""
_BESIDE = ("demo.json", "migrating.sqlite3", DATABASE, FOLDER)
_OURS = (_KEYS, _MARK, _SERVED, _CLOCKS, BEFORE, *_BESIDE)


def home_folder() -> Path:
    """The workspace's folder: SECTORAL_HOME, else the system's place for such data."""
    named = os.environ.get("SECTORAL_HOME")
    if named:
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "sectoral"
    shared = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(shared) / "sectoral"


def prepare_home(folder: Path) -> list[str]:
    """Make the folder and, once, the key; close both, and what lies there, to others' eyes.

    Returns  what stays open to others, in sentences: a folder that holds other things as well, or
             what belongs to another account.
    Raises   SectoralError where a database lies there without the key that it was made with.
    """
    os.umask(OWNER_ALONE)
    folder.mkdir(parents=True, exist_ok=True)
    if not secret_keys(folder):
        if holds_something(folder / DATABASE):
            raise SectoralError(missing_key(folder))
        _make_key(folder)
    return _close_to_others(folder)


def missing_key(folder: Path) -> str:
    """What is said where a filled database has lost its key."""
    return (
        f"{folder}: a database is here, and the file '{_KEYS}' that opens its ballots is not. "
        "Nothing was created. To mend: put the file back from your backup, or name the key "
        "in SECTORAL_SECRET_KEY."
    )


def secret_keys(folder: Path) -> tuple[str, ...]:
    """The kept keys: the first one signs and seals, what the former ones sealed they still open.

    They are the words of SECTORAL_SECRET_KEY, else of the file; empty before `prepare_home`.
    """
    named = os.environ.get("SECTORAL_SECRET_KEY", "").split()
    file = folder / _KEYS
    kept = file.read_text(encoding="ascii").split() if file.is_file() else []
    return tuple(named or kept)


def _make_key(folder: Path) -> None:
    try:
        descriptor = os.open(folder / _KEYS, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        # Another process made it meanwhile, or it is there and empty.
        if not secret_keys(folder):
            raise SectoralError(
                f"{folder / _KEYS}: expected the workspace's key; found an empty file. To mend: "
                "put it back from your backup; where there never was a workspace, take it away."
            ) from None
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))


def holds_something(file: Path) -> bool:
    """Whether a file is there and not empty."""
    return file.is_file() and file.stat().st_size > 0


def note_served(folder: Path, address: str) -> None:
    """Keep where the pages are served, for commands that print or post links; empty = nowhere."""
    file = _served_file(folder)
    if address:
        file.write_text(address, encoding="utf-8")
    else:
        file.unlink(missing_ok=True)


def served_address(folder: Path) -> str:
    """Where the pages of this folder's workspace are served now; empty where they are not."""
    with suppress(OSError, ValueError):
        address = _served_file(folder).read_text(encoding="utf-8").strip()
        parts = urlsplit(address)
        # A server that was killed leaves its note behind.
        with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=0.5):
            return address
    return ""


def _served_file(folder: Path) -> Path:
    return folder / _SERVED


def note_clocks(folder: Path, at: datetime) -> None:
    """Keep when the clocks ran last."""
    (folder / _CLOCKS).write_text(at.isoformat(), encoding="utf-8")


def clocks_ran(folder: Path) -> datetime | None:
    """When the clocks ran last, from this folder; None where they never did."""
    with suppress(OSError, ValueError):
        return datetime.fromisoformat((folder / _CLOCKS).read_text(encoding="utf-8").strip())
    return None


def keep_key(folder: Path, words: str) -> None:
    """Put the words of a key into its file, whole, for its owner alone."""
    part = folder / f".{_KEYS}.part"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(words)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / _KEYS)


# ── for its owner alone ───────────────────────────────────────────────────────────────────────


def _close_to_others(folder: Path) -> list[str]:
    """Take others' rights off our own files, and off the folder where it holds nothing else."""
    if sys.platform == "win32":
        return []
    inside = list(folder.iterdir())
    ours = [path for path in inside if path.name.startswith(_OURS)]
    told = [_open_still(path) for path in ours if not _close_path(path, _own_mode(path))]
    if len(ours) == len(inside):
        told += [] if _close_path(folder, 0o700) else [_open_still(folder)]
    elif folder.stat().st_mode & OWNER_ALONE:
        told.append(
            f"{folder}: other accounts can open this folder, and it has more in it than the "
            "workspace. To mend: give the workspace a folder of its own, or run: chmod 700 "
            f"{folder}"
        )
    return told


def _own_mode(path: Path) -> int:
    return 0o700 if path.is_dir() else 0o600


def _close_path(path: Path, mode: int) -> bool:
    """Whether nobody else may read it, now that the attempt was made."""
    if path.stat().st_mode & OWNER_ALONE == 0:
        return True
    try:
        path.chmod(mode)
    except PermissionError:
        return False
    return True


def _open_still(path: Path) -> str:
    return (
        f"{path}: other accounts can read it, and it belongs to a different account than the "
        f"one running this. To mend, as its owner: chmod go-rwx {path}"
    )


# ── which databases were there ────────────────────────────────────────────────────────────────


def was_filled(folder: Path, database: str) -> bool:
    """Whether a start before this one filled this database."""
    return any(of == database for _, of in _key_marks(folder))


def lost_keys(folder: Path, database: str) -> bool:
    """Whether a key that this database was used with is not among today's."""
    known = key_prints(folder)
    return any(key not in known for key, of in _key_marks(folder) if of == database)


def note_filled(folder: Path, database: str, prints: Iterable[str] = ()) -> None:
    """Write down that this database is filled, and with which keys: each by its print.

    Takes    prints: of the keys that it was used with before, where it came from elsewhere.
    """
    known = _key_marks(folder)
    for one in dict.fromkeys((key_prints(folder)[0], *prints)):
        if (one, database) not in known:
            with (folder / _MARK).open("a", encoding="utf-8") as file:
                file.write(f"{one} {database}\n")


def key_prints(folder: Path) -> tuple[str, ...]:
    """Each of today's keys by the first letters of its digest, which tell nothing of it."""
    return tuple(print_of_key(key) for key in secret_keys(folder))


def forget_key(folder: Path) -> None:
    """Take away the key that `prepare_home` made just now, before anything was sealed with it."""
    (folder / _KEYS).unlink(missing_ok=True)


def forget_databases(folder: Path) -> None:
    """Know of no database: whoever empties a folder on purpose says so."""
    (folder / _MARK).unlink(missing_ok=True)


def _key_marks(folder: Path) -> list[tuple[str, str]]:
    """Each key that a database was used with, and the database."""
    file = folder / _MARK
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return [(key, database) for key, _, database in (line.partition(" ") for line in lines)]


def print_of_key(key: str) -> str:
    """A key by the first letters of its digest."""
    return sha256(f"sectoral.mark {key}".encode()).hexdigest()[:16]
