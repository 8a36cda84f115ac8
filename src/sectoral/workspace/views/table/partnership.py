"""A partnership home."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.roles import Sitting
from sectoral.workspace.views.table.door import at_table, shown


@at_table("see_public_page")
def partnership(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """A partnership home."""
    return shown(request, sitting, "table/partnership.html", {})
