"""Which database the workspace keeps its rows in: a file of SQLite, or a PostgreSQL server."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from sectoral.errors import WrongUse
from sectoral.workspace.environment.home import DATABASE

_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-32000;"
    "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=67108864;"
)


def database_settings(address: str, folder: Path) -> dict[str, Any]:
    """Django's settings for a database.

    Takes    address: postgresql://name:password@host:port/database, or empty for SQLite in
             `folder`; a server's socket instead of a host: …@/database?host=/its/folder.
    Raises   WrongUse for any other address.
    """
    return _postgresql_settings(address) if address else _sqlite_settings(folder)


def _sqlite_settings(folder: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / DATABASE,
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _PRAGMAS},
    }


def _postgresql_settings(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgresql", "postgres") or not name:
        raise WrongUse(
            "SECTORAL_DATABASE: expected postgresql://name:password@host:port/database; found "
            f"'{parts.scheme or address}…'. To mend: write the address so, or leave it empty for "
            "SQLite."
        )
    socket = parse_qs(parts.query).get("host", [""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or socket,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
