"""Opportunities and needs."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.roles import Sitting
from sectoral.workspace.views.table.door import at_table, shown


@at_table("see_released_needs")
def needs(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Opportunities and needs."""
    return shown(request, sitting, "table/needs.html", {})
