"""What docs/api.md shows can be typed: each of its calls is made, as it stands there."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

from django.test import Client

from sectoral.workspace.models import Need
from tests.workspace.api.conftest import Caller
from tests.workspace.partnership.world import World

DOC = Path(__file__).parents[3] / "docs" / "api.md"
HOST = "https://table.example.org"


def documented() -> list[list[str]]:
    """The words of each command in the first block."""
    block = DOC.read_text(encoding="utf-8").split("```")[1].replace("\\\n", " ")
    return [shlex.split(line) for line in block.strip().splitlines()]


def test_every_call_of_the_documentation_works(world: World, calls: Callable[..., Caller]) -> None:
    keel = calls(world.people["keel"]).client
    tables = keel.get("/api/partnerships").json()["items"]
    here = next(one for one in tables if one["slug"] == world.partnership.slug)
    said = documented()
    assert len(said) == 6
    for words in said:
        path = words[-1].removeprefix(HOST)
        path = re.sub(r"/7$", f"/{here['id']}", path).replace("/boats/", f"/{here['slug']}/")
        signed = any(word.startswith("Authorization") for word in words)
        client = keel if signed else Client()
        if "-d" not in words:
            assert client.get(path).status_code == 200, path
            continue
        headers = dict(word.split(": ") for word in words if word.startswith("Idempotency"))
        body = json.loads(words[words.index("-d") + 1])
        for _ in range(2):
            answer = client.post(path, body, content_type="application/json", headers=headers)
            assert answer.status_code == 200, path
    assert Need.objects.count() == 1
