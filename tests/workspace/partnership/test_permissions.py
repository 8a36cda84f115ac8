"""Who may do what: one table, and the actions of people, seats and partnerships keep to it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import transaction

from sectoral.workspace.actions import (
    conveners,
    invitations,
    organizations,
    partnerships,
    people,
    reviews,
    seats,
)
from sectoral.workspace.checklists import content_of, shipped_checklist
from sectoral.workspace.models import User
from sectoral.workspace.queries.roles import roles_of
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.permissions import PERMISSION_OF, PERMISSIONS, PartnershipRole, may
from tests.workspace.partnership.world import CASE, World, appoint, day, enter, sit

Attempt = Callable[[World, User], object]

ELSEWHERE = partnerships.ProposalCase(
    region="inland",
    region_name="Inland",
    sector="boats",
    sector_name="Boat building",
    naics=CASE.naics,
    areas=("99003",),
    edition=CASE.edition,
    decision="critical",
    words=CASE.words,
)


def attempt_close(w: World, by: User) -> object:
    return partnerships.close(
        partnership=w.partnership, because="goals_met", closing_note="x", at=day(1), by=by
    )


def attempt_appoint(w: World, by: User) -> object:
    return conveners.appoint(
        partnership=w.partnership,
        organization=w.orgs["chamber"],
        person=w.people["chamber"],
        basis="x",
        term_ends=date(2027, 1, 1),
        lead=False,
        at=day(1),
        by=by,
    )


def attempt_hand_over(w: World, by: User) -> object:
    return conveners.hand_over(
        partnership=w.partnership,
        organization=w.orgs["chamber"],
        person=w.people["chamber"],
        basis="x",
        term_ends=date(2027, 1, 1),
        reason="y",
        at=day(1),
        by=by,
    )


def attempt_scope(w: World, by: User) -> object:
    return partnerships.set_scope(
        partnership=w.partnership, words="x", naics=CASE.naics, areas=CASE.areas, at=day(1), by=by
    )


def attempt_approve(w: World, by: User) -> object:
    seat = sit(w, "staffing", at=day(1), exception="asked to join")
    return seats.approve(seat=seat, at=day(1), by=by)


def attempt_seat(w: World, by: User) -> object:
    enter(w, "school", "Harbour School", "education")
    return seats.offer(partnership=w.partnership, organization=w.orgs["school"], at=day(1), by=by)


ATTEMPTS: dict[str, Attempt] = {
    "propose": lambda _, by: partnerships.propose(case=ELSEWHERE, at=day(1), by=by),
    "move": attempt_close,
    "appoint": attempt_appoint,
    "hand_over": attempt_hand_over,
    "set_scope": attempt_scope,
    "write_plan": lambda w, by: partnerships.write_plan(
        partnership=w.partnership, text="x", at=day(1), by=by
    ),
    "load_checklist": lambda _, by: reviews.load_checklist(
        content=content_of(shipped_checklist("wioa")), file="x.json", at=day(1), by=by
    ),
    "keep_people": lambda _, by: organizations.register(
        name="New", system="government", at=day(1), by=by
    ),
    "give_office": lambda w, by: people.give_office(
        person=w.people["chamber"], role="analyst", at=day(1), by=by
    ),
    "seat": attempt_seat,
    "approve_seat": attempt_approve,
    "suspend_seat": lambda w, by: seats.suspend(
        seat=w.seats["college"], reason="x", at=day(1), by=by
    ),
    "invite": lambda w, by: invitations.invite(
        seat=w.seats["keel"], email="a@quayland.example", at=day(1), by=by
    ),
    "name_champion": lambda w, by: seats.name_champion(
        seat=w.seats["sail"], person=w.people["sail"], at=day(1), by=by
    ),
}

PEOPLE = {
    PartnershipRole.EMPLOYER: "mast",
    PartnershipRole.CHAMPION: "keel",
    PartnershipRole.CONVENER: "board",
    PartnershipRole.HOST: "staffing",
    PartnershipRole.PUBLIC: "college",
    PartnershipRole.LABOR: "union",
    PartnershipRole.STEWARD: "steward",
    PartnershipRole.STATE: "state",
    PartnershipRole.ANALYST: "analyst",
    PartnershipRole.VISITOR: "visitor",
}


def person(world: World, role: PartnershipRole) -> User:
    """Somebody who is this at the table."""
    if role == PartnershipRole.STATE:
        return world.state
    if role == PartnershipRole.HOST:
        # A company without a seat here, so that convening is all its person does.
        people.give_office(
            person=world.people["community"], role="steward", at=day(0), by=world.state
        )
        appoint(world, "staffing", lead=False)
        return world.people["staffing"]
    if role in (PartnershipRole.STEWARD, PartnershipRole.ANALYST, PartnershipRole.VISITOR):
        found = people.open_account(email=f"{role}@quayland.example", name=role)
        if role != PartnershipRole.VISITOR:
            people.give_office(person=found, role=role, at=day(0), by=world.state)
        return found
    return world.people[PEOPLE[role]]


@pytest.mark.django_db
@pytest.mark.parametrize("action", ATTEMPTS)
def test_an_action_is_done_by_those_whom_the_table_names(world: World, action: str) -> None:
    seated = dict(world.seats)
    # Nobody is a former one at a table that lives: test_strangers.py asks at one that has ended.
    for role in set(PartnershipRole) - {PartnershipRole.FORMER}:
        world.seats = dict(seated)
        with transaction.atomic():
            attempted(world, action, role)
            transaction.set_rollback(True)


def attempted(world: World, action: str, role: PartnershipRole) -> None:
    for thing in (world.partnership, *world.seats.values()):
        thing.refresh_from_db()
    by = person(world, role)
    allowed = bool(may(roles_of(by, world.partnership, at=day(1)), action))
    assert allowed is (role in PERMISSION_OF[action].roles), role
    if allowed:
        ATTEMPTS[action](world, by)
        return
    with pytest.raises(Refused, match=r"is for|Nobody may"):
        ATTEMPTS[action](world, by)


def test_the_table_names_every_action_once() -> None:
    assert len(PERMISSION_OF) == len(PERMISSIONS)


def test_a_no_says_for_whom_it_is() -> None:
    assert may(frozenset({PartnershipRole.VISITOR}), "invite").reason == (
        "To invite a delegate is for champions and the convener."
    )


def test_nobody_may_see_single_ballots() -> None:
    assert may(frozenset(PartnershipRole), "see_ballots").reason == "Nobody may see single ballots."
