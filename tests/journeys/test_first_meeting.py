"""From an empty workspace to the first meeting: three people, their letters, and no address typed.

Everybody begins at the link of a letter and goes on by what the page before offers.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from playwright.sync_api import Browser
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from sectoral.workspace.actions.access import open_workspace
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Meeting, Partnership
from tests.journeys.persons import Person
from tests.workspace.partnership.letters import delivered
from tests.workspace.partnership.world import START, day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHAMBER, KEEL = "Harbour Chamber", "Keel & Sons"


class Beginning:
    """Three people with browsers of their own, their letters, and a clock that is set by hand."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser, self.base, self.now = browser, base, START
        self.people: list[Person] = []
        self.letters: list[tuple[str, str, str]] = []

    def person(self, *, phone: bool = False) -> Person:
        self.people.append(Person(self.browser, self.base, phone=phone))
        return self.people[-1]

    def letter(self, to: str, subject: str) -> str:
        """The text of somebody's letter, as a mail server would have it a quarter hour later."""
        self.now += timedelta(minutes=15)
        self.letters += [(one.to, one.subject, one.body) for one in delivered(self.now)]
        found = [body for whom, about, body in self.letters if (whom, about) == (to, subject)]
        assert len(found) == 1, [(whom, about) for whom, about, _ in self.letters]
        return found[0]

    def link_in(self, body: str) -> str:
        """The first address in a letter, at this test's server."""
        return re.sub(r"^https?://[^/]+", self.base, re.findall(r"https?://\S+", body)[0])


@pytest.fixture
def beginning(
    rows_that_stay: None,
    browser: Browser,
    live_server: LiveServer,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
) -> Iterator[Beginning]:
    settings.SECTORAL_MFA, settings.SECTORAL_MAIL = False, True
    begun = Beginning(browser, live_server.url)
    monkeypatch.setattr(clock, "now", lambda: begun.now)
    yield begun
    for person in begun.people:
        person.close()


def test_three_people_come_from_an_empty_workspace_to_their_first_meeting(
    beginning: Beginning,
) -> None:
    lead = propose(beginning)
    appoint(lead)
    convener = fill_the_table(beginning)
    champion = invite(beginning, convener)
    come_together(beginning, convener, champion)


def propose(beginning: Beginning) -> Person:
    """The lead finds the first case and proposes its partnership."""
    lead = beginning.person()
    with transaction.atomic():
        link = open_workspace(email="stella@state.example", name="Stella State", at=beginning.now)
    lead.go(re.sub(r"^https?://[^/]+", beginning.base, link)).press("Sign in")
    lead.sees("There is no partnership yet").follow("matrix")
    with lead.page.expect_navigation():
        lead.page.locator("main a[href='/regions/harbour/boats/']").first.click()
    return lead.do("Propose a partnership", decision="critical").sees("proposed")


def appoint(lead: Person) -> None:
    """What is missing to appoint a convener is said, and each link leads to it and back."""
    lead.follow("My table").follow("Boats in Harbour").follow("Appoint the lead convener")
    lead.sees("No organization that could convene is registered yet.")
    lead.follow("Register an organization")
    lead.do("Register an organization", name=CHAMBER, system="economic development")
    lead.sees_not("No organization that could convene").follow("Open an account")
    lead.do("Open an account", email="cora@chamber.example", name="Cora Reyes")
    lead.sees("Nobody belongs to an organization").follow("Organizations").follow(CHAMBER)
    lead.do("Add a person to it", person="Cora Reyes")
    lead.follow("My table").follow("Boats in Harbour")
    lead.do(
        "Appoint the lead convener", basis="Trusted by companies; neutral.", term_ends="2027-12-31"
    )
    lead.do("Approve it").sees("forming")


def fill_the_table(beginning: Beginning) -> Person:
    """The convener's letter says it all; the first company gets its seat."""
    letter = beginning.letter("cora@chamber.example", "You convene Boats in Harbour")
    assert "Stella State appointed you, for Harbour Chamber, as lead convener" in letter
    assert "Questions? Ask Stella State: stella@state.example" in letter
    convener = beginning.person()
    convener.go(beginning.link_in(letter)).press("Sign in")
    convener.sees("What to do next").follow("Boats in Harbour").follow("Seats")
    convener.follow("Offer a seat").sees(CHAMBER).follow("Register an organization")
    convener.do(
        "Register an organization",
        name=KEEL, system="company", naics="336612", size="10 to 49", areas="99001",
    )  # fmt: skip
    convener.do("Offer a seat", organization=KEEL)
    unfold(convener)
    convener.do("Invite somebody to act for it", email="kim@keel.example", role="primary")
    return convener


def unfold(person: Person) -> None:
    """Open what folds on the page, as a person who looks for something does."""
    for fold in person.page.locator("main summary:visible").all():
        fold.click()


def invite(beginning: Beginning, convener: Person) -> Person:
    """The company's person comes in by letter, is named champion, and finds the launch first."""
    letter = beginning.letter("kim@keel.example", "Cora Reyes invites you to Boats in Harbour")
    assert "Each company has one vote" in letter
    assert "Questions? Ask Cora Reyes of Harbour Chamber, who convenes Boats in Harbour" in letter
    champion = beginning.person(phone=True)
    champion.go(beginning.link_in(letter))
    champion.page.locator("input[name=name]").fill("Kim Keel")
    champion.press("Accept and sign in")
    convener.follow("Seats")
    unfold(convener)
    convener.do("Name a champion").follow("Meetings")
    convener.do(
        "Call a meeting",
        kind="launch meeting", title="First table", starts="2026-01-20T09:00",
        ends="2026-01-20T11:00", decision_wanted="What comes first?", place="Slip 3",
    )  # fmt: skip
    convener.follow("First table").sees("Only a champion can invite people to a launch")
    convener.sees("Kim Keel of Keel & Sons can do it on My table.")
    convener.do("Use the standard agenda")
    return champion


def come_together(beginning: Beginning, convener: Person, champion: Person) -> None:
    """The champion asks people to come; on the day the meeting is opened and held."""
    letter = beginning.letter("kim@keel.example", "You are a champion of Boats in Harbour")
    champion.go(beginning.link_in(letter)).press("Sign in")
    champion.sees("Invite the others to “First table”").do("Invite people")
    assert "BEGIN:VCALENDAR" in _entry(beginning)
    beginning.now = day(15)
    convener.follow("My table").follow("Boats in Harbour").follow("Meetings").follow("First table")
    convener.do("Start the meeting")
    champion.follow("My table").sees("“First table” is under way.")
    champion.do("I am here", acknowledged=True)
    convener.follow("Meetings").follow("First table").follow("Open it on your phone")
    convener.do("End the meeting")
    assert Meeting.objects.get().state == "held"
    assert Partnership.objects.get().stage == "forming"


def _entry(beginning: Beginning) -> str:
    beginning.now += timedelta(minutes=1)
    found: list[str] = []
    for letter in delivered(beginning.now):
        found += [letter.calendar] if letter.to == "kim@keel.example" and letter.calendar else []
    return found[-1]
