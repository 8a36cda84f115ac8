"""A provider that lies, or somebody who speaks in its name: each lie by itself, none opens."""

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from sectoral.workspace.models import Identity
from sectoral.workspace.oidc.keys import KEPT_SECONDS
from tests.workspace.account import provider as theirs
from tests.workspace.account.agency import Agency, out, way_back
from tests.workspace.account.conftest import described, signed_in
from tests.workspace.partnership.world import World

US = theirs.CLIENT


def ago(seconds: float) -> int:
    """A moment of the present hour, as a token tells it."""
    return int(time.time() - seconds)


SOMEBODY_ELSE = "was made by somebody else"
FOR_ELSE = "was made for somebody else than this site"
ASKED_BY_ELSE = "was asked for by somebody else than this site"
ANOTHER_SIGN_IN = "belongs to a different sign-in than the one you started"
NO_UNTIL = "does not say until when it counts"
NO_SINCE = "does not say when it was made"
NOBODY = "does not say who has signed in"

CLAIMS: list[tuple[str, dict[str, Any], str]] = [
    ("iss of another", {"iss": "https://evil.example"}, SOMEBODY_ELSE),
    ("iss missing", {"iss": None}, SOMEBODY_ELSE),
    ("iss as a list", {"iss": ["http://127.0.0.1"]}, SOMEBODY_ELSE),
    ("aud of another", {"aud": "payroll"}, FOR_ELSE),
    ("aud missing", {"aud": None}, FOR_ELSE),
    ("aud of others", {"aud": ["payroll", "leave"]}, FOR_ELSE),
    ("aud as a part of us", {"aud": f"{US}-test"}, FOR_ELSE),
    ("several aud, no azp", {"aud": [US, "payroll"], "azp": None}, ASKED_BY_ELSE),
    ("several aud, foreign azp", {"aud": [US, "payroll"], "azp": "payroll"}, ASKED_BY_ELSE),
    ("foreign azp", {"azp": "payroll"}, ASKED_BY_ELSE),
    ("exp missing", {"exp": None}, NO_UNTIL),
    ("exp as text", {"exp": "tomorrow"}, NO_UNTIL),
    ("exp without an end", {"exp": float("inf")}, NO_UNTIL),
    ("exp as yes", {"exp": True}, NO_UNTIL),
    ("exp past", {"exp": -90}, "is over"),
    ("iat missing", {"iat": None}, NO_SINCE),
    ("iat as no number", {"iat": float("nan")}, NO_SINCE),
    ("iat to come", {"iat": 90}, "was made in the future"),
    ("iat long ago", {"iat": -700}, "was made too long ago"),
    ("nbf to come", {"nbf": 90}, "does not count yet"),
    ("nbf as text", {"nbf": "now"}, "does not count yet"),
    ("nonce missing", {"nonce": None}, ANOTHER_SIGN_IN),
    ("nonce empty", {"nonce": ""}, ANOTHER_SIGN_IN),
    ("nonce of another", {"nonce": "of-another-sign-in"}, ANOTHER_SIGN_IN),
    ("nonce beyond letters", {"nonce": "né"}, ANOTHER_SIGN_IN),
    ("sub missing", {"sub": None}, NOBODY),
    ("sub empty", {"sub": ""}, NOBODY),
    ("sub as a number", {"sub": 1}, NOBODY),
    ("sub without an end", {"sub": "a" * 256}, NOBODY),
    ("sub with a null sign", {"sub": "a\x00"}, NOBODY),
]
TIMES = ("exp", "iat", "nbf")


def timed(claims: dict[str, Any]) -> dict[str, Any]:
    """Claims whose small numbers are seconds from now."""
    numbers = {name for name in TIMES if type(claims.get(name)) is int}
    return {name: ago(-value) if name in numbers else value for name, value in claims.items()}


def refused(agency: Agency, client: Client, words: str, name: str = "ana") -> None:
    """Whoever comes back now is told this, has no session, and is tied to nothing."""
    page = agency.enter(client, name)
    assert page.status_code == 403, page.content.decode()
    assert words in page.content.decode()
    assert "_auth_user_id" not in client.session
    assert not Identity.objects.exists()


@pytest.mark.parametrize(
    ("claims", "words"), [pytest.param(*more, id=name) for name, *more in CLAIMS]
)
def test_a_claim_that_does_not_hold_opens_nothing(
    client: Client, agency: Agency, world: World, claims: dict[str, Any], words: str
) -> None:
    agency.order(claims=timed(claims))
    refused(agency, client, words)


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": [US]},
        {"aud": [US, "payroll"], "azp": US},
        {"azp": US},
        {"exp": -30},
        {"iat": 30, "nbf": 30},
        {"iat": -500},
        {"sub": "a" * 255},
    ],
    ids=str,
)
def test_what_a_sound_token_may_hold_opens_the_account(
    client: Client, agency: Agency, world: World, claims: dict[str, Any]
) -> None:
    agency.order(person={"sub": claims.pop("sub", "1")}, claims=timed(claims))
    assert agency.enter(client).status_code == 302
    assert signed_in(client) == str(world.people["keel"].pk)


# ── signatures ────────────────────────────────────────────────────────────────────────────────

UNSIGNED = "is not signed in a way that proves who made it"
UNKNOWN_KEY = "signed with a key that Quayland&#x27;s agencies does not publish"
NO_SIGNATURE = "has no signature of its own"

SIGNATURES: list[tuple[str, dict[str, Any], str]] = [
    ("by nobody", {"signed": "nobody"}, UNSIGNED),
    ("by our shared secret", {"signed": "secret"}, UNSIGNED),
    ("by a shared key it publishes", {"signed": "secret", "header": {"kid": "shared"}}, UNSIGNED),
    ("by its public key as a secret", {"signed": "public key"}, UNSIGNED),
    ("by a stranger under its key's name", {"signed": "stranger"}, NO_SIGNATURE),
    (
        "by a stranger under a name of its own",
        {"signed": "stranger", "header": {"kid": "stranger"}},
        UNKNOWN_KEY,
    ),
    (
        "by a stranger who names no key",
        {"signed": "stranger", "header": {"kid": None}},
        NO_SIGNATURE,
    ),
    (
        "by one of two keys without a name",
        {"signed": "next", "header": {"kid": None}, "published": ["next"]},
        UNKNOWN_KEY,
    ),
    ("changed after it was signed", {"signed": "after", "claims": {"sub": "2"}}, NO_SIGNATURE),
    (
        "by a key too short to hold",
        {"signed": "short", "header": {"kid": "short"}, "published": ["short"]},
        NO_SIGNATURE,
    ),
    (
        "by a key that is for ciphers",
        {"signed": "cipher", "header": {"kid": "cipher"}, "published": ["cipher"]},
        UNKNOWN_KEY,
    ),
    (
        "with a demand that we do not know",
        {"header": {"crit": ["b65"], "b65": True}},
        NO_SIGNATURE,
    ),
    ("by a key within its own header", {"signed": "stranger", "header": {"jwk": {}}}, NO_SIGNATURE),
    ("not a token", {"raw": "a quiet harbour"}, NO_SIGNATURE),
    ("a token of nothing", {"raw": ".."}, NO_SIGNATURE),
]


@pytest.mark.parametrize(
    ("orders", "words"), [pytest.param(*more, id=name) for name, *more in SIGNATURES]
)
def test_a_token_that_the_provider_did_not_sign_opens_nothing(
    client: Client, agency: Agency, world: World, orders: dict[str, Any], words: str
) -> None:
    agency.order(**orders)
    refused(agency, client, words)


def test_a_new_key_counts_once_it_is_published(
    client: Client, agency: Agency, world: World
) -> None:
    assert agency.enter(client).status_code == 302
    agency.order(signed="next", header={"kid": "next"}, published=["next"])
    assert agency.enter(client).status_code == 302
    assert agency.asked()["keys"] == 1


def test_keys_are_kept_for_a_while_and_asked_for_anew_once_a_minute(
    client: Client, agency: Agency, world: World
) -> None:
    for _ in range(3):
        assert agency.enter(Client()).status_code == 302
    assert agency.asked()["keys"] == 1
    agency.order(signed="stranger", header={"kid": "stranger"})
    for _ in range(3):
        assert agency.enter(client).status_code == 403
    assert agency.asked()["keys"] == 1
    assert KEPT_SECONDS <= 600
    cache.clear()
    agency.order()
    assert agency.enter(client).status_code == 302
    assert agency.asked()["keys"] == 1


# ── the way back ──────────────────────────────────────────────────────────────────────────────

SENT = "Somebody other than Quayland&#x27;s agencies sent you back here"
ANNOUNCED = {"authorization_response_iss_parameter_supported": True}


@pytest.mark.parametrize(
    ("describes", "sender"),
    [(ANNOUNCED, ""), (ANNOUNCED, "https://evil.example"), ({}, "https://evil.example")],
    ids=["announced and missing", "announced and another's", "another's"],
)
def test_who_sends_somebody_back_is_asked(
    client: Client, agency: Agency, world: World, describes: dict[str, Any], sender: str
) -> None:
    agency.order(describes=describes)
    back = agency.sign_in(out(client), "ana") + (f"&iss={sender}" if sender else "")
    page = client.get(back)
    assert page.status_code == 403
    assert SENT in page.content.decode()
    assert "_auth_user_id" not in client.session
    assert agency.asked()["token"] == 0


def test_a_provider_that_names_itself_on_the_way_back_is_let_through(
    client: Client, agency: Agency, world: World
) -> None:
    agency.order(describes=ANNOUNCED)
    back = f"{agency.sign_in(out(client), 'ana')}&iss={agency.issuer}"
    assert client.get(back).status_code == 302
    assert signed_in(client) == str(world.people["keel"].pk)


@pytest.mark.parametrize("state", ["", "of-another-sign-in"])
def test_a_way_back_without_its_own_state_opens_nothing(
    client: Client, agency: Agency, world: World, state: str
) -> None:
    code = parse_qs(urlsplit(agency.sign_in(out(client), "ana")).query)["code"][0]
    page = client.get(way_back(), {"code": code, "state": state})
    assert page.status_code == 401
    assert "This sign-in has expired" in page.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        ("access_denied", 403, "you canceled there, or your agency does not let you use"),
        ("invalid_scope", 403, "it does not tell this site addresses (invalid_scope)"),
        ("server_error", 502, "it failed (server_error)"),
        ("temporarily_unavailable", 503, "it is too busy right now"),
        ("<b>no</b>", 403, "it gave no reason that we understand."),
    ],
)
def test_a_provider_s_own_no_is_told_in_its_words(
    client: Client, agency: Agency, world: World, error: str, status: int, words: str
) -> None:
    state = parse_qs(urlsplit(out(client)).query)["state"][0]
    more = {"state": state, "error": error, "error_description": "<script>Ask\nBen.</script>"}
    page = client.get(way_back(), more)
    assert page.status_code == status
    assert words in page.content.decode()
    assert "“&lt;script&gt;Ask Ben.&lt;/script&gt;”" in page.content.decode()
    assert "_auth_user_id" not in client.session


# ── addresses ─────────────────────────────────────────────────────────────────────────────────

UNVERIFIED = "your address is keel@quayland.example, but not that it has checked it"


@pytest.mark.parametrize(
    ("orders", "words"),
    [
        ({"person": {"email_verified": False}}, UNVERIFIED),
        ({"person": {"email_verified": None}}, UNVERIFIED),
        ({"person": {"email_verified": "false"}}, UNVERIFIED),
        ({"person": {"email_verified": 1.5}}, UNVERIFIED),
        ({"person": {"email": None}}, "does not say what your address is"),
        ({"person": {"email": ["keel@quayland.example"]}}, "does not say what your address is"),
        (
            {"claims": {"email": None}, "info": {"sub": "2"}},
            "told us about one person, and when asked",
        ),
        ({"person": {"email": "keel"}}, "“keel” is not an e-mail address"),
        ({"person": {"email": "keel\x00@quayland.example"}}, "holds a control character (U+0000)"),
    ],
    ids=str,
)
def test_an_address_that_is_not_vouched_for_opens_nothing(
    client: Client, agency: Agency, world: World, orders: dict[str, Any], words: str
) -> None:
    agency.order(**orders)
    refused(agency, client, words)


def test_of_two_addresses_the_verified_one_alone_counts(
    client: Client, agency: Agency, world: World
) -> None:
    rope = {"email": "rope@quayland.example", "email_verified": None}
    agency.order(claims=rope, info={"email": "keel@quayland.example", "email_verified": True})
    assert agency.enter(client).status_code == 302
    assert signed_in(client) == str(world.people["keel"].pk)


def test_an_address_that_stands_in_no_token_is_asked_for(
    client: Client, agency: Agency, world: World
) -> None:
    agency.order(claims={"email": None, "email_verified": None})
    assert agency.enter(client).status_code == 302
    assert agency.asked()["info"] == 1


def test_a_provider_vouches_for_the_addresses_that_the_operator_names_alone(
    client: Client, agency: Agency, world: World, settings: Settings
) -> None:
    settings.SECTORAL_PROVIDERS = (described(agency, domains=("labor.quayland.example",)),)
    words = "accepts only addresses that end in labor.quayland.example"
    refused(agency, client, words)
    settings.SECTORAL_PROVIDERS = (described(agency, domains=("quayland.example",)),)
    assert agency.enter(client).status_code == 302


# ── one trusted tenant ────────────────────────────────────────────────────────────────────────

TENANT = "tenant-7"


@pytest.fixture
def tenant(agency: Agency, settings: Settings) -> str:
    """The provider is one tenant of a large house that never says what it has checked."""
    issuer = f"{agency.issuer}/{TENANT}/v2.0"
    settings.SECTORAL_PROVIDERS = (described(agency, issuer=issuer, tenant=TENANT),)
    return issuer


def of_tenant(agency: Agency, issuer: str, **person: Any) -> None:
    """A token as such a house makes it."""
    told = {"iss": issuer, "tid": TENANT, "email_verified": None}
    agency.order(describes={"issuer": issuer}, person=told | person)


def test_a_trusted_tenant_s_own_people_need_no_mark_of_verification(
    client: Client, agency: Agency, world: World, tenant: str
) -> None:
    of_tenant(agency, tenant)
    assert agency.enter(client).status_code == 302
    assert signed_in(client) == str(world.people["keel"].pk)


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ({"tid": "tenant-8"}, "is about somebody of another tenant"),
        ({"tid": None}, "is about somebody of another tenant"),
        ({"idp": "https://elsewhere.example"}, UNVERIFIED),
        ({"acct": 1}, UNVERIFIED),
        ({"xms_edov": False}, UNVERIFIED),
        ({"email_verified": False}, UNVERIFIED),
        ({"iss": "http://127.0.0.1/tenant-8/v2.0"}, SOMEBODY_ELSE),
    ],
    ids=str,
)
def test_nobody_else_of_the_house_is_trusted_with_it(
    client: Client, agency: Agency, world: World, tenant: str, person: dict[str, Any], words: str
) -> None:
    of_tenant(agency, tenant, **person)
    refused(agency, client, words)


def test_without_the_switch_the_same_token_is_not_verified(
    client: Client, agency: Agency, world: World, tenant: str, settings: Settings
) -> None:
    settings.SECTORAL_PROVIDERS = (described(agency, issuer=tenant),)
    of_tenant(agency, tenant)
    refused(agency, client, UNVERIFIED)
