"""Meetings, those to come first."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.roles import Sitting
from sectoral.workspace.views.table.door import at_table, shown


@at_table("see_partnership")
def meetings(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Meetings, those to come first."""
    return shown(request, sitting, "table/meetings.html", {})
