"""The list of sectors."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.evidence.facts import Facts
from sectoral.workspace.evidence.sectors import sector_list
from sectoral.workspace.views.evidence.page import shown, with_edition


@with_edition
def sectors(request: HttpRequest, facts: Facts) -> HttpResponse:
    """Every sector."""
    return shown(request, facts, "evidence/sectors.html", {"facts": facts}, (sector_list(facts),))
