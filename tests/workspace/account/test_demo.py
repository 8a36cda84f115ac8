"""The demo's one-click ways in exist in the demo only."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from sectoral.workspace.models import User
from tests.workspace.account.conftest import signed_in
from tests.workspace.partnership.world import World


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.SECTORAL_DEMO = True


def test_outside_the_demo_there_is_no_such_page(
    client: Client, keel: User, settings: Settings
) -> None:
    settings.SECTORAL_DEMO = False
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/", {"person": keel.pk}).status_code == 404
    assert signed_in(client) is None
    assert "/demo/" not in client.get("/account/sign-in/").content.decode()


def test_it_names_everybody_by_role_and_signs_in_with_one_click(
    client: Client, keel: User, world: World, demo: None
) -> None:
    page = client.get("/demo/").content.decode()
    # The state lead stands among the first, one for each role, and in the list of everybody.
    assert [page.count(name) for name in ("Stella State", "Keel Person")] == [2, 1]
    for words in ("state policy lead", "convener, Harbour Workforce Board", "champion, Keel"):
        assert words in page
    client.post("/demo/", {"person": keel.pk})
    assert signed_in(client) == str(keel.pk)
    client.post("/demo/", {"person": world.state.pk})
    assert signed_in(client) == str(world.state.pk)


@pytest.mark.parametrize("who", ["0", "x", "", "99999999"])
def test_nobody_else_is_signed_in(client: Client, world: World, demo: None, who: str) -> None:
    assert client.post("/demo/", {"person": who}).status_code == 404


def test_another_sites_form_signs_nobody_in(keel: User, demo: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/demo/", {"person": keel.pk}).status_code == 403


def test_it_asks_the_database_the_same_few_things(
    client: Client, world: World, demo: None,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    with django_assert_max_num_queries(32):
        client.get("/demo/")
