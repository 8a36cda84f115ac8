"""The life of a partnership: where it stands, why, and what may follow."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.roles import Sitting
from sectoral.workspace.views.table.door import at_table, shown


@at_table("see_partnership")
def life(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The life of a partnership: where it stands, why, and what may follow."""
    return shown(request, sitting, "table/life.html", {})
