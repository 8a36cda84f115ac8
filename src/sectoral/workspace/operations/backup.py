"""`sectoral backup`: the workspace as it is at one moment, in one file, while it is served."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import django
from django.db import connection

from sectoral import __version__
from sectoral.edition import open_whole
from sectoral.errors import SectoralError, WrongUse
from sectoral.workspace.environment.home import (
    DATABASE,
    OWNER_ALONE,
    home_folder,
    key_prints,
    secret_keys,
)
from sectoral.workspace.operations.backup_file import (
    EDITION_FOLDER,
    KEY_FILE,
    BackupManifest,
    work_folder,
    write_backup,
)
from sectoral.workspace.operations.database import applied_migrations, is_filled
from sectoral.workspace.operations.faults import faults_told
from sectoral.workspace.operations.sqlite_rows import copy_sqlite

Told = Callable[[str], None]
"""Hears, in a few words, what is being done."""


@dataclass(frozen=True, slots=True)
class BackupParts:
    """What goes into a backup beside the database.

    with_key      the key as well: whoever has such a file can open every ballot
    edition       the folder of the evidence that is shown; None = none is named
    with_edition  its files as well, not its name alone
    """

    with_key: bool = False
    edition: Path | None = None
    with_edition: bool = True


def back_up(place: Path, parts: BackupParts, *, at: datetime, told: Told) -> str:
    """Write a backup, also while the workspace is served and written to.

    Takes    place: the file to write; or a folder, and the file is named by its moment.
    Returns  what is in it, in sentences.
    Raises   WrongUse where the file is there already; SectoralError where there is no workspace,
             its database is damaged, or there is no room.
    """
    os.umask(OWNER_ALONE)
    with faults_told():
        django.setup()
        place = _require_place(place, at)
        if not is_filled():
            raise SectoralError(
                f"{home_folder()}: expected a workspace to copy; found none. To mend: name its "
                "folder in SECTORAL_HOME, or its server in SECTORAL_DATABASE."
            )
        with work_folder(place) as folder:
            manifest = _write_database(folder, at, told)
            _write_key(folder, manifest, parts)
            _write_edition(folder, manifest, parts, told)
            told("Writing the file")
            write_backup(place, folder, manifest)
    return _summary(place, manifest, parts)


def _require_place(place: Path, at: datetime) -> Path:
    if place.is_dir():
        place = place / f"sectoral-{at:%Y-%m-%dT%H%M%SZ}.tar"
    if place.exists():
        raise WrongUse(f"{place}: this file already exists. To mend: name another.")
    if not place.parent.is_dir():
        raise WrongUse(
            f"{place.parent}: there is no such folder. To mend: make it, or name another."
        )
    return place


def _write_database(folder: Path, at: datetime, told: Told) -> BackupManifest:
    manifest = BackupManifest(
        made_at=at.isoformat(),
        version=__version__,
        engine=connection.vendor,
        migrations=[list(name) for name in applied_migrations()],
        key_prints=list(key_prints(home_folder())),
    )
    if connection.vendor == "sqlite":
        manifest.rows = copy_sqlite(home_folder() / DATABASE, folder / DATABASE, told)
    else:
        from sectoral.workspace.operations.postgresql_rows import copy_postgresql  # noqa: PLC0415

        manifest.tables, manifest.rows = copy_postgresql(folder, told)
    return manifest


def _write_key(folder: Path, manifest: BackupManifest, parts: BackupParts) -> None:
    if parts.with_key and manifest.key_prints:
        (folder / KEY_FILE).write_text(" ".join(secret_keys(home_folder())), encoding="ascii")


def _write_edition(folder: Path, manifest: BackupManifest, parts: BackupParts, told: Told) -> None:
    if parts.edition is None:
        return
    edition = open_whole(parts.edition)
    manifest.edition = {"id": edition.id, "path": str(parts.edition.resolve())}
    if parts.with_edition:
        told("Copying the edition")
        shutil.copytree(parts.edition, folder / EDITION_FOLDER)


def _summary(place: Path, manifest: BackupManifest, parts: BackupParts) -> str:
    rows, size = sum(manifest.rows.values()), place.stat().st_size
    said = [f"{place}: {rows:,} rows of {len(manifest.rows)} tables, {size / 1e6:,.1f} MB."]
    if manifest.has_key:
        said.append(
            "It contains the key too. Anyone who has this file can read everything, "
            "including each ballot. Keep it as safe as the key."
        )
    elif manifest.key_prints:
        where = (
            "SECTORAL_SECRET_KEY"
            if os.environ.get("SECTORAL_SECRET_KEY")
            else (home_folder() / KEY_FILE)
        )
        said.append(
            f"The key is not in it. Keep a copy of {where} in another place: without it no "
            "ballot ever opens again."
        )
    said.append(_edition_words(manifest, parts))
    return "\n".join(said)


def _edition_words(manifest: BackupManifest, parts: BackupParts) -> str:
    if parts.edition is None:
        return "No edition is in it, since none was named (--edition, or SECTORAL_EDITION)."
    if manifest.has_edition:
        return f"The edition {manifest.edition['id']} is in it."
    return f"The edition {manifest.edition['id']} is named in it; its files are not."
