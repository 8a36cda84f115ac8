"""Who sits at the table, and where nobody does."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.roles import Sitting
from sectoral.workspace.views.table.door import at_table, shown


@at_table("see_partnership")
def seats(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Who sits at the table, and where nobody does."""
    return shown(request, sitting, "table/seats.html", {})
