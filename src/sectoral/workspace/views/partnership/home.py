"""A partnership's home: for everybody what it is and what it does; for members who sits there."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.drawings.rings import RingArc, draw_ring
from sectoral.workspace.evidence.facts import current_facts
from sectoral.workspace.models import Partnership
from sectoral.workspace.models.organizations import System
from sectoral.workspace.presenters.partnership_home import PartnershipHome, partnership_home
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_table, render_page
from sectoral.workspace.views.visitor_cache import kept_for_visitors

_SHORT = {
    "employer": "companies",
    "workforce": "workforce",
    "economic": "economy",
    "community": "community",
}
"""Systems as the ring names them, where their whole names would not fit beside it."""


@kept_for_visitors("tour")
@at_table("see_public_page")
def partnership_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The home, as this person may see it."""
    held = partnership_home(sitting)
    member = bool(sitting.may("see_partnership"))
    context = {
        "home": held,
        "member": member,
        "counties": partnership_counties(sitting.partnership),
        "case": case_of(sitting.partnership),
        "ring": _seat_ring(held) if member else None,
    }
    return render_page(request, sitting, "partnership/home.html", context)


def partnership_counties(partnership: Partnership | None) -> list[str]:
    """The counties of a partnership by name, as the edition shown now has them."""
    return county_names(partnership.areas if partnership else [])


def county_names(areas: Iterable[str]) -> list[str]:
    """Counties by name, as the edition shown now has them."""
    facts = current_facts()
    return [facts.county(area).full if facts else f"county {area}" for area in areas]


def case_of(partnership: Partnership | None) -> tuple[str, str] | None:
    """The region and sector of its case, where the edition shown now still has it."""
    facts = current_facts()
    if facts is None or partnership is None:
        return None
    known = facts.score(partnership.region, partnership.sector) is not None
    return (partnership.region, partnership.sector) if known else None


def _seat_ring(held: PartnershipHome) -> str:
    arcs = tuple(
        RingArc(_SHORT.get(s.key, s.name), len(s.seats), s.key == System.EMPLOYER)
        for s in held.systems
    )
    partners = sum(arc.seats for arc in arcs if not arc.strong)
    holes = [arc.name for arc in arcs if not arc.seats]
    missing = f" Nobody is here from {', '.join(holes)}." if holes else ""
    companies = next(arc.seats for arc in arcs if arc.strong)
    seats = f"{companies + partners} seat{'' if companies + partners == 1 else 's'}"
    label = f"{seats}, {companies} of them of companies.{missing}"
    return draw_ring(arcs, (seats, f"{companies} of companies"), label)
