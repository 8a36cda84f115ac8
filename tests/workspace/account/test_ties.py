"""A provider's sign-in is tied to one account by the first time; later an address opens nothing."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from pytest_django import Settings

from sectoral.workspace.actions import identities
from sectoral.workspace.models import Event, Identity, User
from sectoral.workspace.rules.answers import Refused
from tests.workspace.account.agency import Agency
from tests.workspace.account.conftest import Hand, described, letters_to, signed_in
from tests.workspace.partnership.world import World

KEEL, ROPE = "keel@quayland.example", "rope@quayland.example"
BELONGS = "is connected to a different sign-in at Quayland&#x27;s agencies"


def live() -> list[tuple[str, str]]:
    """Who is tied to what now, as (username, subject)."""
    rows = Identity.objects.filter(ended_at=None).values_list("person__username", "subject")
    return sorted(rows)


def enter(agency: Agency, sub: str, email: str) -> tuple[Client, Any]:
    """A browser in which the provider names somebody so."""
    agency.order(person={"sub": sub, "email": email, "email_verified": True})
    browser = Client()
    return browser, agency.enter(browser)


def test_the_first_sign_in_ties_the_account_and_tells_the_person(
    agency: Agency, world: World
) -> None:
    browser, back = enter(agency, "s1", KEEL)
    assert back.status_code == 302
    assert signed_in(browser) == str(world.people["keel"].pk)
    (identity,) = Identity.objects.all()
    assert (identity.issuer, identity.subject) == (agency.issuer, "s1")
    assert (identity.person, identity.address) == (world.people["keel"], KEEL)
    line = Event.objects.get(verb="tie")
    assert line.words == "Keel Person now signs in with Quayland's agencies"
    letter = letters_to(KEEL)[-1]
    assert letter.subject == "Quayland's agencies now signs you in"
    assert "ask the state's policy lead to disconnect it" in letter.body
    assert "Quayland&#x27;s agencies" in browser.get("/account/").content.decode()


def test_the_second_sign_in_ties_and_tells_nothing(agency: Agency, world: World) -> None:
    enter(agency, "s1", KEEL)
    letters, lines = len(letters_to(KEEL)), Event.objects.count()
    browser, back = enter(agency, "s1", KEEL)
    assert back.status_code == 302
    assert signed_in(browser) == str(world.people["keel"].pk)
    assert (len(letters_to(KEEL)), Event.objects.count()) == (letters, lines)
    assert live() == [(KEEL, "s1")]


def test_another_subject_with_the_same_address_opens_nothing(agency: Agency, world: World) -> None:
    enter(agency, "s1", KEEL)
    browser, back = enter(agency, "s2", KEEL)
    assert back.status_code == 403
    assert BELONGS in back.content.decode()
    assert "ask the state&#x27;s policy lead to disconnect the old one" in back.content.decode()
    assert signed_in(browser) is None
    assert live() == [(KEEL, "s1")]


@pytest.mark.parametrize("email", [ROPE, "new@quayland.example", None])
def test_the_same_subject_with_another_address_opens_its_own_account(
    agency: Agency, world: World, email: Any
) -> None:
    enter(agency, "s1", KEEL)
    browser, back = enter(agency, "s1", email)
    assert back.status_code == 302
    assert signed_in(browser) == str(world.people["keel"].pk)
    assert live() == [(KEEL, "s1")]
    assert User.objects.get(pk=world.people["keel"].pk).email == KEEL


def test_an_account_that_was_closed_opens_no_more(agency: Agency, world: World) -> None:
    enter(agency, "s1", KEEL)
    User.objects.filter(username=KEEL).update(is_active=False)
    browser, back = enter(agency, "s1", KEEL)
    assert back.status_code == 403
    assert "This account is closed" in back.content.decode()
    assert signed_in(browser) is None


def test_a_subject_is_another_at_another_issuer(
    agency: Agency, world: World, settings: Settings
) -> None:
    enter(agency, "s1", KEEL)
    settings.SECTORAL_PROVIDERS = (described(agency, issuer=agency.other_issuer),)
    browser, back = enter(agency, "s1", ROPE)
    assert back.status_code == 302
    assert signed_in(browser) == str(world.people["rope"].pk)


# ── untied ────────────────────────────────────────────────────────────────────────────────────


def test_the_state_lead_unties_and_the_next_sign_in_ties_anew(agency: Agency, world: World) -> None:
    old, _ = enter(agency, "s1", KEEL)
    lead = Client()
    lead.force_login(world.state)
    assert "Disconnect from the agency" in lead.get("/people/?q=keel").content.decode()
    path = f"/act/person.untie/{world.people['keel'].pk}/"
    assert lead.post(path, {"reason": "A new sign-in since Monday."}).status_code == 302
    assert live() == []
    assert old.get("/account/").status_code == 302, "its sessions end"
    line = Event.objects.get(verb="untie")
    assert (line.actor, line.reason) == (world.state, "A new sign-in since Monday.")
    letter = letters_to(KEEL)[-1]
    assert "no longer connected" in letter.subject
    assert "A new sign-in since Monday." in letter.body
    browser, back = enter(agency, "s2", KEEL)
    assert back.status_code == 302
    assert signed_in(browser) == str(world.people["keel"].pk)
    assert live() == [(KEEL, "s2")]
    thief, back = enter(agency, "s1", KEEL)
    assert back.status_code == 403
    assert signed_in(thief) is None


@pytest.mark.parametrize("who", ["keel", "board", "chamber"])
def test_nobody_but_the_state_lead_unties(world: World, hand: Hand, who: str) -> None:
    keel = world.people["keel"]
    named = identities.ProviderSubject("https://id.quayland.example", "s1", "The agency")
    identities.tie(named, address=KEEL, at=hand())
    by = world.convener if who == "board" else world.people[who]
    with pytest.raises(Refused, match="is for the state's policy lead"):
        identities.untie(person=keel, reason="Mine.", at=hand(), by=by)
    browser = Client()
    browser.force_login(by)
    expected = 403 if who == "board" else 404
    answer = browser.post(f"/act/person.untie/{keel.pk}/", {"reason": "Mine."})
    assert answer.status_code == expected
    assert live() == [(KEEL, "s1")]


def test_there_is_something_to_untie_and_a_reason(world: World, hand: Hand) -> None:
    facts: dict[str, Any] = {"person": world.people["keel"], "at": hand(), "by": world.state}
    with pytest.raises(Refused, match="is not connected to an agency"):
        identities.untie(reason="A new one.", **facts)
    named = identities.ProviderSubject("https://id.quayland.example", "s1", "The agency")
    identities.tie(named, address=KEEL, at=hand())
    with pytest.raises(Refused, match="Say why"):
        identities.untie(reason=" ", **facts)


# ── kept by the database ──────────────────────────────────────────────────────────────────────


def test_the_database_ties_a_subject_to_one_account_and_an_account_to_one_subject(
    world: World, hand: Hand
) -> None:
    issuer = "https://id.quayland.example"
    facts: dict[str, Any] = {"issuer": issuer, "address": KEEL, "tied_at": hand()}
    keel, rope = world.people["keel"], world.people["rope"]
    Identity.objects.create(person=keel, subject="s1", **facts)
    for person, subject in ((rope, "s1"), (keel, "s2")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Identity.objects.create(person=person, subject=subject, **facts)


@pytest.mark.parametrize(
    "change", [{"subject": "s2"}, {"issuer": "https://evil.example"}, {"person": "rope"}]
)
def test_the_database_moves_no_tie(world: World, hand: Hand, change: dict[str, Any]) -> None:
    named = identities.ProviderSubject("https://id.quayland.example", "s1", "The agency")
    identities.tie(named, address=KEEL, at=hand())
    if "person" in change:
        change = {"person": world.people["rope"]}
    with pytest.raises(DatabaseError, match="stays tied"), transaction.atomic():
        Identity.objects.update(**change)
    with pytest.raises(DatabaseError, match="never removed"), transaction.atomic():
        Identity.objects.all().delete()
    identities.untie(person=world.people["keel"], reason="New.", at=hand(), by=world.state)
    with pytest.raises(DatabaseError, match="stays tied"), transaction.atomic():
        Identity.objects.update(ended_at=None, ended_by=None)
