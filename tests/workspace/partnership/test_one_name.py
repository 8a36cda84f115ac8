"""One name, however it is spelt: of organizations and owners, by action, form and database."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from sectoral.workspace.actions import organizations
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Event, Organization, OwnershipGroup
from sectoral.workspace.rules.answers import AnswerNeeded, Refused
from tests.workspace.api.conftest import caller
from tests.workspace.pages.reading import page, signed_in, words
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.world import World, day

pytestmark = pytest.mark.django_db
LIKE = "Keel and Sons Inc."
OWNER = "Mast & Hull Holding"


@pytest.fixture
def world(settings: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    settings.SECTORAL_MFA = False
    monkeypatch.setattr(clock, "now", lambda: day(61))
    return worlds.begun()


def register(world: World, name: str, **kwargs: Any) -> Organization:
    asked = {"system": "employer", "naics": "336612", **kwargs}
    return organizations.register(name=name, at=day(1), by=world.state, **asked)


def own(world: World, company: str, owner: str, **kwargs: Any) -> OwnershipGroup:
    declared = organizations.declare_ownership(
        organizations=[world.orgs[company]], owner=owner, at=day(1), by=world.state, **kwargs
    )
    assert isinstance(declared, OwnershipGroup)
    return declared


@pytest.mark.parametrize("spelt", ["KEEL & SONS", "Keel\u00a0and  Sons.", "Ke\u200bel & Sons"])
def test_an_organization_is_registered_once_however_it_is_spelt(world: World, spelt: str) -> None:
    with pytest.raises(Refused, match="already registered, as “Keel & Sons”") as refused:
        register(world, spelt)
    assert not isinstance(refused.value, AnswerNeeded)


def test_the_same_name_in_another_system_is_another_organization(world: World) -> None:
    assert register(world, "Keel & Sons", system="education", naics="").pk


def test_a_legal_form_is_asked_about_and_never_assumed(world: World) -> None:
    with pytest.raises(AnswerNeeded, match="looks like “Keel & Sons”, which is already registered"):
        register(world, LIKE)
    assert register(world, LIKE, apart=True).name == LIKE


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"naics": "6229"}, "622 .Hospitals. has 6221"),
        ({"areas": ("99999",)}, "no state has the code 99"),
    ],
)
def test_a_company_is_of_an_industry_and_of_counties_that_there_are(
    world: World, terms: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        register(world, "Dory Works", **terms)
    dory = register(world, "Dory Works")
    with pytest.raises(Refused, match="no state has the code 99"):
        organizations.set_worksites(organization=dory, areas=["99999"], at=day(2), by=world.state)
    assert not dory.worksites.exists()


@pytest.mark.parametrize("name", ["N/A", "none", "?", "#REF!", "—", "\u200b"])
def test_what_means_nothing_is_no_organization(world: World, name: str) -> None:
    with pytest.raises(Refused, match=r"is not a name|needs a name"):
        register(world, name)


def test_the_database_keeps_one_organization_and_one_owner_of_a_name(world: World) -> None:
    copy = {"system": "employer", "naics": "336612", "created_at": day(1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.create(name="keel AND sons.", **copy)
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.bulk_create([Organization(name="KEEL & SONS", **copy)])
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnershipGroup.objects.create(name="mast and hull HOLDING")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.create(name="…", **copy)


def test_an_owner_spelt_otherwise_is_the_same_owner(world: World) -> None:
    group = own(world, "keel", "MAST and HULL\u00a0holding.")
    assert OwnershipGroup.objects.get() == group
    owned = Organization.objects.filter(name__in=["Keel & Sons", "Hull Yard"])
    assert [one.owner for one in owned] == [group, group]


def test_an_owner_with_a_legal_form_is_asked_about(world: World) -> None:
    with pytest.raises(AnswerNeeded, match=f"looks like “{OWNER}”, an owner that is already here"):
        own(world, "keel", f"{OWNER}, Inc.")
    assert own(world, "keel", f"{OWNER}, Inc.", apart=True).name == f"{OWNER}, Inc."
    assert OwnershipGroup.objects.count() == 2


@pytest.mark.parametrize("owner", ["None", "n/a", "-", "#N/A", "independent", "0", "same as above"])
def test_no_owner_is_made_of_a_word_for_none(world: World, owner: str) -> None:
    with pytest.raises(Refused, match="is not the name of an owner"):
        own(world, "keel", owner)
    assert not Event.objects.filter(verb="declare_ownership", at=day(1)).exists()


def test_the_form_asks_with_a_box_that_was_not_there_before(world: World) -> None:
    browser, address = signed_in(world.state), reverse("act_of_state", args=["state.register"])
    assert "This is a different organization" not in words(page(browser, address))
    typed = {"name": LIKE, "system": "employer", "naics": "336612"}
    asked = browser.post(address, typed)
    assert asked.status_code == 422
    said = words(asked.content.decode())
    assert f"“{LIKE}” looks like “Keel & Sons”" in said
    assert "This is a different organization" in said
    assert f'value="{LIKE}"' in asked.content.decode()
    assert browser.post(address, {**typed, "apart": "on"}).status_code == 302
    assert Organization.objects.filter(name=LIKE).exists()


def test_the_interface_names_the_field_that_answers(world: World) -> None:
    program = caller(world.state)
    body = {"organizations": [world.orgs["keel"].pk], "owner": f"{OWNER} LLC"}
    asked = program.post("state.declare_ownership", body)
    assert asked.status_code == 409
    assert "looks like" in asked.json()["reason"]
    assert list(asked.json()["fields"]) == ["apart"]
    assert program.post("state.declare_ownership", {**body, "apart": True}).status_code == 200
    assert program.post("state.declare_ownership", {**body, "owner": "None"}).status_code == 409
    world.orgs["keel"].refresh_from_db()
    assert str(world.orgs["keel"].owner) == f"{OWNER} LLC"
