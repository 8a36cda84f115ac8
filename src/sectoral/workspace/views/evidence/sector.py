"""One sector across the regions."""

from django.http import Http404, HttpRequest, HttpResponse

from sectoral.workspace.environment import clock
from sectoral.workspace.evidence.facts import EditionFacts
from sectoral.workspace.evidence.sectors import sector_page
from sectoral.workspace.presenters.partnership_list import standing_cases
from sectoral.workspace.queries.known_partnerships import known_to
from sectoral.workspace.views.evidence.page import render_evidence, with_edition


@with_edition
def sector_view(request: HttpRequest, facts: EditionFacts, name: str) -> HttpResponse:
    """A sector's page."""
    found = facts.sector(name)
    if found is None:
        raise Http404(f"No sector '{name}' in this edition.")
    page = sector_page(facts, found, standing_cases(known_to(request.user, at=clock.now())))
    context = {"facts": facts, "page": page, "verdicts": facts.legend}
    return render_evidence(request, "evidence/sector.html", context, (page.regions,))
