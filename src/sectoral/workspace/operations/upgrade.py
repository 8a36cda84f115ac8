"""`sectoral upgrade`: the database brought to this version's form, after a copy was made."""

import os
from collections.abc import Callable
from datetime import datetime

import django
from django.core.management import call_command
from django.db import DatabaseError, connections

from sectoral.errors import SectoralError
from sectoral.workspace.environment import home as kept
from sectoral.workspace.environment.home import BEFORE, OWNER_ALONE, home_folder
from sectoral.workspace.operations.backup import BackupParts, back_up
from sectoral.workspace.operations.database import (
    MigrationName,
    applied_migrations,
    is_filled,
    migration_gap,
    prepare_database,
    start_lock,
)
from sectoral.workspace.operations.faults import database_place, faults_told, shown_place
from sectoral.workspace.operations.restore import require_not_served


def upgrade(*, at: datetime, told: Callable[[str], None]) -> str:
    """Copy the workspace, then bring its database forward; where nothing waits, do nothing.

    Returns  what was done, in sentences.
    Raises   SectoralError where a newer version was here, or a step fails: the copy is named then.
    """
    os.umask(OWNER_ALONE)
    with faults_told():
        django.setup()
        if not is_filled():
            prepare_database()
            return f"{home_folder()}: a new workspace was made; there was none to upgrade."
        gap = migration_gap()
        gap.require_known()
        if not gap.missing:
            return f"Nothing to do: the database ({shown_place()}) fits this version."
        require_not_served()
        copy = home_folder() / f"{BEFORE}upgrade-{at:%Y-%m-%dT%H%M%SZ}.tar"
        back_up(copy, BackupParts(), at=at, told=told)
        told(f"Changing the database: {len(gap.missing)} steps")
        done = _bring_forward(str(copy))
        connections.close_all()
    steps = "\n".join(f"  {app} {name}" for app, name in done)
    return (
        f"{len(done)} steps done:\n{steps}\nThe copy from before: {copy}\nIt stays until you "
        "remove it. Next: sectoral doctor"
    )


def _bring_forward(copy: str) -> list[MigrationName]:
    with start_lock():
        before = set(applied_migrations())
        try:
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
        except (DatabaseError, SectoralError) as error:
            raise SectoralError(
                f"The upgrade stopped: {str(error).strip().partition(chr(10))[0]}. The step that "
                f"failed changed nothing. To mend: install the former version and run 'sectoral "
                f"restore {copy} --replace'; or mend what it says, and run the upgrade again."
            ) from error
        kept.note_filled(home_folder(), database_place())
        return [one for one in applied_migrations() if one not in before]
