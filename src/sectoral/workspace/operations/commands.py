"""The commands of whoever runs the workspace, as the command line calls them."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from sectoral.errors import SectoralError

Say = Callable[[str], None]


def back_up_workspace(
    place: Path, *, with_key: bool, edition: Path | None, with_edition: bool
) -> str:
    """Write a backup; see `backup.back_up`.  Returns what is in it."""
    _name_settings()
    from sectoral.workspace.environment import clock  # noqa: PLC0415  (Django is loaded only here)
    from sectoral.workspace.operations.backup import BackupParts, back_up  # noqa: PLC0415

    parts = BackupParts(with_key, edition, with_edition)
    with ProgressLine() as progress:
        return back_up(place, parts, at=clock.now(), told=progress.tell)


def restore_workspace(
    file: Path, *, replace: bool, edition: Path | None, hold_letters: bool
) -> str:
    """Bring a backup back; see `restore.restore`.  Returns what was done."""
    _name_settings()
    from sectoral.workspace.environment import clock  # noqa: PLC0415
    from sectoral.workspace.operations.restore import RestoreWishes, restore  # noqa: PLC0415

    wishes = RestoreWishes(replace, edition, hold_letters)
    with ProgressLine() as progress:
        return restore(file, wishes, at=clock.now(), told=progress.tell)


def upgrade_workspace() -> str:
    """Bring the database to this version, after a copy.  Returns what was done."""
    _name_settings()
    from sectoral.workspace.environment import clock  # noqa: PLC0415
    from sectoral.workspace.operations.upgrade import upgrade  # noqa: PLC0415

    with ProgressLine() as progress:
        return upgrade(at=clock.now(), told=progress.tell)


def examine_workspace(*, letter: str, say: Say) -> None:
    """Say how every part is, a line each.  Raises SectoralError where one does not work."""
    _name_settings()
    from sectoral.workspace.environment import clock  # noqa: PLC0415
    from sectoral.workspace.operations.doctor import (  # noqa: PLC0415
        WRONG,
        examine,
        send_test_letter,
    )

    wrong = 0
    for finding in examine(at=clock.now()):
        say(str(finding))
        wrong += finding.state == WRONG
    if letter:
        finding = send_test_letter(letter)
        say(str(finding))
        wrong += finding.state == WRONG
    if wrong:
        raise SectoralError(f"{wrong} of these need mending (WRONG above).")


def _name_settings() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sectoral.workspace.settings")


class ProgressLine:
    """What is being done: one line that changes on a terminal, a line a step elsewhere."""

    def __init__(self) -> None:
        self._last = ""

    def __enter__(self) -> "ProgressLine":
        return self

    def __exit__(self, *_: object) -> None:
        if self._last and sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)  # noqa: T201

    def tell(self, words: str) -> None:
        """Show what is done now; on no terminal, only where it is another step."""
        step = words.partition(":")[0]
        if sys.stderr.isatty():
            print(f"\r\x1b[K{words} …", end="", file=sys.stderr, flush=True)  # noqa: T201
        elif step != self._last:
            print(f"{step} …", file=sys.stderr, flush=True)  # noqa: T201
        self._last = step
