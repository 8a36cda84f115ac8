"""Moving a thing through its life: the one door by which a stage changes."""

from datetime import datetime
from typing import Any

from django.db import models, transaction

from sectoral.workspace.actions.record import note
from sectoral.workspace.guards import guards_of
from sectoral.workspace.models import Partnership, User
from sectoral.workspace.queries.roles import roles_of
from sectoral.workspace.rules.answers import YES, Ruling, first_no, require
from sectoral.workspace.rules.lifecycles import StageMove, find_move
from sectoral.workspace.rules.permissions import PartnershipRole, may


@transaction.atomic
def advance(
    thing: models.Model,
    life: tuple[StageMove, ...],
    verb: str,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
) -> StageMove:
    """Make one move: stage, permission, reason and guards are asked of the locked row.

    Takes    thing: whatever has a `stage` or a `state`; by: None for the clock.
    Returns  the move; `thing` stands at its new stage, and the record has its line (I11).
    Raises   Refused with the first reason why not.
    """
    step, field = find_move(life, verb), _stage_field(thing)
    locked: Any = type(thing)._base_manager.select_for_update().get(pk=thing.pk)
    before = getattr(locked, field)
    require(may_begin(locked, life, verb))
    require(_may_move(step, _roles_for(locked, by, at), by))
    require(_has_reason(step, reason))
    require(first_no(*unmet_guards(locked, step, at=at)))
    # The line first: the database refuses a partnership's new stage without it.
    note(
        step.verb,
        f"{_thing_name(thing)}: {_stage_label(locked, before)} → "
        f"{_stage_label(locked, step.after)}",
        of=locked,
        at=at,
        by=by,
        partnership=None if step.private else _partnership_of(locked),
        move=step,
        before=before,
        reason=reason.strip(),
    )
    _set_stage(locked, field, step.after, at)
    _copy_stage(locked, thing, field)
    return step


def available(
    thing: models.Model, life: tuple[StageMove, ...], *, by: User | None, at: datetime
) -> list[tuple[StageMove, Ruling]]:
    """Every move that could follow from here, each with yes or the first reason why not."""
    roles = _roles_for(thing, by, at)
    return [
        (step, first_no(_may_move(step, roles, by), *unmet_guards(thing, step, at=at)))
        for step in life
        if getattr(thing, _stage_field(thing)) in step.before
    ]


def unmet_guards(thing: models.Model, step: StageMove, *, at: datetime) -> list[Ruling]:
    """Every guard's no, in the order of the life cycle; empty where the moment is right."""
    guards = guards_of(thing) if step.guards else {}
    answers = [guards[name](thing, at) for name in step.guards]
    return [answer for answer in answers if not answer]


def may_begin(thing: models.Model, life: tuple[StageMove, ...], verb: str) -> Ruling:
    """Whether a move starts from where the thing stands: asked by its button and by the action.

    An action that has more to ask before it writes asks this first, as its button does.
    """
    step, here = find_move(life, verb), getattr(thing, _stage_field(thing))
    if here in step.before:
        return YES
    starts = " or ".join(f"“{_stage_label(thing, stage)}”" for stage in step.before)
    return Ruling(
        f"{_thing_name(thing)} is “{_stage_label(thing, here)}”. "
        f"For this step it has to be {starts} first."
    )


def _may_move(step: StageMove, roles: frozenset[PartnershipRole], by: User | None) -> Ruling:
    if by is None:
        return YES if step.clock else Ruling("Only a person can decide this, never a date.")
    answers = [may(roles, permission) for permission in step.permissions]
    if not answers:
        return Ruling("Nobody can set this by hand. It follows from what is on record.")
    return YES if any(answers) else answers[0]


def _has_reason(step: StageMove, reason: str) -> Ruling:
    if step.reason and not reason.strip():
        return Ruling("Say why. This step needs a reason for the record.")
    return YES


def _roles_for(thing: models.Model, by: User | None, at: datetime) -> frozenset[PartnershipRole]:
    return roles_of(by, _partnership_of(thing), at=at)


def _partnership_of(thing: models.Model) -> Partnership:
    if isinstance(thing, Partnership):
        return thing
    owner: Any = thing if hasattr(thing, "partnership_id") else getattr(thing, "solution", None)
    found: Partnership = owner.partnership
    return found


def _stage_field(thing: models.Model) -> str:
    return "stage" if hasattr(thing, "stage") else "state"


def _stage_label(thing: models.Model, stage: str) -> str:
    choices = thing._meta.get_field(_stage_field(thing)).flatchoices  # type: ignore[union-attr]
    return str(dict(choices)[stage])


def _thing_name(thing: models.Model) -> str:
    name = str(thing)
    return name[:1].upper() + name[1:]


def _set_stage(thing: models.Model, field: str, stage: str, at: datetime) -> None:
    fields = [field]
    setattr(thing, field, stage)
    if hasattr(thing, "stage_since"):
        thing.stage_since = at
        fields.append("stage_since")
    thing.save(update_fields=fields)


def _copy_stage(locked: models.Model, thing: models.Model, field: str) -> None:
    for name in (field, "stage_since"):
        if hasattr(locked, name):
            setattr(thing, name, getattr(locked, name))
