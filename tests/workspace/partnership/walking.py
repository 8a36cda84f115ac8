"""Walks in a process of its own, with a database of its own: both cores are walked on at once.

    python -m tests.workspace.partnership.walking SEED WALKS MOVES SECONDS START...

WALKS from each START; none begins after SECONDS. Says what came of each start as a line of JSON.
"""

import gc
import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sectoral.workspace.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import setup_databases, setup_test_environment  # noqa: E402

from tests.workspace.partnership.walks import walk  # noqa: E402


def main(seed: str, walks: int, moves: int, seconds: float, starts: list[str]) -> None:
    """Walk from each start and tell."""
    setup_test_environment()
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["NAME"] = f"walks_{os.getpid()}"
    made = setup_databases(verbosity=0, interactive=False)
    gc.freeze()
    for start in starts:
        tale = walk(start, seed=seed, walks=walks, moves=moves, seconds=seconds / len(starts))
        print(json.dumps([start, vars(tale)]), flush=True)  # noqa: T201 - it is read by a test
    for database, name, destroy in made:
        if destroy:
            database.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    seed, walks, moves, seconds, *starts = sys.argv[1:]
    main(seed, int(walks), int(moves), float(seconds), starts)
