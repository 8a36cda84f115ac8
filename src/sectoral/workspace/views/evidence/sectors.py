"""The list of sectors."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.evidence.facts import EditionFacts
from sectoral.workspace.evidence.sectors import sector_list
from sectoral.workspace.views.evidence.page import render_evidence, with_edition


@with_edition
def sectors_page(request: HttpRequest, facts: EditionFacts) -> HttpResponse:
    """Every sector."""
    return render_evidence(
        request, "evidence/sectors.html", {"facts": facts}, (sector_list(facts),)
    )
