"""How long a partnership has stood where it stands, and when that is too long.

From launched on its meetings and its plan have clocks (`guards/partnership.py`). Before, and in a
pause, the stage itself has one: when it has run out the partnership counts as stalled, and its
convener and the state are told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sectoral.workspace.checklists import ClockDays, criteria_of
from sectoral.workspace.models import Partnership
from sectoral.workspace.models.partnerships import Stage
from sectoral.workspace.queries.measures import days_since
from sectoral.workspace.rules.policy import PAUSE_LASTS

_BEGAN: Mapping[str, tuple[str, str]] = {
    Stage.PROPOSED: ("it was proposed", "proposed_days"),
    Stage.FORMING: ("it began to form", "forming_days"),
    Stage.LAUNCH_READY: ("it was called ready to launch", "ready_days"),
    Stage.LAUNCHED: ("it was launched", "launched_days"),
}

AGED = (*_BEGAN, Stage.PAUSED)
"""The stages that have a clock of their own."""


@dataclass(frozen=True, slots=True)
class StageAge:
    """How many days a partnership has stood where it stands, of how many that are usual.

    began   what happened when it came there, in words: "it began to form"
    """

    began: str
    days: int
    limit: int

    @property
    def over(self) -> bool:
        """Whether it is stalled."""
        return self.days >= self.limit


def age_of(partnership: Partnership, at: datetime) -> StageAge | None:
    """The age of a partnership in a stage that has a clock; None in any other."""
    days = days_since(partnership.stage_since, at)
    if partnership.stage == Stage.PAUSED:
        length = (pause_ends(partnership) - partnership.stage_since.date()).days
        return StageAge("it was paused", days, length)
    if partnership.stage not in _BEGAN:
        return None
    began, name = _BEGAN[partnership.stage]
    return StageAge(began, days, _limit_days(criteria_of(partnership).clocks, name))


def _limit_days(clocks: ClockDays, name: str) -> int:
    found: int = getattr(clocks, name)
    return found


def pause_ends(partnership: Partnership) -> date:
    """The day on which a pause is to be looked at again."""
    return partnership.paused_until or (partnership.stage_since + PAUSE_LASTS.span).date()
