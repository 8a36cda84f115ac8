"""Sign-in with a real OpenID Connect provider that runs beside us on loopback."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django import Settings

from sectoral.errors import WrongUse
from sectoral.workspace.environment.identity import IdentityProvider, identity_providers
from sectoral.workspace.models import Identity, User
from sectoral.workspace.oidc.exchange import OnlyProvider
from tests.workspace.account import provider as theirs
from tests.workspace.account.agency import Agency, out, way_back
from tests.workspace.account.conftest import described, signed_in
from tests.workspace.partnership.world import World


def test_a_person_with_an_account_signs_in_with_the_agency(
    client: Client, agency: Agency, world: World
) -> None:
    assert "Sign in with Quayland" in client.get("/account/sign-in/").content.decode()
    away = out(client, next="/sectors/")
    assert away.startswith(f"{agency.issuer}/identity/o/authorize?")
    asked = parse_qs(urlsplit(away).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["nonce"][0]) > 40
    assert sorted(asked["scope"][0].split()) == ["email", "openid"]
    back = client.get(agency.sign_in(away, "ana"))
    assert (back.status_code, back["Location"]) == (302, "/sectors/")
    assert signed_in(client) == str(world.people["keel"].pk)


def test_nothing_in_our_own_address_changes_what_is_sent_along(
    client: Client, agency: Agency, world: World
) -> None:
    more = "auth_params=nonce%3Dx%26redirect_uri%3Dhttps%3A%2F%2Fevil.example&scope=admin&action=x"
    away = client.post(f"/account/oidc/agency/?{more}")["Location"]
    asked = parse_qs(urlsplit(away).query)
    assert asked["nonce"] != ["x"]
    assert asked["redirect_uri"] == [f"http://testserver{way_back()}"]
    assert "admin" not in asked["scope"][0]


def test_the_same_answer_cannot_be_brought_twice_nor_by_another_browser(
    client: Client, agency: Agency, world: World
) -> None:
    back = agency.sign_in(out(client), "ana")
    thief = Client()
    assert thief.get(back).status_code == 401
    assert signed_in(thief) is None
    assert client.get(back).status_code == 302
    client.post("/account/sign-out/")
    assert client.get(back).status_code == 401
    assert signed_in(client) is None


def test_a_code_that_another_browser_was_given_opens_nothing(
    client: Client, agency: Agency, world: World
) -> None:
    stolen = parse_qs(urlsplit(agency.sign_in(out(Client()), "ana")).query)["code"][0]
    state = parse_qs(urlsplit(out(client)).query)["state"][0]
    page = client.get(way_back(), {"code": stolen, "state": state})
    assert page.status_code == 403
    assert (
        "this sign-in has expired or has already been used (invalid_grant)" in page.content.decode()
    )
    assert signed_in(client) is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("eve", "your e-mail address is eve@elsewhere.example, but no account here uses it"),
        ("mel", "your address is rope@quayland.example, but not that it has checked it"),
    ],
)
def test_an_address_without_an_account_or_not_checked_opens_nothing(
    client: Client, agency: Agency, world: World, name: str, words: str
) -> None:
    people = User.objects.count()
    page = agency.enter(client, name)
    assert page.status_code == 403
    assert words in page.content.decode()
    assert signed_in(client) is None
    assert User.objects.count() == people
    assert not Identity.objects.exists()


def test_nobody_ties_a_foreign_identity_to_an_account(
    client: Client, agency: Agency, world: World
) -> None:
    client.force_login(world.people["rope"])
    page = client.get(agency.sign_in(out(client, process="connect"), "ana"))
    assert page.status_code == 403
    assert not Identity.objects.exists()
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/"])
def test_it_leads_nowhere_else(
    client: Client, agency: Agency, world: World, elsewhere: str
) -> None:
    back = agency.sign_in(out(client, next=elsewhere), "ana")
    assert client.get(back)["Location"] == "/table/"


def test_an_office_signs_in_with_the_agency_and_is_asked_for_its_second_factor(
    client: Client, agency: Agency, world: World, strict: Settings
) -> None:
    agency.order(person={"sub": "lead", "email": world.state.email})
    assert agency.enter(client).status_code == 302
    assert signed_in(client) == str(world.state.pk)
    led = client.get("/partnerships/")
    assert (led.status_code, led["Location"].partition("?")[0]) == (302, "/account/second-factor/")


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
def test_nothing_but_the_provider_is_ever_asked(agency: Agency, address: str) -> None:
    origins = described(agency).origins
    with pytest.raises(requests.exceptions.RequestException):
        OnlyProvider(origins).get(address.format(port=agency.port), timeout=2)
    known = OnlyProvider(origins).get(
        f"{agency.issuer}/.well-known/openid-configuration", timeout=9
    )
    assert known.json()["issuer"] == agency.issuer


@pytest.mark.parametrize("key", ["other", "http:%2F%2Fevil.example", "openid_connect"])
def test_only_the_configured_provider_has_a_page(
    client: Client, agency: Agency, world: World, key: str
) -> None:
    assert client.post(f"/account/oidc/{key}/").status_code == 404
    assert client.get(f"/account/oidc/{key}/back/").status_code == 404


def test_without_a_provider_there_is_no_button_and_no_page(client: Client, world: World) -> None:
    assert "/account/oidc/" not in client.get("/account/sign-in/").content.decode()
    assert client.post("/account/oidc/agency/").status_code == 404


# ── several, side by side ─────────────────────────────────────────────────────────────────────


@pytest.fixture
def two(agency: Agency, settings: Settings) -> Agency:
    """The house stands for two providers, each by a name of its own."""
    second = described(agency, issuer=agency.other_issuer, name="Department of Labor", key="labor")
    settings.SECTORAL_PROVIDERS = (described(agency), second)
    return agency


def test_each_provider_has_a_button_and_a_tie_of_its_own(
    client: Client, two: Agency, world: World
) -> None:
    page = client.get("/account/sign-in/").content.decode()
    assert "Sign in with Quayland&#x27;s agencies" in page
    assert "Sign in with Department of Labor" in page
    for key in ("agency", "labor"):
        browser = Client()
        assert two.enter(browser, key=key).status_code == 302
        assert signed_in(browser) == str(world.people["keel"].pk)
    tied = Identity.objects.filter(person=world.people["keel"], ended_at=None)
    assert {one.issuer for one in tied} == {two.issuer, two.other_issuer}


def test_a_sign_in_begun_with_one_provider_ends_at_no_other(
    client: Client, two: Agency, world: World
) -> None:
    back = two.sign_in(out(client, key="labor"), "ana")
    assert client.get(back.replace("/labor/", "/agency/")).status_code == 401
    assert signed_in(client) is None


def test_one_provider_s_token_counts_for_no_other(
    client: Client, two: Agency, world: World
) -> None:
    two.order(claims={"iss": two.issuer})
    assert two.enter(client, key="labor").status_code == 403
    assert signed_in(client) is None


# ── as an operator describes them ─────────────────────────────────────────────────────────────

ONE = {
    "SECTORAL_OIDC": "https://id.quayland.example/",
    "SECTORAL_OIDC_CLIENT": "c",
    "SECTORAL_OIDC_SECRET": "s",
}
LABOR = {
    "SECTORAL_OIDC_LABOR_ISSUER": "https://labor.quayland.example/tenant-7/v2.0",
    "SECTORAL_OIDC_LABOR_NAME": "Department of Labor",
    "SECTORAL_OIDC_LABOR_CLIENT": "c",
    "SECTORAL_OIDC_LABOR_SECRET": "s",
    "SECTORAL_OIDC_LABOR_HOSTS": "login.example, graph.example",
    "SECTORAL_OIDC_LABOR_DOMAINS": "@Labor.quayland.example",
    "SECTORAL_OIDC_LABOR_TENANT": "tenant-7",
}


def test_one_provider_or_several_are_read_from_the_environment() -> None:
    assert identity_providers({"SECTORAL_OIDC": "", "PATH": "/bin"}) == ()
    (one,) = identity_providers(ONE)
    assert (one.key, one.label) == ("agency", "id.quayland.example")
    assert one.origins == ["https://id.quayland.example"]
    first, second = identity_providers(ONE | LABOR)
    assert first == one
    assert (second.key, second.label) == ("labor", "Department of Labor")
    assert second.origins[1:] == ["https://login.example", "https://graph.example"]
    assert second.vouches_for("ana@labor.quayland.example")
    assert not second.vouches_for("ana@quayland.example")
    assert second.tenant == "tenant-7"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (ONE | {"SECTORAL_OIDC": "http://id.quayland.example"}, "expected the issuer's address"),
        (ONE | {"SECTORAL_OIDC": "id.quayland.example"}, "expected the issuer's address"),
        (ONE | {"SECTORAL_OIDC_SECRET": ""}, "SECTORAL_OIDC_CLIENT and SECTORAL_OIDC_SECRET"),
        (ONE | {"SECTORAL_OIDC": ""}, "SECTORAL_OIDC: expected the issuer's address"),
        (ONE | {"SECTORAL_OIDC_ISUER": "x"}, "SECTORAL_OIDC_ISUER: expected"),
        (ONE | {"SECTORAL_OIDC_TENANT": "tenant-7"}, "SECTORAL_OIDC_TENANT: expected the tenant"),
        (LABOR | {"SECTORAL_OIDC_LABOR_ISSUER": ""}, "SECTORAL_OIDC_LABOR_ISSUER: expected"),
        (LABOR | {"SECTORAL_OIDC_LABOR_CLIENT": ""}, "SECTORAL_OIDC_LABOR_CLIENT and"),
        (ONE | LABOR | {"SECTORAL_OIDC": LABOR["SECTORAL_OIDC_LABOR_ISSUER"]}, "of its own"),
    ],
)
def test_a_provider_that_is_wrongly_described_is_said_at_the_start(
    wrong: dict[str, str], words: str
) -> None:
    with pytest.raises(WrongUse, match="To mend") as said:
        identity_providers(wrong)
    assert words in str(said.value)


def test_a_provider_s_password_is_never_shown() -> None:
    assert theirs.SECRET not in repr(
        IdentityProvider("https://id.quayland.example", "x", theirs.CLIENT, theirs.SECRET)
    )
