"""What a person is at a table follows from the rows, and ends the minute they end."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from sectoral.workspace.actions import conveners, people, seats
from sectoral.workspace.models import Delegate, Office
from sectoral.workspace.models.organizations import PUBLIC_SYSTEMS, System
from sectoral.workspace.queries.roles import ROLE_OF, roles_of, seats_of, sitting_of, sittings_of
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.permissions import PartnershipRole
from tests.workspace.partnership.world import START, World, day

pytestmark = pytest.mark.django_db


def roles(world: World, key: str, on: float = 1) -> frozenset[PartnershipRole]:
    return roles_of(world.people[key], world.partnership, at=day(on))


def test_each_person_is_what_the_rows_say(world: World) -> None:
    assert roles(world, "mast") == {"employer", "visitor"}
    assert roles(world, "keel") == {"employer", "champion", "visitor"}
    assert roles(world, "college") == {"public", "visitor"}
    assert roles(world, "union") == {"labor", "visitor"}
    assert roles(world, "board") == {"public", "convener", "visitor"}
    assert roles_of(world.state, world.partnership, at=day(1)) == {"state", "visitor"}


def test_every_system_has_its_role_and_its_place_among_partners() -> None:
    # A new system of the model falls here until `ROLE_OF` has its line, and partners know of it.
    assert set(ROLE_OF) == set(System)
    assert set(System) == {*PUBLIC_SYSTEMS, System.EMPLOYER, System.ASSOCIATION}


def test_a_stranger_and_nobody_are_visitors(world: World) -> None:
    stranger = people.open_account(email="x@quayland.example", name="X")
    for person in (stranger, None, AnonymousUser()):
        assert roles_of(person, world.partnership, at=day(1)) == {"visitor"}


def test_nobody_is_anything_before_the_first_day(world: World) -> None:
    assert roles(world, "keel", on=-1) == {"visitor"}


def test_a_closed_account_is_a_visitor(world: World) -> None:
    world.people["keel"].is_active = False
    assert roles(world, "keel") == {"visitor"}


def test_access_ends_at_the_minute_of_departure(world: World) -> None:
    # S21: delegation, champion's term and membership end at once, to the second.
    keel = world.people["keel"]
    people.depart(person=keel, organization=world.orgs["keel"], at=day(10), by=keel)
    assert PartnershipRole.CHAMPION in roles(world, "keel", on=9.999)
    assert roles(world, "keel", on=10) == {"visitor"}
    assert seats_of(keel, world.partnership, at=day(10)) == []


def test_departure_ends_every_session(world: World, client: Client) -> None:
    keel = world.people["keel"]
    client.force_login(keel)
    assert signed_in(client)
    people.depart(person=keel, organization=world.orgs["keel"], at=day(10), by=world.state)
    assert not signed_in(client)


def signed_in(client: Client) -> bool:
    return bool(client.get("/accounts/login/").wsgi_request.user.is_authenticated)


def test_another_persons_session_goes_on(world: World, client: Client) -> None:
    client.force_login(world.people["rope"])
    people.depart(
        person=world.people["keel"], organization=world.orgs["keel"], at=day(10), by=world.state
    )
    assert signed_in(client)


def test_a_colleague_of_another_company_cannot_end_somebodys_access(world: World) -> None:
    with pytest.raises(Refused, match="primary delegate"):
        people.depart(
            person=world.people["keel"],
            organization=world.orgs["keel"],
            at=day(10),
            by=world.people["rope"],
        )


def test_a_delegate_who_is_not_confirmed_for_a_year_loses_access(world: World) -> None:
    # S21: re-confirm yearly.
    assert PartnershipRole.EMPLOYER in roles(world, "mast", on=364)
    assert roles(world, "mast", on=366) == {"visitor"}
    delegate = Delegate.objects.get(person=world.people["mast"], until=None)
    seats.confirm_delegate(delegate=delegate, at=day(366), by=world.convener)
    assert PartnershipRole.EMPLOYER in roles(world, "mast", on=367)


def test_a_champion_is_none_after_eighteen_months(world: World) -> None:
    delegate = Delegate.objects.get(person=world.people["keel"], until=None)
    seats.confirm_delegate(delegate=delegate, at=day(540), by=world.convener)
    assert PartnershipRole.CHAMPION in roles(world, "keel", on=547)
    assert PartnershipRole.CHAMPION not in roles(world, "keel", on=548)


def test_a_convener_is_none_after_the_term(world: World) -> None:
    last = (date(2028, 1, 5) - START.date()).days
    assert PartnershipRole.CONVENER in roles(world, "board", on=last)
    assert PartnershipRole.CONVENER not in roles(world, "board", on=last + 1)


def test_a_convener_is_no_steward_either_way_round(world: World) -> None:
    # S11: whoever convenes cannot be given the steward's view of raw answers.
    with pytest.raises(Refused, match="a convener cannot be a data steward"):
        people.give_office(
            person=world.convener, role=Office.Role.STEWARD, at=day(1), by=world.state
        )
    steward = people.open_account(email="steward@quayland.example", name="Sam Steward")
    people.give_office(person=steward, role=Office.Role.STEWARD, at=day(1), by=world.state)
    people.join(person=steward, organization=world.orgs["chamber"], at=day(1), by=world.state)
    with pytest.raises(Refused, match="data steward cannot convene"):
        conveners.appoint(
            partnership=world.partnership,
            organization=world.orgs["chamber"],
            person=steward,
            basis="knows everyone",
            term_ends=date(2027, 1, 1),
            lead=False,
            at=day(2),
            by=world.state,
        )


def test_a_steward_is_at_no_company_either_way_round(world: World) -> None:
    give = people.give_office
    with pytest.raises(Refused, match="A data steward cannot belong to a company"):
        give(person=world.people["keel"], role="steward", at=day(1), by=world.state)
    give(person=world.people["college"], role="steward", at=day(1), by=world.state)
    with pytest.raises(Refused, match="A data steward cannot belong"):
        people.join(
            person=world.people["college"],
            organization=world.orgs["rope"],
            at=day(1),
            by=world.state,
        )


def test_the_last_state_lead_stays(world: World) -> None:
    office = Office.objects.get(role="state")
    with pytest.raises(Refused, match="last state lead"):
        people.end_office(office=office, at=day(1), by=world.state)
    people.give_office(person=world.people["chamber"], role="state", at=day(1), by=world.state)
    people.end_office(office=office, at=day(1), by=world.state)
    assert roles_of(world.state, None, at=day(1) + timedelta(seconds=1)) == {"visitor"}


def test_the_first_office_is_founded_once(world: World) -> None:
    with pytest.raises(Refused, match="already has offices"):
        people.found_state_office(person=world.people["keel"], at=day(1))


def test_a_superuser_is_nothing_at_the_table(world: World) -> None:
    # S22: there is no superuser path.
    admin = people.open_account(email="admin@quayland.example", name="Ada Admin")
    admin.is_superuser = admin.is_staff = True
    admin.save()
    assert roles_of(admin, world.partnership, at=day(1)) == {"visitor"}


def test_all_tables_of_a_person_are_read_at_once_and_alike(world: World) -> None:
    # The board convenes and has a seat; Keel's person leads; the state has an office, no table.
    for person in (world.convener, world.people["keel"], world.people["sail"]):
        assert sittings_of(person, at=day(1)) == [sitting_of(person, world.partnership, at=day(1))]
    assert sittings_of(world.state, at=day(1)) == []
    assert sittings_of(None, at=day(1)) == []
