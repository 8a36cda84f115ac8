"""Two processes that press the same form, and call with the same key, at the same moment.

`prepare N` lays a table down in the database of the settings and draws N forms and N keys;
`race ME` is one of the two who send them all, meeting before each by files, and prints what it was
answered; `count` prints how many needs there are. test_racing.py runs them.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from sectoral.workspace.actions.access import make_token  # noqa: E402
from sectoral.workspace.environment import clock  # noqa: E402
from sectoral.workspace.form_keys import key_for  # noqa: E402
from sectoral.workspace.models import Need, User  # noqa: E402
from tests.workspace.partnership.world import day, formed  # noqa: E402

HOME = Path(os.environ["SECTORAL_HOME"])
PATIENCE_SECONDS = 200
NEED = {"category": "talent", "text": "Nobody to weld.", "may_become_public": "on"}


def prepare(rounds: int) -> None:
    call_command("migrate", verbosity=0)
    world = formed()
    person, table = User.objects.get(pk=world.people["keel"].pk), world.partnership.pk
    to = f"/act/partnership.draft_need/{table}/"
    browser = Client()
    browser.force_login(person)
    _, token = make_token(name="a", scopes=("read", "write"), at=day(60), by=person)
    laid = {
        "session": browser.cookies["sessionid"].value,
        "token": token,
        "to": to,
        "table": table,
        "seat": world.seats["keel"].pk,
        "forms": [key_for(person, to) for _ in range(rounds)],
        "keys": [f"key-{number}" for number in range(rounds)],
    }
    (HOME / "laid").write_text(json.dumps(laid), encoding="ascii")


def race(me: int) -> list[list[Any]]:
    laid = json.loads((HOME / "laid").read_text(encoding="ascii"))
    browser = Client()
    browser.cookies["sessionid"] = laid["session"]
    program = Client(headers={"Authorization": f"Bearer {laid['token']}"})
    told = []
    for number, (form, key) in enumerate(zip(laid["forms"], laid["keys"], strict=True)):
        meet(me, f"form-{number}")
        hidden = {"seat": laid["seat"], "once": form}
        page = browser.post(laid["to"], NEED | hidden | {"title": f"Form {number}"})
        meet(me, f"key-{number}")
        call = program.post(
            f"/api/acts/partnership.draft_need/{laid['table']}",
            NEED | {"title": f"Key {number}", "may_become_public": True},
            content_type="application/json",
            headers={"Idempotency-Key": key},
        )
        told.append([page.status_code, page.headers.get("Location"), call.status_code, call.json()])
    return told


def meet(me: int, where: str) -> None:
    (HOME / f"{where}-{me}").touch()
    end = time.monotonic() + PATIENCE_SECONDS
    while not (HOME / f"{where}-{1 - me}").exists():
        assert time.monotonic() < end, "the other never came"


def count() -> list[int]:
    needs = Need.objects.filter(versions__title__startswith="Form")
    return [needs.count(), Need.objects.filter(versions__title__startswith="Key").count()]


if __name__ == "__main__":
    clock.now = lambda: day(61)
    if sys.argv[1] == "prepare":
        prepare(int(sys.argv[2]))
    else:
        sys.stdout.write(json.dumps(race(int(sys.argv[2])) if sys.argv[1] == "race" else count()))
