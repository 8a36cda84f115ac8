"""Attack every door, longer than the tests have time for.

    python3 run.py attack [reads] [walks] [fuzz] [--seed S] [--walks N] [--moves N] [--seconds N]

Without a part's name all parts run, one after the other, on a database that is made for it and
gone afterwards. Each part is a module here with a function `attack(asked: Asked) -> Told`. A
part's figures are printed as it ends; the command ends with 1 where a part found a fault. The
last figures are kept in `docs/abuse.md`.
"""

import argparse
import gc
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from time import monotonic

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sectoral.workspace.settings")
# Of an invented workspace that is gone afterwards: its ballots are sealed with it.
os.environ.setdefault("SECTORAL_SECRET_KEY", "the key of a workspace that is only attacked")
django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import (  # noqa: E402
    override_settings,
    setup_databases,
    setup_test_environment,
)

from tests.attack.asked import Asked, Told  # noqa: E402
from tests.world import quayland  # noqa: E402

_ORDER = ("reads", "walks", "fuzz")
PARTS = tuple(part for part in _ORDER if (Path(__file__).parent / f"{part}.py").exists())
_SHOWN = 50


def main(words: list[str]) -> int:
    """Run the parts that are asked for, and tell; 1 where one found a fault."""
    reader = argparse.ArgumentParser(prog="run.py attack", description=__doc__)
    reader.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    reader.add_argument("--seed", default="1", help="draws other walks and other calls")
    reader.add_argument("--walks", type=int, default=2000)
    reader.add_argument("--moves", type=int, default=50)
    reader.add_argument("--seconds", type=float, default=float("inf"), help="for each part")
    given = reader.parse_args(words)
    if unknown := set(given.parts) - set(PARTS):
        reader.error(f"there is no part {', '.join(sorted(unknown))}: {', '.join(PARTS)}")
    asked = Asked(given.seed, given.walks, given.moves, given.seconds)
    with tempfile.TemporaryDirectory(prefix="sectoral-") as folder:
        edition = quayland(Path(folder) / "quayland")
        with override_settings(SECTORAL_EDITION=str(edition.path), SECTORAL_MFA=False):
            return _on_a_database(given.parts or list(PARTS), asked)


def _on_a_database(parts: list[str], asked: Asked) -> int:
    setup_test_environment()
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["NAME"] = f"attack_{os.getpid()}"
    made = setup_databases(verbosity=0, interactive=False)
    gc.freeze()
    try:
        return max(_told(part, asked) for part in parts)
    finally:
        for database, name, destroy in made:
            if destroy:
                database.creation.destroy_test_db(name, verbosity=0)


def _told(part: str, asked: Asked) -> int:
    begun = monotonic()
    told: Told = import_module(f"tests.attack.{part}").attack(asked)
    figures = ", ".join(f"{number:,} {words}" for words, number in told.figures.items())
    _say(f"{part}: {figures}; {monotonic() - begun:,.0f} seconds")
    for fault in told.faults[:_SHOWN]:
        _say(f"  FAULT {fault}")
    return 1 if told.faults else 0


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - it tells whoever attacks


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
