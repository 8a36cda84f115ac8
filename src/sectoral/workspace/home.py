"""Where the workspace keeps what is its own: the database and the secret key.

Evidence is never kept here; it lives in editions, which are only read.
"""

import os
import secrets
import socket
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit


def home() -> Path:
    """The workspace's folder: SECTORAL_HOME, else the system's place for such data."""
    named = os.environ.get("SECTORAL_HOME")
    if named:
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "sectoral"
    shared = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(shared) / "sectoral"


def prepare(folder: Path) -> None:
    """Make the folder and, once, the key that signs sessions; both for the owner's eyes only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(_key_file(folder), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))


def secret_key(folder: Path) -> str:
    """The kept key; before `prepare` has run, one that lasts as long as this process."""
    named = os.environ.get("SECTORAL_SECRET_KEY")
    if named:
        return named
    file = _key_file(folder)
    kept = file.read_text(encoding="ascii") if file.is_file() else ""
    return kept or secrets.token_urlsafe(50)


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
    return folder / "served-at"


def _key_file(folder: Path) -> Path:
    return folder / "secret-key"
