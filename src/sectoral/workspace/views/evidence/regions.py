"""The list of regions."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.evidence.facts import EditionFacts
from sectoral.workspace.evidence.region_sheets import region_list
from sectoral.workspace.evidence.regions import regions_map
from sectoral.workspace.views.evidence.page import render_evidence, with_edition


@with_edition
def regions_page(request: HttpRequest, facts: EditionFacts) -> HttpResponse:
    """Every region."""
    context = {"facts": facts, "map": regions_map(facts)}
    return render_evidence(request, "evidence/regions.html", context, (region_list(facts),))
