"""Search: what a person may see anyway, found by its words."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q

from sectoral.workspace.addresses import page_address
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
class SearchHit:
    """One thing that was found: its title, where it belongs, its page."""

    kind: str
    title: str
    where: str
    href: str


def find_hits(person: User | AnonymousUser | None, words: str, *, at: datetime) -> list[SearchHit]:
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
    everywhere = sitting_of(person, None, at=at)
    search = SearchQuery(asked, sittings_of(person, at=at), everywhere)
    kinds = (
        _find_partnerships,
        _find_organizations,
        _find_needs,
        _find_solutions,
        _find_meetings,
        _find_commitments,
    )
    return [hit for kind in kinds for hit in list(kind(search))[:MOST]]


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What was asked, and where the person may look.

    everywhere   what offices of the state give at any table
    """

    words: list[str]
    sittings: list[Sitting]
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

    def where_permitted(self, permission: str, field: str = "partnership") -> Q:
        """Rows of the tables at which a permission lets the person read."""
        if may(self.everywhere.roles - CONVENERS, permission):
            return Q()
        here = [s.partnership.pk for s in self.sittings if s.partnership and s.may(permission)]
        return Q(**{f"{field}__in": here})


def _find_partnerships(search: SearchQuery) -> Iterator[SearchHit]:
    fields = ("name", "sector_name", "region_name")
    known = known_by(search.everywhere.roles, search.sittings)
    rows = Partnership.objects.filter(known, search.holds(*fields)).exclude(stage="rejected")
    yield from _make_hits("partnership", rows[:MOST], lambda it: it.region_name)


def _find_organizations(search: SearchQuery) -> Iterator[SearchHit]:
    if not search.everywhere.may("keep_people"):
        return
    rows = Organization.objects.filter(search.holds("name"))
    yield from _make_hits("organization", rows[:MOST], lambda it: it.get_system_display())


def _find_needs(search: SearchQuery) -> Iterator[SearchHit]:
    """The version that the reader may read, of needs that the reader may see."""
    rows = (
        NeedVersion.objects.select_related("need__partnership")
        .filter(search.holds("title", "text"), _readable_versions(search))
        .order_by("-at", "pk")[:MOST]
    )
    for version in rows:
        partnership = version.need.partnership
        yield SearchHit("need", version.title, partnership.name, page_address(version.need))


def _readable_versions(search: SearchQuery) -> Q:
    at = search.everywhere.at
    heard = Q(need__released_at__lte=at, number=F("need__released_version"))
    own = [sitting.partnership for sitting in search.sittings]
    everywhere = search.where_permitted("see_released_needs", "need__partnership")
    seen = heard & everywhere & ~Q(need__partnership__in=own)
    for sitting in search.sittings:
        seen |= Q(need__partnership=sitting.partnership) & _versions_at(sitting, heard)
    return seen


def _versions_at(sitting: Sitting, heard: Q) -> Q:
    """What is found of one table's needs: the present text where the reader reads that."""
    now = Q(number=F("need__version"))
    own = Q(need__raised_by__in=[seat.pk for seat in sitting.seats])
    held = Q(held_need("need_id", "need__version"))
    seen = Q(pk__in=())
    if sitting.may("see_unreleased_needs"):
        seen |= now
    if sitting.may("see_own_needs"):
        seen |= now & own
    if sitting.may("see_raised_needs"):
        seen |= now & ~held & ~Q(need__state__in=(Need.State.DRAFT, Need.State.SINGLE))
        seen |= heard & held
    elif sitting.may("see_released_needs"):
        seen |= heard
    return seen


def _find_solutions(search: SearchQuery) -> Iterator[SearchHit]:
    rows = Solution.objects.select_related("partnership").filter(
        search.holds("title", "for_whom"), search.where_permitted("see_partnership")
    )
    yield from _make_hits("solution", rows[:MOST], _partnership_name)


def _find_meetings(search: SearchQuery) -> Iterator[SearchHit]:
    rows = Meeting.objects.select_related("partnership").filter(
        search.holds("title", "decision_wanted"), search.where_permitted("see_partnership")
    )
    yield from _make_hits("meeting", rows.order_by("-starts")[:MOST], _partnership_name)


def _find_commitments(search: SearchQuery) -> Iterator[SearchHit]:
    rows = Commitment.objects.select_related("partnership").filter(
        search.holds("what"), search.where_permitted("see_partnership")
    )
    yield from _make_hits("promise", rows[:MOST], _partnership_name)


def _partnership_name(thing: Any) -> str:
    return str(thing.partnership.name)


def _make_hits(kind: str, rows: Iterable[Any], where: Callable[[Any], str]) -> Iterator[SearchHit]:
    for row in rows:
        yield SearchHit(kind, str(row), where(row), page_address(row))
