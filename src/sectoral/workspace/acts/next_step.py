"""The next move of a partnership's life, and what it still asks for, as its convener reads it."""

from dataclasses import dataclass, replace
from datetime import datetime

from sectoral.workspace.actions.moves import unmet_guards
from sectoral.workspace.acts import BY_KEY, Act
from sectoral.workspace.models import Partnership
from sectoral.workspace.rules.lifecycles import PARTNERSHIP, find_move

_NEXT = {
    "proposed": ("form", "The state approves it next"),
    "forming": ("make_ready", "Next: mark it ready to launch"),
    "launch_ready": ("launch", "Next: mark it launched"),
    "launched": ("become_active", "Next: active, by the nightly review"),
    "at_risk": ("become_active", "Next: active again, by the nightly review"),
    "stale": ("become_active", "Next: active again, by the nightly review"),
}
_OTHERWISE = {
    "active": "Active. It stays active while companies meet, the plan is updated and the "
    "checklist is met.",
    "paused": "Paused. Resume it when the reason no longer applies.",
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next, what it still asks for, and the act that does it where nothing is missing.

    asked    whether the guards were asked; where not, the partnership's own page tells
    """

    words: str
    missing: tuple[str, ...] = ()
    act: Act | None = None
    asked: bool = True


def next_step(
    partnership: Partnership, *, at: datetime, missing: tuple[str, ...], ask: bool = True
) -> NextStep:
    """The next step of one partnership.

    Takes    missing: the points of the checklist that its last review did not find, which the
             guard of a review cannot tell before the next one; ask: whether to ask the guards.
    """
    verb, words = _NEXT.get(partnership.stage, ("", _OTHERWISE.get(partnership.stage, "")))
    if not verb:
        return NextStep(words, missing)
    if not ask:
        return NextStep(words, missing, asked=False)
    step = find_move(PARTNERSHIP, verb)
    guards = replace(step, guards=tuple(name for name in step.guards if name != "checklist"))
    told = tuple(answer.reason for answer in unmet_guards(partnership, guards, at=at))
    act = None if told else BY_KEY.get(f"partnership.{verb}")
    return NextStep(words, (*told, *(f"The checklist requires: {one}" for one in missing)), act)
