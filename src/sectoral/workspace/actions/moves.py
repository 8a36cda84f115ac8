"""Moving a thing through its life: the one door by which a stage changes."""

from datetime import datetime
from typing import Any

from django.db import models, transaction

from sectoral.workspace.actions.record import note
from sectoral.workspace.guards import guards_of
from sectoral.workspace.models import Partnership, User
from sectoral.workspace.queries.roles import roles_of
from sectoral.workspace.rules.answers import YES, Answer, first_no, require
from sectoral.workspace.rules.lifecycles import Move, move
from sectoral.workspace.rules.permissions import Role, may


@transaction.atomic
def advance(
    thing: models.Model,
    life: tuple[Move, ...],
    verb: str,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
) -> Move:
    """Make one move: stage, permission, reason and guards are asked of the locked row.

    Takes    thing: whatever has a `stage` or a `state`; by: None for the clock.
    Returns  the move; `thing` stands at its new stage, and the record has its line (I11).
    Raises   Refused with the first reason why not.
    """
    step, field = move(life, verb), _field(thing)
    locked: Any = type(thing)._base_manager.select_for_update().get(pk=thing.pk)
    before = getattr(locked, field)
    require(_stage(locked, step))
    require(_who(step, _roles(locked, by, at), by))
    require(_reason(step, reason))
    require(first_no(*unmet(locked, step, at=at)))
    # The line first: the database refuses a partnership's new stage without it.
    note(
        step.verb,
        f"{_name(thing)}: {_label(locked, before)} → {_label(locked, step.after)}",
        of=locked,
        at=at,
        by=by,
        partnership=None if step.private else _partnership(locked),
        move=step,
        before=before,
        reason=reason.strip(),
    )
    _set(locked, field, step.after, at)
    _copy(locked, thing, field)
    return step


def available(
    thing: models.Model, life: tuple[Move, ...], *, by: User | None, at: datetime
) -> list[tuple[Move, Answer]]:
    """Every move that could follow from here, each with yes or the first reason why not."""
    roles = _roles(thing, by, at)
    return [
        (step, first_no(_who(step, roles, by), *unmet(thing, step, at=at)))
        for step in life
        if getattr(thing, _field(thing)) in step.before
    ]


def unmet(thing: models.Model, step: Move, *, at: datetime) -> list[Answer]:
    """Every guard's no, in the order of the life cycle; empty where the moment is right."""
    guards = guards_of(thing) if step.guards else {}
    answers = [guards[name](thing, at) for name in step.guards]
    return [answer for answer in answers if not answer]


def _stage(thing: models.Model, step: Move) -> Answer:
    here = getattr(thing, _field(thing))
    if here in step.before:
        return YES
    starts = " or ".join(f"“{_label(thing, stage)}”" for stage in step.before)
    words = step.verb.replace("_", " ")
    return Answer(
        f"{_name(thing)} is “{_label(thing, here)}”; to {words} it has to be {starts} first."
    )


def _who(step: Move, roles: frozenset[Role], by: User | None) -> Answer:
    if by is None:
        words = step.verb.replace("_", " ")
        return YES if step.clock else Answer(f"Time alone cannot {words}; a person decides it.")
    answers = [may(roles, action) for action in step.who]
    if not answers:
        return Answer("Nobody can set this by hand: it follows from what is on record.")
    return YES if any(answers) else answers[0]


def _reason(step: Move, reason: str) -> Answer:
    if step.reason and not reason.strip():
        return Answer(f"Say why: to {step.verb.replace('_', ' ')} needs a reason for the record.")
    return YES


def _roles(thing: models.Model, by: User | None, at: datetime) -> frozenset[Role]:
    return roles_of(by, _partnership(thing), at=at)


def _partnership(thing: models.Model) -> Partnership:
    if isinstance(thing, Partnership):
        return thing
    owner: Any = thing if hasattr(thing, "partnership_id") else getattr(thing, "solution", None)
    found: Partnership = owner.partnership
    return found


def _field(thing: models.Model) -> str:
    return "stage" if hasattr(thing, "stage") else "state"


def _label(thing: models.Model, stage: str) -> str:
    choices = thing._meta.get_field(_field(thing)).flatchoices  # type: ignore[union-attr]
    return str(dict(choices)[stage])


def _name(thing: models.Model) -> str:
    name = str(thing)
    return name[:1].upper() + name[1:]


def _set(thing: models.Model, field: str, stage: str, at: datetime) -> None:
    fields = [field]
    setattr(thing, field, stage)
    if hasattr(thing, "stage_since"):
        thing.stage_since = at
        fields.append("stage_since")
    thing.save(update_fields=fields)


def _copy(locked: models.Model, thing: models.Model, field: str) -> None:
    for name in (field, "stage_since"):
        if hasattr(locked, name):
            setattr(thing, name, getattr(locked, name))
