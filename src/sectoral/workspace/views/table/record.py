"""The record of a partnership: who did what, when and why."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.roles import Sitting
from sectoral.workspace.views.table.door import at_table, shown


@at_table("see_record")
def record(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The record of a partnership: who did what, when and why."""
    return shown(request, sitting, "table/record.html", {})
