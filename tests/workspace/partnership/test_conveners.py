"""Conveners: appointed with basis and term, exactly one lead, handed over, stepped in for (I6)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from sectoral.workspace.actions import conveners, people, reviews
from sectoral.workspace.models import Appointment, Partnership, Seat
from sectoral.workspace.models.partnerships import CONVENED
from sectoral.workspace.presenters.partnership_home import conveners_now
from sectoral.workspace.presenters.partnerships import (
    convener_workloads,
    vacant_partnerships,
)
from sectoral.workspace.queries.roles import roles_of
from sectoral.workspace.rules.answers import Refused
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.world import START, World, appoint, day

pytestmark = pytest.mark.django_db


def leads(world: World) -> list[str]:
    rows = Appointment.objects.filter(partnership=world.partnership, lead=True, until=None)
    return [row.organization.name for row in rows]


def hand_over(world: World, key: str, on: float = 10) -> Appointment:
    return conveners.hand_over(
        partnership=world.partnership,
        organization=world.orgs[key],
        person=world.people[key],
        basis="companies asked for it",
        term_ends=date(2027, 6, 1),
        reason="capacity",
        at=day(on),
        by=world.convener,
    )


def test_an_appointment_is_a_recorded_act_with_basis_and_term(world: World) -> None:
    line = world.partnership.events.get(verb="appoint")
    assert (line.actor, line.at) == (world.state, START)
    assert "until January 5, 2028: trusted by companies" in line.words


def test_there_is_one_lead_at_a_time(world: World) -> None:
    with pytest.raises(Refused, match="Harbour Workforce Board is the lead convener"):
        appoint(world, "chamber")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            partnership=world.partnership,
            organization=world.orgs["chamber"],
            person=world.people["chamber"],
            basis="x",
            since=START,
            term_ends=date(2027, 1, 1),
        )


def test_only_the_state_appoints(world: World) -> None:
    with pytest.raises(Refused, match="for the state"):
        conveners.appoint(
            partnership=world.partnership,
            organization=world.orgs["chamber"],
            person=world.people["chamber"],
            basis="x",
            term_ends=date(2027, 1, 1),
            lead=False,
            at=day(1),
            by=world.convener,
        )


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"basis": " "}, "good convener here"),
        ({"term_ends": date(2026, 1, 5)}, "date in the future"),
        ({"person": "keel"}, "does not belong"),
    ],
)
def test_an_appointment_without_its_facts_is_refused(
    world: World, change: dict[str, object], why: str
) -> None:
    facts: dict[str, object] = {"basis": "b", "term_ends": date(2027, 1, 1), "person": "chamber"}
    facts |= change
    facts["person"] = world.people[str(facts["person"])]
    with pytest.raises(Refused, match=why):
        conveners.appoint(
            partnership=world.partnership,
            organization=world.orgs["chamber"],
            lead=False,
            at=day(1),
            by=world.state,
            **facts,  # type: ignore[arg-type]
        )


def test_a_hand_over_leaves_neither_none_nor_two(world: World) -> None:
    hand_over(world, "chamber")
    assert leads(world) == ["Harbour Chamber"]
    assert "convener" not in roles_of(world.people["board"], world.partnership, at=day(10))
    assert "convener" in roles_of(world.people["chamber"], world.partnership, at=day(10))


def test_a_hand_over_that_fails_leaves_the_old_lead(world: World) -> None:
    with pytest.raises(Refused, match="does not belong"):
        conveners.hand_over(
            partnership=world.partnership,
            organization=world.orgs["chamber"],
            person=world.people["keel"],
            basis="x",
            term_ends=date(2027, 6, 1),
            reason="y",
            at=day(10),
            by=world.convener,
        )
    assert leads(world) == ["Harbour Workforce Board"]


def test_a_vacancy_goes_to_a_co_convener_as_interim(world: World) -> None:
    appoint(world, "college", lead=False)
    conveners.step_down(appointment=world.lead, reason="moved", at=day(10), by=world.state)
    heir = Appointment.objects.get(partnership=world.partnership, lead=True, until=None)
    assert (heir.organization.name, heir.interim) == ("Quayland College", True)
    assert heir.term_ends == day(100).date()
    assert vacant_partnerships(at=day(11)) == [world.partnership]


def test_a_forming_partnership_without_heir_pauses(world: World) -> None:
    conveners.step_down(appointment=world.lead, reason="moved", at=day(10), by=world.state)
    world.partnership.refresh_from_db()
    assert (world.partnership.stage, leads(world)) == ("paused", [])
    line = world.partnership.events.get(after="paused")
    assert line.reason == "no lead convener: moved"


def test_an_active_partnership_without_heir_falls_at_risk(db: None) -> None:
    world = worlds.active()
    people.depart(
        person=world.convener, organization=world.orgs["board"], at=day(61), by=world.state
    )
    world.partnership.refresh_from_db()
    assert (world.partnership.stage, leads(world)) == ("at_risk", [])
    # And no review makes it active again until somebody convenes it.
    reviews.review(world.partnership, day(62))
    assert world.partnership.stage == "at_risk"
    appoint(world, "chamber")
    reviews.review(world.partnership, day(63))
    assert world.partnership.stage == "active"


def test_a_term_that_is_over_ends_by_the_clock(db: None) -> None:
    world = worlds.active()
    hand_over(world, "chamber", on=61)
    done = reviews.run_clocks(day(512))  # its term ended on June 1, 2027, day 512: still in term
    assert done.terms_ended == 0
    done = reviews.run_clocks(day(513))
    assert done.terms_ended == 1
    assert leads(world) == []


def test_where_a_lead_is_needed_there_is_exactly_one_all_along(db: None) -> None:
    world = worlds.active()
    for on in (61, 130, 220, 600, 800):
        reviews.run_clocks(day(on))
        for partnership in Partnership.objects.filter(stage__in=CONVENED):
            found = Appointment.objects.filter(partnership=partnership, lead=True, until=None)
            assert found.count() == 1
    assert world.partnership.pk


# ── a company that convenes (P13, S11) ────────────────────────────────────────────────────


def test_a_company_convenes_only_beside_a_steward(world: World) -> None:
    with pytest.raises(Refused, match="has to name a data steward"):
        hand_over(world, "keel")
    steward = people.open_account(email="steward@quayland.example", name="Sam Steward")
    people.give_office(person=steward, role="steward", at=day(1), by=world.state)
    hand_over(world, "keel")
    for at, by_company in ((day(11), True), (day(9), False)):
        leads = conveners_now(world.partnership, at)
        assert any(held.organization == world.orgs["keel"] for held in leads) == by_company


def test_workload_counts_what_each_convener_carries(world: World) -> None:
    appoint(world, "college", lead=False)
    board, college = convener_workloads(at=day(1))
    assert (board.organization, board.leads, board.beside, board.companies) == (
        "Harbour Workforce Board", 1, 0, 6,
    )  # fmt: skip
    assert (college.leads, college.beside, college.companies) == (0, 1, 0)


def test_workload_counts_no_supplier_among_the_companies(world: World) -> None:
    (before,) = convener_workloads(at=day(1))
    Seat.objects.filter(pk=world.seats["keel"].pk).update(voting=False, vendor_like=True)
    (after,) = convener_workloads(at=day(1))
    assert (before.companies, after.companies) == (6, 5)
