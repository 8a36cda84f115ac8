"""Needs: only companies raise them, enough of them share them, and a text is stood by as read."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sectoral.workspace.actions import conveners, needs, opportunities, people, rounds, seats
from sectoral.workspace.actions.moves import advance
from sectoral.workspace.guards import need as guard
from sectoral.workspace.models import Event, Need, Priority, Support
from sectoral.workspace.queries.needs import A_MEMBER
from sectoral.workspace.rules.answers import YES, Refused
from sectoral.workspace.rules.lifecycles import NEED
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.steps import (
    drafted,
    opened,
    raised,
    release,
    seen,
    shared,
    stand_by,
    three_released,
    vote,
)
from tests.workspace.partnership.world import PARTNERS, World, appoint, day

pytestmark = pytest.mark.django_db


# ── who raises ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("partner", PARTNERS)
def test_a_public_partner_raises_nothing(world: World, partner: str) -> None:
    with pytest.raises(Refused):
        needs.draft(
            seat=world.seats[partner],
            category="talent",
            title="A course",
            text="We have a course that you need.",
            attested=True,
            at=day(40),
            by=world.people[partner],
        )
    assert not Need.objects.exists()


def test_a_public_seat_raises_nothing_through_the_database_either(world: World) -> None:
    with pytest.raises(IntegrityError, match="only a company"), transaction.atomic():
        Need.objects.create(
            partnership=world.partnership,
            raised_by=world.seats["college"],
            category="talent",
            created_at=day(40),
        )


def test_the_guard_alone_keeps_a_company_that_left_from_raising(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    need = drafted(world)
    seats.leave(seat=world.seats["keel"], reason="moves away", at=day(41), by=world.convener)
    with pytest.raises(Refused, match="Only a company at"):
        advance(need, NEED, "raise", by=world.people["rope"], at=day(42))
    monkeypatch.setitem(guard.GUARDS, "employer_raises", lambda *_: YES)
    advance(need, NEED, "raise", by=world.people["rope"], at=day(42))
    assert need.state == Need.State.RAISED


def test_another_company_does_not_raise_what_one_has_drafted(world: World) -> None:
    with pytest.raises(Refused, match="Only the company that wrote"):
        needs.raise_need(need=drafted(world), at=day(41), by=world.people["rope"])


def test_pay_is_no_category(world: World) -> None:
    with pytest.raises(Refused, match="Choose what the need is about"):
        needs.draft(
            seat=world.seats["keel"],
            category="pay levels",
            title="Pay",
            text="What we pay",
            at=day(40),
            by=world.people["keel"],
        )


def test_a_text_with_a_social_security_number_is_not_kept(world: World) -> None:
    with pytest.raises(Refused):
        needs.draft(
            seat=world.seats["keel"],
            category="talent",
            title="A welder",
            text="Like the one with SSN 219-09-9999",
            at=day(40),
            by=world.people["keel"],
        )


def test_a_need_cites_the_opportunity_it_unlocks(world: World) -> None:
    ferries = opportunities.put_forward(
        seat=world.seats["keel"],
        text="Six ferries are ordered by 2030.",
        at=day(35),
        by=world.people["keel"],
    )
    need = needs.draft(
        seat=world.seats["keel"],
        category="infrastructure",
        title="A dry dock",
        text="Ferries need a dock of 90 metres.",
        opportunity=ferries,
        at=day(40),
        by=world.people["keel"],
    )
    assert list(ferries.needs.all()) == [need]


def test_a_public_partner_puts_no_opportunity_forward(world: World) -> None:
    with pytest.raises(Refused):
        opportunities.put_forward(
            seat=world.seats["college"],
            text="Our new course",
            at=day(35),
            by=world.people["college"],
        )


# ── who sees ──────────────────────────────────────────────────────────────────────────────────


def test_a_draft_is_seen_by_its_company_and_the_convener_alone(world: World) -> None:
    need = drafted(world)
    assert {who for who in world.people if need.pk in {row.pk for row in seen(world, who)}} == {
        "keel",
        "board",
    }


def test_a_raised_need_is_seen_by_companies_and_by_no_public_partner(world: World) -> None:
    raised(world)
    readers = {who for who in world.people if seen(world, who)}
    assert readers == {"keel", "mast", "hull", "rope", "sail", "anchor", "board"}


def test_companies_read_who_raised_a_need_and_public_partners_do_not(world: World) -> None:
    release(world, shared(world))
    assert [row.raised_by for row in seen(world, "rope")] == ["Keel & Sons"]
    assert [row.raised_by for row in seen(world, "college")] == [A_MEMBER]
    assert [row.supporters for row in seen(world, "rope")] == [("Sail Loft",)]
    assert [(row.companies, row.supporters) for row in seen(world, "college")] == [(2, ())]


def test_the_queries_for_needs_do_not_grow(world: World) -> None:
    shared(world)
    with CaptureQueriesContext(connection) as one:
        seen(world, "keel")
    for number in range(3):
        shared(world, "rope", f"Need {number}", 41 + number / 10)
    with CaptureQueriesContext(connection) as four:
        assert len(seen(world, "keel")) == 4
    assert len(one) == len(four)


# ── S23: raised through the convener ──────────────────────────────────────────────────────────


def on_behalf(world: World, *, attested: bool = True) -> Need:
    need = needs.draft(
        seat=world.seats["anchor"],
        category="suppliers",
        title="Late payment",
        text="Small suppliers wait ninety days for their money.",
        attested=attested,
        at=day(40),
        by=world.convener,
    )
    return needs.raise_need(need=need, at=day(40), by=world.convener)


def test_a_need_raised_through_the_convener_hides_its_company_from_all_others(
    world: World,
) -> None:
    need = on_behalf(world)
    stand_by(world, need, "rope")
    release(world, need)
    named = {
        who
        for who in world.people
        for row in seen(world, who)
        if row.raised_by == "Anchor Forge" or "Anchor Forge" in row.supporters
    }
    assert named == {"anchor", "board"}
    assert {row.raised_by for row in seen(world, "keel")} == {A_MEMBER}


# ── S11: a company that convenes ──────────────────────────────────────────────────────────────


def company_convenes(world: World, key: str) -> None:
    """The company convenes beside the board, with a steward in office as it takes."""
    people.give_office(person=world.people["community"], role="steward", at=day(0), by=world.state)
    appoint(world, key, lead=False)


def test_a_company_that_convenes_reads_no_draft_of_a_peer(world: World) -> None:
    company_convenes(world, "sail")
    rope: dict[str, Any] = {"at": day(40), "by": world.people["rope"]}
    need = needs.draft(
        seat=world.seats["rope"], category="talent", title="Riggers", text="Two riggers.", **rope
    )
    assert [row.title for row in seen(world, "board")] == ["Riggers"]
    assert seen(world, "sail") == []
    needs.raise_need(need=need, **rope)
    assert [row.raised_by for row in seen(world, "sail")] == ["Rope Walk"]


def test_a_company_that_convenes_does_not_learn_for_whom_a_need_was_raised(world: World) -> None:
    company_convenes(world, "sail")
    on_behalf(world)
    assert [row.raised_by for row in seen(world, "sail")] == [A_MEMBER]
    assert [row.raised_by for row in seen(world, "board")] == ["Anchor Forge"]


def test_nobody_raises_for_a_company_in_the_name_of_its_peer(world: World) -> None:
    company_convenes(world, "sail")
    with pytest.raises(Refused, match=r"raise a need on a company's behalf.* is for the convener"):
        needs.draft(
            seat=world.seats["anchor"],
            category="suppliers",
            title="Late payment",
            text="Ninety days.",
            attested=True,
            at=day(40),
            by=world.people["sail"],
        )


def test_a_delegate_of_a_company_reads_as_a_company_even_when_a_board_appoints_him(
    world: World,
) -> None:
    # Sail Loft's person also works for the chamber, which convenes beside the board.
    people.join(
        person=world.people["sail"],
        organization=world.orgs["chamber"],
        at=day(1),
        by=world.state,
    )
    conveners.appoint(
        partnership=world.partnership,
        organization=world.orgs["chamber"],
        person=world.people["sail"],
        basis="knows everybody",
        term_ends=date(2028, 1, 5),
        lead=False,
        at=day(1),
        by=world.state,
    )
    mine: dict[str, Any] = {"at": day(40), "by": world.people["rope"]}
    needs.draft(
        seat=world.seats["rope"], category="talent", title="Riggers", text="Two riggers.", **mine
    )
    assert seen(world, "sail") == []


def test_it_still_counts_as_a_company(world: World) -> None:
    need = stand_by(world, on_behalf(world), "rope")
    assert need.state == Need.State.VALIDATED


def test_no_line_that_members_read_names_it_or_its_company(world: World) -> None:
    need = on_behalf(world)
    stand_by(world, need, "rope")
    release(world, need)
    lines = Event.objects.filter(partnership=world.partnership, at__gte=day(40))
    assert lines
    assert not [line for line in lines if "Anchor" in line.words or "payment" in line.words]
    assert set(lines.values_list("actor", flat=True)) <= {world.convener.pk, None}


def test_the_convener_attests_it_or_does_not_raise_it(world: World) -> None:
    with pytest.raises(Refused, match="Confirm that this company"):
        on_behalf(world, attested=False)


def test_hiding_fails_when_the_attestation_is_not_looked_at(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_behalf(world)
    monkeypatch.setattr(
        "sectoral.workspace.queries.needs.raiser_words",
        lambda need, *_: need.raised_by.organization.name,
    )
    assert seen(world, "keel")[0].raised_by == "Anchor Forge"


# ── enough companies ──────────────────────────────────────────────────────────────────────────


def test_one_company_alone_is_not_enough(world: World) -> None:
    answer = guard.enough_support(raised(world), day(41))
    assert answer.reason.startswith("1 of the 2 companies")


def test_two_companies_of_one_owner_are_one(world: World) -> None:
    # Mast Works and Hull Yard belong to one holding (I3).
    need = stand_by(world, raised(world, "mast"), "hull")
    assert need.state == Need.State.RAISED
    assert stand_by(world, need, "rope").state == Need.State.VALIDATED


def test_a_second_company_makes_it_shared(world: World) -> None:
    assert shared(world).state == Need.State.VALIDATED


def test_a_table_may_ask_for_three(world: World) -> None:
    needs.set_ground_rules(
        partnership=world.partnership, supporters=3, at=day(35), by=world.convener
    )
    need = stand_by(world, raised(world), "rope")
    assert need.state == Need.State.RAISED
    assert stand_by(world, need, "sail").state == Need.State.VALIDATED


def test_without_the_guard_a_lone_need_would_pass(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    need = raised(world)
    with pytest.raises(Refused, match="1 of the 2"):
        advance(need, NEED, "validate", by=world.convener, at=day(41))
    monkeypatch.setitem(guard.GUARDS, "enough_support", lambda *_: YES)
    advance(need, NEED, "validate", by=world.convener, at=day(41))
    assert need.state == Need.State.VALIDATED


def test_a_company_does_not_support_its_own_need_nor_one_twice(world: World) -> None:
    need = raised(world)
    with pytest.raises(Refused, match="raised this need"):
        stand_by(world, need, "keel")
    stand_by(world, need, "rope")
    with pytest.raises(Refused, match="already supports this text"):
        stand_by(world, need, "rope")


def test_a_public_seat_supports_nothing_even_past_the_code(world: World) -> None:
    need = raised(world)
    with pytest.raises(Refused):
        stand_by(world, need, "college")
    with pytest.raises(IntegrityError, match="only a company"), transaction.atomic():
        Support.objects.create(need=need, seat=world.seats["college"], version=1, at=day(41))


def test_one_companys_need_is_set_apart(world: World) -> None:
    need = needs.set_apart(need=raised(world), at=day(42), by=world.convener)
    assert need.state == Need.State.SINGLE
    assert {who for who in world.people if seen(world, who)} == {"keel", "board"}


# ── what the database refuses ─────────────────────────────────────────────────────────────────


def test_a_need_moves_only_with_its_line_in_the_record(world: World) -> None:
    need = raised(world)
    with pytest.raises(IntegrityError, match="line in the record"), transaction.atomic():
        Need.objects.filter(pk=need.pk).update(state="validated")


def test_a_need_is_born_as_a_draft(world: World) -> None:
    with pytest.raises(IntegrityError, match="begins as draft"), transaction.atomic():
        Need.objects.create(
            partnership=world.partnership,
            raised_by=world.seats["keel"],
            category="talent",
            state="validated",
            created_at=day(40),
        )


def test_a_priority_comes_from_a_published_round_only(world: World) -> None:
    wanted = three_released(world)
    drawn = opened(world, wanted)
    vote(world, drawn, "keel", [wanted[0].pk])
    with pytest.raises(IntegrityError, match="published round"), transaction.atomic():
        Priority.objects.create(
            partnership=world.partnership,
            need=wanted[0],
            round=drawn,
            place=1,
            since=day(61),
        )
    rounds.close(round=drawn, at=day(67), by=None)
    assert rounds.publish(round=drawn, at=day(67), by=world.convener)


def test_ground_rules_are_the_conveners_and_the_states(world: World) -> None:
    with pytest.raises(Refused):
        needs.set_ground_rules(
            partnership=world.partnership, supporters=1, at=day(35), by=world.people["keel"]
        )
    with pytest.raises(Refused, match="at least"):
        needs.set_ground_rules(
            partnership=world.partnership, supporters=0, at=day(35), by=world.state
        )


def test_a_supplier_without_a_vote_raises_nothing(world: World) -> None:
    worlds.sit(world, "staffing", exception="knows the trade")
    with pytest.raises(Refused):
        drafted(world, "staffing")
    raised(world)
    assert seen(world, "staffing") == []
