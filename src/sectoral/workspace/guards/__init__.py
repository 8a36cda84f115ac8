"""The guards of every life cycle: whether the moment is right, with the reason where it is not.

Each file has a dict `GUARDS` from the guard's name in `lifecycles` to a function of the thing and
the time; `GUARDS_OF` says which model's life cycle it guards.
"""

from collections.abc import Mapping

from django.db import models

from sectoral.workspace.guards import cost_share, meeting, need, partnership, round, solution
from sectoral.workspace.guards.guard import Guard
from sectoral.workspace.models import CostShare, Meeting, Need, Partnership, Round, Solution

GUARDS_OF: Mapping[type[models.Model], Mapping[str, Guard]] = {
    CostShare: cost_share.GUARDS,
    Meeting: meeting.GUARDS,
    Need: need.GUARDS,
    Partnership: partnership.GUARDS,
    Round: round.GUARDS,
    Solution: solution.GUARDS,
}


def guards_of(thing: models.Model) -> Mapping[str, Guard]:
    """The guards of a thing's life cycle, by name; none where nothing guards its moves."""
    return GUARDS_OF.get(type(thing), {})
