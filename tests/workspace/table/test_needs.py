"""Needs: only companies raise them, enough of them share them, and a text is stood by as read."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sectoral.workspace.actions import needs, opportunities, rounds, seats
from sectoral.workspace.answers import YES, Refused
from sectoral.workspace.guards import need as guard
from sectoral.workspace.lifecycles import NEED
from sectoral.workspace.models import Event, Need, NeedVersion, Priority, Rewording, Support
from sectoral.workspace.moves import advance
from sectoral.workspace.reads.needs import A_MEMBER, Seen, flagged, seen_by
from tests.workspace.table import world as worlds
from tests.workspace.table.steps import (
    drafted,
    opened,
    raised,
    release,
    shared,
    stand_by,
    three_released,
    vote,
)
from tests.workspace.table.world import PARTNERS, World, day

pytestmark = pytest.mark.django_db


def seen(world: World, who: str, at: float = 50) -> list[Seen]:
    return seen_by(world.people[who], world.partnership, at=day(at))


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
    with pytest.raises(Refused, match="Only a company that sits"):
        advance(need, NEED, "raise", by=world.people["rope"], at=day(42))
    monkeypatch.setitem(guard.GUARDS, "employer_raises", lambda *_: YES)
    advance(need, NEED, "raise", by=world.people["rope"], at=day(42))
    assert need.state == Need.State.RAISED


def test_another_company_does_not_raise_what_one_has_drafted(world: World) -> None:
    with pytest.raises(Refused, match="Only the company that wrote"):
        needs.raise_need(need=drafted(world), at=day(41), by=world.people["rope"])


def test_pay_is_no_category(world: World) -> None:
    with pytest.raises(Refused, match="A need is about one of"):
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
    with pytest.raises(Refused, match="Attest"):
        on_behalf(world, attested=False)


def test_hiding_fails_when_the_attestation_is_not_looked_at(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_behalf(world)
    monkeypatch.setattr(
        "sectoral.workspace.reads.needs.raiser_words",
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
    with pytest.raises(Refused, match="this text already"):
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


# ── S7: texts ─────────────────────────────────────────────────────────────────────────────────


def reword(world: World, need: Need, who: str, text: str, at: float) -> object:
    return needs.reword(need=need, title="Welders", text=text, at=day(at), by=world.people[who])


def test_a_text_changed_after_support_asks_the_supporters_again(world: World) -> None:
    need = shared(world)
    reword(world, need, "keel", "Welders, at a third of the pay.", 43)
    need.refresh_from_db()
    assert guard.enough_support(need, day(43)).reason.startswith("1 of the 2")
    with pytest.raises(Refused, match="1 of the 2"):
        release(world, need)
    stand_by(world, need, "sail", 44)
    release(world, need)
    assert need.released_version == 2


def test_after_the_release_partners_read_the_old_text_until_companies_confirm_the_new(
    world: World,
) -> None:
    need = shared(world)
    release(world, need)
    old = seen(world, "college")[0].text
    reword(world, need, "keel", "Welders and fitters.", 46)
    assert [row.text for row in seen(world, "college")] == [old]
    assert [row.text for row in seen(world, "rope")] == ["Welders and fitters."]
    stand_by(world, need, "rope", 47)
    for partner in PARTNERS:
        assert [row.text for row in seen(world, partner)] == ["Welders and fitters."]


def test_a_version_is_never_changed_or_removed(world: World) -> None:
    need = raised(world)
    for change in (
        lambda: NeedVersion.objects.filter(need=need).update(text="something else"),
        lambda: NeedVersion.objects.filter(need=need).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_without_versions_of_support_an_edited_text_would_keep_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    need = shared(world)
    reword(world, need, "keel", "Something else entirely.", 43)
    need.refresh_from_db()
    assert not guard.enough_support(need, day(43))
    monkeypatch.setattr(
        guard, "standing_by", lambda need, _: [need.raised_by, need.supports.get().seat]
    )
    assert guard.enough_support(need, day(43))


def test_a_text_rests_while_companies_vote_on_it(world: World) -> None:
    wanted = three_released(world)
    opened(world, wanted)
    with pytest.raises(Refused, match="rests"):
        reword(world, wanted[0], "keel", "Another text.", 61)
    number = 2
    NeedVersion.objects.create(
        need=wanted[0],
        number=number,
        title="t",
        text="t",
        written_by=world.people["keel"],
        at=day(61),
    )
    with pytest.raises(IntegrityError, match="rests"), transaction.atomic():
        Need.objects.filter(pk=wanted[0].pk).update(version=number)


def test_the_conveners_wording_waits_for_the_companys_consent(world: World) -> None:
    need = raised(world)
    offered = reword(world, need, "board", "Overhead welders, thirty a year.", 41)
    assert isinstance(offered, Rewording)
    need.refresh_from_db()
    assert need.version == 1
    for stranger in ("rope", "board"):
        with pytest.raises(Refused, match="Only the company"):
            needs.answer_wording(rewording=offered, yes=True, at=day(42), by=world.people[stranger])
    needs.answer_wording(rewording=offered, yes=True, at=day(42), by=world.people["keel"])
    need.refresh_from_db()
    assert need.version == 2
    assert need.versions.get(number=2).text == "Overhead welders, thirty a year."


def test_a_wording_that_is_declined_changes_nothing(world: World) -> None:
    need = raised(world)
    offered = reword(world, need, "board", "Fewer welders.", 41)
    assert isinstance(offered, Rewording)
    needs.answer_wording(rewording=offered, yes=False, at=day(42), by=world.people["keel"])
    need.refresh_from_db()
    assert need.version == 1
    with pytest.raises(Refused, match="answered already"):
        needs.answer_wording(rewording=offered, yes=True, at=day(43), by=world.people["keel"])


def test_a_wording_of_an_older_text_lapses_when_the_company_writes_anew(world: World) -> None:
    need = raised(world)
    offered = reword(world, need, "board", "Fewer welders.", 41)
    reword(world, need, "keel", "More welders.", 42)
    assert isinstance(offered, Rewording)
    with pytest.raises(Refused, match="answered already"):
        needs.answer_wording(rewording=offered, yes=True, at=day(43), by=world.people["keel"])


# ── S9: words ─────────────────────────────────────────────────────────────────────────────────


def test_talk_of_pay_is_flagged_to_the_convener_and_to_nobody_else(world: World) -> None:
    need = needs.draft(
        seat=world.seats["keel"],
        category="talent",
        title="Poaching",
        text="Let us agree not to hire each other's welders and keep wages at one level.",
        at=day(40),
        by=world.people["keel"],
    )
    found = flagged(world.convener, world.partnership, at=day(41))
    assert {row.pk for row, _ in found} == {need.pk}
    for who in world.people:
        if who != "board":
            assert flagged(world.people[who], world.partnership, at=day(41)) == []


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
