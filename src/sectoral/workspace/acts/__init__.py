"""Everything a person can do, declared once: pages, API and permission tests read these lines."""

from sectoral.workspace.acts.act import Act
from sectoral.workspace.acts.commitments import PROMISES
from sectoral.workspace.acts.costs import SHARES
from sectoral.workspace.acts.flags import FLAGS
from sectoral.workspace.acts.meetings import MEETINGS
from sectoral.workspace.acts.needs import NEEDS
from sectoral.workspace.acts.neutrality import NEUTRALITY
from sectoral.workspace.acts.partnerships import LIFE
from sectoral.workspace.acts.people import PEOPLE
from sectoral.workspace.acts.rounds import ROUNDS
from sectoral.workspace.acts.scope_and_end import SCOPE_AND_END
from sectoral.workspace.acts.seats import SEATS
from sectoral.workspace.acts.solutions import SOLUTIONS
from sectoral.workspace.acts.teams import TEAMS

ACTS: tuple[Act, ...] = (
    *LIFE,
    *SCOPE_AND_END,
    *PEOPLE,
    *SEATS,
    *NEEDS,
    *ROUNDS,
    *MEETINGS,
    *SOLUTIONS,
    *PROMISES,
    *SHARES,
    *TEAMS,
    *NEUTRALITY,
    *FLAGS,
)
BY_KEY = {act.key: act for act in ACTS}

__all__ = ["ACTS", "BY_KEY", "Act"]
