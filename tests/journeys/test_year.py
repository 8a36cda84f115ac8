"""A convener's year, from nothing to an active partnership, by people in browsers of their own.

The state lead and the convener sit at a desk, the companies have phones; one company, the
college and the visitor browse without scripts. Time moves between the steps. With
SECTORAL_PICTURES set, the README's pictures are taken on the way.
"""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from playwright.sync_api import Browser
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from sectoral.workspace.actions.access import open_workspace
from sectoral.workspace.actions.outbox import OutgoingLetter
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Need, Partnership, Seat
from tests.journeys.persons import Person
from tests.workspace.partnership.letters import delivered

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "images"
ORGANIZATIONS = """Name,Kind,NAICS,Size,Counties
Keel & Sons,company,336612,10 to 49,99001
Rope Walk,company,336612,10 to 49,99001
Sail Loft,company,336612,1 to 9,99003
Anchor Forge,company,336611,50 to 249,99001
Mast Works,company,336612,10 to 49,99005
Quayland College,education,,,99001
Harbour Workforce Board,workforce development,,,99001
Harbour Chamber,economic development,,,99001
"""
CONTACTS = """Name,E-mail,Organization
Bea Board,bea@board.example,Harbour Workforce Board
"""
COMPANIES = ("Keel & Sons", "Rope Walk", "Sail Loft", "Anchor Forge", "Mast Works")
PARTNERS = ("Quayland College", "Harbour Chamber")


class Time:
    """The clock on the wall; it stands still until somebody moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)

    def passes(self, **time: float) -> None:
        """So much later."""
        self.now += timedelta(**time)


class Year:
    """Everybody who plays, and what they need."""

    def __init__(self, browser: Browser, base: str, time: Time) -> None:
        self.browser, self.base, self.time = browser, base, time
        self.people: dict[str, Person] = {}
        self.letters: list[OutgoingLetter] = []

    def person(self, name: str, *, phone: bool = False, scripts: bool = True) -> Person:
        """Somebody with a browser of their own."""
        self.people[name] = Person(self.browser, self.base, phone=phone, scripts=scripts)
        return self.people[name]

    def letter(self, to: str) -> str:
        """The address in the last letter to somebody."""
        self.letters += delivered(self.time.now)
        body = [letter.body for letter in self.letters if letter.to == to][-1]
        found = re.findall(r"https?://\S+", body)
        assert found, body
        return re.sub(r"^https?://[^/]+", self.base, found[0])

    @property
    def table(self) -> Partnership:
        """The partnership of the year."""
        return Partnership.objects.get()

    def at(self, page: str = "") -> str:
        """A page of the partnership."""
        return f"/partnerships/{self.table.slug}/{page}"

    def seat(self, organization: str) -> Seat:
        """An organization's seat."""
        return Seat.objects.get(organization__name=organization)

    def picture(self, who: str, name: str) -> None:
        """Take the README's picture where it is asked for."""
        if os.environ.get("SECTORAL_PICTURES"):
            self.people[who].page.screenshot(path=PICTURES / f"{name}.png", full_page=False)


@pytest.fixture
def year(
    rows_that_stay: None,
    browser: Browser,
    live_server: LiveServer,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    tmp_path: Path,
) -> Iterator[Year]:
    settings.SECTORAL_MFA = False
    time = Time()
    monkeypatch.setattr(clock, "now", lambda: time.now)
    for name, rows in (("organizations", ORGANIZATIONS), ("contacts", CONTACTS)):
        (tmp_path / f"{name}.csv").write_text(rows, encoding="utf-8")
    played = Year(browser, live_server.url, time)
    played.files = tmp_path  # type: ignore[attr-defined]
    yield played
    for person in played.people.values():
        person.close()


def test_a_convener_s_year(year: Year) -> None:
    start(year)
    form(year)
    invite(year)
    make_ready(year)
    launch(year)
    raise_needs(year)
    listen(year)
    choose(year)
    carry(year)
    become_active(year)


def start(year: Year) -> None:
    """The state lead brings in who is there, and starts a partnership from a case."""
    state = year.person("state")
    with transaction.atomic():
        link = open_workspace(email="stella@state.example", name="Stella State", at=year.time.now)
    state.go(re.sub(r"^https?://[^/]+", year.base, link))
    state.press("Sign in")
    for kind in ("organizations", "contacts"):
        state.go("/import/")
        state.page.check(f"input[name=kind][value={kind}]")
        state.page.set_input_files("input[type=file]", year.files / f"{kind}.csv")  # type: ignore[attr-defined]
        state.press("Read the file").press("Check the rows")
        state.press(re.compile("Import all")).sees("Imported")
    state.go("/regions/harbour/boats/").sees("There is no partnership for Boats in Harbour yet.")
    state.do("Propose a partnership", decision="critical").sees("proposed")


def form(year: Year) -> None:
    """The state appoints a convener and takes the proposal up."""
    state = year.people["state"].go(year.at("life/"))
    state.do(
        "Appoint the lead convener",
        organization="Harbour Workforce Board",
        person="Bea Board",
        basis="Trusted by companies and by public partners; has the hours.",
        term_ends="2027-12-31",
    )
    state.go(year.at("life/")).do("Approve it").sees("forming")


def invite(year: Year) -> None:
    """The convener signs in by a link, offers seats and invites; everybody accepts."""
    convener = year.person("convener").go("/account/sign-in/")
    convener.page.locator("form[action*='link'] input[type=email]").fill("bea@board.example")
    with convener.page.expect_navigation():
        convener.page.locator("form[action*='link'] button").click()
    convener.go(year.letter("bea@board.example")).press("Sign in")
    convener.go("/table/").sees("Boats in Harbour")
    for name in (*COMPANIES, *PARTNERS, "Harbour Workforce Board"):
        convener.go(year.at("seats/")).do("Offer a seat", organization=name)
    board = year.seat("Harbour Workforce Board").pk
    convener.go(f"/act/seat.name_delegate/{board}/")
    convener.do("Name who acts for it", role="primary")
    for name in (*COMPANIES, *PARTNERS):
        address = f"{name.split()[0].lower()}@quayland.example"
        convener.go(f"/act/seat.invite/{year.seat(name).pk}/")
        convener.do("Invite somebody to act for it", email=address, role="primary")
        _accept(year, name, address)


def _accept(year: Year, name: str, address: str) -> None:
    company = name in COMPANIES
    plain = name in ("Rope Walk", "Quayland College")
    person = year.person(name, phone=company, scripts=not plain)
    person.go(year.letter(address))
    person.page.locator("input[name=name]").fill(f"{name.split(maxsplit=1)[0]} Person")
    person.press("Accept and sign in")


def make_ready(year: Year) -> None:
    """Champions, a scope, and it is ready to launch; before, the page says what is missing."""
    convener = year.people["convener"].go(year.at("life/"))
    convener.sees("Mark it ready to launch: not yet.")
    for name in ("Keel & Sons", "Rope Walk"):
        convener.go(f"/act/seat.name_champion/{year.seat(name).pk}/").do("Name a champion")
    convener.go(year.at("life/")).do(
        "Set the scope", words="Companies that build and mend boats in Harbour."
    )
    convener.go(year.at("life/")).do("Mark it ready to launch").sees("ready to launch")


def launch(year: Year) -> None:
    """A champion invites; the companies sign in on their phones; more of them than partners."""
    keel, convener = year.people["Keel & Sons"], year.people["convener"]
    keel.go(year.at("meetings/")).do(
        "Call a meeting",
        kind="launch meeting",
        title="Launch of the boat builders",
        starts="2026-03-12T09:00",
        ends="2026-03-12T11:00",
        decision_wanted="which needs we bring to our partners first",
        place="Pier 4",
    )
    meeting = year.table.meetings.get()
    page = year.at(f"meetings/{meeting.pk}/")
    keel.go(page).do("Add a point to the agenda", text="Riggers for the new ferries")
    keel.go(page).do("Invite people")
    year.time.passes(days=10)
    convener.go(page).do("Start the meeting", chair="Keel & Sons")
    for name in (*COMPANIES, *PARTNERS):
        year.people[name].go(f"{page}room/").do("I am here", acknowledged=True)
    year.people["Keel & Sons"].sees("You are on the attendance list for Keel & Sons.")
    year.picture("Keel & Sons", "room")
    convener.go(f"{page}projector/").sees("5 companies")
    convener.go(f"{page}room/").do("Record a decision", text="Riggers come first.")
    convener.go(f"{page}room/").do("End the meeting")
    convener.go(page).do("Write the minutes", text="Five companies met and chose riggers.")
    convener.go(page).do("Send the minutes")
    convener.go(year.at("life/")).do("Mark it launched").sees("launched")


NEEDS = (
    ("Keel & Sons", "Riggers for new ferries", "Sail Loft"),
    ("Rope Walk", "A dry dock on winter days", "Anchor Forge"),
)


def raise_needs(year: Year) -> None:
    """Companies write down what they need; others stand by it; partners see nothing of it."""
    year.people["Keel & Sons"].go(year.at("needs/")).do(
        "Add an opportunity", text="Ferries for three ports on the sound."
    )
    for name, title, other in NEEDS:
        person = year.people[name].go("/table/")
        person.do(
            "Add a need",
            category="talent",
            title=title,
            text="We turn orders away every month.",
            may_become_public=True,
        )
        need = Need.objects.latest("pk")
        person.go(year.at(f"needs/{need.pk}/")).do("Share it with the other companies")
        year.people[other].go("/table/").sees(title)
        year.people[other].go(year.at(f"needs/{need.pk}/")).do("We support it")
    year.people["Quayland College"].go(year.at("needs/")).sees_not("Riggers")


def listen(year: Year) -> None:
    """The convener releases both at one moment; partners read; nobody proposes early."""
    convener, college = year.people["convener"], year.people["Quayland College"]
    titles = [title for _, title, _ in NEEDS]
    convener.go(year.at("listening/")).do("Release needs to all public partners", needs=titles)
    college.go("/table/").sees("listen")
    college.go(year.at("listening/")).do("We have read it")
    college.go(year.at("needs/")).sees("Riggers").sees("an employer member")
    college.sees_not("Keel & Sons")
    year.picture("Quayland College", "listening")
    year.time.passes(days=15)


def choose(year: Year) -> None:
    """A round: one company, one ballot; nothing shows until it is closed and published."""
    convener = year.people["convener"].go(year.at("priorities/"))
    convener.do(
        "Prepare a round of priorities",
        needs=[title for _, title, _ in NEEDS],
        rule="put in order",
        keep="1",
    )
    drawn = year.table.rounds.get()
    page = year.at(f"rounds/{drawn.pk}/")
    convener.go(page).do("Open the round")
    year.picture("convener", "round")
    first, second = (need.pk for need in drawn.needs.order_by("pk"))
    for name in COMPANIES:
        person = year.people[name].go("/table/").sees("ballot")
        places = {f"choice-{first}-place": "1", f"choice-{second}-place": "2"}
        if name == "Keel & Sons":
            year.picture(name, "my-table")
        person.do("Cast your company's ballot", **places)
    convener.go(page).sees_not("The result").do("Close the round and count")
    convener.go(page).do("Publish the result").sees("Riggers for new ferries")
    year.picture("convener", "result")


def carry(year: Year) -> None:
    """A team led by a company, a plan, and a solution that partners answer with together."""
    convener, college = year.people["convener"], year.people["Quayland College"]
    convener.go(year.at("solutions/")).do(
        "Form an action team", name="Riggers", led_by="Keel & Sons"
    )
    convener.go(year.at("life/")).do(
        "Write the action plan", text="By September: sixteen riggers trained on two evenings."
    )
    college.go(year.at("solutions/")).do(
        "Propose a solution",
        needs=["Riggers for new ferries"],
        title="A riggers' course on two evenings",
        for_whom="people at work in the five yards",
    )
    year.people["Keel & Sons"].go(year.at("commitments/")).do(
        "Make a promise", what="Take four apprentices", due="2026-09-01"
    )


def become_active(year: Year) -> None:
    """The night's command derives that it is active; a visitor reads it, and why."""
    call_command("table_clocks", verbosity=0)
    assert year.table.stage == "active"
    visitor = year.person("visitor", phone=True, scripts=False).go("/partnerships/")
    visitor.follow(year.table.name).sees("active").sees("Riggers for new ferries")
    year.people["convener"].go("/table/")
    year.picture("convener", "convener")
    year.people["state"].go("/partnerships/").sees("active")
    home = year.people["Keel & Sons"].go(year.at())
    home.sees("active")
    year.people["convener"].go(year.at())
    year.picture("convener", "partnership")
