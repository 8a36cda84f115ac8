"""Action teams: a company leads each."""

import pytest
from django.db import DatabaseError, transaction

from sectoral.workspace.actions import solutions, teams
from sectoral.workspace.models import ActionTeam
from sectoral.workspace.queries.measures import company_led_teams
from sectoral.workspace.rules.answers import YES, Refused
from tests.workspace.partnership.heard import HEARD, Heard, heard
from tests.workspace.partnership.refusing import without

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(db: None) -> Heard:
    return heard()


def formed(table: Heard, lead: str = "keel", *members: str) -> ActionTeam:
    return teams.form(
        partnership=table.world.partnership,
        name="Welding shop",
        led_by=table.world.seats[lead],
        members=[table.world.seats[key] for key in members],
        at=HEARD,
        by=table.convener,
    )


def test_a_company_leads_and_public_partners_are_members(table: Heard) -> None:
    team = formed(table, "keel", "college", "union")
    assert team.members.count() == 2
    assert company_led_teams(table.world.partnership, HEARD).number == 1


@pytest.mark.parametrize("key", ["college", "board", "chamber", "union", "community"])
def test_no_public_partner_leads_a_team(table: Heard, key: str) -> None:
    with pytest.raises(Refused, match="Only a company can lead"):
        formed(table, key)


def test_with_the_guard_taken_out_the_database_still_refuses(
    table: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teams, "_may_lead_team", lambda *_: YES)
    with pytest.raises(DatabaseError, match="leads an action team"), transaction.atomic():
        formed(table, "college")
    without("team_led_by_a_company_insert")
    assert formed(table, "college").led_by.system == "education"


def test_a_lead_is_handed_to_another_company_only(table: Heard) -> None:
    team = formed(table)
    with pytest.raises(Refused):
        teams.hand_over(team=team, led_by=table.world.seats["union"], at=HEARD, by=table.convener)
    teams.hand_over(team=team, led_by=table.world.seats["sail"], at=HEARD, by=table.convener)
    team.refresh_from_db()
    assert team.led_by == table.world.seats["sail"]


def test_a_team_ends_once_with_a_reason(table: Heard) -> None:
    team = formed(table)
    with pytest.raises(Refused, match="why"):
        teams.end(team=team, reason="", at=HEARD, by=table.convener)
    teams.end(team=team, reason="The shop is open.", at=HEARD, by=table.convener)
    with pytest.raises(Refused, match="has ended"):
        teams.join(team=team, seat=table.world.seats["sail"], at=HEARD, by=table.convener)


def test_a_convener_that_stood_aside_forms_no_team_for_that_solution(table: Heard) -> None:
    solution = table.solution()
    solutions.stand_aside(
        solution=solution,
        organization=table.world.orgs["board"],
        deputy=table.person("rope"),
        criteria="Evening hours.",
        at=HEARD,
        by=table.convener,
    )
    with pytest.raises(Refused, match="cannot run"):
        teams.form(
            partnership=table.world.partnership,
            name="Shop",
            led_by=table.world.seats["keel"],
            solution=solution,
            at=HEARD,
            by=table.convener,
        )


def test_a_company_without_a_seat_now_is_no_member(table: Heard) -> None:
    seat = table.world.seats["sail"]
    type(seat).objects.filter(pk=seat.pk).update(standing="suspended")
    with pytest.raises(Refused, match="no seat"):
        formed(table, "keel", "sail")
