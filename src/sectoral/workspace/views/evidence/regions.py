"""The list of regions."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.evidence.facts import Facts
from sectoral.workspace.evidence.regions import region_list, regions_map
from sectoral.workspace.views.evidence.page import shown, with_edition


@with_edition
def regions(request: HttpRequest, facts: Facts) -> HttpResponse:
    """Every region."""
    context = {"facts": facts, "map": regions_map(facts)}
    return shown(request, facts, "evidence/regions.html", context, (region_list(facts),))
