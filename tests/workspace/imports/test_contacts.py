"""Contacts brought in: an account, a membership, and where one convenes, a seat to act for."""

from typing import Any

import pytest

from sectoral.workspace.imports import runs
from sectoral.workspace.models import Delegate, Import, Membership, Seat, User
from tests.workspace.imports.sheets import as_xlsx
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.world import World, day

HEAD = ["Name", "E-mail", "Organization", "Partnership", "Role"]


@pytest.fixture
def world(db: None) -> World:
    """A forming partnership with everyone seated."""
    return worlds.formed()


def given(rows: list[Any], by: User) -> Import:
    data = as_xlsx([HEAD, *rows])
    run = runs.receive(kind="contacts", file="contacts.xlsx", data=data, at=day(2), by=by)
    return runs.check(run, run.columns, at=day(2), by=by)


def brought(rows: list[Any], by: User) -> Import:
    run = given(rows, by)
    assert run.findings["faults"] == []
    return runs.bring(run, at=day(2), by=by)


def test_a_contact_gets_an_account_without_a_password_and_a_membership(world: World) -> None:
    run = brought([["Amina Keel", "Amina@Keel.example", "Keel and Sons"]], world.state)
    amina = User.objects.get(username="amina@keel.example")
    assert (str(amina), amina.has_usable_password()) == ("Amina Keel", False)
    assert [m.organization for m in amina.memberships.all()] == [world.orgs["keel"]]
    assert run.findings["made"] == {"user": 1, "membership": 1}


def test_an_address_without_at_is_told_in_the_words_of_the_house(world: World) -> None:
    rows = [["A", "a@keel.example", "Keel & Sons"], ["B", "amina at keel", "Keel & Sons"]]
    assert given(rows, world.state).findings["faults"] == [
        "contacts.xlsx, row 3, column 'E-mail': expected an address with @; found "
        "'amina at keel'. To mend: write the whole e-mail address."
    ]


def test_a_sign_that_nobody_sees_is_named_with_its_row_and_column(world: World) -> None:
    rows = [["A", "ana@lumen.quayland.example\u200b", "Keel & Sons"]]
    assert given(rows, world.state).findings["faults"] == [
        "contacts.xlsx, row 2, column 'E-mail': expected one e-mail address; found "
        "“ana@lumen.quayland.example” holds a zero width space (U+200B) after “example”. "
        "To mend: type it again."
    ]


def test_two_spellings_of_one_domain_are_one_row_and_one_account(world: World) -> None:
    spelt = ("\u00a0 Bo@Bücher.example", "bo@xn--bcher-kva.example")
    twice = given([["Bo", one, "Keel & Sons"] for one in spelt], world.state)
    assert twice.findings["notes"] == ["Row 3: the same as row 2, so it is imported once."]
    for one in spelt:
        brought([["Bo", one, "Keel & Sons"]], world.state)
    assert [bo.mailbox for bo in User.objects.filter(first_name="Bo")] == [spelt[1]]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["A", "a@b@c", "Keel & Sons"], "expected one e-mail address"),
        (["A", "a@keel.example", "Nobody Inc"], "expected an organization that is registered"),
        (
            ["A", "a@keel.example", "Keel & Sons", "No table"],
            "expected a partnership that exists here",
        ),
        (["A", "a@keel.example", "Keel & Sons", "", "boss"], "expected primary or alternate"),
        (["", "a@keel.example", "Keel & Sons"], "column 'Name': expected a word"),
    ],
)
def test_each_error_says_what_was_expected(world: World, row: list[str], words: str) -> None:
    assert words in given([row], world.state).findings["faults"][0]


def test_who_is_there_already_is_left_as_is(world: World) -> None:
    run = brought([["Other Name", "keel@quayland.example", "Keel & Sons"]], world.state)
    assert str(world.people["keel"]) == "Keel Person"
    assert run.made == []
    assert "is already here" in run.findings["lines"][0][1]


def test_a_person_of_two_organizations_has_one_account(world: World) -> None:
    rows = [["A", "a@x.example", "Keel & Sons"], ["A", "a@x.example", "Harbour Chamber"]]
    run = brought(rows, world.state)
    assert run.findings["made"] == {"user": 1, "membership": 2}


# ── at a table ────────────────────────────────────────────────────────────────────────────────

TABLE = "Boat building in Harbour"


def test_a_convener_brings_in_who_acts_for_a_seat(world: World) -> None:
    rows = [["Al Ternate", "al@keel.example", "Keel & Sons", TABLE, ""]]
    brought(rows, world.convener)
    delegates = Delegate.objects.filter(seat=world.seats["keel"], until=None)
    assert {(d.person.username, d.role) for d in delegates} == {
        ("keel@quayland.example", "primary"),
        ("al@keel.example", "alternate"),
    }


def test_a_first_delegate_is_not_replaced_by_a_file(world: World) -> None:
    rows = [["New One", "new@keel.example", "Keel & Sons", TABLE, "primary"]]
    (fault,) = given(rows, world.convener).findings["faults"]
    assert "Keel Person is the primary delegate of Keel & Sons" in fault
    assert "Write 'alternate'" in fault


def test_an_organization_without_a_seat_gets_one_under_the_same_guards(world: World) -> None:
    rows = [["Quinn Quick", "quinn@hands.example", "Quick Hands", TABLE]]
    # A staffing firm is outside the industry: no page seats it without a reason, nor does a file.
    (fault,) = given(rows, world.convener).findings["faults"]
    assert "outside the partnership's" in fault
    assert not Seat.objects.filter(organization=world.orgs["staffing"]).exists()


def test_nobody_but_its_convener_fills_a_tables_seats(world: World) -> None:
    rows = [["Al Ternate", "al@keel.example", "Keel & Sons", TABLE]]
    (fault,) = given(rows, world.state).findings["faults"]
    assert "To invite a delegate is for champions and the convener" in fault
    assert not User.objects.filter(username="al@keel.example").exists()


def test_a_steward_comes_to_no_company_by_a_file(world: World) -> None:
    from sectoral.workspace.actions import people  # noqa: PLC0415

    steward = people.add_person(email="s@q.example", name="S", at=day(1), by=world.state)
    people.give_office(person=steward, role="steward", at=day(1), by=world.state)
    (fault,) = given([["S", "s@q.example", "Keel & Sons"]], world.state).findings["faults"]
    assert "A data steward cannot belong to a company" in fault
    assert not Membership.objects.filter(person=steward).exists()
