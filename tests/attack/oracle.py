# ruff: noqa: S608 - every query here is made of constants
"""What nobody may change at a table without a right there: told from the rows alone.

Nothing here calls a permission, a guard or a read of the product. Rows are compared before and
after a move; for each that differs, whoever made the move must have stood in one of a few rows
before it: an office of the state; an appointment, in its term, at a live table; a delegation,
confirmed, for a seat of a live table; or it is the person's own membership or delegation.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

LIVE = "('proposed','forming','launch_ready','launched','active','at_risk','stale','paused')"
YEAR = timedelta(days=365)

ROWS = {
    # What is watched: each row's key, and what of it may not change unseen.
    "stage": "SELECT id, stage, stage_since, paused_until FROM workspace_partnership",
    "appointment": "SELECT id, partnership_id, organization_id, person_id, lead, until, term_ends "
    "FROM workspace_appointment",
    "seat": "SELECT id, partnership_id, organization_id, standing, voting, until "
    "FROM workspace_seat",
    "delegate": "SELECT d.id, s.partnership_id, d.seat_id, d.person_id, d.role, d.until, "
    "d.confirmed_at FROM workspace_delegate d JOIN workspace_seat s ON s.id = d.seat_id",
    "champion": "SELECT c.id, s.partnership_id, c.seat_id, c.person_id, c.until, c.term_ends "
    "FROM workspace_championship c JOIN workspace_seat s ON s.id = c.seat_id",
    "membership": "SELECT id, organization_id, person_id, until FROM workspace_membership",
    "owner": "SELECT id, owner_id FROM workspace_organization",
    "elector": "SELECT e.id, r.partnership_id, e.seat_id FROM workspace_elector e "
    "JOIN workspace_round r ON r.id = e.round_id",
    "ballot": "SELECT b.id, r.partnership_id, e.seat_id, b.person_id, b.counts "
    "FROM workspace_ballot b JOIN workspace_elector e ON e.id = b.elector_id "
    "JOIN workspace_round r ON r.id = e.round_id",
    "round": "SELECT id, partnership_id, state FROM workspace_round",
    "office": "SELECT id, person_id, role, until FROM workspace_office",
    "yes to an owner": "SELECT id, partnership_id, person_id FROM workspace_claimanswer",
}

Snapshot = dict[str, dict[int, tuple[Any, ...]]]


def snapshot() -> Snapshot:
    """Every watched row, by kind and key."""
    found: Snapshot = {}
    with connection.cursor() as cursor:
        for kind, query in ROWS.items():
            cursor.execute(query)
            found[kind] = {row[0]: tuple(row[1:]) for row in cursor.fetchall()}
    return found


@dataclass(frozen=True)
class Standing:
    """What somebody was before a move, told from the rows.

    convenes   live tables
    acts       live table → the seats acted for there
    first      live table → the organizations whose first delegate it is
    champions  live tables
    """

    person: int
    state: bool
    convenes: frozenset[int]
    acts: dict[int, frozenset[int]]
    first: dict[int, frozenset[int]]
    champions: frozenset[int]


def standing_of(person: int, at: datetime) -> Standing:
    """What somebody is now."""
    convenes = _keys(
        f"SELECT a.partnership_id FROM workspace_appointment a JOIN workspace_partnership p "
        f"ON p.id = a.partnership_id WHERE a.person_id = %s AND a.since <= %s AND a.until IS NULL "
        f"AND a.term_ends >= %s AND p.stage IN {LIVE}",
        [person, at, at.date()],
    )
    state = _keys(
        "SELECT id FROM workspace_office WHERE person_id = %s AND role = 'state' "
        "AND until IS NULL AND since <= %s",
        [person, at],
    )
    acts: dict[int, set[int]] = {}
    first: dict[int, set[int]] = {}
    for table, seat, organization, role in _rows(
        f"SELECT s.partnership_id, s.id, s.organization_id, d.role FROM workspace_delegate d "
        f"JOIN workspace_seat s ON s.id = d.seat_id JOIN workspace_partnership p "
        f"ON p.id = s.partnership_id WHERE d.person_id = %s AND d.since <= %s AND d.until IS NULL "
        f"AND d.confirmed_at > %s AND s.standing = 'seated' AND s.until IS NULL "
        f"AND p.stage IN {LIVE}",
        [person, at, at - YEAR],
    ):
        acts.setdefault(table, set()).add(seat)
        if role == "primary":
            first.setdefault(table, set()).add(organization)
    leads = _keys(
        "SELECT s.partnership_id FROM workspace_championship c JOIN workspace_seat s "
        "ON s.id = c.seat_id WHERE c.person_id = %s AND c.until IS NULL AND c.term_ends > %s",
        [person, at],
    )
    frozen = {table: frozenset(seats) for table, seats in acts.items()}
    firsts = {table: frozenset(held) for table, held in first.items()}
    champions = frozenset(leads & acts.keys())
    return Standing(person, bool(state), frozenset(convenes), frozen, firsts, champions)


def reaches() -> dict[int, set[int]]:
    """For each organization the live tables at which it sits or convenes."""
    found: dict[int, set[int]] = {}
    query = (
        f"SELECT s.organization_id, s.partnership_id FROM workspace_seat s "
        f"JOIN workspace_partnership p ON p.id = s.partnership_id WHERE s.until IS NULL "
        f"AND p.stage IN {LIVE} UNION SELECT a.organization_id, a.partnership_id "
        f"FROM workspace_appointment a JOIN workspace_partnership p ON p.id = a.partnership_id "
        f"WHERE a.until IS NULL AND p.stage IN {LIVE}"
    )
    for organization, table in _rows(query, []):
        found.setdefault(organization, set()).add(table)
    return found


@dataclass(frozen=True)
class Move:
    """A move that was made: the rows before and after it, and who made it.

    reaches   for each organization the live tables it was at before
    agreed    for each organization the tables that have said yes to an owner of it
    """

    before: Snapshot
    after: Snapshot
    who: Standing
    reaches: dict[int, set[int]]
    agreed: dict[int, set[int]]

    def wrongs(self) -> Iterator[str]:
        """Each row that was changed without a right at its table, in a sentence."""
        if self.who.state:
            return
        for kind in ROWS:
            was, now = self.before[kind], self.after[kind]
            for key in was.keys() | now.keys():
                if was.get(key) != now.get(key) and not self._may(kind, key):
                    yield (
                        f"{kind} {key}: {was.get(key)} became {now.get(key)} "
                        f"by person {self.who.person}"
                    )

    def _may(self, kind: str, key: int) -> bool:
        was, now, who = self.before[kind].get(key), self.after[kind].get(key), self.who
        row = now or was or ()
        new = was is None
        convened = who.convenes
        rules: dict[str, Callable[[], bool]] = {
            "office": lambda: False,
            "stage": lambda: key in convened | self._vacated or (new and bool(convened)),
            "owner": lambda: self.reaches.get(key, set()) <= convened | self.agreed.get(key, set()),
            "membership": lambda: self._parts(row[1], row[0], new=new),
            "appointment": lambda: row[0] in convened | self._vacated,
            "ballot": lambda: row[1] in who.acts.get(row[0], frozenset()),
            "delegate": lambda: row[0] in convened or self._acts_for(row, new=new),
            "champion": lambda: row[0] in convened or self._acts_for(row, new=new),
            "seat": lambda: (
                row[0] in convened | who.champions or key in who.acts.get(row[0], frozenset())
            ),
        }
        return rules[kind]() if kind in rules else row[0] in convened

    def _acts_for(self, row: tuple[Any, ...], *, new: bool) -> bool:
        """Whether it is of an own seat, one's own end, or goes with a belonging."""
        own = row[1] in self.who.acts.get(row[0], frozenset())
        return own or (not new and row[2] == self.who.person) or row[2] in self._people_parted

    def _parts(self, person: int, organization: int, *, new: bool) -> bool:
        """Whether somebody may say that a person belongs, or no longer belongs, somewhere."""
        if person == self.who.person:
            once = (organization, person) in {row[:2] for row in self.before["membership"].values()}
            return once or not new
        tables = self.reaches.get(organization, set())
        if not tables:
            return bool(self.who.convenes)
        return all(
            table in self.who.convenes or organization in self.who.first.get(table, frozenset())
            for table in tables
        )

    @property
    def _parted(self) -> set[tuple[int, int]]:
        """Whose belonging to what was rightly changed: what hangs on it goes with it."""
        was, now = self.before["membership"], self.after["membership"]
        rows = [now.get(key) or was[key] for key in was.keys() | now.keys()
                if was.get(key) != now.get(key)]  # fmt: skip
        return {(row[1], row[0]) for row in rows if self._parts(row[1], row[0], new=False)}

    @property
    def _people_parted(self) -> set[int]:
        return {person for person, _ in self._parted}

    @property
    def _vacated(self) -> set[int]:
        """The tables that somebody convened whose belonging was rightly changed."""
        held = [*self.before["appointment"].values(), *self.after["appointment"].values()]
        return {row[0] for row in held if (row[2], row[1]) in self._parted}


def agreed_by_now() -> dict[int, set[int]]:
    """For each organization the tables that have said yes to an owner of it."""
    found: dict[int, set[int]] = {}
    query = (
        "SELECT o.organization_id, a.partnership_id FROM workspace_claimanswer a "
        "JOIN workspace_ownershipclaim_organizations o ON o.ownershipclaim_id = a.claim_id"
    )
    for organization, table in _rows(query, []):
        found.setdefault(organization, set()).add(table)
    return found


def _rows(query: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [tuple(row) for row in cursor.fetchall()]


def _keys(query: str, values: list[Any]) -> set[int]:
    return {row[0] for row in _rows(query, values)}
