"""Action teams: formed and led by companies."""

from typing import Any

from sectoral.workspace.actions import teams
from sectoral.workspace.acts.act import Act
from sectoral.workspace.acts.fields.basic import (
    REASON,
    EmptyChoice,
    TextSort,
    line_field,
    row_field,
    rows_field,
)
from sectoral.workspace.acts.fields.row_choices import (
    NO_COMPANY,
    companies_here,
    organization_of,
    partnership_of_thing,
    seats_here,
)
from sectoral.workspace.models import Seat, Solution
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.queries.solutions import related_rows
from sectoral.workspace.rules.wording.readers import TABLE_AND_STATE


def _running_solutions(_: Sitting, thing: Any) -> list[Solution]:
    """Those that have not ended: an action team may prepare an idea too."""
    ended = (Solution.State.COMPLETED, Solution.State.STOPPED)
    return list(partnership_of_thing(thing).solutions.exclude(state__in=ended))


_ALL_IN = EmptyChoice("Everybody at the table is already on this team.")


def _not_in_team(sitting: Sitting, team: Any) -> list[Seat]:
    there = {seat.pk for seat in related_rows(team, "members")} | {team.led_by_id}
    return [seat for seat in seats_here(sitting, team) if seat.pk not in there]


TEAMS = (
    Act(
        key="partnership.form_team",
        run=teams.form,
        takes="partnership",
        permission="run_solution",
        words="Form an action team",
        fields=(
            line_field("name", "Name", readers=TABLE_AND_STATE, sort=TextSort.NAME),
            row_field(
                "led_by",
                "The company that leads it",
                companies_here,
                say=organization_of,
                lack=NO_COMPANY,
            ),
            rows_field("members", "Members", seats_here, required=False, say=organization_of),
            row_field("solution", "For which solution", _running_solutions, required=False),
        ),
        intro="A company leads an action team. Others can join it.",
        done="The team is formed.",
    ),
    Act(
        key="team.hand_over",
        run=teams.hand_over,
        takes="team",
        permission="run_solution",
        words="Change the lead",
        fields=(
            row_field(
                "led_by",
                "The company that leads it",
                companies_here,
                say=organization_of,
                lack=NO_COMPANY,
            ),
        ),
        done="Changed.",
        may=lambda _, it: teams.may_change_team(it),
        small=True,
    ),
    Act(
        key="team.join",
        run=teams.join,
        takes="team",
        permission="run_solution",
        words="Add somebody to the team",
        fields=(
            row_field(
                "seat", "Which organization", _not_in_team, say=organization_of, lack=_ALL_IN
            ),
        ),
        done="Added to the team.",
        may=lambda _, it: teams.may_change_team(it),
        small=True,
    ),
    Act(
        key="team.end",
        run=teams.end,
        takes="team",
        permission="run_solution",
        words="End the team",
        fields=(REASON,),
        done="Ended.",
        may=lambda _, it: teams.may_change_team(it),
        small=True,
    ),
)
