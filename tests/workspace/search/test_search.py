"""Search finds what one may see anyway, and nothing else."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sectoral.workspace.actions import needs
from sectoral.workspace.models import User
from sectoral.workspace.presenters.search import find_hits
from tests.workspace.partnership.steps import drafted, raised, release, shared
from tests.workspace.partnership.world import World, day


def titles(person: User | None, words: str) -> list[str]:
    return [hit.title for hit in find_hits(person, words, at=day(61)) if hit.kind == "need"]


def test_a_draft_is_found_by_its_company_and_the_convener(world: World) -> None:
    drafted(world, "keel", "Overhead welders")
    for key in ("keel", "board"):
        assert titles(world.people[key], "overhead") == ["Overhead welders"]
    for key in ("rope", "college", "union"):
        assert titles(world.people[key], "overhead") == []
    assert titles(world.state, "overhead") == []


def test_a_raised_need_is_found_by_companies_alone(world: World) -> None:
    raised(world, "keel", "Overhead welders")
    assert titles(world.people["rope"], "welders overhead") == ["Overhead welders"]
    for key in ("college", "union"):
        assert titles(world.people[key], "overhead") == []
    assert titles(world.state, "overhead") == []


def test_a_released_need_is_found_by_all_in_the_text_they_read(world: World) -> None:
    need = shared(world, "keel", "Overhead welders")
    release(world, need)
    needs.reword(
        need=need, title="Night welders", text="At night.", at=day(50), by=world.people["keel"]
    )
    for person in (world.people["college"], world.people["union"], world.state):
        assert titles(person, "overhead") == ["Overhead welders"]
        assert titles(person, "night") == []
    assert titles(world.people["rope"], "night") == ["Night welders"]
    assert titles(world.people["rope"], "overhead") == []


def test_a_visitor_finds_partnerships_and_nothing_of_their_tables(world: World) -> None:
    release(world, shared(world, "keel", "Boat welders"))
    assert [hit.kind for hit in find_hits(None, "boat", at=day(61))] == ["partnership"]


def test_organizations_are_found_by_those_who_keep_them(world: World) -> None:
    for person, known in ((world.state, True), (world.convener, True), (world.people["keel"], 0)):
        hits = find_hits(person, "sail loft", at=day(61))
        assert bool([hit for hit in hits if hit.kind == "organization"]) == bool(known)


def test_as_many_queries_for_one_find_as_for_many(world: World) -> None:
    raised(world, "keel", "Welders one")
    with CaptureQueriesContext(connection) as first:
        assert len(titles(world.people["keel"], "welders")) == 1
    for number in range(3):
        raised(world, "rope", f"Welders {number}", 40 + number)
    with CaptureQueriesContext(connection) as then:
        assert len(titles(world.people["keel"], "welders")) == 4
    assert len(first) == len(then)
    assert len(first) <= 15


def test_the_page_says_so_when_nothing_is_found_and_repeats_no_script(world: World) -> None:
    page = Client().get("/search/", {"q": "<script>x</script>"})
    assert b"<script>x" not in page.content
    assert b"Nothing that you can see" in page.content
    assert b"2 to 80" in Client().get("/search/", {"q": "x"}).content
