"""A partnership's life, from a proposal to active, at risk, stale, merged, split and closed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sectoral.errors import BadInput
from sectoral.workspace import checklists
from sectoral.workspace.actions import conveners, partnerships, realignments, reviews, seats
from sectoral.workspace.actions.moves import advance
from sectoral.workspace.guards import partnership as guards
from sectoral.workspace.models import (
    ActionPlan,
    Checklist,
    Event,
    Partnership,
    Realignment,
    Review,
    Seat,
)
from sectoral.workspace.presenters.partnerships import size_warnings, where_now
from sectoral.workspace.queries.measures import employer_led
from sectoral.workspace.queries.roles import roles_of, seats_of
from sectoral.workspace.rules.answers import YES, Refused
from sectoral.workspace.rules.lifecycles import PARTNERSHIP
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.world import CASE, COMPANIES, HARBOUR, INLAND, START, World, day

pytestmark = pytest.mark.django_db

RIVAL = replace(CASE, sector="vessels", sector_name="Vessels", naics=("336612",))
ELSEWHERE = replace(CASE, region="inland", region_name="Inland", areas=(INLAND,))


# ── proposing (I10, S24, P34) ─────────────────────────────────────────────────────────────


def test_a_second_partnership_of_the_sector_and_region_is_refused_by_name(world: World) -> None:
    with pytest.raises(Refused, match=r"Boat building in Harbour.*Join it, merge"):
        partnerships.propose(case=CASE, at=day(1), by=world.state)


@pytest.mark.parametrize(
    ("region", "sector"),
    [("HARBOUR", "Boat-Building"), (" harbour.", "boat  building"), ("Harbour", "BOAT BUILDING")],
)
def test_the_same_sector_and_region_in_another_spelling_is_refused(
    world: World, region: str, sector: str
) -> None:
    # Other ids, codes and counties: as a file brings them that no edition knows.
    case = replace(
        CASE, region="h-1", region_name=region, sector="b-1", sector_name=sector,
        naics=("2211",), areas=(INLAND,),
    )  # fmt: skip
    with pytest.raises(Refused, match=r"Boat building in Harbour.*Join it, merge"):
        partnerships.propose(case=case, at=day(1), by=world.state)


def test_what_has_no_name_is_the_same_as_nothing(world: World) -> None:
    case = replace(ELSEWHERE, region_name="", sector="b-1", sector_name="", naics=("2211",))
    assert partnerships.propose(case=case, name="Other", at=day(1), by=world.state).pk
    again = replace(case, region="h-2", sector="b-2", areas=(HARBOUR,))
    assert partnerships.propose(case=again, name="Another", at=day(1), by=world.state).pk


def test_a_rival_of_the_same_industry_and_counties_is_refused(world: World) -> None:
    with pytest.raises(Refused, match=r"336612.*1 shared counties"):
        partnerships.propose(case=RIVAL, at=day(1), by=world.state)


def test_the_same_sector_of_another_region_is_welcome(world: World) -> None:
    assert partnerships.propose(case=ELSEWHERE, at=day(1), by=world.state).stage == "proposed"


def test_a_waiver_lets_a_second_one_in_and_stays_on_record(world: World) -> None:
    second = partnerships.propose(
        case=CASE, waiver="yachts apart from ferries", at=day(1), by=world.state
    )
    assert (second.slug, second.waiver) == (
        "boat-building-in-harbour-2",
        "yachts apart from ferries",
    )


def test_the_database_holds_one_live_partnership_a_sector_and_region(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The guard taken out, the database still refuses.
    monkeypatch.setattr(partnerships, "unwaived_overlaps", lambda *_, **__: [])
    with pytest.raises(IntegrityError), transaction.atomic():
        partnerships.propose(case=CASE, at=day(1), by=world.state)
    # Where only counties overlap the guard alone holds: without it the rival gets in.
    assert partnerships.propose(case=RIVAL, at=day(1), by=world.state).pk


def test_a_second_one_keeps_its_waiver_and_none_moves_into_anothers_place(world: World) -> None:
    # Nothing comes in and nothing forms, so that the database's unique rule alone holds this.
    act: dict[str, Any] = {"at": day(1), "by": world.state}
    second = partnerships.propose(case=CASE, waiver="Two rivers.", **act)
    other = partnerships.propose(case=ELSEWHERE, **act)
    place = {"region": CASE.region, "sector": CASE.sector}
    changes: tuple[tuple[Partnership, dict[str, str]], ...] = (
        (second, {"waiver": ""}),
        (other, place),
    )
    for row, change in changes:
        with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
            Partnership.objects.filter(pk=row.pk).update(**change)
    partnerships.close(
        partnership=world.partnership, because="no_prospect", closing_note="x", at=day(1),
        by=world.convener,
    )  # fmt: skip
    assert Partnership.objects.filter(pk=second.pk).update(waiver="") == 1


def test_a_scope_cannot_grow_into_anothers(world: World) -> None:
    other = partnerships.propose(case=ELSEWHERE, at=day(1), by=world.state)
    with pytest.raises(Refused, match="There is one already"):
        partnerships.set_scope(
            partnership=other,
            words="boats everywhere",
            naics=("3366",),
            areas=(HARBOUR, INLAND),
            at=day(1),
            by=world.state,
        )


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (replace(CASE, edition=""), "needs its case"),
        (replace(CASE, words=" "), "needs its case"),
        (replace(CASE, areas=()), "counties"),
        (replace(CASE, decision="maybe"), "not a decision"),
        (replace(CASE, naics=("6229",)), "622 .Hospitals. has 6221"),
        (replace(CASE, areas=("99999",)), "no state has the code 99"),
    ],
)
def test_a_proposal_cites_what_it_rests_on(
    case: partnerships.ProposalCase, why: str, db: None
) -> None:
    world = worlds.begun()
    with pytest.raises(Refused, match=why):
        partnerships.propose(case=case, at=START, by=world.state)


def test_a_company_cannot_propose(world: World) -> None:
    with pytest.raises(Refused, match="for the convener and the state"):
        partnerships.propose(case=ELSEWHERE, at=day(1), by=world.people["keel"])


# ── forming to launched ───────────────────────────────────────────────────────────────────


def test_a_sector_that_is_not_critical_forms_only_by_waiver(db: None) -> None:
    watched = replace(CASE, decision="watch")
    world = worlds.proposed(watched)
    with pytest.raises(Refused, match="“to watch” in Harbour"):
        partnerships.form(partnership=world.partnership, at=day(1), by=world.state)
    other = partnerships.propose(
        case=replace(ELSEWHERE, decision="watch"),
        case_waiver="asked for",
        at=day(1),
        by=world.state,
    )
    assert guards.case(other, day(1))


def test_a_proposal_without_a_lead_convener_does_not_form(db: None) -> None:
    world = worlds.begun()
    proposal = partnerships.propose(case=CASE, at=START, by=world.state)
    with pytest.raises(Refused, match="no current lead convener"):
        partnerships.form(partnership=proposal, at=day(1), by=world.state)


def test_the_database_forms_nothing_without_a_lead_convener(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # I6 in the database: the guard is taken out.
    world = worlds.begun()
    proposal = partnerships.propose(case=CASE, at=START, by=world.state)
    monkeypatch.setitem(guards.GUARDS, "lead_convener", lambda *_: YES)
    with pytest.raises(IntegrityError, match="lead convener"), transaction.atomic():
        partnerships.form(partnership=proposal, at=day(1), by=world.state)


def test_only_the_state_confirms_a_proposal(db: None) -> None:
    world = worlds.proposed()
    with pytest.raises(Refused, match="for the state"):
        partnerships.form(partnership=world.partnership, at=day(1), by=world.convener)


def test_each_missing_thing_is_named_before_the_launch(world: World) -> None:
    there = world.partnership
    for key in ("board", "chamber", "community"):
        seats.leave(seat=world.seats[key], reason="left", at=day(1), by=world.convener)
    assert "2 of the 3 kinds of public partners" in guards.three_systems(there, day(2)).reason
    seats.leave(seat=world.seats["keel"], reason="left", at=day(1), by=world.convener)
    assert "1 of the 2 companies" in guards.two_champions(there, day(2)).reason
    assert "No launch meeting" in guards.launch_held(there, day(2)).reason
    assert "have not chosen a priority" in guards.priority_by_vote(there, day(2)).reason
    assert "No action plan" in guards.plan(there, day(2)).reason


@pytest.mark.parametrize(
    ("companies", "partners", "chaired", "why"),
    [
        (
            4,
            1,
            "keel",
            "3 companies came to the launch. It needs at least 5",
        ),  # mast and hull are one
        (6, 5, "keel", "more companies than public partners"),  # 5 owners, 5 partners
        (6, 3, "college", "Nobody from a company chaired"),
    ],
)
def test_a_launch_is_led_by_employers(
    db: None, companies: int, partners: int, chaired: str, why: str
) -> None:
    # I13: more companies than public partners, and a company's delegate in the chair.
    world = worlds.ready()
    worlds.held(world, "launch", at=day(40), companies=companies, partners=partners, chair=chaired)
    with pytest.raises(Refused, match=why):
        partnerships.launch(partnership=world.partnership, at=day(41), by=world.convener)


def test_a_meeting_without_a_chair_is_not_employer_led(db: None) -> None:
    world = worlds.ready()
    meeting = worlds.held(world, at=day(40))
    assert employer_led(meeting)
    meeting.chaired_by = None
    assert not employer_led(meeting)


# ── active is derived (I12, S18) ──────────────────────────────────────────────────────────


def test_a_partnership_becomes_active_by_what_is_on_record(db: None) -> None:
    world = worlds.active()
    assert world.partnership.stage == "active"
    last = Review.objects.filter(partnership=world.partnership).last()
    assert last is not None
    assert last.passed
    plan = ActionPlan.objects.get()
    found = {finding["key"]: finding for finding in last.findings}
    assert found["plan"]["rows"] == [["actionplan", plan.pk]]
    assert (found["companies"]["found"], found["companies"]["at_least"]) == (5, 5)


def test_a_launched_partnership_without_a_plan_stays_launched(db: None) -> None:
    world = worlds.launched()
    row = reviews.review(world.partnership, day(60))
    assert world.partnership.stage == "launched"
    missing = {finding["key"] for finding in row.findings if not finding["passed"]}
    assert missing == {"priorities", "teams", "plan"}
    assert "Still missing from the checklist" in guards.checklist(world.partnership, day(60)).reason


def test_nobody_can_type_the_active_badge(db: None) -> None:
    world = worlds.launched()
    for person in (world.state, world.convener):
        with pytest.raises(Refused, match="by hand"):
            advance(world.partnership, PARTNERSHIP, "become_active", by=person, at=day(60))
    with pytest.raises(IntegrityError), transaction.atomic():
        Partnership.objects.update(stage="active")
    with pytest.raises(IntegrityError, match="begins as a proposal"), transaction.atomic():
        Partnership.objects.create(
            name="Ghost", slug="ghost", region="x", sector="y", stage="active",
            stage_since=START, created_at=START,
        )  # fmt: skip


def test_the_database_gives_no_badge_without_a_review_that_passed(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = worlds.launched()
    for name in guards.GUARDS:
        monkeypatch.setitem(guards.GUARDS, name, lambda *_: YES)
    with pytest.raises(IntegrityError, match="review that passed"), transaction.atomic():
        advance(world.partnership, PARTNERSHIP, "become_active", by=None, at=day(60))


@pytest.mark.parametrize(("on", "stage"), [(129, "active"), (130, "at_risk"), (220, "stale")])
def test_a_ghost_loses_its_badge_by_the_clock(db: None, on: int, stage: str) -> None:
    # Companies last met on day 40: at risk 90 days later, stale 180 days later.
    world = worlds.active()
    reviews.review(world.partnership, day(on))
    assert world.partnership.stage == stage


def test_a_plan_that_nobody_changes_puts_it_at_risk(db: None) -> None:
    # The plan is of day 55: at risk on day 175, though companies met on day 170.
    world = worlds.active()
    worlds.held(world, at=day(120))
    worlds.held(world, at=day(170))
    reviews.review(world.partnership, day(174))
    assert world.partnership.stage == "active"
    reviews.review(world.partnership, day(175))
    assert world.partnership.stage == "at_risk"


def test_an_active_partnership_that_loses_what_it_rests_on_falls_at_risk(db: None) -> None:
    world = worlds.active()
    seats.leave(seat=world.seats["sail"], reason="closed", at=day(61), by=world.convener)
    reviews.review(world.partnership, day(62))
    assert world.partnership.stage == "at_risk"
    line = Event.objects.filter(subject="partnership", after="at_risk").get()
    assert (line.actor, line.at) == (None, day(62))
    assert "at least 5 companies" in line.reason


def test_a_stale_partnership_wakes_by_a_new_meeting_and_a_new_plan(db: None) -> None:
    world = worlds.active()
    reviews.review(world.partnership, day(220))
    worlds.held(world, at=day(221))
    reviews.review(world.partnership, day(222))
    assert world.partnership.stage == "stale"
    partnerships.write_plan(
        partnership=world.partnership, text="Train more.", at=day(223), by=world.convener
    )
    reviews.review(world.partnership, day(224))
    assert world.partnership.stage == "active"


def test_the_clocks_can_be_run_twice_without_harm(db: None) -> None:
    world = worlds.active()
    for on in (61, 130, 220, 400, 1200):
        reviews.run_clocks(day(on))
        before = (Event.objects.count(), Review.objects.count(), stages())
        again = reviews.run_clocks(day(on))
        assert (again.moved, again.terms_ended) == (0, 0)
        assert (Event.objects.count(), Review.objects.count(), stages()) == before
    assert world.partnership.name in stages()


def stages() -> dict[str, str]:
    return dict(Partnership.objects.values_list("name", "stage"))


def test_the_command_says_what_it_did(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    from django.core.management import call_command  # noqa: PLC0415

    worlds.active()
    call_command("table_clocks")
    assert "1 partnerships reviewed, " in capsys.readouterr().out


# ── checklists ────────────────────────────────────────────────────────────────────────────


def test_every_shipped_checklist_reads_back_as_written() -> None:
    assert checklists.shipped_names() == ["colorado", "default", "maryland", "washington", "wioa"]
    for name in checklists.shipped_names():
        criteria = checklists.shipped_checklist(name)
        assert checklists.parse_checklist(checklists.content_of(criteria), name) == criteria
        assert criteria.to_check is (name != "default")


def test_a_state_loads_its_checklist_and_versions_follow(db: None) -> None:
    world = worlds.active()
    content = checklists.content_of(checklists.shipped_checklist("wioa"))
    first = reviews.load_checklist(content=content, file="wioa.json", at=day(61), by=world.state)
    with pytest.raises(Refused, match="is 2, not 1"):
        reviews.load_checklist(content=content, file="wioa.json", at=day(61), by=world.state)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Checklist.objects.update(content={})
    reviews.choose_checklist(
        partnership=world.partnership, checklist=first, at=day(62), by=world.state
    )
    row = reviews.review(world.partnership, day(63))
    assert (row.checklist, row.version, row.passed) == ("wioa", 1, True)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"items": []}, "at least one item"),
        ({"version": 0}, "above zero"),
        ({"title": ""}, "title as text"),
        ({"clocks": {"at_risk_days": 90}}, "clocks with exactly"),
        ({"items": [{"key": "a", "words": "b", "measure": "magic", "at_least": 1}]}, "magic"),
    ],
)
def test_a_checklist_that_cannot_be_read_says_where(change: dict[str, object], why: str) -> None:
    content = {**checklists.content_of(checklists.shipped_checklist("default")), **change}
    with pytest.raises(BadInput, match=why):
        checklists.parse_checklist(content, "state.json")


# ── size (P40) ────────────────────────────────────────────────────────────────────────────


def test_size_warnings_carry_their_numbers(world: World) -> None:
    assert size_warnings(world.partnership, at=day(1)) == []
    seats.leave(seat=world.seats["sail"], reason="closed", at=day(1), by=world.convener)
    world.partnership.areas = [f"99{number:03}" for number in range(1, 27, 2)]
    world.partnership.naics = ["111", "2211", "2361", "3366", "4451", "6211", "7211"]
    found = {(w.words, w.number, w.band) for w in size_warnings(world.partnership, at=day(2))}
    assert found == {
        ("too few companies", 4, 5),
        ("too many counties", 13, 12),
        ("too broad: unrelated industries", 7, 6),
    }


# ── pause and close ───────────────────────────────────────────────────────────────────────


def test_a_pause_before_the_launch_leads_back_to_forming(world: World) -> None:
    there = world.partnership
    partnerships.pause(
        partnership=there, reason="harvest", until=date(2026, 3, 1), at=day(1), by=world.convener
    )
    assert (there.stage, there.paused_until) == ("paused", date(2026, 3, 1))
    partnerships.resume(partnership=there, at=day(50), by=world.convener)
    assert (there.stage, there.paused_until) == ("forming", None)


def test_a_pause_after_the_launch_leads_back_to_launched(db: None) -> None:
    world = worlds.active()
    partnerships.pause(
        partnership=world.partnership,
        reason="strike",
        until=date(2026, 6, 1),
        at=day(61),
        by=world.convener,
    )
    partnerships.resume(partnership=world.partnership, at=day(90), by=world.convener)
    assert world.partnership.stage == "launched"


def test_closing_needs_a_named_reason_and_a_note(world: World) -> None:
    there = world.partnership
    for because, note, why in (
        ("tired", "x", "why the partnership closes"),
        ("goals_met", " ", "closing note"),
    ):
        with pytest.raises(Refused, match=why):
            partnerships.close(
                partnership=there, because=because, closing_note=note, at=day(1), by=world.convener
            )
    partnerships.close(
        partnership=there,
        because="goals_met",
        closing_note="All welders trained.",
        at=day(1),
        by=world.convener,
    )
    line = there.events.get(after="closed")
    assert line.reason == "its goals were met: All welders trained."


def test_a_closed_partnership_leaves_room_for_a_new_one(world: World) -> None:
    partnerships.close(
        partnership=world.partnership, because="data_changed", closing_note="x",
        at=day(1), by=world.convener,
    )  # fmt: skip
    assert partnerships.propose(case=CASE, at=day(2), by=world.state).slug.endswith("-2")


# ── merging and splitting (P39) ───────────────────────────────────────────────────────────


def other_table(world: World) -> Partnership:
    """A forming partnership of Inland with Rope Walk and Inland Boats at it."""
    other = partnerships.propose(case=ELSEWHERE, at=day(1), by=world.state)
    conveners.appoint(
        partnership=other,
        organization=world.orgs["chamber"],
        person=world.people["chamber"],
        basis="knows inland",
        term_ends=date(2027, 6, 1),
        at=day(1),
        by=world.state,
    )
    partnerships.form(partnership=other, at=day(1), by=world.state)
    chamber = world.people["chamber"]
    for key in ("rope", "inland"):
        if key == "inland":
            worlds.enter(world, key, "Inland Boats", "employer", naics="336612")
        seat = seats.offer(
            partnership=other, organization=world.orgs[key], exception="works there too",
            at=day(2), by=chamber,
        )  # fmt: skip
        seats.name_delegate(seat=seat, person=world.people[key], at=day(2), by=chamber)
        world.seats[f"{key} inland"] = seat
    return other


def agree(world: World, realignment: Realignment, *keys: str, yes: bool = True) -> None:
    for key in keys:
        realignments.consent(
            realignment=realignment,
            seat=world.seats[key],
            yes=yes,
            at=day(70),
            by=world.people[key.split()[0]],
        )


def merging() -> tuple[World, Partnership, Realignment]:
    world = worlds.active()
    other = other_table(world)
    proposal = realignments.propose_merge(
        partnership=world.partnership, into=other, reason="one coast", at=day(65), by=world.convener
    )
    return world, other, proposal


def test_a_merge_takes_both_sides_and_the_state(db: None) -> None:
    world, other, proposal = merging()
    # Five owners at the first table: three make more than half; two at the other: both.
    agree(world, proposal, "keel", "rope", "sail", "rope inland")
    with pytest.raises(Refused, match="1 of 2 at Boat building in Inland"):
        realignments.merge(realignment=proposal, at=day(71), by=world.state)
    agree(world, proposal, "inland inland")
    with pytest.raises(Refused, match="state has not confirmed"):
        realignments.merge(realignment=proposal, at=day(71), by=world.state)
    realignments.confirm(realignment=proposal, at=day(71), by=world.state)
    with pytest.raises(Refused, match="for the state"):
        realignments.merge(realignment=proposal, at=day(72), by=world.convener)
    with pytest.raises(Refused, match="asked for a merge, not for a split"):
        realignments.split(realignment=proposal, at=day(72), by=world.state)
    assert realignments.merge(realignment=proposal, at=day(72), by=world.state) == other


def test_owners_consent_once_and_a_no_among_them_counts(db: None) -> None:
    world, _, proposal = merging()
    agree(world, proposal, "keel", "mast", "hull")
    assert (
        "2 of 5 at Boat building in Harbour"
        in guards.both_consent(world.partnership, day(71)).reason
    )
    agree(world, proposal, "sail")
    assert "Harbour" not in guards.both_consent(world.partnership, day(71)).reason
    agree(world, proposal, "hull", yes=False)
    assert "2 of 5 at Boat" in guards.both_consent(world.partnership, day(71)).reason


def test_after_a_merge_links_lead_on_and_seats_go_over(db: None) -> None:
    world, other, proposal = merging()
    agree(world, proposal, "keel", "rope", "sail", "rope inland", "inland inland")
    realignments.confirm(realignment=proposal, at=day(71), by=world.state)
    realignments.merge(realignment=proposal, at=day(72), by=world.state)
    old = Partnership.objects.get(slug="boat-building-in-harbour")
    other.refresh_from_db()
    assert (old.stage, where_now(old)) == ("merged", other)
    assert other.areas == [HARBOUR, INLAND]
    # Six companies, five partners and Inland Boats; Rope Walk sat at both and sits once.
    assert Seat.objects.filter(partnership=other, until=None).count() == 12
    keel = world.people["keel"]
    assert seats_of(keel, old, at=day(72)) == []
    assert roles_of(keel, other, at=day(73)) == {"employer", "champion", "visitor"}
    assert "convener" not in roles_of(world.convener, old, at=day(73))
    assert old.events.get(after="merged").reason == "one coast"
    assert old.needs.count() == 2


def test_a_company_that_is_not_asked_cannot_consent(db: None) -> None:
    world, _, proposal = merging()
    with pytest.raises(Refused, match="do not act for Keel"):
        realignments.consent(
            realignment=proposal, seat=world.seats["keel"], yes=True, at=day(70),
            by=world.people["rope"],
        )  # fmt: skip
    with pytest.raises(Refused, match="for companies"):
        agree(world, proposal, "college")


def test_the_database_merges_nothing_without_a_successor(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Partnership.objects.filter(pk=world.partnership.pk).update(stage="merged")


def part(world: World, name: str, naics: str, *keys: str) -> realignments.SplitPart:
    return realignments.SplitPart(
        name=name,
        region="harbour",
        region_name="Harbour",
        sector=name.lower(),
        sector_name=name,
        naics=(naics,),
        areas=(HARBOUR,),
        organizations=tuple(world.orgs[key].pk for key in keys),
    )


def test_a_split_carries_companies_partners_champions_and_convener(db: None) -> None:
    world = worlds.active()
    parts = (
        part(world, "Yachts", "336612", "keel", "mast", "hull"),
        part(world, "Ships", "336611", "rope", "sail", "anchor"),
    )
    proposal = realignments.propose_split(
        partnership=world.partnership, parts=parts, reason="two trades", at=day(65),
        by=world.convener,
    )  # fmt: skip
    agree(world, proposal, "keel", "mast", "rope")
    realignments.confirm(realignment=proposal, at=day(71), by=world.state)
    with pytest.raises(Refused, match="1 of 3 at Ships"):
        realignments.split(realignment=proposal, at=day(72), by=world.state)
    agree(world, proposal, "anchor")
    with pytest.raises(Refused, match="asked for a split, not for a merge"):
        realignments.merge(realignment=proposal, at=day(72), by=world.state)
    yachts, ships = realignments.split(realignment=proposal, at=day(72), by=world.state)
    world.partnership.refresh_from_db()
    assert (world.partnership.stage, yachts.stage, ships.stage) == ("split", "forming", "forming")
    assert {yachts.origin, ships.origin} == {world.partnership}
    assert yachts.seats.filter(system="employer").count() == 3
    assert yachts.seats.exclude(system="employer").count() == 5
    assert "champion" in roles_of(world.people["rope"], ships, at=day(73))
    assert "convener" in roles_of(world.convener, ships, at=day(73))


def test_a_split_places_every_company_once(db: None) -> None:
    world = worlds.active()
    keys = list(COMPANIES)
    for one, other in ((keys[:3], keys[3:5]), (keys[:4], keys[3:])):
        with pytest.raises(Refused, match="exactly one part"):
            realignments.propose_split(
                partnership=world.partnership,
                parts=(part(world, "A", "336612", *one), part(world, "B", "336611", *other)),
                reason="two trades",
                at=day(65),
                by=world.convener,
            )


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"naics": ("6229",)}, "622 .Hospitals. has 6221"),
        ({"areas": ("99999",)}, "no state has the code 99"),
    ],
)
def test_no_part_of_a_split_is_of_what_is_not_there(
    db: None, terms: dict[str, tuple[str, ...]], why: str
) -> None:
    world = worlds.active()
    parts = (
        part(world, "Yachts", "336612", "keel", "mast", "hull"),
        replace(part(world, "Ships", "336611", "rope", "sail", "anchor"), **terms),  # type: ignore[arg-type]
    )
    with pytest.raises(Refused, match=why):
        realignments.propose_split(
            partnership=world.partnership, parts=parts, reason="two trades", at=day(65),
            by=world.convener,
        )  # fmt: skip


def test_a_forming_partnership_does_not_merge(world: World) -> None:
    other = other_table(world)
    with pytest.raises(Refused, match="Only an active or stale"):
        realignments.propose_merge(
            partnership=world.partnership, into=other, reason="x", at=day(5), by=world.convener
        )
