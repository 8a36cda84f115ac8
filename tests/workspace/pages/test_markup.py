"""Pages are sound HTML: what each role meets, read by the Nu HTML checker."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from sectoral.workspace.environment import clock
from tests.engines import find_markup_faults, missing_engines
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.world import day

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        bool(missing_engines()),
        reason=f"needs {', '.join(missing_engines())}: python3 run.py test brings them",
    ),
]

READERS = ("", "state", "board", "keel", "college", "union")
STARTS = ("/", "/partnerships/", "/about/words/", "/about/rules/", "/account/", "/nothing-here/")
SAMPLES = 2
"""So many pages of one shape are read: a second shows what depends on the first's luck."""


def test_the_pages_that_each_role_meets_are_sound_html(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = worlds.active()
    monkeypatch.setattr(clock, "now", lambda: day(61))
    for reader in READERS:
        client = Client()
        if reader:
            client.force_login(world.state if reader == "state" else world.people[reader])
        for number, (address, text) in enumerate(_walk(client)):
            name = re.sub(r"[^a-z0-9]+", "-", address) or "home"
            (tmp_path / f"{reader or 'visitor'}{number:03}{name[:60]}.html").write_text(text)
    assert len(list(tmp_path.iterdir())) > 60, "the walk met few pages: it lost its way"
    assert find_markup_faults(tmp_path) == []


def test_a_page_that_is_not_sound_is_told(tmp_path: Path) -> None:
    (tmp_path / "broken.html").write_text(
        "<!DOCTYPE html><html lang=en><title>Broken</title><p><div hx-get=x></div></p></html>"
    )
    told = find_markup_faults(tmp_path)
    assert any("hx-get" in fault for fault in told)
    assert any("broken.html:1 " in fault for fault in told)


def _walk(client: Client) -> Iterator[tuple[str, str]]:
    """The pages that links lead to from the first ones: each address, and its markup."""
    waiting, met, shapes = list(STARTS), set[str](), Counter[str]()
    while waiting:
        address = waiting.pop(0)
        shape = re.sub(r"\d+|(?<=/regions/)[^/]+|(?<=/sectors/)[^/]+", "n", address)
        if address in met or shapes[shape] == SAMPLES:
            continue
        met.add(address)
        shapes[shape] += 1
        answer = client.get(address, follow=True)
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        text = answer.content.decode()
        yield address, text
        links = re.findall(r'href="(/[^"#?]*)', text)
        waiting += [link for link in links if not link.startswith("/static/")]
