"""What a scheduler runs: the partnerships' clocks, and the letters that are due."""

import os
from datetime import datetime, timedelta

from sectoral.errors import SectoralError, WrongUse

_LONGEST_GAP = timedelta(days=7)


def run_scheduled(command: str, *, sure: bool = False) -> None:
    """Run a Django command of ours on the workspace of this machine; it prints what it did.

    Takes    command: `table_clocks` or `table_send`, the names that a server's own scheduler calls.
             sure: the clocks may run though the machine's clock has jumped by more than a week.
    Raises   WrongUse where it has, and nobody said that it may; SectoralError with what failed of
             it: the rest is done.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sectoral.workspace.settings")
    from sectoral.workspace.operations.database import prepare_database  # noqa: PLC0415  (reads the settings)
    from sectoral.workspace.operations.faults import faults_told  # noqa: PLC0415

    prepare_database()
    from django.core.management import CommandError, call_command  # noqa: PLC0415

    from sectoral.workspace.environment import clock  # noqa: PLC0415
    from sectoral.workspace.environment.home import home_folder, note_clocks  # noqa: PLC0415

    now, runs_clocks = clock.now(), command == "table_clocks"
    with faults_told():
        if runs_clocks and not sure:
            _require_steady_clock(now)
        try:
            call_command(command)
        except CommandError as fault:
            raise SectoralError(str(fault)) from fault
        finally:
            if runs_clocks:
                note_clocks(home_folder(), now)


def _require_steady_clock(now: datetime) -> None:
    """Raise WrongUse where this moment is more than a week from what went before it."""
    from sectoral.workspace.environment.home import clocks_ran, home_folder  # noqa: PLC0415
    from sectoral.workspace.models import Event  # noqa: PLC0415

    lines = Event.objects.order_by("-pk").values_list("at", flat=True)
    known = [moment for moment in (clocks_ran(home_folder()), lines.first()) if moment is not None]
    if not known:
        return
    last = max(known)
    if abs(now - last) <= _LONGEST_GAP:
        return
    days = abs(now - last).days
    told = "after" if now > last else "before"
    raise WrongUse(
        f"By this machine's clock it is {now:%B} {now.day}, {now.year}: {days} days {told} the "
        "workspace last did anything. Terms, pauses and deadlines would end by that date, and "
        "nothing brings them back. Nothing was done. To mend: see that the machine's date is "
        "right, then run 'sectoral clocks --yes'."
    )
