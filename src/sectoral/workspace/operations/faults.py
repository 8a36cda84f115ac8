"""What a command says where the database, the disk or a folder fails it: one sentence each."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, OperationalError

from sectoral.errors import SectoralError, WrongUse
from sectoral.workspace.environment.home import home_folder

_FULL = "There is no room left on the disk{at}. To mend: make room there, then run this again."
_READ_ONLY = (
    "{at} cannot be written by this account. To mend: run this as the account that owns the "
    "workspace, or give that account the right to write there."
)


@contextmanager
def faults_told() -> Iterator[None]:
    """Turn what the database or the system refuses into a SectoralError that says what to do."""
    try:
        yield
    except ImproperlyConfigured as error:
        raise _not_installed(error) from error
    except (OperationalError, InterfaceError, sqlite3.OperationalError) as error:
        raise SectoralError(database_sentence(error)) from error
    except (DatabaseError, sqlite3.DatabaseError) as error:
        raise SectoralError(f"The database refused it: {_first_line(error)}.") from error
    except OSError as error:
        if (told := file_sentence(error)) is None:
            raise
        raise SectoralError(told) from error


def database_place() -> str:
    """The database by its place, without a password."""
    named = settings.DATABASES["default"]
    if named["ENGINE"].endswith("sqlite3"):
        return "SQLite, beside this file"
    return f"PostgreSQL, {named['NAME']} at {named['HOST']}:{named['PORT']}"


def shown_place() -> str:
    """The database by its place, as a person is told."""
    return database_place().replace(", beside this file", f" in {home_folder()}")


def database_sentence(error: Exception) -> str:
    """Why the database does not do its work, and what to do about it."""
    said, here = _first_line(error), home_folder()
    if "disk is full" in said:
        return _FULL.format(at="")
    if "disk I/O" in said:
        return (
            f"A disk did not do what it was asked ({said}). To mend: see that it has room and is "
            "whole, then run this again."
        )
    if "readonly" in said or "unable to open" in said:
        return _READ_ONLY.format(at=here)
    if "locked" in said:
        return (
            "Another process has held the database too long. To mend: wait for it to end, or stop "
            "it, then run this again."
        )
    return (
        f"The database ({shown_place()}) does not answer: {said.rstrip('.')}. To mend: start it, "
        "or correct SECTORAL_DATABASE."
    )


def file_sentence(error: OSError) -> str | None:
    """Why a file could not be written, where that is the disk or a right; else None."""
    named = error.filename or error.filename2
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return _FULL.format(at=f" that holds {named}" if named else "")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _READ_ONLY.format(at=named or home_folder())
    return None


def _not_installed(error: ImproperlyConfigured) -> SectoralError:
    if "psycopg" not in str(error):
        return SectoralError(f"The settings do not fit: {_first_line(error)}")
    return WrongUse(
        "SECTORAL_DATABASE names PostgreSQL, and its driver is not installed. To mend: pip install "
        "'sectoral[postgresql]'."
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
