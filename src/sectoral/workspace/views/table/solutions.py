"""Solutions and where they stand."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.roles import Sitting
from sectoral.workspace.views.table.door import at_table, shown


@at_table("see_partnership")
def solutions(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Solutions and where they stand."""
    return shown(request, sitting, "table/solutions.html", {})
