"""A sector's case in a region."""

from django.http import Http404, HttpRequest, HttpResponse

from sectoral.workspace.evidence.case import case
from sectoral.workspace.evidence.facts import Facts
from sectoral.workspace.views.showing import shown, with_edition

DECISIONS = (
    ("start", "Start a partnership"),
    ("explore with neighbour", "Explore it with a neighbour"),
    ("watch", "Watch, and look again with the next edition"),
    ("not now", "Not now"),
    ("cannot judge", "Ask employers before deciding"),
)


@with_edition
def case_page(request: HttpRequest, facts: Facts, region: str, sector: str) -> HttpResponse:
    """A case page."""
    there, what = facts.region(region), facts.sector(sector)
    if there is None or what is None or facts.score(region, sector) is None:
        raise Http404(f"No case of '{sector}' in '{region}' in this edition.")
    page = case(facts, there, what)
    pictures = (page.trend, page.shift, page.score)
    held = tuple(p.sheet for p in pictures if p is not None and p.sheet is not None)
    context = {"facts": facts, "page": page, "decisions": DECISIONS}
    return shown(request, facts, "case.html", context, (page.numbers, page.neighbours, *held))
