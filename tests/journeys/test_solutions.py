"""Solutions, promises, messages and neutrality in a real browser, on a phone and on a desk."""

import os
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypedDict

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from sectoral.workspace.actions import commitments, costs, neutrality, solutions, teams
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Solution, User
from sectoral.workspace.rules.costs import CostFormula, CostPayer
from tests.engines import find_faults
from tests.journeys.persons import unfold
from tests.workspace.partnership.heard import HEARD, Heard, heard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SEEN = os.environ.get("SECTORAL_SEEN", "")
"""A folder for pictures of what was seen; empty: none are taken."""


class Here(TypedDict):
    """When something is done, and by whom."""

    at: datetime
    by: User


@pytest.fixture
def table(rows_that_stay: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Heard:
    settings.SECTORAL_MFA = False
    monkeypatch.setattr(clock, "now", lambda: HEARD)
    return heard()


def sign_in(page: Page, live_server: LiveServer, person: User) -> None:
    """The session of somebody who signed in, in this browser."""
    client = Client()
    client.force_login(person)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


def shared_out(table: Heard, solution: Solution) -> None:
    """Its cost planned and pledged; two promises, a team, two messages of which one waits."""
    here: Here = {"at": HEARD, "by": table.convener}
    seats = table.world.seats
    solutions.set_target(solution=solution, target_usd=Decimal(18000), **here)
    payers = [(seats[key], CostPayer(key)) for key in ("keel", "rope", "sail", "college")]
    costs.draw_plan(solution=solution, formula=CostFormula.EQUAL, payers=payers, **here)
    for key, usd in (("keel", 4500), ("rope", 4500), ("sail", 3000), ("college", 4500)):
        share = costs.pledge(
            solution=solution,
            seat=seats[key],
            kind="cash" if key != "sail" else "in_kind",
            amount_usd=Decimal(usd),
            alone_usd=Decimal(12000),
            at=HEARD,
            by=table.person(key),
        )
        if key != "sail":
            costs.confirm(share=share, **here)
    for key, what in (("keel", "Take twelve learners into the yard"), ("college", "Open the shop")):
        offered = commitments.offer(
            partnership=table.world.partnership,
            seat=seats[key],
            what=what,
            amount=Decimal(12),
            unit="places",
            due=date(2026, 6, 1),
            solution=solution,
            at=HEARD,
            by=table.person(key),
        )
        if key == "keel":
            commitments.accept(commitment=offered, **here)
    teams.form(
        partnership=table.world.partnership,
        name="Welding shop team",
        led_by=seats["keel"],
        members=[seats["college"], seats["union"]],
        solution=solution,
        **here,
    )
    for text in ("Twelve people can come on evenings.", "Our program: $900, see weld.pdf"):
        neutrality.write(
            partnership=table.world.partnership,
            seat=seats["college"],
            text=text,
            solution=solution,
            at=HEARD,
            by=table.person("college"),
        )
    neutrality.report_pitch(
        about=seats["college"], where="the March meeting", at=HEARD, by=table.person("sail")
    )


def looked_at(page: Page, live_server: LiveServer, path: str, name: str) -> None:
    """Opened, unfolded, found without fault by axe, and no wider than the screen, twice."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{live_server.url}{path}")
        if SEEN:
            page.screenshot(path=Path(SEEN) / f"{name}-{width}.png", full_page=True)
        unfold(page)
        assert find_faults(page, quick=True) == []
        assert page.locator("html").evaluate("e => e.scrollWidth") <= width


def test_a_solution_is_followed_from_idea_to_answer(
    page: Page, live_server: LiveServer, table: Heard
) -> None:
    table_at = f"/partnerships/{table.world.partnership.slug}/"
    idea = table.solution(table.bus)
    solutions.stand_aside(
        solution=idea,
        organization=table.world.orgs["board"],
        deputy=table.person("rope"),
        criteria="Evening hours, ten places.",
        at=HEARD,
        by=table.convener,
    )
    table.bring(idea, "board", delivers=True)
    review = table.designing(table.welders, table.bus)
    shared_out(table, review)
    table.test(review)
    solutions.put_to_employers(solution=review, at=HEARD, by=table.convener)
    table.say(review, "rope", "sail")
    measured = table.measuring()
    sign_in(page, live_server, table.convener)
    looked_at(page, live_server, f"{table_at}solutions/", "solutions")
    looked_at(page, live_server, f"{table_at}solutions/{idea.pk}/", "idea")
    looked_at(page, live_server, f"{table_at}commitments/", "promises")
    looked_at(page, live_server, f"{table_at}posts/", "posts")
    looked_at(page, live_server, f"{table_at}neutrality/", "neutrality")
    looked_at(page, live_server, f"/act/solution.draw_plan/{review.pk}/", "plan")
    sign_in(page, live_server, table.person("keel"))
    looked_at(page, live_server, f"{table_at}solutions/{review.pk}/", "review")
    looked_at(page, live_server, f"{table_at}solutions/{measured.pk}/", "measured")
