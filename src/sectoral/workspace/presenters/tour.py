"""The tour: five stops through a sector partnership, from the evidence to what came of it.

Each stop leads to a page that is there already. In an empty workspace it says what will stand
there, and the one thing to do next.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from sectoral.workspace.evidence.facts import EditionFacts
from sectoral.workspace.models import Partnership, Solution
from sectoral.workspace.models.partnerships import Stage


@dataclass(frozen=True, slots=True)
class TourStop:
    """One stop.

    shows   what one sees there; look: what to look for
    href    the page it leads to; empty where there is none yet
    todo    the one thing to do next where there is none yet
    """

    name: str
    shows: str
    look: str
    todo: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class TourPlace:
    """Where a reader of the tour stands: the number of the stop, from 1, and the way on."""

    number: int
    of: int
    name: str
    look: str
    onward: str
    back: str


_WORDS: tuple[tuple[str, str, str, str], ...] = (
    (
        "The evidence",
        "Which industries matter most in each labor-market region, and how sure we are.",
        "Choose a region on the map, or a cell of the matrix.",
        "Build an edition from official files and serve it: sectoral build, then sectoral serve.",
    ),
    (
        "Decide",
        "The case for one industry in one region: a verdict, three reasons, one chart.",
        "Read the proposal. The numbers propose; people decide.",
        "Once there is an edition, choose a cell of the matrix.",
    ),
    (
        "The table",
        "A partnership of companies and public partners: who sits there, and what comes next.",
        "See what its companies put first, and how far each priority has come.",
        "The state proposes a partnership from its case, and appoints a convener.",
    ),
    (
        "The answer",
        "What public partners and companies do together about what companies need.",
        "See who does what, by when, and what it costs.",
        "Once companies have chosen their priorities, partners propose a solution.",
    ),
    (
        "What came of it",
        "Which promises were kept, and which needs the companies call answered.",
        "Look at the promises kept, and at “What was done”.",
        "The companies that raised a need say whether a solution helped.",
    ),
)


def list_tour_stops(
    facts: EditionFacts | None, known: Q, *, member_of: Callable[[Partnership], bool]
) -> tuple[TourStop, ...]:
    """The five stops, each with the page that shows it best to this reader.

    Takes    known: the partnerships that the reader may know of; member_of: whether the reader
             may open the inner pages of one.
    """
    shown = _best_partnership(known)
    home = reverse("partnership", args=[shown.slug]) if shown else ""
    answer = _best_solution(shown) if shown and member_of(shown) else ""
    ways = (
        reverse("state") if facts else "",
        _best_case(facts, shown) if facts else "",
        home,
        answer or (f"{home}#done-head" if home else ""),
        f"{home}#promises-head" if home else "",
    )
    return tuple(TourStop(*words, href) for words, href in zip(_WORDS, ways, strict=True))


def tour_place(number: str) -> TourPlace | None:
    """Where the address says that the reader stands; None where it names no stop."""
    if number not in {str(place) for place in range(1, len(_WORDS) + 1)}:
        return None
    here = int(number)
    name, _, look, _ = _WORDS[here - 1]
    start = reverse("tour")
    last = here == len(_WORDS)
    return TourPlace(
        number=here,
        of=len(_WORDS),
        name=name,
        look=look,
        onward="" if last else f"{start}{here + 1}/",
        back=f"{start}{here - 1}/" if here > 1 else start,
    )


def tour_address(href: str, number: int) -> str:
    """The address of a stop's page, with the word that shows the strip of the tour."""
    path, _, mark = href.partition("#")
    return f"{path}?tour={number}" + (f"#{mark}" if mark else "")


def _best_partnership(known: Q) -> Partnership | None:
    """An active one with the most solutions; or else any that is known."""
    rows = list(Partnership.objects.filter(known).prefetch_related("solutions"))
    return max(
        rows,
        key=lambda row: (row.stage == Stage.ACTIVE, row.is_live, len(row.solutions.all()), -row.pk),
        default=None,
    )


def _best_solution(partnership: Partnership) -> str:
    """The solution that has come furthest."""
    order = list(Solution.State.values)
    rows = [row for row in partnership.solutions.all() if row.state != Solution.State.STOPPED]
    best = max(rows, key=lambda row: (order.index(row.state), -row.pk), default=None)
    return reverse("solution", args=[partnership.slug, best.pk]) if best else ""


def _best_case(facts: EditionFacts, shown: Partnership | None) -> str:
    """The case that the partnership rests on, or else the first that is critical."""
    if shown and facts.score(shown.region, shown.sector) is not None:
        return reverse("case", args=[shown.region, shown.sector])
    for region in facts.regions:
        for sector in facts.sectors:
            if facts.verdict(region.id, sector.id).slug == "critical":
                return reverse("case", args=[region.id, sector.id])
    return reverse("matrix")
