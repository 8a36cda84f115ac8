"""Action teams: the people who carry a solution or prepare one; a company leads each."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sectoral.workspace.actions.record import note
from sectoral.workspace.guards.solution import may_run
from sectoral.workspace.models import ActionTeam, Partnership, Seat, Solution, User
from sectoral.workspace.queries.measures import seated_seats
from sectoral.workspace.queries.roles import roles_of
from sectoral.workspace.rules.answers import YES, Ruling, first_no, require
from sectoral.workspace.rules.permissions import may
from sectoral.workspace.rules.wording.text import may_keep


@transaction.atomic
def form(
    *,
    partnership: Partnership,
    name: str,
    led_by: Seat,
    members: Sequence[Seat] = (),
    solution: Solution | None = None,
    at: datetime,
    by: User,
) -> ActionTeam:
    """Form an action team under a company's lead (P6)."""
    require(may(roles_of(by, partnership, at=at), "run_solution"))
    require(first_no(_check_name(name), _may_lead_team(led_by, partnership, at)))
    require(first_no(*(_has_seat(seat, partnership, at) for seat in members)))
    if solution is not None:
        require(_is_solution_of(solution, partnership))
        require(may_run(solution, by, at))
    team = ActionTeam.objects.create(
        partnership=partnership, solution=solution, name=name.strip(), led_by=led_by, since=at
    )
    team.members.set(members)
    _note_team("form_team", f"{team} forms, led by {led_by.organization}", team, at=at, by=by)
    return team


@transaction.atomic
def hand_over(*, team: ActionTeam, led_by: Seat, at: datetime, by: User) -> ActionTeam:
    """Another company takes the lead."""
    locked = _lock_team(team)
    require(may(roles_of(by, locked.partnership, at=at), "run_solution"))
    require(_may_lead_team(led_by, locked.partnership, at))
    team.led_by = led_by
    team.save(update_fields=["led_by"])
    _note_team("hand_team_over", f"{team} is led by {led_by.organization}", team, at=at, by=by)
    return team


@transaction.atomic
def join(*, team: ActionTeam, seat: Seat, at: datetime, by: User) -> ActionTeam:
    """A seat joins a team."""
    locked = _lock_team(team)
    require(may(roles_of(by, locked.partnership, at=at), "run_solution"))
    require(_has_seat(seat, locked.partnership, at))
    team.members.add(seat)
    _note_team("join_team", f"{seat.organization} joins {team}", team, at=at, by=by)
    return team


@transaction.atomic
def end(*, team: ActionTeam, reason: str, at: datetime, by: User) -> ActionTeam:
    """End a team, with the reason."""
    locked = _lock_team(team)
    require(may(roles_of(by, locked.partnership, at=at), "run_solution"))
    require(YES if reason.strip() else Ruling("Say why the team ends."))
    team.until = at
    team.save(update_fields=["until"])
    _note_team("end_team", f"{team} ends", team, at=at, by=by, reason=reason.strip())
    return team


def _check_name(name: str) -> Ruling:
    return may_keep(name) if name.strip() else Ruling("Give the team a name.")


def _may_lead_team(seat: Seat, partnership: Partnership, at: datetime) -> Ruling:
    if not seat.is_company:
        return Ruling(
            f"Only a company can lead an action team. {seat.organization} can be a member."
        )
    return _has_seat(seat, partnership, at)


def _has_seat(seat: Seat, partnership: Partnership, at: datetime) -> Ruling:
    if seated_seats(partnership, at).filter(pk=seat.pk).exists():
        return YES
    return Ruling(f"{seat.organization} has no seat at {partnership} now.")


def _is_solution_of(solution: Solution, partnership: Partnership) -> Ruling:
    if solution.partnership_id == partnership.pk:
        return YES
    return Ruling(f"“{solution}” belongs to another partnership.")


def _lock_team(team: ActionTeam) -> ActionTeam:
    """The row, held until the change ends.  Raises Refused where the team has ended."""
    locked = ActionTeam.objects.select_for_update().get(pk=team.pk)
    require(may_change_team(locked))
    return locked


def may_change_team(team: ActionTeam) -> Ruling:
    """Whether a team is still there to be changed."""
    return YES if team.until is None else Ruling(f"{team} has ended.")


def _note_team(
    verb: str, words: str, team: ActionTeam, *, at: datetime, by: User, reason: str = ""
) -> None:
    note(verb, words, of=team, at=at, by=by, partnership=team.partnership, reason=reason)
