"""About the data and the method."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.evidence.data import MOST_ROWS_IN_A_SPREADSHEET, data_page
from sectoral.workspace.evidence.facts import EditionFacts
from sectoral.workspace.views.evidence.page import render_evidence, with_edition


@with_edition
def data_view(request: HttpRequest, facts: EditionFacts) -> HttpResponse:
    """The page about the data."""
    page = data_page(facts)
    context = {"facts": facts, "page": page, "most": f"{MOST_ROWS_IN_A_SPREADSHEET:,}"}
    return render_evidence(request, "evidence/data.html", context, (page.inputs, page.weights))
