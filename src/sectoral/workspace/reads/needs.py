"""What is read of needs: who sees which, under which name, and what was heard together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from sectoral.workspace.checks.text import Finding, antitrust
from sectoral.workspace.models import (
    Need,
    NeedVersion,
    Partnership,
    Receipt,
    Release,
    Seat,
    Support,
    User,
)
from sectoral.workspace.permissions import Role, may
from sectoral.workspace.roles import role_of_seat, roles_of, seats_of
from sectoral.workspace.standing import employers, groups, seated

A_MEMBER = "an employer member"
"""What a need's raiser is called where the reader may not know which company it is (S23)."""


def standing_by(need: Need, at: datetime) -> list[Seat]:
    """The companies at the table that stand by a need's present text, its raiser first.

    The raiser stands by its own words; another company stood by the version it read (S7).
    """
    supporting = set(need.supports.filter(version=need.version).values_list("seat", flat=True))
    seats = employers(need.partnership, at)
    return [seat for seat in seats if seat.pk == need.raised_by_id] + [
        seat for seat in seats if seat.pk in supporting and seat.pk != need.raised_by_id
    ]


# ── who sees which needs, and how ─────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Seen:
    """A need as one reader sees it; never the row itself, which knows who raised it.

    title, text    of the version this reader may read: the present one for companies and the
                   convener, the one last released for everybody else (I4)
    raised_by      the company's name, or "an employer member"
    companies      how many stand by the text shown, under distinct ownership
    supporters     their names beside the raiser's, for those who may know who raised; else none
    """

    pk: int
    category: str
    state: str
    released_at: datetime | None
    title: str
    text: str
    version: int
    raised_by: str
    companies: int
    supporters: tuple[str, ...]


def visible(
    person: User | None, partnership: Partnership, *, at: datetime
) -> tuple[QuerySet[Need], frozenset[Role], list[Seat]]:
    """The needs a person may see now, and what the person is at the table.

    Own seat's: always. Drafts: the raising seat and the convener. Raised: companies, who are
    asked to stand by them. Released: everybody at the table, at one moment.
    """
    roles, seats = roles_of(person, partnership, at=at), seats_of(person, partnership, at=at)
    wanted = Q(pk__in=())
    if may(roles, "see_unreleased_needs"):
        wanted = ~Q(pk__in=())
    if may(roles, "see_own_needs"):
        wanted |= Q(raised_by__in=seats)
    if may(roles, "see_raised_needs"):
        wanted |= ~Q(state=Need.State.DRAFT) & ~Q(state=Need.State.SINGLE)
    if may(roles, "see_released_needs"):
        wanted |= Q(released_at__lte=at)
    return partnership.needs.filter(wanted), roles, seats


def seen_by(person: User | None, partnership: Partnership, *, at: datetime) -> list[Seen]:
    """Every need a person may see, as that person may see it; the queries do not grow."""
    needs, roles, seats = visible(person, partnership, at=at)
    rows = needs.select_related("raised_by__organization", "partnership").prefetch_related(
        Prefetch("versions", NeedVersion.objects.order_by("number")),
        Prefetch("supports", Support.objects.select_related("seat__organization")),
    )
    here = {seat.pk for seat in employers(partnership, at)}
    own = {seat.pk for seat in seats}
    return [_seen(need, roles, own, here) for need in rows]


def _seen(need: Need, roles: frozenset[Role], own: set[int], here: set[int]) -> Seen:
    inside = bool(may(roles, "see_raised_needs"))
    number = need.version if inside else need.released_version or need.version
    text = next(version for version in need.versions.all() if version.number == number)
    stand = [row.seat for row in need.supports.all() if row.version == number]
    stand = [seat for seat in stand if seat.pk in here and seat.pk != need.raised_by_id]
    names = tuple(sorted(seat.organization.name for seat in stand))
    raiser = [need.raised_by] if need.raised_by_id in here else []
    return Seen(
        pk=need.pk,
        category=need.category,
        state=need.state,
        released_at=need.released_at,
        title=text.title,
        text=text.text,
        version=number,
        raised_by=raiser_words(need, roles, own),
        companies=len(groups([*raiser, *stand])),
        supporters=names if may(roles, "see_who_raised") else (),
    )


def raiser_words(need: Need, roles: frozenset[Role], own: Iterable[int]) -> str:
    """How a need's raiser is called before a reader.

    A need that the convener raised on a company's behalf shows its company to that seat and to
    the convener alone; other companies read "an employer member" (S23).
    """
    near = Role.CONVENER in roles or need.raised_by_id in set(own)
    known = near if need.attested_by_id else bool(may(roles, "see_who_raised"))
    return need.raised_by.organization.name if known else A_MEMBER


# ── what was heard together ───────────────────────────────────────────────────────────────────


def archive(partnership: Partnership, *, at: datetime) -> QuerySet[Release]:
    """Every listening release, the same for whoever joined when (I4)."""
    return partnership.releases.filter(released_at__lte=at).prefetch_related("needs")


def listeners(partnership: Partnership, at: datetime) -> list[Seat]:
    """The seats that a listening release reaches: public, labor and community partners."""
    heard = (Role.PUBLIC, Role.LABOR)
    return [seat for seat in seated(partnership, at) if role_of_seat(seat) in heard]


def unread(release: Release, *, at: datetime) -> list[Seat]:
    """The seats at the table that have not read a release yet."""
    read = set(Receipt.objects.filter(release=release, at__lte=at).values_list("seat", flat=True))
    return [seat for seat in listeners(release.partnership, at) if seat.pk not in read]


# ── what the convener should look at ──────────────────────────────────────────────────────────


def flagged(person: User, partnership: Partnership, *, at: datetime) -> list[tuple[Need, Finding]]:
    """Needs whose words touch what companies must not settle together (S9).

    Returns  each need with each finding in its present text; nothing for those who may not
             see needs before their release.
    """
    needs, roles, _ = visible(person, partnership, at=at)
    if not may(roles, "see_unreleased_needs"):
        return []
    found = []
    for need in needs.prefetch_related("versions"):
        text = next(v for v in need.versions.all() if v.number == need.version)
        found += [(need, finding) for finding in antitrust(f"{text.title}\n{text.text}")]
    return found
