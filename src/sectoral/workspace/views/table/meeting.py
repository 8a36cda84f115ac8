"""One meeting."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.models import Meeting
from sectoral.workspace.roles import Sitting
from sectoral.workspace.views.table.door import of_table, shown


@of_table("meeting")
def meeting(request: HttpRequest, sitting: Sitting, meeting: Meeting) -> HttpResponse:
    """One meeting, for those who may know of it."""
    return shown(request, sitting, "table/meeting.html", {"meeting": meeting})
