"""The state: map, matrix, three sentences."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.environment import clock
from sectoral.workspace.evidence.coverage import coverage_of
from sectoral.workspace.evidence.facts import EditionFacts
from sectoral.workspace.evidence.state import state_overview
from sectoral.workspace.presenters.partnership_list import standing_cases
from sectoral.workspace.queries.known_partnerships import known_to
from sectoral.workspace.views.evidence.page import render_evidence, with_edition


@with_edition
def state_page(request: HttpRequest, facts: EditionFacts) -> HttpResponse:
    """The first page."""
    page = state_overview(facts)
    known = known_to(request.user, at=clock.now())
    sheets = [page.matrix.sheet]
    if page.map is not None and page.map.sheet is not None:
        sheets.append(page.map.sheet)
    context = {
        "facts": facts,
        "page": page,
        "verdicts": facts.legend,
        "covered": coverage_of(facts, standing_cases(known)).sentence,
    }
    return render_evidence(request, "evidence/state.html", context, tuple(sheets))
