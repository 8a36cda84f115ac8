"""Meetings, those to come first."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.presenters.meeting_list import past_meetings, to_come
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_table, render_page


@at_table("see_partnership")
def meetings_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Meetings, those to come first."""
    context = {
        "coming": to_come(sitting, request.GET.get("coming", "1")),
        "past": past_meetings(sitting, request.GET.get("page", "1")),
    }
    return render_page(request, sitting, "partnership/meetings.html", context)
