"""What is read of needs: who sees which, under which name, and what was heard together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

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
from sectoral.workspace.queries.flags import held_need
from sectoral.workspace.queries.measures import company_seats, distinct_owners, seated_seats
from sectoral.workspace.queries.roles import role_of_seat, roles_of, seats_of
from sectoral.workspace.rules.permissions import PartnershipRole, may
from sectoral.workspace.rules.wording.text import TextFinding, find_antitrust

A_MEMBER = "an employer member"
"""What a need's raiser is called where the reader may not know which company it is (S23)."""


BECAME: dict[str, str] = {
    Need.State.IN_SOLUTION: "being worked on",
    Need.State.ANSWERED: "a solution was delivered; did it help?",
    Need.State.CLOSED: "answered, say the companies that raised it",
}
"""What became of a need that was heard, by its state; its companies alone call it answered."""


def state_words(need: Need) -> str:
    """Where a need stands, in words."""
    return BECAME.get(need.state) or need.get_state_display()


def standing_by(need: Need, at: datetime) -> list[Seat]:
    """The companies at the table that stand by a need's present text, its raiser first.

    The raiser stands by its own words; another company stood by the version it read (S7).
    """
    supporting = set(need.supports.filter(version=need.version).values_list("seat", flat=True))
    seats = company_seats(need.partnership, at)
    return [seat for seat in seats if seat.pk == need.raised_by_id] + [
        seat for seat in seats if seat.pk in supporting and seat.pk != need.raised_by_id
    ]


# ── who sees which needs, and how ─────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SeenNeed:
    """A need as one reader sees it; never the row itself, which knows who raised it.

    title, text    of the version this reader may read: the present one for companies and the
                   convener, the one last released for everybody else (I4)
    raised_by      the company's name, or "an employer member"
    companies      how many stand by the text shown, under distinct ownership
    supporters     their names beside the raiser's, for those who may know who raised; else none
    own            a seat of the reader's raised it
    stands         a seat of the reader's stands by the text shown
    again          it stood by an earlier text, and is asked again (S7)
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
    own: bool = False
    stands: bool = False
    again: bool = False


def needs_for_person(
    person: User | None, partnership: Partnership, *, at: datetime
) -> tuple[QuerySet[Need], frozenset[PartnershipRole], list[Seat]]:
    """The needs a person may see now, and what the person is at the table.

    Own seat's: always. Drafts: the raising seat and the convener. Raised: companies, who are
    asked to stand by them, unless its words wait for the convener (S9). Released: everybody at
    the table, at one moment.
    """
    roles, seats = roles_of(person, partnership, at=at), seats_of(person, partnership, at=at)
    return needs_for_roles(partnership, roles, seats, at=at), roles, seats


def needs_for_roles(
    partnership: Partnership,
    roles: frozenset[PartnershipRole],
    seats: Iterable[Seat],
    *,
    at: datetime,
) -> QuerySet[Need]:
    """The needs that someone with these roles and seats may see now; see `needs_for_person`."""
    held, wanted = Q(held_need()), Q(pk__in=())
    if may(roles, "see_unreleased_needs"):
        wanted = ~Q(pk__in=())
    if may(roles, "see_own_needs"):
        wanted |= Q(raised_by__in=list(seats))
    if may(roles, "see_raised_needs"):
        wanted |= ~Q(state=Need.State.DRAFT) & ~Q(state=Need.State.SINGLE) & ~held
    if may(roles, "see_released_needs"):
        wanted |= Q(released_at__lte=at)
    return partnership.needs.filter(wanted)


def seen_by(person: User | None, partnership: Partnership, *, at: datetime) -> list[SeenNeed]:
    """Every need a person may see, as that person may see it; the queries do not grow."""
    needs, roles, seats = needs_for_person(person, partnership, at=at)
    rows = with_texts(needs)
    here = {seat.pk for seat in company_seats(partnership, at)}
    own = {seat.pk for seat in seats}
    return [seen_as(need, roles, own, here) for need in rows]


def with_texts(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Needs with all that `seen_as` reads, in three queries however many they are."""
    near = needs.annotate(held=held_need()).select_related("raised_by__organization", "partnership")
    return near.prefetch_related(
        Prefetch("versions", NeedVersion.objects.order_by("number")),
        Prefetch("supports", Support.objects.select_related("seat__organization")),
    )


def seen_as(
    need: Need, roles: frozenset[PartnershipRole], own: set[int], here: set[int]
) -> SeenNeed:
    """A need as someone with these roles and seats sees it.

    A released need whose new words wait for the convener is read as it was released (S9).

    Takes    need: of `with_texts`; own: the reader's seats; here: the seats of companies that sit
             at the table now.
    """
    near = need.raised_by_id in own or bool(may(roles, "see_unreleased_needs"))
    held = getattr(need, "held", False) and not near
    inside = bool(may(roles, "see_raised_needs")) and not held
    text = need.text_now if inside else need.text_heard
    stand = [row.seat for row in need.supports.all() if row.version == text.number]
    stand = [seat for seat in stand if seat.pk in here and seat.pk != need.raised_by_id]
    names = tuple(sorted(seat.organization.name for seat in stand))
    raiser = [need.raised_by] if need.raised_by_id in here else []
    return SeenNeed(
        pk=need.pk,
        category=need.category,
        state=need.state,
        released_at=need.released_at,
        title=text.title,
        text=text.text,
        version=text.number,
        raised_by=raiser_words(need, roles, own),
        companies=len(distinct_owners([*raiser, *stand])),
        supporters=names if may(roles, "see_who_raised") else (),
        own=need.raised_by_id in own,
        stands=need.raised_by_id in own or any(row.pk in own for row in stand),
        again=_asked_again(need, own),
    )


def _asked_again(need: Need, own: set[int]) -> bool:
    """Whether a seat stood by an earlier text, not by the present one, and did not raise it."""
    stood = {row.seat_id: row.version for row in need.supports.all() if row.seat_id in own}
    last = {seat: version for seat, version in stood.items() if seat != need.raised_by_id}
    now = {row.seat_id for row in need.supports.all() if row.version == need.version}
    return any(seat not in now for seat in last)


def raiser_words(need: Need, roles: frozenset[PartnershipRole], own: Iterable[int]) -> str:
    """How a need's raiser is called before a reader.

    A need that the convener raised on a company's behalf shows its company to that seat and to
    the convener alone; other companies read "an employer member" (S23).
    """
    near = PartnershipRole.CONVENER in roles or need.raised_by_id in set(own)
    known = near if need.attested_by_id else bool(may(roles, "see_who_raised"))
    return need.raised_by.organization.name if known else A_MEMBER


# ── what was heard together ───────────────────────────────────────────────────────────────────


def release_archive(partnership: Partnership, *, at: datetime) -> QuerySet[Release]:
    """Every listening release, the same for whoever joined when (I4)."""
    return partnership.releases.filter(released_at__lte=at).prefetch_related("needs")


HEARERS = (PartnershipRole.PUBLIC, PartnershipRole.LABOR)
"""Whose seats listen: public, labor and community partners."""


def listening_seats(partnership: Partnership, at: datetime) -> list[Seat]:
    """The seats that a listening release reaches: public, labor and community partners."""
    return [seat for seat in seated_seats(partnership, at) if role_of_seat(seat) in HEARERS]


def seats_without_receipt(release: Release, *, at: datetime) -> list[Seat]:
    """The seats at the table that have not read a release yet."""
    read = set(Receipt.objects.filter(release=release, at__lte=at).values_list("seat", flat=True))
    return [seat for seat in listening_seats(release.partnership, at) if seat.pk not in read]


# ── what the convener should look at ──────────────────────────────────────────────────────────


def antitrust_findings(needs: QuerySet[Need]) -> list[tuple[Need, TextFinding]]:
    """Each of these needs with each finding in its present text."""
    found = []
    for need in needs.prefetch_related("versions"):
        words = f"{need.text_now.title}\n{need.text_now.text}"
        found += [(need, finding) for finding in find_antitrust(words)]
    return found
