"""Everything a person can do, declared once: pages, API and permission tests read these lines."""

from sectoral.workspace.acts.act import Act
from sectoral.workspace.acts.life import LIFE
from sectoral.workspace.acts.meetings import MEETINGS
from sectoral.workspace.acts.needs import NEEDS
from sectoral.workspace.acts.people import PEOPLE
from sectoral.workspace.acts.seats import SEATS
from sectoral.workspace.acts.solutions import SOLUTIONS

ACTS: tuple[Act, ...] = (*LIFE, *PEOPLE, *SEATS, *NEEDS, *MEETINGS, *SOLUTIONS)
BY_KEY = {act.key: act for act in ACTS}

__all__ = ["ACTS", "BY_KEY", "Act"]
