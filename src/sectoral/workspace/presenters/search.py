"""Search: what a person may see anyway, found by its words."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q

from sectoral.workspace.addresses import address
from sectoral.workspace.models import (
    Commitment,
    Meeting,
    Need,
    NeedVersion,
    Organization,
    Partnership,
    Solution,
    User,
)
from sectoral.workspace.queries.flags import held_need
from sectoral.workspace.queries.known_partnerships import known_by
from sectoral.workspace.queries.roles import Sitting, sitting_of, sittings_of
from sectoral.workspace.rules.permissions import CONVENERS, may

MOST = 20
"""How many of one kind are shown."""
SHORTEST, LONGEST = 2, 80


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: its title, where it belongs, its page."""

    kind: str
    title: str
    where: str
    href: str


def found(person: User | AnonymousUser | None, words: str, *, at: datetime) -> list[Hit]:
    """What a person may see whose title or text holds all the words.

    Visitors find partnerships; members find what their own tables show them; offices of the
    state find what every table shows them. Nothing is found here that its own page would not
    show: drafts and raised needs at one's own table only, in the version one may read.

    Takes    words: 2 to 80 characters; each word has to occur.
    Returns  20 of each kind at most: partnerships, organizations, needs, solutions, meetings,
             promises. The number of queries does not grow.
    """
    asked = words.split() if SHORTEST <= len(words.strip()) <= LONGEST else []
    if not asked:
        return []
    tables = sittings_of(person, at=at)
    everywhere = sitting_of(person, None, at=at)
    search = Search(asked, tables, everywhere)
    kinds = (_partnerships, _organizations, _needs, _solutions, _meetings, _commitments)
    return [hit for kind in kinds for hit in list(kind(search))[:MOST]]


@dataclass(frozen=True, slots=True)
class Search:
    """What was asked, and where the person may look.

    everywhere   what offices of the state give at any table
    """

    words: list[str]
    tables: list[Sitting]
    everywhere: Sitting

    def holds(self, *fields: str) -> Q:
        """Every word occurs in one of the fields."""
        wanted = Q()
        for word in self.words:
            one = Q()
            for name in fields:
                one |= Q(**{f"{name}__icontains": word})
            wanted &= one
        return wanted

    def at_tables(self, rule: str, field: str = "partnership") -> Q:
        """Rows of the tables at which a rule lets the person read."""
        if may(self.everywhere.roles - CONVENERS, rule):
            return Q()
        here = [s.partnership.pk for s in self.tables if s.partnership and s.may(rule)]
        return Q(**{f"{field}__in": here})


def _partnerships(search: Search) -> Iterator[Hit]:
    fields = ("name", "sector_name", "region_name")
    known = known_by(search.everywhere.roles, search.tables)
    rows = Partnership.objects.filter(known, search.holds(*fields)).exclude(stage="rejected")
    yield from _hits("partnership", rows[:MOST], lambda it: it.region_name)


def _organizations(search: Search) -> Iterator[Hit]:
    if not search.everywhere.may("keep_people"):
        return
    rows = Organization.objects.filter(search.holds("name"))
    yield from _hits("organization", rows[:MOST], lambda it: it.get_system_display())


def _needs(search: Search) -> Iterator[Hit]:
    """The version that the reader may read, of needs that the reader may see."""
    rows = (
        NeedVersion.objects.select_related("need__partnership")
        .filter(search.holds("title", "text"), _visible(search))
        .order_by("-at", "pk")[:MOST]
    )
    for version in rows:
        table = version.need.partnership
        yield Hit("need", version.title, table.name, address(version.need))


def _visible(search: Search) -> Q:
    at = search.everywhere.at
    heard = Q(need__released_at__lte=at, number=F("need__released_version"))
    own = [table.partnership for table in search.tables]
    everywhere = search.at_tables("see_released_needs", "need__partnership")
    seen = heard & everywhere & ~Q(need__partnership__in=own)
    for table in search.tables:
        seen |= Q(need__partnership=table.partnership) & _of_table(table, heard)
    return seen


def _of_table(table: Sitting, heard: Q) -> Q:
    """What is found of one table's needs: the present text where the reader reads that."""
    now = Q(number=F("need__version"))
    own = Q(need__raised_by__in=[seat.pk for seat in table.seats])
    held = Q(held_need("need_id", "need__version"))
    seen = Q(pk__in=())
    if table.may("see_unreleased_needs"):
        seen |= now
    if table.may("see_own_needs"):
        seen |= now & own
    if table.may("see_raised_needs"):
        seen |= now & ~held & ~Q(need__state__in=(Need.State.DRAFT, Need.State.SINGLE))
        seen |= heard & held
    elif table.may("see_released_needs"):
        seen |= heard
    return seen


def _solutions(search: Search) -> Iterator[Hit]:
    rows = Solution.objects.select_related("partnership").filter(
        search.holds("title", "for_whom"), search.at_tables("see_partnership")
    )
    yield from _hits("solution", rows[:MOST], _table)


def _meetings(search: Search) -> Iterator[Hit]:
    rows = Meeting.objects.select_related("partnership").filter(
        search.holds("title", "decision_wanted"), search.at_tables("see_partnership")
    )
    yield from _hits("meeting", rows.order_by("-starts")[:MOST], _table)


def _commitments(search: Search) -> Iterator[Hit]:
    rows = Commitment.objects.select_related("partnership").filter(
        search.holds("what"), search.at_tables("see_partnership")
    )
    yield from _hits("promise", rows[:MOST], _table)


def _table(thing: Any) -> str:
    return str(thing.partnership.name)


def _hits(kind: str, rows: Iterable[Any], where: Callable[[Any], str]) -> Iterator[Hit]:
    for row in rows:
        yield Hit(kind, str(row), where(row), address(row))
