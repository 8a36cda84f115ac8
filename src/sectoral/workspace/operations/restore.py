"""`sectoral restore`: a workspace from a backup, whole or not at all."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader

from sectoral.errors import SectoralError, WrongUse
from sectoral.workspace.environment import home as kept
from sectoral.workspace.environment.home import BEFORE, DATABASE, OWNER_ALONE, home_folder
from sectoral.workspace.operations.backup import BackupParts, back_up
from sectoral.workspace.operations.backup_file import (
    EDITION_FOLDER,
    KEY_FILE,
    BackupManifest,
    read_manifest,
    sync_folder,
    unpack_backup,
    work_folder,
)
from sectoral.workspace.operations.database import (
    MigrationGap,
    is_filled,
    migration_gap,
    start_lock,
)
from sectoral.workspace.operations.faults import database_place, faults_told, shown_place
from sectoral.workspace.operations.sqlite_rows import require_sound

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class RestoreWishes:
    """How a backup is brought back.

    replace       where a workspace is there: put the backup in its place, and keep what was there
    edition       the folder to unpack the evidence into; None = it stays in the backup
    hold_letters  letters that waited then are not sent by themselves: they may have left since
    """

    replace: bool = False
    edition: Path | None = None
    hold_letters: bool = False


def restore(file: Path, wishes: RestoreWishes, *, at: datetime, told: Told) -> str:
    """Bring a backup back into SECTORAL_HOME, or the database that SECTORAL_DATABASE names.

    Every digest is looked at first; what is there is replaced at the very end, in one step.

    Returns  what was done, and what is left to do, in sentences.
    Raises   WrongUse where a workspace is there, or is served; BadInput for a damaged backup;
             SectoralError where its key is missing, or this version is older than the backup.
    """
    os.umask(OWNER_ALONE)
    home = home_folder()
    with faults_told():
        home.mkdir(parents=True, exist_ok=True)
        django.setup()
        told("Reading the backup")
        _require_fit(file, read_manifest(file), wishes)
        with work_folder(home / file.name) as folder, start_lock():
            manifest = unpack_backup(file, folder)
            former = _keep_former(at, told)
            _put_key(folder, manifest)
            _put_rows(folder, manifest, at, told)
            _put_edition(folder, manifest, wishes)
        connections.close_all()
        letters = _hold_letters(wishes, at)
        missing = migration_gap().missing
        connections.close_all()
    return _summary(manifest, wishes, former, letters, upgrade=bool(missing))


def require_not_served() -> None:
    """Raise WrongUse where the pages of this workspace are served now."""
    if address := kept.served_address(home_folder()):
        raise WrongUse(
            f"This workspace is served now, at {address}. To mend: stop the server, then run this "
            "again."
        )


def _require_fit(file: Path, manifest: BackupManifest, wishes: RestoreWishes) -> None:
    """Everything that can be known before anything is touched."""
    require_not_served()
    if manifest.engine != connection.vendor:
        raise WrongUse(
            f"{file}: this backup is of {manifest.engine}, and the settings name "
            f"{connection.vendor}. To mend: "
            + (
                "name a PostgreSQL database in SECTORAL_DATABASE."
                if manifest.engine == "postgresql"
                else "leave SECTORAL_DATABASE empty."
            )
        )
    _unknown_to_us(manifest).require_known()
    if is_filled() and not wishes.replace:
        raise WrongUse(
            f"A workspace is there already ({shown_place()}). Nothing was "
            "touched. To mend: name another folder in SECTORAL_HOME, or add --replace; what is "
            "there is kept beside it."
        )
    if wishes.edition is not None and wishes.edition.exists() and any(wishes.edition.iterdir()):
        raise WrongUse(f"{wishes.edition}: expected an empty folder. To mend: name another.")
    _require_keys(file, manifest)


def _unknown_to_us(manifest: BackupManifest) -> MigrationGap:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {name for one in loader.disk_migrations.values() for name in one.replaces}
    known = loader.disk_migrations.keys() | replaced
    names = [(app, name) for app, name in manifest.migrations]
    ours = {app for app, _ in loader.disk_migrations}
    return MigrationGap((), tuple(one for one in names if one[0] in ours and one not in known))


def _require_keys(file: Path, manifest: BackupManifest) -> None:
    lacking = set(manifest.key_prints) - set(kept.key_prints(home_folder()))
    if lacking and not manifest.has_key:
        raise SectoralError(
            f"{file}: the key that its ballots are sealed with is neither in it nor here. Nothing "
            f"was touched. To mend: put the file 'secret-key' of that workspace into "
            f"{home_folder()}, or name it in SECTORAL_SECRET_KEY."
        )


def _keep_former(at: datetime, told: Told) -> str:
    """What is there now, kept beside it; where, or nothing."""
    if not is_filled():
        return ""
    place = home_folder() / f"{BEFORE}restore-{at:%Y-%m-%dT%H%M%SZ}"
    if connection.vendor == "sqlite":
        return f"{place}.sqlite3"  # Renamed, sound or not, in the moment that the other comes.
    told("Keeping what is there")
    back_up(place.with_suffix(".tar"), BackupParts(with_edition=False), at=at, told=told)
    return f"{place}.tar"


def _put_key(folder: Path, manifest: BackupManifest) -> None:
    """The backup's key, where it is needed, in front of those that are here already."""
    home = home_folder()
    if set(manifest.key_prints) <= set(kept.key_prints(home)):
        return
    words = (folder / KEY_FILE).read_text(encoding="ascii").split()
    file = home / KEY_FILE
    here = file.read_text(encoding="ascii").split() if file.is_file() else []
    kept.keep_key(home, " ".join(dict.fromkeys([*words, *here])))


def _put_rows(folder: Path, manifest: BackupManifest, at: datetime, told: Told) -> None:
    home, place = home_folder(), database_place()
    if connection.vendor == "sqlite":
        told("Looking the rows through")
        with closing(sqlite3.connect(folder / DATABASE)) as copy:
            require_sound(copy, folder / DATABASE)
        connections.close_all()
        kept.note_filled(home, place, manifest.key_prints)
        _exchange_files(home, folder / DATABASE, at)
        return
    from sectoral.workspace.operations.postgresql_rows import restore_postgresql  # noqa: PLC0415

    names = [(app, name) for app, name in manifest.migrations]
    restore_postgresql(folder, manifest.tables, names, told)
    call_command("createcachetable", verbosity=0)
    kept.note_filled(home, place, manifest.key_prints)


def _exchange_files(home: Path, new: Path, at: datetime) -> None:
    """Put the backup's file in place; the former one, and its journal, get another name."""
    former = home / f"{BEFORE}restore-{at:%Y-%m-%dT%H%M%SZ}.sqlite3"
    address = f"{(home / DATABASE).resolve().as_uri()}?mode=rw"
    with suppress(sqlite3.Error), closing(sqlite3.connect(address, uri=True)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # A damaged one is kept as it is.
    for end in ("-wal", "-shm", ""):
        beside = home / f"{DATABASE}{end}"
        if beside.exists():
            beside.replace(f"{former}{end}")
    new.replace(home / DATABASE)
    sync_folder(home)


def _put_edition(folder: Path, manifest: BackupManifest, wishes: RestoreWishes) -> None:
    if wishes.edition is None or not manifest.has_edition:
        return
    wishes.edition.parent.mkdir(parents=True, exist_ok=True)
    if wishes.edition.exists():
        wishes.edition.rmdir()
    shutil.copytree(folder / EDITION_FOLDER, wishes.edition)


def _hold_letters(wishes: RestoreWishes, at: datetime) -> int:
    """How many letters waited in the backup; held as in doubt where that was asked."""
    # In SQL, since the rows may be of a version before this one.
    waiting = "FROM workspace_message WHERE handed_at IS NULL AND withdrawn_at IS NULL"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {waiting}")
        number = int(cursor.fetchone()[0])
        if wishes.hold_letters:
            moment = connection.ops.adapt_datetimefield_value(at)
            cursor.execute(
                "UPDATE workspace_message SET handed_at = %s, doubt = %s "
                "WHERE handed_at IS NULL AND withdrawn_at IS NULL",
                [moment, "It waited in a backup; it may have left before the backup came back."],
            )
    return number


def _summary(
    manifest: BackupManifest, wishes: RestoreWishes, former: str, letters: int, *, upgrade: bool
) -> str:
    rows = sum(manifest.rows.values())
    said = [
        f"{home_folder()}: {rows:,} rows as they were on {manifest.made_at[:16].replace('T', ' ')} "
        f"UTC, from version {manifest.version}."
    ]
    if former:
        said.append(f"What was there before is kept: {former}")
    if manifest.has_edition and wishes.edition is not None:
        said.append(f"The edition is in {wishes.edition}.")
    elif manifest.has_edition:
        said.append("The edition is in the backup; --edition FOLDER unpacks it.")
    elif manifest.edition:
        said.append(f"The pages showed the edition {manifest.edition['id']}.")
    if letters and wishes.hold_letters:
        said.append(f"{letters} letters that waited then are held; 'sectoral send' names them.")
    elif letters:
        said.append(
            f"{letters} letters waited then and will be sent. Some may have left since: to hold "
            "them, restore with --hold-letters."
        )
    said.append("Next: sectoral upgrade" if upgrade else "Next: sectoral doctor")
    return "\n".join(said)
