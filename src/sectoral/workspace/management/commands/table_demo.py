"""`table_demo`: lay the demo's life down in a home of its own, once; `sectoral demo` calls it."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from sectoral.errors import WrongUse
from sectoral.workspace.demo.fill import count_demo, fill_workspace
from sectoral.workspace.environment import clock
from sectoral.workspace.environment.home import (
    DATABASE,
    forget_databases,
    home_folder,
    prepare_home,
)
from sectoral.workspace.evidence.facts import current_facts

KEPT_DAYS = 7
MARK = "demo.json"
"""Tells whose workspace a folder holds: a folder without it is never emptied."""


class Command(BaseCommand):
    """The door: it reads the clock, the edition and the folder."""

    help = (
        "Make the demo's partnerships in SECTORAL_HOME. They are made once, and again after a week."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Which seed."""
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make the demo, or say that it is there."""
        facts = current_facts()
        if facts is None:
            raise WrongUse("The demo needs an edition: build one first.")
        wanted = {"seed": options["seed"], "edition": facts.id}
        now = clock.now()
        why = _clear_old_demo(home_folder(), wanted, now)
        prepare_home(home_folder())
        if why:
            _write_mark(home_folder(), wanted)
        call_command("migrate", interactive=False, verbosity=0)
        if not why:
            self.stdout.write(str(count_demo()))
            return
        if why != "new":
            self.stdout.write(f"The demo's partnerships are made again: {why}.")
        done = fill_workspace(facts, now=now, seed=options["seed"])
        _write_mark(home_folder(), wanted | {"now": now.isoformat()})
        self.stdout.write(str(done))


def _clear_old_demo(folder: Path, wanted: dict[str, Any], now: datetime) -> str:
    """Why the demo has to be made, having cleared an earlier one away; empty where it is there.

    Raises   WrongUse where the folder holds a workspace that no demo made.
    """
    mark, database = folder / MARK, folder / DATABASE
    if not mark.is_file():
        if database.exists():
            raise WrongUse(
                f"{folder}: expected a demo's workspace; found another. "
                "To mend: name another folder with --out."
            )
        return "new"
    kept = json.loads(mark.read_text(encoding="utf-8"))
    why = _why_stale(kept, wanted, now)
    if why:
        for file in folder.glob(f"{DATABASE}*"):
            file.unlink()
        forget_databases(folder)
    return why


def _why_stale(kept: dict[str, Any], wanted: dict[str, Any], now: datetime) -> str:
    if "now" not in kept:
        return "it was stopped last time"
    if {key: kept[key] for key in wanted} != wanted:
        return "the edition has changed"
    days = (now - datetime.fromisoformat(kept["now"])) // timedelta(days=1)
    return f"they are {days} days old" if days > KEPT_DAYS else ""


def _write_mark(folder: Path, what: dict[str, Any]) -> None:
    (folder / MARK).write_text(json.dumps(what), encoding="utf-8")
