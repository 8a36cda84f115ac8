"""`sectoral doctor`: what is set, what is missing, and whether each part answers."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.db.models import Min

from sectoral.edition import open_whole
from sectoral.errors import SectoralError
from sectoral.workspace.environment import home as kept
from sectoral.workspace.environment.home import home_folder
from sectoral.workspace.operations.database import holds_people, is_filled, migration_gap
from sectoral.workspace.operations.faults import database_place, faults_told, shown_place

FINE, LOOK, WRONG = "ok", "look", "WRONG"
_LEAST_FREE = 1 << 30
CLOCKS_LATE = timedelta(hours=30)
LETTERS_LATE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    state   FINE, LOOK (a person should know) or WRONG (something does not work)
    what    the part
    words   how it is, and what to do about it
    """

    state: str
    what: str
    words: str

    def __str__(self) -> str:
        return f"{self.state:5}  {self.what}: {self.words}"


def examine(*, at: datetime) -> Iterator[Finding]:
    """Look at every part of the workspace, one after the other; nothing is changed."""
    try:
        django.setup()
    except SectoralError as error:
        yield Finding(WRONG, "Settings", str(error))
        return
    parts: tuple[tuple[str, Callable[[datetime], Finding]], ...] = (
        ("Folder", _folder),
        ("Key", _key),
        ("Database", _database),
        ("Changes", _changes),
        ("Edition", _edition),
        ("Address", _address),
        ("Letters", _letters),
        ("Clocks", _clocks),
        ("Disk", _disk),
    )
    for what, look in parts:
        try:
            with faults_told():
                yield look(at)
        except SectoralError as error:
            yield Finding(WRONG, what, str(error))


def send_test_letter(to: str) -> Finding:
    """Send one letter now, by the server that SECTORAL_MAIL names, and say what it answered."""
    from sectoral.workspace.actions.outbox import NotSent, OutgoingLetter, by_mail  # noqa: PLC0415

    if not settings.SECTORAL_MAIL:
        return Finding(WRONG, "Test letter", "no mail server is named. To mend: set SECTORAL_MAIL.")
    letter = OutgoingLetter(
        0,
        f"test letter {datetime.now().astimezone().isoformat()}",
        to,
        "A test letter from Sectoral",
        f"The person who runs Sectoral at {settings.SECTORAL_ADDRESS} sent this letter to "
        "test that letters arrive. You do not have to do anything.",
    )
    try:
        by_mail(letter)
    except NotSent as error:
        return Finding(WRONG, "Test letter", f"not sent: {error}")
    except Exception as error:
        return Finding(WRONG, "Test letter", f"it may or may not have left: {error}")
    return Finding(
        FINE,
        "Test letter",
        f"the mail server took it for {to}. See that it arrives, and not as spam.",
    )


def _folder(_: datetime) -> Finding:
    folder = home_folder()
    if not folder.is_dir():
        return Finding(LOOK, "Folder", f"{folder} is not there yet; the first start makes it.")
    if not os.access(folder, os.W_OK):
        return Finding(WRONG, "Folder", f"{folder} cannot be written by this account.")
    if folder.stat().st_mode & kept.OWNER_ALONE:
        return Finding(
            LOOK, "Folder", f"others may look into {folder}. To mend: chmod 700 {folder}"
        )
    return Finding(FINE, "Folder", str(folder))


def _key(_: datetime) -> Finding:
    folder = home_folder()
    keys = kept.secret_keys(folder)
    where = (
        "SECTORAL_SECRET_KEY" if os.environ.get("SECTORAL_SECRET_KEY") else folder / "secret-key"
    )
    if not keys:
        return Finding(LOOK, "Key", "there is none yet; the first start makes it.")
    if kept.lost_keys(folder, database_place()):
        return Finding(
            WRONG,
            "Key",
            f"a key that this database was used with is not in {where}. To mend: put it back from "
            "your copy.",
        )
    return Finding(FINE, "Key", f"{where}. Keep a copy in another place than the backups.")


def _database(_: datetime) -> Finding:
    if not is_filled():
        state = WRONG if kept.was_filled(home_folder(), database_place()) else LOOK
        return Finding(state, "Database", f"{shown_place()}: empty.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM workspace_user")
        people = cursor.fetchone()[0]
    words = f"{shown_place()}, {people:,} accounts"
    if not people:
        return Finding(LOOK, "Database", f"{words}. Next: sectoral lead EMAIL --name NAME")
    return Finding(FINE, "Database", words)


def _changes(_: datetime) -> Finding:
    if not holds_people():
        return Finding(FINE, "Changes", "the next start makes the database as it should be.")
    gap = migration_gap()
    gap.require_known()
    gap.require_none_missing()
    return Finding(FINE, "Changes", "the database fits this version.")


def _edition(_: datetime) -> Finding:
    named = settings.SECTORAL_EDITION
    if not named:
        return Finding(
            LOOK, "Edition", "none is named here (SECTORAL_EDITION); the server may name one."
        )
    edition = open_whole(Path(named))
    return Finding(FINE, "Edition", f"{edition.id} in {named}")


def _address(_: datetime) -> Finding:
    address = settings.SECTORAL_ADDRESS
    if address.startswith("https://") and not settings.HTTPS:
        return Finding(
            LOOK, "Address", f"{address}, but SECTORAL_HTTPS is not 1: cookies go unprotected."
        )
    if address.startswith("http://") and "localhost" not in address and "127.0.0.1" not in address:
        return Finding(LOOK, "Address", f"{address}: anybody on the way can read what passes.")
    return Finding(FINE, "Address", f"letters lead to {address}")


def _letters(at: datetime) -> Finding:
    from sectoral.workspace.actions import outbox  # noqa: PLC0415

    if not holds_people():
        return Finding(FINE, "Letters", "none yet.")
    migration_gap().require_none_missing()
    waiting = outbox.waiting_messages(at)
    oldest = waiting.aggregate(first=Min("due_at"))["first"]
    doubtful, number = outbox.in_doubt(at).count(), waiting.count()
    words = f"{number:,} wait, {doubtful:,} in doubt or given up"
    if not settings.SECTORAL_MAIL:
        return Finding(
            LOOK,
            "Letters",
            f"{words}; no mail server is named, so none leaves. To mend: SECTORAL_MAIL",
        )
    if oldest is not None and oldest < at - LETTERS_LATE:
        return Finding(
            WRONG, "Letters", f"{words}; the oldest was due {_ago(at - oldest)} ago. See the log."
        )
    if doubtful:
        return Finding(LOOK, "Letters", f"{words}. 'sectoral send' names them.")
    return Finding(FINE, "Letters", f"{words}; they leave by {settings.EMAIL_HOST}")


def _clocks(at: datetime) -> Finding:
    last = kept.clocks_ran(home_folder())
    if last is None:
        return Finding(
            LOOK, "Clocks", "they never ran here. To mend: run 'sectoral clocks' every night."
        )
    words = f"they ran last {_ago(at - last)} ago"
    if at - last > CLOCKS_LATE:
        return Finding(WRONG, "Clocks", f"{words}. To mend: run 'sectoral clocks' every night.")
    return Finding(FINE, "Clocks", words)


def _disk(_: datetime) -> Finding:
    folder = next(one for one in (home_folder(), *home_folder().parents) if one.exists())
    free = shutil.disk_usage(folder).free
    words = f"{free / 1e9:,.1f} GB free for {home_folder()}"
    return Finding(FINE if free > _LEAST_FREE else WRONG, "Disk", words)


def _ago(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    if hours < 2:
        return f"{max(span.total_seconds(), 0) / 60:.0f} minutes"
    return f"{hours:.0f} hours" if hours < 72 else f"{hours / 24:.0f} days"
