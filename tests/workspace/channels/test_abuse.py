"""The abuse cases S1–S24 that no other file tries through the doors; docs/abuse.md lists them all.

Each test does what somebody would try who means no good: through pages, interface and files.
"""

import ast
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client

import sectoral.workspace
from sectoral.workspace.actions import seats
from sectoral.workspace.acts import ACTS
from sectoral.workspace.environment import clock
from sectoral.workspace.models import AgendaItem, Ballot, Need, NeedNote, Opportunity, Post, User
from sectoral.workspace.rules.permissions import PartnershipRole
from tests.workspace.api.conftest import caller
from tests.workspace.channels.doors import DENIED, fitting, held, of
from tests.workspace.channels.partnership import NOW, SIGNED, STAFF, Full
from tests.workspace.channels.planting import plant
from tests.workspace.channels.reading import addresses, lists, plain
from tests.workspace.pages.reading import page, signed_in
from tests.workspace.partnership.world import day

OFFER = "Our program costs $900 a place: https://college.example/weld.pdf"
NEED: dict[str, Any] = {
    "category": "talent",
    "title": "Riggers",
    "text": "Two riggers.",
    "may_become_public": True,
}


def post(table: Full, who: str, act: str, thing: Any, **typed: Any) -> HttpResponse:
    """What somebody sends to a page, whatever it offers."""
    answer = signed_in(person(table, who)).post(f"/act/{act}/{thing.pk}/", typed)
    assert isinstance(answer, HttpResponse)
    return answer


def person(table: Full, who: str) -> User:
    found = table.people.get(who) or table.heard.world.people[who]
    assert isinstance(found, User)
    return found


def send(table: Full, who: str, act: str, thing: Any, **typed: Any) -> Any:
    """The same by a program."""
    return caller(person(table, who)).post(f"{act}/{thing.pk}", typed)


# ── S1: selling ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("act", "on", "typed", "by_page", "by_program"),
    [
        ("need.note_context", "need", {"text": OFFER}, 422, 422),
        ("meeting.add_item", "meeting", {"text": OFFER, "minutes": 5}, 422, 422),
        ("partnership.write", "partnership", {"text": "We can help.", "solution": True}, 422, 422),
        ("partnership.put_forward", "partnership", {"text": OFFER}, 403, 403),
        ("partnership.draft_need", "partnership", NEED, 403, 403),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_s01_a_partner_sells_by_no_door(
    table: Full, act: str, on: str, typed: dict[str, Any], by_page: int, by_program: int
) -> None:
    # The chamber wrote no contribution to the solution: it has no companies to write to.
    solution = {"solution": table.things["solution"][0].pk} if "solution" in typed else {}
    body = typed | solution | {"seat": table.seat("chamber").pk}
    kinds: tuple[Any, ...] = (NeedNote, AgendaItem, Post, Opportunity, Need)
    before = [kind.objects.count() for kind in kinds]
    assert post(table, "chamber", act, table.things[on][0], **body).status_code == by_page
    assert send(table, "chamber", act, table.things[on][0], **body).status_code == by_program
    assert [kind.objects.count() for kind in kinds] == before


@pytest.mark.parametrize(
    ("who", "act", "on", "typed"),
    [
        ("chamber", "need.note_context", "need", {"text": "Bus drivers need a license."}),
        ("chamber", "meeting.add_item", "meeting", {"text": "The late bus", "minutes": 5}),
        ("college", "partnership.write", "partnership", {"text": "We meet.", "solution": True}),
        ("anchor", "partnership.put_forward", "partnership", {"text": "Ferries for the islands."}),
        ("anchor", "partnership.draft_need", "partnership", NEED),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_s01_the_same_call_without_an_offer_or_of_a_company_is_let_through(
    table: Full, who: str, act: str, on: str, typed: dict[str, Any]
) -> None:
    solution = {"solution": table.things["solution"][0].pk} if "solution" in typed else {}
    told = send(table, who, act, table.things[on][0], **typed | solution, seat=table.seat(who).pk)
    assert told.status_code == 200, told.content


def test_s01_a_partner_brings_no_file(table: Full) -> None:
    browser = signed_in(person(table, "chamber"))
    assert browser.get("/import/").status_code == 403
    assert browser.post("/import/", {"kind": "contacts"}).status_code == 403


# ── S4, S5: stuffing, and one large company ───────────────────────────────────────────────────


def test_s04_two_delegates_of_a_company_have_one_ballot(table: Full) -> None:
    drawn, sail = table.things["round"][0], table.seat("sail")
    second = User.objects.create(username="second", email="second@quayland.example")
    sail.organization.members.create(person=second, since=day(1))
    seats.name_delegate(seat=sail, person=second, role="alternate", **table.by("board", day(79)))
    first, last = (need.pk for need in drawn.needs.order_by("pk"))
    choice = {str(first): 10, str(last): 90}
    told = caller(second).post(f"round.cast/{drawn.pk}", {"seat": sail.pk, "choice": choice})
    assert told.status_code == 200
    counting = Ballot.objects.filter(elector__round=drawn, elector__seat=sail, counts=True)
    assert counting.get().choice == choice


@pytest.mark.parametrize("who", ["hull", "smithy", "chamber", "office", "state", "steward"])
def test_s04_who_is_not_in_the_electorate_casts_by_no_door(table: Full, who: str) -> None:
    # Hull Yard has its vote in Mast Works, of the same owner.
    drawn, before = table.things["round"][0], Ballot.objects.count()
    needs = [need.pk for need in drawn.needs.all()]
    for seat in (table.seat("hull").pk, table.seat("mast").pk, table.seat("keel").pk):
        typed = {f"choice-{needs[0]}": 100, "seat": seat}
        assert post(table, who, "round.cast", drawn, **typed).status_code in (403, 404, 422)
        body = {"seat": seat, "choice": {str(needs[0]): 100}}
        told = send(table, who, "round.cast", drawn, **body)
        assert told.status_code in (403, 404, 409, 422)
    assert Ballot.objects.count() == before


@pytest.mark.parametrize("points", [{"0": 200}, {"0": -10, "1": 110}, {"0": 1e9}, {"999999": 100}])
def test_s05_no_ballot_weighs_more_than_a_hundred(table: Full, points: dict[str, Any]) -> None:
    drawn, before = table.things["round"][0], Ballot.objects.count()
    asked = [str(need.pk) for need in drawn.needs.order_by("pk")]
    choice = {asked[int(key)] if int(key) < 2 else key: share for key, share in points.items()}
    told = send(table, PartnershipRole.EMPLOYER, "round.cast", drawn, choice=choice)
    assert told.status_code in (409, 422)
    assert Ballot.objects.count() == before


# ── S6: nothing before the close ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "who",
    [
        PartnershipRole.CONVENER,
        PartnershipRole.PUBLIC,
        PartnershipRole.STATE,
        PartnershipRole.CHAMPION,
    ],
)
def test_s06_a_ballot_changes_no_list_file_or_letter_of_anybody(table: Full, who: str) -> None:
    watching = person(table, who)
    call_command("table_clocks")
    before = _files(table, watching)
    drawn = table.things["round"][0]
    choice = {str(need.pk): 50 for need in drawn.needs.all()}
    told = send(table, PartnershipRole.EMPLOYER, "round.cast", drawn, choice=choice)
    assert told.status_code == 200
    call_command("table_clocks")
    assert _files(table, watching) == before


def _files(table: Full, watching: User) -> list[str]:
    browser, program = signed_in(watching), caller(watching)
    token = program.client.defaults["HTTP_AUTHORIZATION"]
    found = [plain(Client().get(path, HTTP_AUTHORIZATION=token)) for path in lists(table)]
    start = f"/partnerships/{table.slug}/"
    return [*found, plain(browser.get(f"{start}export.zip")), plain(browser.get(f"{start}record/"))]


# ── S9: pay ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("category", ["wages", "pay", "hiring", "poaching"])
def test_s09_there_is_no_category_for_pay(table: Full, category: str) -> None:
    typed = {"category": category, "title": "x", "text": "x", "may_become_public": True}
    told = send(
        table,
        PartnershipRole.EMPLOYER,
        "partnership.draft_need",
        table.heard.world.partnership,
        **typed,
    )
    assert told.status_code == 422
    assert list(told.json()["fields"]) == ["category"]


def test_s09_nobody_of_a_company_is_at_a_meeting_without_the_statement(
    table: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = table.things["meeting"][0]
    monkeypatch.setattr(clock, "now", lambda: day(95))
    opened = send(
        table, PartnershipRole.CONVENER, "meeting.open", meeting, chair=table.seat("keel").pk
    )
    assert opened.status_code == 200, opened.content
    for typed in ({}, {"acknowledged": False}):
        told = send(table, PartnershipRole.EMPLOYER, "meeting.sign_in", meeting, **typed)
        assert told.status_code in (409, 422)
    assert not meeting.roll.filter(seat=table.seat("anchor")).exists()


# ── S13, S14: few of them, and what may become public ─────────────────────────────────────────


def test_s14_who_writes_a_need_is_told_before_typing_and_the_mark_is_kept(table: Full) -> None:
    here = table.heard.world.partnership
    for act in ("draft_need", "put_forward"):
        form = page(signed_in(person(table, "anchor")), f"/act/partnership.{act}/{here.pk}/")
        assert form.index("Public-records law may make it public") < form.index("<textarea"), act
    unmarked = {name: value for name, value in NEED.items() if name != "may_become_public"}
    without = send(table, PartnershipRole.EMPLOYER, "partnership.draft_need", here, **unmarked)
    assert without.status_code == 422
    assert (
        send(table, PartnershipRole.EMPLOYER, "partnership.draft_need", here, **NEED).status_code
        == 200
    )
    assert Need.objects.latest("pk").may_become_public


# ── S20: hardening ────────────────────────────────────────────────────────────────────────────

PAYLOAD = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'>"


def test_s20_markup_typed_anywhere_is_text_on_every_page(table: Full) -> None:
    stored = plant(lambda _: PAYLOAD)
    assert len(stored) > 25, stored
    for who in (
        PartnershipRole.CONVENER,
        PartnershipRole.CHAMPION,
        PartnershipRole.STATE,
        PartnershipRole.VISITOR,
    ):
        browser = of(table.people.get(who), held(who)).browser
        for path in addresses(table, forms=who == PartnershipRole.CONVENER):
            answer: Any = browser.get(path)
            if "html" in answer.headers.get("Content-Type", ""):
                assert b"<script>alert" not in answer.content, (who, path)
                assert b"<img src=x" not in answer.content, (who, path)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.key)
def test_s20_a_form_of_another_site_does_nothing(act: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    key = "" if act.noun == "state" else "1/"
    assert browser.post(f"/act/{act.key}/{key}", fitting(act)).status_code == 403


def test_s20_every_other_form_asks_for_its_own_mark(table: Full) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person(table, PartnershipRole.STATE))
    forms = ("/account/sign-in/", "/account/sign-out/", "/account/link/", "/account/tokens/")
    more = ("/import/", "/checklists/", "/account/sign-out-everywhere/", "/account/left/")
    for path in (*forms, *more):
        assert browser.post(path, {}).status_code in (403, 404, 405), path


def test_s20_every_answer_forbids_frames_guessing_and_foreign_scripts(table: Full) -> None:
    browser = signed_in(person(table, PartnershipRole.CONVENER))
    start = f"/partnerships/{table.slug}/"
    paths = (start, f"{start}needs/", f"{start}export.zip", "/table/", "/nowhere/", "/api/me")
    for path in (*paths, f"{start}open-meetings.ics"):
        answer = browser.get(path)
        assert answer["X-Frame-Options"] == "DENY", path
        assert answer["X-Content-Type-Options"] == "nosniff", path
        policy = answer["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "'unsafe-inline'" not in policy


def test_s20_cookies_are_kept_from_scripts_and_other_sites(table: Full) -> None:
    browser = signed_in(person(table, PartnershipRole.CONVENER))
    browser.get(f"/act/partnership.write_plan/{table.heard.world.partnership.pk}/")
    mark = browser.cookies["csrftoken"]
    assert mark["samesite"] == settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert mark["httponly"]
    assert settings.SESSION_COOKIE_HTTPONLY


@pytest.mark.parametrize(
    "away",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
    ],
)
def test_s20_no_next_leads_away(table: Full, away: str) -> None:
    here = table.heard.world.partnership
    path = f"/act/partnership.write_plan/{here.pk}/"
    board = signed_in(person(table, "board"))
    assert f'href="{away}' not in page(board, f"{path}?next={away}")
    answer = board.post(path, {"text": "A bus first.", "next": away})
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"/partnerships/{here.slug}/")


def test_s20_nothing_that_a_person_types_is_ever_fetched() -> None:
    # No module of the workspace can open a connection but the one that asks the providers of the
    # settings, at their own addresses (tests/workspace/account/test_provider.py), and the mail,
    # with the address of the settings where its tokens are given; the server asks its own port
    # whether it is taken, and `home` whether it answers; `slow_readers` only ends reading.
    callers = {"urllib.request", "http.client", "requests", "httpx", "aiohttp", "urllib3", "socket"}
    root = Path(sectoral.workspace.__file__).parent
    found = {
        (str(path.relative_to(root)), name)
        for path in root.rglob("*.py")
        for name in _imports(path)
        if any(name == one or name.startswith(f"{one}.") for one in callers)
    }
    beside = {(path, name) for path, name in found if path != "oidc/exchange.py"}
    assert beside == {
        ("operations/server.py", "socket"),
        ("operations/slow_readers.py", "socket"),
        ("environment/home.py", "socket"),
        ("environment/token_mail.py", "requests"),
        ("environment/service_mail.py", "requests"),
    }


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


# ── S21: who has left ─────────────────────────────────────────────────────────────────────────


def test_s21_who_has_left_finds_every_door_shut_the_same_minute(table: Full) -> None:
    anchor = person(table, "anchor")
    browser, program = signed_in(anchor), caller(anchor)
    seat = table.seat("anchor")
    seats.end_delegate(
        delegate=seat.delegates.get(), reason="Left.", at=NOW, by=table.heard.convener
    )
    start = f"/partnerships/{table.slug}/"
    inside = ("needs/", "record/", "seats/", "solutions/", "posts/", "export.zip", "export/")
    for path in inside:
        assert browser.get(f"{start}{path}").status_code in (302, 403, 404), path
    for path in lists(table):
        if f"/{table.slug}/" in path:
            assert program.get(path.removeprefix("/api/")).status_code == 403, path
    for act in ("need.support", "solution.say", "round.cast", "meeting.sign_in"):
        thing = table.things[act.partition(".")[0]][0]
        assert program.post(f"{act}/{thing.pk}", {"seat": seat.pk}).status_code in (*DENIED, 422)


# ── S22: an official ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "who", [STAFF, SIGNED, PartnershipRole.STATE, PartnershipRole.ANALYST, PartnershipRole.STEWARD]
)
def test_s22_no_official_reads_what_one_company_wrote(table: Full, who: str) -> None:
    browser = signed_in(person(table, who))
    for need in (table.things["need"][1], table.things["need"][2]):
        assert browser.get(f"/partnerships/{table.slug}/needs/{need.pk}/").status_code in DENIED
        for act in ("need.raise", "need.reword", "need.support", "need.clarify"):
            assert browser.get(f"/act/{act}/{need.pk}/").status_code in DENIED


# ── S23: who fears to be named ────────────────────────────────────────────────────────────────


def test_s23_a_need_told_through_the_convener_carries_no_number_of_its_company(
    table: Full,
) -> None:
    need = table.things["need"][4]
    assert need.attested_by_id
    assert need.raised_by == table.seat("hull")
    told = caller(person(table, "anchor")).get(f"partnerships/{table.slug}/needs").json()["items"]
    (item,) = (one for one in told if one["id"] == need.pk)
    assert item["raised_by"] == "an employer member"
    assert not {name for name in item if "seat" in name or "organization" in name}
    source = page(
        signed_in(person(table, "anchor")), f"/partnerships/{table.slug}/needs/{need.pk}/"
    )
    assert "Hull" not in source
    assert f'value="{table.seat("hull").pk}"' not in source


# ── S24: a rival ──────────────────────────────────────────────────────────────────────────────


def test_s24_the_state_itself_makes_no_second_one_by_a_program(table: Full) -> None:
    state = caller(person(table, PartnershipRole.STATE))
    before = {one["slug"] for one in state.get("partnerships").json()["items"]}
    asked = {"region": "harbour", "sector": "boats", "decision": "critical"}
    told = state.post("state.propose", asked)
    assert told.status_code == 409
    assert "There is one already: Boat building in Harbour" in told.json()["reason"]
    assert {one["slug"] for one in state.get("partnerships").json()["items"]} == before
    # The same call with a reason for a second one is let through: nothing else was amiss in it.
    waived = asked | {"waiver": "Yachts have companies of their own."}
    assert state.post("state.propose", waived).status_code == 200
    assert len(state.get("partnerships").json()["items"]) == len(before) + 1
