"""Partnerships as pages: the list, a home, a life, seats, the record, and who may do what there."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from sectoral.workspace.actions import needs, partnerships, people, seats
from sectoral.workspace.actions.reviews import review, run_clocks
from sectoral.workspace.models import Event, Partnership, Seat, User
from tests.workspace.channels.partnership import full
from tests.workspace.pages.reading import queries, signed_in, words
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.world import CASE, START, World, day

pytestmark = pytest.mark.django_db

OnDay = Callable[[float], None]


def said(answer: Any) -> str:
    """What a page says, without its marks and the blanks they leave before a stop."""
    return re.sub(r" ([,.:;)])", r"\1", words(answer.content.decode()))


def more(world: World, number: int) -> None:
    """Further proposals, each of an industry and region of its own."""
    for one in range(number):
        case = partnerships.ProposalCase(
            region=f"r{one}",
            region_name=f"Region {one}",
            sector="care",
            sector_name="Healthcare",
            naics=("62",),
            areas=(f"48{2 * one + 1:03}",),
            edition=CASE.edition,
            decision="critical",
            words="It grows.",
        )
        partnerships.propose(case=case, at=START, by=world.state)


# ── the list ──────────────────────────────────────────────────────────────────────────────────


def test_the_list_tells_where_a_partnership_stands_and_who_convenes(on_day: OnDay) -> None:
    worlds.active()
    on_day(61)
    page = said(Client().get("/partnerships/"))
    assert "Boat building in Harbour Active March 6, 2026 Boat building Harbour Harbour W" in page
    assert "Harbour Workforce Board" in page
    # Three critical cases in Quayland; boats in Harbour has the one partnership.
    assert "1 of 3 critical sectors in regions has a partnership; 1 is active." in page
    assert "Healthcare in Market" in page


def test_each_gap_leads_to_its_case(on_day: OnDay) -> None:
    worlds.active()
    on_day(61)
    page = Client().get("/partnerships/").content.decode()
    assert '<a href="/regions/market/care/">' in page
    assert '<a href="/regions/harbour/boats/">' not in page


def test_only_the_state_reads_why_and_what_is_missing(on_day: OnDay) -> None:
    world = worlds.active()
    on_day(260)
    review(world.partnership, day(260))
    state = said(signed_in(world.state).get("/partnerships/"))
    assert "Why, and what is missing" in state
    assert "ompanies last met 220 days ago; stale after 180" in state
    assert "at least 3 companies did something in the last half year" in state
    for other in (Client(), signed_in(world.people["keel"])):
        page = said(other.get("/partnerships/"))
        assert "companies last met" not in page
        assert "did something in the last half year" not in page


def test_a_proposal_not_taken_up_is_listed_for_the_state_alone(on_day: OnDay) -> None:
    world = worlds.proposed()
    partnerships.reject(
        partnership=world.partnership, reason="Too few boats.", at=day(1), by=world.state
    )
    on_day(2)
    assert "Boat building in Harbour" not in said(Client().get("/partnerships/"))
    assert "Too few boats." in said(signed_in(world.state).get("/partnerships/"))


def test_the_list_is_filtered_and_taken_as_a_file_whole(on_day: OnDay) -> None:
    world = worlds.formed()
    more(world, 60)
    on_day(1)
    page = Client().get("/partnerships/?stage=proposed")
    assert "1–50 of 60 partnerships" in said(page)
    assert "Page 1 of 2" in said(page)
    file = Client().get("/partnerships/?stage=proposed&table=partnerships&format=csv")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert len(rows) == 61
    assert rows[0][:4] == ["Partnership", "Stage", "In this stage since", "Sector"]
    assert "Why" not in rows[0]
    assert Client().get("/partnerships/?table=partnerships&format=xlsx").status_code == 200
    assert Client().get("/partnerships/?table=elsewhere&format=csv").status_code == 404


@pytest.mark.parametrize("who", ["visitor", "state"])
def test_the_list_asks_the_database_no_more_for_thirty_than_for_one(
    on_day: OnDay, who: str
) -> None:
    world = worlds.active()
    on_day(61)
    client = signed_in(world.state) if who == "state" else Client()
    one = queries(client, "/partnerships/")
    more(world, 29)
    assert queries(client, "/partnerships/") == one <= 25


# ── home ──────────────────────────────────────────────────────────────────────────────────────


def test_a_visitor_reads_why_a_partnership_is_active(on_day: OnDay) -> None:
    world = worlds.active()
    on_day(61)
    page = said(Client().get(f"/partnerships/{world.partnership.slug}/"))
    assert "Why it is active" in page
    assert "at least 5 companies sit at it, common ownership counted once" in page
    assert "Reviewed on March 6, 2026 from the record." in page
    assert "Harbour Workforce Board, lead convener until January 5, 2028" in page
    assert "5 companies; companies with the same owner count once." in page
    assert "Education: Quayland College" in page
    assert "Only companies vote." in page


def test_a_visitor_reads_no_company_s_name_and_no_need_kept_to_the_table(on_day: OnDay) -> None:
    world = worlds.active()
    on_day(61)
    page = said(Client().get(f"/partnerships/{world.partnership.slug}/"))
    for name in worlds.COMPANIES.values():
        assert name not in page
    assert "Welders" not in page
    assert "A priority that only the table can see" in page
    member = said(
        signed_in(world.people["college"]).get(f"/partnerships/{world.partnership.slug}/")
    )
    assert "Welders" in member
    assert "Rope Walk" in member


def test_a_member_sees_the_ring_with_its_holes(on_day: OnDay) -> None:
    world = worlds.active()
    on_day(61)
    address = f"/partnerships/{world.partnership.slug}/"
    assert 'class="ring"' not in Client().get(address).content.decode()
    page = signed_in(world.people["keel"]).get(address).content.decode()
    assert "Nobody is here from government, association, philanthropy." in page
    assert "stroke-dasharray" in page


def test_a_home_asks_no_more_for_many_seats_than_for_one(on_day: OnDay) -> None:
    world = worlds.active()
    on_day(61)
    address = f"/partnerships/{world.partnership.slug}/"
    client = signed_in(world.people["keel"])
    before = queries(client, address)
    for one in range(8):
        worlds.enter(world, f"more{one}", f"Boat {one}", "employer", naics="336612")
        worlds.sit(world, f"more{one}", at=day(60))
    assert queries(client, address) == before <= 25


# ── S3: a vendor waits ────────────────────────────────────────────────────────────────────────


def test_a_vendor_has_no_vote_until_convener_and_champion_say_so(
    world: World, on_day: OnDay
) -> None:
    on_day(1)
    convener, champion = signed_in(world.convener), signed_in(world.people["keel"])
    to = f"/act/partnership.offer_seat/{world.partnership.pk}/"
    why = {"organization": world.orgs["staffing"].pk, "exception": "hires for all yards"}
    assert convener.post(to, why).status_code == 302
    seat = Seat.objects.get(organization=world.orgs["staffing"])
    assert (seat.standing, seat.voting) == ("waiting", False)
    page = said(champion.get(f"/partnerships/{world.partnership.slug}/seats/"))
    assert "Nobody has approved yet." in page
    approve = f"/act/seat.approve/{seat.pk}/"
    assert convener.post(approve, {"voting": "on"}).status_code == 302
    again = convener.post(approve, {"voting": "on"})
    assert again.status_code == 422
    assert "A second person has to approve" in said(again)
    seat.refresh_from_db()
    assert (seat.standing, seat.voting) == ("waiting", False)
    assert champion.post(approve, {"voting": "on"}).status_code == 302
    seat.refresh_from_db()
    assert (seat.standing, seat.voting) == ("seated", True)


def test_neither_a_company_nor_a_partner_lets_a_vendor_in(world: World, on_day: OnDay) -> None:
    on_day(1)
    seat = seats.offer(
        partnership=world.partnership,
        organization=world.orgs["staffing"],
        exception="hires for all yards",
        at=day(1),
        by=world.convener,
    )
    for who in ("mast", "college", "union"):
        answer = signed_in(world.people[who]).post(
            f"/act/seat.approve/{seat.pk}/", {"voting": "on"}
        )
        assert answer.status_code == 403


# ── S11: a company that convenes ──────────────────────────────────────────────────────────────


def test_a_company_that_convenes_reads_no_peer_s_draft_on_any_page(
    world: World, on_day: OnDay
) -> None:
    people.give_office(person=world.people["community"], role="steward", at=day(0), by=world.state)
    worlds.appoint(world, "sail", lead=False)
    draft = needs.draft(
        seat=world.seats["rope"],
        category="talent",
        title="Riggers wanted",
        text="Two riggers are leaving us.",
        at=day(40),
        by=world.people["rope"],
    )
    on_day(41)
    host = signed_in(world.people["sail"])
    slug = world.partnership.slug
    for page in ("", "needs/", "life/", "seats/", "record/", "meetings/", "solutions/"):
        answer = host.get(f"/partnerships/{slug}/{page}")
        assert answer.status_code == 200, page
        assert "igger" not in answer.content.decode()
    assert host.get(f"/partnerships/{slug}/needs/{draft.pk}/").status_code == 404
    assert (
        host.post(f"/act/need.reword/{draft.pk}/", {"title": "x", "text": "y"}).status_code == 404
    )
    board = signed_in(world.convener).get(f"/partnerships/{slug}/needs/{draft.pk}/")
    assert board.status_code == 200


def test_a_visitor_reads_that_a_company_convenes(world: World, on_day: OnDay) -> None:
    people.give_office(person=world.people["community"], role="steward", at=day(0), by=world.state)
    worlds.appoint(world, "sail", lead=False)
    on_day(1)
    page = said(Client().get(f"/partnerships/{world.partnership.slug}/"))
    assert "A company convenes. It cannot read other companies’ drafts" in page


# ── S18: a ghost keeps no badge ───────────────────────────────────────────────────────────────


def test_nobody_can_type_active_through_a_page(on_day: OnDay) -> None:
    world = worlds.launched()
    on_day(42)
    state = signed_in(world.state)
    for verb in ("become_active", "activate", "set_stage"):
        answer = state.post(f"/act/partnership.{verb}/{world.partnership.pk}/", {"stage": "active"})
        assert answer.status_code == 404
    state.post(f"/act/partnership.pause/{world.partnership.pk}/", {"stage": "active"})
    world.partnership.refresh_from_db()
    assert world.partnership.stage == "launched"


def test_a_partnership_that_no_longer_meets_loses_its_badge_on_every_page(on_day: OnDay) -> None:
    world = worlds.active()
    run_clocks(day(200))
    run_clocks(day(260))
    on_day(260)
    home = said(Client().get(f"/partnerships/{world.partnership.slug}/"))
    assert "stale since" in home
    assert "Why it is active" not in home
    assert "0 are active." in said(Client().get("/partnerships/"))


# ── S21: departure ────────────────────────────────────────────────────────────────────────────


def test_who_left_the_company_is_out_the_same_minute(world: World, on_day: OnDay) -> None:
    on_day(1)
    keel, convener = signed_in(world.people["keel"]), signed_in(world.convener)
    inside = f"/partnerships/{world.partnership.slug}/seats/"
    assert keel.get(inside).status_code == 200
    to = f"/act/organization.depart/{world.orgs['keel'].pk}/"
    assert convener.post(to, {"person": world.people["keel"].pk}).status_code == 302
    gone = keel.get(inside)
    assert (gone.status_code, gone["Location"].partition("?")[0]) == (302, "/account/sign-in/")
    again = signed_in(User.objects.get(pk=world.people["keel"].pk))
    assert again.get(inside).status_code == 403
    assert "Keel Person" in said(convener.get(f"/organizations/{world.orgs['keel'].pk}/"))


# ── S24: a rival ──────────────────────────────────────────────────────────────────────────────


def test_a_rival_proposal_is_refused_and_names_the_one_there_is(
    world: World, on_day: OnDay
) -> None:
    on_day(1)
    state = signed_in(world.state)
    asked = {"region": "harbour", "sector": "boats", "decision": "critical"}
    answer = state.post("/act/state.propose/", asked)
    assert answer.status_code == 422
    assert "There is one already: Boat building in Harbour" in said(answer)
    assert "Join it, merge with it, or record why a second one is needed." in said(answer)
    assert Partnership.objects.count() == 1
    waived = {**asked, "waiver": "Yachts have companies of their own."}
    assert state.post("/act/state.propose/", waived).status_code == 302
    assert Partnership.objects.count() == 2


def test_a_case_begins_a_proposal_with_its_region_and_sector_chosen(
    world: World, on_day: OnDay
) -> None:
    on_day(1)
    state = signed_in(world.state)
    page = state.get("/regions/market/care/").content.decode()
    assert "There is no partnership for Healthcare in Market yet." in page
    form = state.get("/act/state.propose/?region=market&sector=care&decision=critical")
    assert '<option value="market" selected>Market</option>' in form.content.decode()
    assert '<option value="care" selected>Healthcare</option>' in form.content.decode()
    visitor = Client().get("/regions/market/care/").content.decode()
    assert "state.propose" not in visitor
    there = Client().get("/regions/harbour/boats/").content.decode()
    assert f'<a href="/partnerships/{world.partnership.slug}/">' in there


@pytest.mark.parametrize("who", ["visitor", "state"])
def test_no_page_proposes_to_start_what_is_there_already(on_day: OnDay, who: str) -> None:
    pages = ("/regions/harbour/boats/", "/regions/harbour/", "/sectors/boats/")
    alone = Client()
    for address, words_of_start in zip(pages, ("Start a sector", "start", "start"), strict=True):
        assert words_of_start in said(alone.get(address))
    world = worlds.active()
    on_day(61)
    browser = alone if who == "visitor" else signed_in(world.state)
    case, region, sector = (said(browser.get(address)) for address in pages)
    assert "Continue: a partnership is active." in case
    assert "Continue the partnership (proposed)" in case
    assert "tart a" not in case
    assert "a partnership is active" in region
    assert "a partnership is active" in sector


# ── life ──────────────────────────────────────────────────────────────────────────────────────


def test_the_life_says_what_is_missing_to_whoever_may_not_move_it(
    world: World, on_day: OnDay
) -> None:
    on_day(1)
    address = f"/partnerships/{world.partnership.slug}/life/"
    company = said(signed_in(world.people["mast"]).get(address))
    assert "Ready to launch, by convener or state. Nothing is in the way" in company
    assert "Mark it ready to launch" not in company
    assert "Mark it ready to launch" in said(signed_in(world.convener).get(address))


def test_the_life_shows_evidence_and_clocks(on_day: OnDay) -> None:
    world = worlds.active()
    on_day(100)
    page = said(signed_in(world.state).get(f"/partnerships/{world.partnership.slug}/life/"))
    assert "Result of March 6, 2026, from a review by default, version 1." in page
    assert "Companies last met 60 days ago; at risk in 30 days." in page
    assert "The plan last changed 45 days ago; at risk in 75 days." in page


@pytest.mark.parametrize("who", ["state", "board", "keel"])
def test_a_life_asks_no_more_as_its_history_grows(on_day: OnDay, who: str) -> None:
    world = worlds.active()
    on_day(61)
    client = signed_in(world.people.get(who, world.state))
    address = f"/partnerships/{world.partnership.slug}/life/"
    before = queries(client, address)
    for number in range(5):
        partnerships.write_plan(
            partnership=world.partnership, text=f"Plan {number}.", at=day(60), by=world.convener
        )
    worlds.appoint(world, "college", lead=False)
    assert queries(client, address) == before <= 36


def test_a_priority_says_what_became_of_it(on_day: OnDay) -> None:
    table = full()
    on_day(80)
    home = f"/partnerships/{table.slug}/"
    for browser in (Client(), signed_in(table.people["sail"])):
        assert "place 1, March 2026: being worked on" in said(browser.get(home))


def test_a_merge_is_consented_to_from_both_tables(on_day: OnDay) -> None:
    world = worlds.active()
    other = _second(world)
    on_day(61)
    to = f"/act/partnership.propose_merge/{world.partnership.pk}/"
    convener = signed_in(world.convener)
    assert convener.post(to, {"into": other.pk, "reason": "Too few of us."}).status_code == 302
    asked = world.partnership.realignments.get()
    agree = f"/act/realignment.agree/{asked.pk}/"
    seat = Seat.objects.get(partnership=other, organization__name="Canvas Yard")
    canvas = signed_in(world.people["canvas"])
    assert "Our company agrees" in said(canvas.get(f"/partnerships/{other.slug}/life/"))
    assert canvas.post(agree, {"seat": seat.pk}).status_code == 302
    for key in ("keel", "mast", "rope", "sail"):
        done = signed_in(world.people[key]).post(agree, {"seat": world.seats[key].pk})
        assert done.status_code == 302
    state = signed_in(world.state)
    early = state.post(f"/act/realignment.merge/{asked.pk}/")
    assert early.status_code == 422
    assert "The state has not confirmed it yet." in said(early)
    assert state.post(f"/act/realignment.confirm/{asked.pk}/").status_code == 302
    assert state.post(f"/act/realignment.merge/{asked.pk}/").status_code == 302
    old = world.partnership.slug
    home = said(Client().get(f"/partnerships/{old}/"))
    assert "It continues as Boats of the Inland." in home
    # Harbour's boats are still worked on, by the one that goes on; the state's home says so too.
    for page in ("/partnerships/", "/"):
        assert "1 of 3 critical sectors in regions has a partnership; 0 are active." in said(
            Client().get(page)
        )
    keel = signed_in(world.people["keel"])
    for page in ("life", "seats", "needs"):
        onward = keel.get(f"/partnerships/{old}/{page}/")
        assert (onward.status_code, onward["Location"]) == (
            302,
            f"/partnerships/{other.slug}/{page}/",
        )
    assert state.get(f"/partnerships/{old}/record/").status_code == 200


def _second(world: World) -> Partnership:
    """Another table, forming, with one company of its own."""
    case = partnerships.ProposalCase(
        region="inland",
        region_name="Inland",
        sector="boats",
        sector_name="Boat building",
        naics=("3366",),
        areas=(worlds.INLAND,),
        edition=CASE.edition,
        decision="critical",
        words="There too.",
    )
    first, world.partnership = (
        world.partnership,
        partnerships.propose(case=case, name="Boats of the Inland", at=START, by=world.state),
    )
    worlds.appoint(world, "board")
    partnerships.form(partnership=world.partnership, at=START, by=world.state)
    worlds.enter(world, "canvas", "Canvas Yard", "employer", naics="336612", size="10-49")
    worlds.sit(world, "canvas", exception="works up the river")
    other, world.partnership = world.partnership, first
    return other


# ── seats and record ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["board", "keel", "college"])
def test_the_seats_ask_no_more_for_many_than_for_few(world: World, on_day: OnDay, who: str) -> None:
    on_day(1)
    client = signed_in(world.people[who])
    address = f"/partnerships/{world.partnership.slug}/seats/"
    before = queries(client, address)
    for one in range(8):
        worlds.enter(world, f"more{one}", f"Boat {one}", "employer", naics="336612")
        worlds.sit(world, f"more{one}", at=day(0))
    assert queries(client, address) == before <= 25


def test_the_record_is_for_members_newest_first_and_without_what_is_private(
    world: World, on_day: OnDay
) -> None:
    mine: dict[str, Any] = {"at": day(40), "by": world.people["rope"]}
    need = needs.draft(
        seat=world.seats["rope"], category="talent", title="Riggers", text="Two riggers.", **mine
    )
    needs.raise_need(need=need, **mine)
    partnerships.make_ready(partnership=world.partnership, at=day(41), by=world.convener)
    on_day(42)
    address = f"/partnerships/{world.partnership.slug}/record/"
    page = said(signed_in(world.people["college"]).get(address))
    assert page.index("ready to launch") < page.index("has a seat")
    assert "igger" not in page
    assert Event.objects.filter(partnership=None, subject="need").exists()
    assert Client().get(address).status_code == 302
    only = said(signed_in(world.people["college"]).get(f"{address}?kind=convening"))
    assert "is lead convener until" in only
    assert "has a seat" not in only
