"""Links handed over by hand: by everybody of two live tables, of a closed one, and of none."""

import pytest
from django.test import Client
from pytest_django import Settings

from sectoral.workspace.actions.access import send_link
from sectoral.workspace.models import SignInLink, User
from sectoral.workspace.rules.permissions import PartnershipRole
from tests.workspace.channels.doors import undone
from tests.workspace.channels.partnership import NOW, Full
from tests.workspace.channels.partnerships import OFFICES, Tables, three

GIVEN, REFUSED, UNKNOWN, SIGN_IN = 200, 422, 404, 302
KEEPERS = {f"{role} {where}" for role in ("convener", "company convener") for where in "ht"}


@pytest.fixture
def tables(db: None, settings: Settings) -> Tables:
    """The three tables, in a workspace that no letter leaves."""
    settings.SECTORAL_MAIL = False
    return three()


def everybody(tables: Tables) -> dict[str, User]:
    """Each person of each table, whoever holds an office, and those who are nothing anywhere."""
    places = {"h": tables.here, "t": tables.there, "c": tables.closed}
    found = {
        f"{role} {place}": person
        for place, table in places.items()
        for role, person in tables.insiders(table).items()
    }
    found |= {str(role): tables.here.people[role] for role in OFFICES}
    return found | {
        who: person for who, person in tables.strangers(tables.here).items() if " " not in who
    }


def answers(tables: Tables, path: str, link: str) -> dict[str, tuple[int, bool]]:
    """What each gets who presses, and whether a link stands there; whatever it wrote is undone."""
    found = {}
    for who, person in everybody(tables).items():
        browser = Client()
        browser.force_login(person)
        with undone() as written:
            answer = browser.post(path)
            found[who] = (answer.status_code, link in answer.content.decode())
            assert found[who][1] == any("INSERT" in sql for sql in written), who
    return found


def expected(tables: Tables, **said: set[str]) -> dict[str, tuple[int, bool]]:
    """Nobody knows of it but those who are named."""
    return {
        who: (GIVEN, True)
        if who in said["given"]
        else (REFUSED if who in said.get("refused", ()) else UNKNOWN, False)
        for who in everybody(tables)
    }


def invitation(table: Full) -> str:
    return f"/invitations/{table.things['invitation'][0].pk}/link/"


@pytest.mark.parametrize(("where", "place"), [("here", "h"), ("there", "t")])
def test_an_invitation_is_handed_over_by_its_own_table_s_convener_alone(
    tables: Tables, where: str, place: str
) -> None:
    found = answers(tables, invitation(getattr(tables, where)), "/invited/")
    conveners = {f"{role} {place}" for role in ("convener", "company convener")}
    # A champion of another company learns that it is there, as on the page of seats, no more.
    champions = {f"champion {place}"}
    assert found == expected(tables, given=conveners, refused=champions)


def test_of_a_closed_table_nobody_hands_one_over(tables: Tables) -> None:
    assert answers(tables, invitation(tables.closed), "/invited/") == expected(tables, given=set())


@pytest.mark.parametrize("where", ["here", "there", "closed"])
def test_a_link_that_signs_in_is_taken_by_the_state_s_lead_alone(
    tables: Tables, where: str
) -> None:
    person = getattr(tables, where).heard.world.people["mast"]
    found = answers(tables, f"/people/{person.pk}/link/", "/account/link/")
    # Whoever convenes a live table knows of people, and is told that this is not theirs to do.
    assert found == expected(tables, given={str(PartnershipRole.STATE)}, refused=KEEPERS)
    assert not SignInLink.objects.filter(person=person).exists()


def test_not_even_to_one_who_asked_for_it_of_another_table(tables: Tables) -> None:
    person = tables.here.heard.world.people["mast"]
    User.objects.filter(pk=person.pk).update(last_login=NOW)
    path, keepers = f"/people/{person.pk}/link/", KEEPERS | {str(PartnershipRole.STATE)}
    assert answers(tables, path, "/account/link/") == expected(tables, given=set(), refused=keepers)
    send_link(email=person.email, at=NOW)
    assert answers(tables, path, "/account/link/") == expected(
        tables, given={str(PartnershipRole.STATE)}, refused=KEEPERS
    )


def test_a_visitor_is_asked_to_sign_in(tables: Tables) -> None:
    person = tables.here.heard.world.people["mast"]
    for path in (invitation(tables.here), f"/people/{person.pk}/link/"):
        answer = Client().post(path)
        assert answer.status_code == SIGN_IN
        assert answer["Location"].startswith("/account/sign-in/")
