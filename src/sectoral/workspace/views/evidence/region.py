"""One region."""

from django.http import Http404, HttpRequest, HttpResponse

from sectoral.workspace.environment import clock
from sectoral.workspace.evidence.facts import EditionFacts
from sectoral.workspace.evidence.regions import region_page
from sectoral.workspace.presenters.partnership_list import standing_cases
from sectoral.workspace.queries.known_partnerships import known_to
from sectoral.workspace.views.evidence.page import render_evidence, with_edition


@with_edition
def region_view(request: HttpRequest, facts: EditionFacts, name: str) -> HttpResponse:
    """A region's page."""
    found = facts.region(name)
    if found is None:
        raise Http404(f"No region '{name}' in this edition.")
    page = region_page(facts, found, standing_cases(known_to(request.user, at=clock.now())))
    sheets = (page.sectors, page.parts, page.counties, page.neighbours, page.partitions)
    return render_evidence(request, "evidence/region.html", {"facts": facts, "page": page}, sheets)
