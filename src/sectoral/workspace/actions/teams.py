"""Action teams: the people who carry a solution or prepare one; a company leads each."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sectoral.workspace.actions.record import note
from sectoral.workspace.guards.solution import may_run
from sectoral.workspace.models import ActionTeam, Partnership, Seat, Solution, User
from sectoral.workspace.queries.measures import seated
from sectoral.workspace.queries.roles import role_of_seat, roles_of
from sectoral.workspace.rules.answers import YES, Answer, Refused, first_no, require
from sectoral.workspace.rules.permissions import Role, may
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
    require(first_no(_named(name), _leads(led_by, partnership, at)))
    require(first_no(*(_sits(seat, partnership, at) for seat in members)))
    if solution is not None:
        require(_of(solution, partnership))
        require(may_run(solution, by, at))
    team = ActionTeam.objects.create(
        partnership=partnership, solution=solution, name=name.strip(), led_by=led_by, since=at
    )
    team.members.set(members)
    _note("form_team", f"{team} forms, led by {led_by.organization}", team, at=at, by=by)
    return team


@transaction.atomic
def hand_over(*, team: ActionTeam, led_by: Seat, at: datetime, by: User) -> ActionTeam:
    """Another company takes the lead."""
    locked = _running(team)
    require(may(roles_of(by, locked.partnership, at=at), "run_solution"))
    require(_leads(led_by, locked.partnership, at))
    team.led_by = led_by
    team.save(update_fields=["led_by"])
    _note("hand_team_over", f"{team} is led by {led_by.organization}", team, at=at, by=by)
    return team


@transaction.atomic
def join(*, team: ActionTeam, seat: Seat, at: datetime, by: User) -> ActionTeam:
    """A seat joins a team."""
    locked = _running(team)
    require(may(roles_of(by, locked.partnership, at=at), "run_solution"))
    require(_sits(seat, locked.partnership, at))
    team.members.add(seat)
    _note("join_team", f"{seat.organization} joins {team}", team, at=at, by=by)
    return team


@transaction.atomic
def end(*, team: ActionTeam, reason: str, at: datetime, by: User) -> ActionTeam:
    """End a team, with the reason."""
    locked = _running(team)
    require(may(roles_of(by, locked.partnership, at=at), "run_solution"))
    require(YES if reason.strip() else Answer("Say why the team ends."))
    team.until = at
    team.save(update_fields=["until"])
    _note("end_team", f"{team} ends", team, at=at, by=by, reason=reason.strip())
    return team


def _named(name: str) -> Answer:
    return may_keep(name) if name.strip() else Answer("Give the team a name.")


def _leads(seat: Seat, partnership: Partnership, at: datetime) -> Answer:
    if role_of_seat(seat) is not Role.EMPLOYER:
        return Answer(f"A company leads an action team; {seat.organization} can be a member.")
    return _sits(seat, partnership, at)


def _sits(seat: Seat, partnership: Partnership, at: datetime) -> Answer:
    if seated(partnership, at).filter(pk=seat.pk).exists():
        return YES
    return Answer(f"{seat.organization} has no seat at {partnership} now.")


def _of(solution: Solution, partnership: Partnership) -> Answer:
    if solution.partnership_id == partnership.pk:
        return YES
    return Answer(f"“{solution}” belongs to another partnership.")


def _running(team: ActionTeam) -> ActionTeam:
    locked = ActionTeam.objects.select_for_update().get(pk=team.pk)
    if locked.until is not None:
        raise Refused(f"{team} has ended.")
    return locked


def _note(
    verb: str, words: str, team: ActionTeam, *, at: datetime, by: User, reason: str = ""
) -> None:
    note(verb, words, of=team, at=at, by=by, partnership=team.partnership, reason=reason)
