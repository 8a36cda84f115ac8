"""The scope and the end of a launched partnership are its companies', or the state's with a reason.

Five owners sit at the table of `worlds.active`: three make more than half.
"""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from sectoral.workspace.actions import (
    partnerships,
    realignments,
    scope_and_end,
    seats,
    stage_clocks,
)
from sectoral.workspace.models import Event, Message, Partnership, Realignment, User
from sectoral.workspace.queries.consents import left_outside
from sectoral.workspace.rules.answers import Refused
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.test_partnerships import agree, other_table
from tests.workspace.partnership.world import CASE, HARBOUR, INLAND, World, day

pytestmark = pytest.mark.django_db

WIDER = {"words": "Boats of both shores.", "naics": ("3366",), "areas": (HARBOUR, INLAND)}

NEAR = (HARBOUR, "99005")


def wider(world: World, *, by: User | None = None, **terms: object) -> Realignment:
    """Both shores are proposed for the boats in Harbour."""
    return scope_and_end.propose_rescope(
        partnership=world.partnership, reason="they work on both", at=day(65),
        by=by or world.convener, **{**WIDER, **terms},  # type: ignore[arg-type]
    )  # fmt: skip


def ending(world: World, *, by: User | None = None) -> Realignment:
    return scope_and_end.propose_close(
        partnership=world.partnership, because="goals_met", closing_note="All welders trained.",
        at=day(65), by=by or world.convener,
    )  # fmt: skip


def scope_of(partnership: Partnership) -> tuple[str, list[str], list[str]]:
    row = Partnership.objects.get(pk=partnership.pk)
    return row.scope, row.naics, row.areas


# ── a scope ───────────────────────────────────────────────────────────────────────────────────


def test_before_the_launch_the_convener_sets_the_scope_alone() -> None:
    world = worlds.formed()
    partnerships.set_scope(partnership=world.partnership, at=day(2), by=world.convener, **WIDER)  # type: ignore[arg-type]
    assert scope_of(world.partnership) == ("Boats of both shores.", ["3366"], [HARBOUR, INLAND])
    with pytest.raises(Refused, match="only after the launch; record who belongs"):
        wider(world)


@pytest.mark.parametrize("who", ["convener", "state"])
def test_after_the_launch_nobody_sets_it_alone(who: str) -> None:
    world = worlds.active()
    by = world.convener if who == "convener" else world.state
    before = scope_of(world.partnership)
    with pytest.raises(Refused, match="its companies decide"):
        partnerships.set_scope(partnership=world.partnership, at=day(65), by=by, **WIDER)  # type: ignore[arg-type]
    assert scope_of(world.partnership) == before


def test_a_paused_partnership_that_was_launched_keeps_its_scope_too() -> None:
    world = worlds.active()
    partnerships.pause(
        partnership=world.partnership, reason="strike", until=day(90).date(), at=day(62),
        by=world.convener,
    )  # fmt: skip
    with pytest.raises(Refused, match="its companies decide"):
        partnerships.set_scope(
            partnership=world.partnership,
            at=day(65),
            by=world.convener,
            **WIDER,  # type: ignore[arg-type]
        )


def test_more_than_half_of_the_companies_change_the_scope() -> None:
    world = worlds.active()
    proposal = wider(world)
    agree(world, proposal, "keel", "rope")
    with pytest.raises(Refused, match="2 of 5 at Boat building"):
        scope_and_end.carry_out(realignment=proposal, at=day(71), by=world.convener)
    agree(world, proposal, "sail")
    scope_and_end.carry_out(realignment=proposal, at=day(71), by=world.convener)
    assert scope_of(world.partnership) == ("Boats of both shores.", ["3366"], [HARBOUR, INLAND])
    told = Event.objects.filter(partnership=world.partnership, verb="set_scope").last()
    assert told is not None
    assert told.words == "its scope: Boats of both shores."


def test_owners_agree_once_and_a_no_among_them_counts() -> None:
    # Mast Works and Hull Yard have one owner: with a no of one the other's yes is none.
    world = worlds.active()
    proposal = wider(world)
    agree(world, proposal, "keel", "rope", "mast")
    agree(world, proposal, "hull", yes=False)
    with pytest.raises(Refused, match="2 of 5"):
        scope_and_end.carry_out(realignment=proposal, at=day(71), by=world.convener)


def test_the_state_decides_with_a_reason_and_the_companies_are_told() -> None:
    world = worlds.active()
    proposal = wider(world)
    with pytest.raises(Refused, match="Say why the state decides"):
        scope_and_end.decide(realignment=proposal, reason=" ", at=day(70), by=world.state)
    scope_and_end.decide(realignment=proposal, reason="a court says so", at=day(70), by=world.state)
    assert scope_of(world.partnership)[2] == [HARBOUR, INLAND]
    line = world.partnership.events.get(verb="decide")
    assert (line.actor, line.reason) == (world.state, "a court says so")
    letter = Message.objects.get(
        key__startswith=f"realignment {proposal.pk} done", to__startswith="keel"
    )
    assert "The state decided it." in letter.body


def test_a_proposal_reaches_every_company_by_letter() -> None:
    world = worlds.active()
    proposal = wider(world)
    told = Message.objects.filter(key__startswith=f"realignment {proposal.pk} proposed")
    companies = {world.people[key].pk for key in worlds.COMPANIES}
    assert {message.person_id for message in told} == companies | {world.state.pk}


def test_the_page_knows_whose_seats_would_fall_outside() -> None:
    # Everybody works in Harbour; nobody in Inland.
    world = worlds.active()
    proposal = wider(world, areas=(INLAND,))
    named = [seat.organization.name for seat, _ in left_outside(proposal, day(66))]
    assert sorted(named) == sorted(worlds.COMPANIES.values())
    realignments.drop(realignment=proposal, reason="too far", at=day(66), by=world.convener)
    assert left_outside(wider(world), day(66)) == []


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"naics": ("6229",)}, "622 .Hospitals. has 6221"),
        ({"areas": ("99999",)}, "no state has the code 99"),
        ({"areas": ("08999",)}, "nearest code is 08125"),
        ({"areas": ("09001",)}, "ended as a county in 2022"),
        ({"words": " "}, "in one sentence"),
        ({"areas": ()}, "Give the codes and the counties"),
    ],
)
def test_a_scope_of_what_is_not_there_is_not_proposed(terms: dict[str, object], why: str) -> None:
    world = worlds.active()
    with pytest.raises(Refused, match=why):
        wider(world, **terms)  # type: ignore[arg-type]


def test_the_same_scope_is_no_change() -> None:
    world = worlds.active()
    words, naics, areas = scope_of(world.partnership)
    with pytest.raises(Refused, match="its current scope"):
        wider(world, words=words, naics=naics, areas=areas)


def test_companies_are_asked_on_one_thing_at_a_time() -> None:
    world = worlds.active()
    wider(world)
    with pytest.raises(Refused, match="A change of scope is already proposed"):
        ending(world)


# ── an end ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["convener", "state"])
def test_a_launched_partnership_is_not_closed_by_one(who: str) -> None:
    world = worlds.active()
    by = world.convener if who == "convener" else world.state
    with pytest.raises(Refused, match="Propose closing it"):
        partnerships.close(
            partnership=world.partnership,
            because="no_prospect",
            closing_note="x",
            at=day(65),
            by=by,
        )
    # A proposal alone closes nothing either.
    ending(world)
    with pytest.raises(Refused, match="0 of 5"):
        partnerships.close(
            partnership=world.partnership,
            because="no_prospect",
            closing_note="x",
            at=day(66),
            by=by,
        )


def test_its_companies_close_it() -> None:
    world = worlds.active()
    proposal = ending(world)
    agree(world, proposal, "keel", "rope", "sail")
    scope_and_end.carry_out(realignment=proposal, at=day(71), by=world.convener)
    row = Partnership.objects.get(pk=world.partnership.pk)
    assert row.stage == "closed"
    assert (
        row.events.get(after="closed", subject="partnership").reason
        == "its goals were met: All welders trained."
    )
    assert (
        Message.objects.filter(key__startswith=f"realignment {proposal.pk} done to ").count() >= 6
    )


# ── by whom ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["keel", "mast", "college", "union", "community", "stranger"])
def test_neither_companies_nor_partners_nor_strangers_propose_or_carry_out(who: str) -> None:
    """`stranger` convenes another live table and sits nowhere here."""
    world = worlds.active()
    other = other_table(world)
    by = world.people["chamber"] if who == "stranger" else world.people[who]
    if who == "stranger":
        seats.leave(seat=world.seats["chamber"], reason="left", at=day(64), by=world.convener)
        assert other.appointments.get(until=None).person == by
    with pytest.raises(Refused, match="is for the convener"):
        wider(world, areas=NEAR, by=by)
    with pytest.raises(Refused, match="is for the convener"):
        ending(world, by=by)
    proposal = wider(world, areas=NEAR)
    agree(world, proposal, "keel", "rope", "sail")
    with pytest.raises(Refused, match="is for the"):
        scope_and_end.carry_out(realignment=proposal, at=day(71), by=by)
    with pytest.raises(Refused, match="is for the"):
        scope_and_end.decide(realignment=proposal, reason="x", at=day(71), by=by)
    with pytest.raises(Refused, match="is for the state"):
        scope_and_end.decide(realignment=proposal, reason="x", at=day(71), by=world.convener)


def test_another_tables_company_has_no_say() -> None:
    world = worlds.active()
    other_table(world)
    proposal = wider(world, areas=NEAR)
    with pytest.raises(Refused, match="not asked"):
        agree(world, proposal, "inland inland")


def test_what_was_closed_is_asked_nothing_more() -> None:
    world = worlds.active()
    proposal = ending(world)
    scope_and_end.decide(realignment=proposal, reason="fraud", at=day(70), by=world.state)
    with pytest.raises(Refused, match="already been decided"):
        scope_and_end.carry_out(realignment=proposal, at=day(71), by=world.state)
    world.partnership.refresh_from_db()
    with pytest.raises(Refused, match="Its companies are asked only after the launch"):
        wider(world, by=world.state)


# ── and nobody answers ────────────────────────────────────────────────────────────────────────


def test_what_nobody_agrees_on_lapses_after_thirty_days_and_everybody_is_told() -> None:
    world = worlds.active()
    proposal = wider(world)
    agree(world, proposal, "keel")
    assert stage_clocks.run_clock(day(94.9)).lapsed == 0
    assert stage_clocks.run_clock(day(95)).lapsed == 1
    assert stage_clocks.run_clock(day(95)).lapsed == 0
    proposal.refresh_from_db()
    assert proposal.dropped_at == day(95)
    line = world.partnership.events.get(verb="lapse")
    assert line.reason == "fewer than half of the companies agreed within 30 days"
    told = Message.objects.filter(key__startswith=f"realignment {proposal.pk} lapsed")
    assert told.filter(person=world.convener).exists()
    assert told.filter(person=world.people["mast"]).exists()


def test_what_they_agreed_on_waits_for_whoever_carries_it_out() -> None:
    world = worlds.active()
    proposal = wider(world)
    agree(world, proposal, "keel", "rope", "sail")
    assert stage_clocks.run_clock(day(95) + timedelta(days=60)).lapsed == 0
    proposal.refresh_from_db()
    assert proposal.is_open


# ── the database ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "change", [{"naics": ["622"]}, {"areas": ["99999"]}, {"scope": "Hospitals."}]
)
def test_the_database_keeps_the_scope_of_a_launched_partnership(change: dict[str, object]) -> None:
    world = worlds.active()
    rows = Partnership.objects.filter(pk=world.partnership.pk)
    with pytest.raises(IntegrityError, match="changed by its companies"), transaction.atomic():
        rows.update(**change)
    # With a proposal that too few agreed on it is the same.
    agree(world, wider(world), "keel", "rope")
    with pytest.raises(IntegrityError, match="changed by its companies"), transaction.atomic():
        rows.update(scope=WIDER["words"], naics=["3366"], areas=[HARBOUR, INLAND])


def test_the_database_takes_the_scope_that_was_agreed_on_and_no_other() -> None:
    world = worlds.active()
    agree(world, wider(world), "keel", "rope", "sail")
    rows = Partnership.objects.filter(pk=world.partnership.pk)
    with pytest.raises(IntegrityError, match="changed by its companies"), transaction.atomic():
        rows.update(scope=WIDER["words"], naics=["622"], areas=[HARBOUR, INLAND])
    assert rows.update(scope=WIDER["words"], naics=["3366"], areas=[HARBOUR, INLAND]) == 1


def test_the_database_closes_no_launched_partnership_for_one() -> None:
    world = worlds.active()
    row = world.partnership
    ending(world)
    Event.objects.create(
        at=day(70), actor=world.convener, verb="close", partnership=row, subject="partnership",
        subject_id=row.pk, before=row.stage, after="closed", reason="x", words="closed",
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="closed by its companies"), transaction.atomic():
        Partnership.objects.filter(pk=row.pk).update(stage="closed", stage_since=day(70))


def test_the_database_keeps_what_companies_were_asked() -> None:
    world = worlds.active()
    asked = wider(world)
    with pytest.raises(DatabaseError, match="stays as it was proposed"), transaction.atomic():
        Realignment.objects.filter(pk=asked.pk).update(naics=["622"])


def test_the_case_of_these_tests_is_boats_in_harbour() -> None:
    assert (CASE.naics, CASE.areas) == (("3366",), (HARBOUR,))
