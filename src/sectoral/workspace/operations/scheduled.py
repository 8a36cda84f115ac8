"""What a scheduler runs: the partnerships' clocks, and the letters that are due."""

import os

from sectoral.errors import SectoralError


def run_scheduled(command: str) -> None:
    """Run a Django command of ours on the workspace of this machine; it prints what it did.

    Takes    command: `table_clocks` or `table_send`, the names that a server's own scheduler calls.
    Raises   SectoralError with what failed of it; the rest is done.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sectoral.workspace.settings")
    from sectoral.workspace.operations.database import prepare_database  # noqa: PLC0415  (reads the settings)

    prepare_database()
    from django.core.management import CommandError, call_command  # noqa: PLC0415

    try:
        call_command(command)
    except CommandError as fault:
        raise SectoralError(str(fault)) from fault
