"""Sign-in with a real OpenID Connect provider that runs beside us on loopback."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.conf import LazySettings
from django.test import Client
from pytest_django import Settings

from sectoral.errors import WrongUse
from sectoral.workspace.accounts import OnlyProvider
from sectoral.workspace.identity import Provider
from sectoral.workspace.models import User
from tests.workspace.account import provider as theirs
from tests.workspace.account.conftest import signed_in
from tests.workspace.table.world import World

ROOT = Path(__file__).parents[3]
BACK = "/account/oidc/agency/back/"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a provider that runs in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [str(tmp_path_factory.mktemp("provider")), str(port), f"http://testserver{BACK}"]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.workspace.account.provider", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def agency(issuer: str, settings: Settings) -> Provider:
    """The workspace is told of the provider."""
    named = Provider(issuer, "Quayland's agencies", theirs.CLIENT, theirs.SECRET)
    settings.SECTORAL_PROVIDER = named
    settings.SOCIALACCOUNT_PROVIDERS = named.settings()
    return named


def out(client: Client, **more: str) -> str:
    """Press the button; the address of the provider that it leads to."""
    return str(client.post("/account/oidc/agency/", more)["Location"])


def at_theirs(address: str, name: str) -> str:
    """Sign in there as a browser does; the address that leads back."""
    browser = requests.Session()
    page = browser.get(address, timeout=20)
    form = {
        "csrfmiddlewaretoken": re.findall(r'csrfmiddlewaretoken" value="([^"]+)"', page.text)[0],
        "login": name,
        "password": theirs.PASSWORD,
        "next": re.findall(r'name="next" value="([^"]+)"', page.text)[0].replace("&amp;", "&"),
    }
    response = browser.post(page.url, form, timeout=20, allow_redirects=False)
    while urlsplit(response.headers["Location"]).hostname != "testserver":
        there = urljoin(response.url, response.headers["Location"])
        response = browser.get(there, timeout=20, allow_redirects=False)
    back = urlsplit(response.headers["Location"])
    assert back.path == BACK
    return f"{back.path}?{back.query}"


def test_a_person_with_an_account_signs_in_with_the_agency(
    client: Client, agency: Provider, world: World
) -> None:
    assert "Sign in with Quayland" in client.get("/account/sign-in/").content.decode()
    away = out(client, next="/sectors/")
    assert away.startswith(f"{agency.issuer}/identity/o/authorize?")
    assert "code_challenge_method=S256" in away
    back = client.get(at_theirs(away, "ana"))
    assert (back.status_code, back["Location"]) == (302, "/sectors/")
    assert signed_in(client) == str(world.people["keel"].pk)


def test_the_same_answer_cannot_be_brought_twice_nor_by_another_browser(
    client: Client, agency: Provider, world: World
) -> None:
    back = at_theirs(out(client), "ana")
    thief = Client()
    assert thief.get(back).status_code == 401
    assert signed_in(thief) is None
    assert client.get(back).status_code == 302
    client.post("/account/sign-out/")
    assert client.get(back).status_code == 401
    assert signed_in(client) is None


@pytest.mark.parametrize("name", ["eve", "mel"])
def test_an_address_without_an_account_or_not_checked_opens_nothing(
    client: Client, agency: Provider, world: World, name: str
) -> None:
    people = User.objects.count()
    page = client.get(at_theirs(out(client), name))
    assert page.status_code == 403
    assert "No account here has this address" in page.content.decode()
    assert signed_in(client) is None
    assert (User.objects.count(), SocialAccount.objects.count()) == (people, 0)


def test_nobody_ties_a_foreign_identity_to_an_account(
    client: Client, agency: Provider, world: World
) -> None:
    client.force_login(world.people["rope"])
    page = client.get(at_theirs(out(client, process="connect"), "ana"))
    assert page.status_code == 403
    assert SocialAccount.objects.count() == 0


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/"])
def test_it_leads_nowhere_else(
    client: Client, agency: Provider, world: World, elsewhere: str
) -> None:
    assert client.get(at_theirs(out(client, next=elsewhere), "ana"))["Location"] == "/table/"


def test_an_answer_that_names_another_issuer_counts_for_nothing(
    client: Client, agency: Provider, world: World, settings: Settings
) -> None:
    back = at_theirs(out(client), "ana")
    other = Provider(f"{agency.issuer}/other", "x", theirs.CLIENT, theirs.SECRET)
    settings.SECTORAL_PROVIDER = other
    assert client.get(back).status_code == 403
    assert signed_in(client) is None


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:1/",
        "http://localhost:{port}/.well-known/openid-configuration",
        "https://127.0.0.1:{port}/",
        "http://127.0.0.1:{port}@evil.example/",
        "file:///etc/passwd",
    ],
)
def test_nothing_but_the_provider_is_ever_asked(agency: Provider, address: str) -> None:
    port = urlsplit(agency.issuer).port
    with pytest.raises(requests.exceptions.RequestException):
        OnlyProvider().get(address.format(port=port), timeout=2)
    known = OnlyProvider().get(f"{agency.issuer}/.well-known/openid-configuration", timeout=9)
    assert known.json()["issuer"] == agency.issuer


@pytest.mark.parametrize("key", ["other", "http:%2F%2Fevil.example", "openid_connect"])
def test_only_the_configured_provider_has_a_page(
    client: Client, agency: Provider, world: World, key: str
) -> None:
    expected = 302 if key == "openid_connect" else 404
    assert client.post(f"/account/oidc/{key}/").status_code == expected


def test_without_a_provider_there_is_no_button_and_no_page(client: Client, world: World) -> None:
    assert "/account/oidc/" not in client.get("/account/sign-in/").content.decode()
    assert client.post("/account/oidc/agency/").status_code == 404


def test_a_form_may_lead_to_the_provider_and_nowhere_else(settings: LazySettings) -> None:
    named = Provider("https://id.quayland.example/", "x", "c", "s", ("login.quayland.example",))
    assert named.origins == ["https://id.quayland.example", "https://login.quayland.example"]
    assert Provider().origins == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "http://id.quayland.example", "client": "c", "secret": "s"},
        {"issuer": "id.quayland.example", "client": "c", "secret": "s"},
        {"issuer": "https://id.quayland.example", "client": "c"},
    ],
)
def test_a_provider_that_is_wrongly_described_is_said_at_the_start(wrong: dict[str, str]) -> None:
    with pytest.raises(WrongUse, match="To mend"):
        Provider(**wrong)  # type: ignore[arg-type]
