"""Two processes that press the same links at the same moment; test_links.py runs it.

`prepare N` lays N links down in the database of SECTORAL_HOME; `race 0|1` is one of the two who
press them all, meeting before each by files, and prints whether it got in.
"""

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from sectoral.workspace.actions import access  # noqa: E402
from sectoral.workspace.actions.letter_links import sign_in_address  # noqa: E402
from sectoral.workspace.models import User  # noqa: E402
from sectoral.workspace.rules.answers import Refused  # noqa: E402
from sectoral.workspace.rules.policy import LETTER_LASTS  # noqa: E402

HOME = Path(os.environ["SECTORAL_HOME"])
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PATIENCE_SECONDS = 200


def prepare(rounds: int) -> None:
    call_command("migrate", verbosity=0)
    person = User.objects.create_user("ana", "ana@yard.example")
    links = [
        sign_in_address(person, lasts=LETTER_LASTS.span, words="a link", at=NOON)
        for _ in range(rounds)
    ]
    tokens = [link.rstrip("/").rsplit("/", 1)[1] for link in links]
    (HOME / "tokens").write_text(json.dumps(tokens), encoding="ascii")


def race(me: int) -> list[bool]:
    told = []
    for number, token in enumerate(json.loads((HOME / "tokens").read_text(encoding="ascii"))):
        meet(me, number)
        try:
            access.use_link(token=token, at=NOON)
            told.append(True)
        except Refused:
            told.append(False)
    return told


def meet(me: int, number: int) -> None:
    (HOME / f"here-{me}-{number}").touch()
    end = time.monotonic() + PATIENCE_SECONDS
    while not (HOME / f"here-{1 - me}-{number}").exists():
        assert time.monotonic() < end, "the other never came"


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(int(sys.argv[2]))
    else:
        sys.stdout.write(json.dumps(race(int(sys.argv[2]))))
