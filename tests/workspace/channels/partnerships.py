"""Three tables side by side: two that live, one that was closed; and whoever sits at one of them.

Each is a table in full (table.py) of a town of its own, with one person for each role. Whatever
somebody is at one of them, at the others that person is a stranger.
"""

from dataclasses import dataclass
from typing import Any

from sectoral.workspace.actions import partnerships, realignments, scope_and_end
from sectoral.workspace.models import User
from sectoral.workspace.rules.permissions import PartnershipRole
from tests.workspace.channels.partnership import SIGNED, STAFF, Full, full
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.kept import kept
from tests.workspace.partnership.world import Town, day


def _town(region: str, area: str) -> Town:
    name = region.title()
    case = partnerships.ProposalCase(
        region=region, region_name=name, sector="boats", sector_name="Boat building",
        naics=("3366",), areas=(area,), edition="2026-01", decision="critical",
        words=f"Boats are built in {name}.",
    )  # fmt: skip
    return Town(f" of {name}", area, case)


THERE = _town("inland", worlds.INLAND)
CLOSED = _town("market", "99005")

OFFICES = (PartnershipRole.STATE, PartnershipRole.STEWARD, PartnershipRole.ANALYST)
SEATED = (
    PartnershipRole.EMPLOYER,
    PartnershipRole.CHAMPION,
    PartnershipRole.CONVENER,
    PartnershipRole.HOST,
    PartnershipRole.PUBLIC,
    PartnershipRole.LABOR,
)
"""What somebody is at one table only."""


@dataclass
class Tables:
    """Two tables that live, and one that was closed the day before the doors are tried."""

    here: Full
    there: Full
    closed: Full

    def strangers(self, table: Full) -> dict[str, User]:
        """Whoever is something, but not at this table: each by what the person is, and where."""
        others = {"there": self.there, "closed": self.closed, "here": self.here}
        found = {
            f"{role} {where}": other.people[role]
            for where, other in others.items()
            if other is not table
            for role in SEATED
        }
        return found | {who: self.here.people[who] for who in (SIGNED, STAFF)}

    def insiders(self, table: Full) -> dict[str, User]:
        """Whoever is something at this table."""
        return {str(role): table.people[role] for role in SEATED}


@kept
def three() -> Tables:
    """The three of them."""
    tables = Tables(full(), full(THERE), full(CLOSED))
    _close(tables.closed)
    return tables


def _close(table: Full) -> None:
    """Closed by the state in its companies' place, with a reason."""
    world = table.heard.world
    act: dict[str, Any] = {"at": day(79), "by": world.state}
    realignments.drop(
        realignment=table.things["realignment"][0], reason="It closes instead.", **act
    )
    proposed = scope_and_end.propose_close(
        partnership=world.partnership, because="no_prospect",
        closing_note="Nobody builds here.", **act,
    )  # fmt: skip
    scope_and_end.decide(realignment=proposed, reason="No company answers any more.", **act)
    world.partnership.refresh_from_db()
