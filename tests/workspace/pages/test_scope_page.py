"""Before anybody agrees the page shows what would change, the commuting, and whose seats go out.

Of 900 workers who live in Anchor (99001) and Buoy (99003), 720 work in one of the two; 800 people
work there: 720 / 900 = 80%, 720 / 800 = 90%. In Anchor alone 300 of 500 residents work, of 400
who work there: 60% and 75%.
"""

import html
import re
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from pytest_django import Settings

from sectoral import tables
from sectoral.edition import draft
from sectoral.workspace.actions import scope_and_end
from sectoral.workspace.environment import clock
from sectoral.workspace.evidence.containment import containment_of
from sectoral.workspace.models import Partnership, Realignment
from tests.workspace.pages.reading import signed_in
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.test_partnerships import agree
from tests.workspace.partnership.world import HARBOUR, INLAND, World, day
from tests.world import frames, manifest

pytestmark = pytest.mark.django_db

FLOWS = (
    ("99001", "99001", 300), ("99001", "99003", 100), ("99001", "99007", 100),
    ("99003", "99001", 70), ("99003", "99003", 250), ("99003", "99007", 80),
    ("99007", "99001", 30), ("99007", "99003", 50), ("99007", "99007", 400),
)  # fmt: skip


@pytest.fixture(scope="module")
def commuted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Quayland with its commuting by county."""
    folder = tmp_path_factory.mktemp("editions") / "commuted"
    rows = [
        {"source": "acs", "home": home, "work": work, "workers": workers, "workers_moe": None}
        for home, work, workers in FLOWS
    ]
    held = frames() | {"commuting": pl.DataFrame(rows, schema=tables.COMMUTING.schema)}
    with draft(folder) as drafted:
        for name, frame in held.items():
            drafted.write(frame, tables.BY_NAME[name], "by hand")
        drafted.manifest |= manifest()
    return folder


def words(client: Client, address: str) -> str:
    page = html.unescape(client.get(address).content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def asked(world: World, *areas: str, naics: tuple[str, ...] = ("3366",)) -> Realignment:
    return scope_and_end.propose_rescope(
        partnership=world.partnership, words="Boats of the bay.", naics=naics, areas=areas,
        reason="they work there", at=day(65), by=world.convener,
    )  # fmt: skip


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: day(66))
    return worlds.active()


def test_the_commuting_of_counties_by_the_edition(commuted: Path, settings: Settings) -> None:
    settings.SECTORAL_EDITION = str(commuted)
    both, one = containment_of(["99001", "99003"]), containment_of(["99001"])
    assert both is not None
    assert one is not None
    assert (both.home, both.work) == (0.8, 0.9)
    assert (one.home, one.work) == (0.6, 0.75)
    # Of a county outside its regions an edition has a part of the flows only.
    beyond = containment_of(["99001", "48001"])
    assert beyond is not None
    assert (beyond.home, beyond.work) == (None, None)


def test_without_flows_a_whole_region_is_known_and_a_part_is_not() -> None:
    whole, part = containment_of(["99001", "99003", "99005"]), containment_of(["99001"])
    assert whole is not None
    assert part is not None
    assert (whole.home, whole.work) == (0.85, 0.8)
    assert "no commuting data for these counties" in str(part)


def test_without_an_edition_the_page_says_so(world: World, nowhere: None) -> None:
    assert containment_of([HARBOUR]) is None
    asked(world, HARBOUR, INLAND)
    page = words(signed_in(world.people["keel"]), f"/partnerships/{world.partnership.slug}/life/")
    assert "not known, because there is no current edition" in page


def test_the_page_shows_what_would_change(world: World, commuted: Path, settings: Settings) -> None:
    settings.SECTORAL_EDITION = str(commuted)
    asked(world, HARBOUR, INLAND, naics=("3366", "622"))
    page = words(signed_in(world.people["keel"]), f"/partnerships/{world.partnership.slug}/life/")
    assert "Industries that would come in 622 Hospitals" in page
    assert "Counties that would come in Buoy County" in page
    assert "80% of the workers who live in these counties also work in them, and 90%" in page
    assert "60% of the workers who live in these counties also work in them, and 75%" in page
    assert "Every company with a seat here would still belong." in page
    assert "0 of 5 companies agree" in page
    assert "expires on April 10, 2026" in page


def test_whose_seats_would_fall_outside_stands_on_the_page_and_in_ones_own_ask(
    world: World,
) -> None:
    asked(world, HARBOUR, naics=("622",))
    client = signed_in(world.people["keel"])
    page = words(client, f"/partnerships/{world.partnership.slug}/life/")
    assert "6 companies would no longer belong." in page
    assert "Keel & Sons's industry 336612 is outside the partnership's (622)" in page
    mine = words(client, "/table/")
    assert f"Should {world.partnership} change who belongs?" in mine
    assert "6 companies would no longer belong, including yours: Keel & Sons." in mine


def test_it_goes_through_by_the_pages_alone(world: World) -> None:
    slug, convener = world.partnership.slug, signed_in(world.convener)
    life = f"/partnerships/{slug}/life/"
    page = convener.get(life).content.decode()
    assert "partnership.set_scope" not in page
    assert "partnership.propose_rescope" in page
    asked(world, HARBOUR, INLAND)
    row = Realignment.objects.get()
    assert "realignment.carry_out" not in convener.get(life).content.decode()
    agree(world, row, "keel", "rope", "sail")
    assert "realignment.carry_out" in convener.get(life).content.decode()
    done = convener.post(f"/act/realignment.carry_out/{row.pk}/", {"next": life})
    assert done.status_code == 302
    assert Partnership.objects.get(slug=slug).areas == [HARBOUR, INLAND]
