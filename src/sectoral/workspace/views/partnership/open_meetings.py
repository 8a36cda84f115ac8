"""Open meetings, for everybody: a page and a calendar to subscribe to (S15)."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.calendars import TYPE, public_calendar
from sectoral.workspace.presenters.meeting_list import open_meetings
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_table, render_page
from sectoral.workspace.views.visitor_cache import kept_for_visitors


@kept_for_visitors("page")
@at_table("see_public_page")
def open_meetings_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The announced open meetings, and the minutes of those that were held."""
    found = open_meetings(sitting, request.GET.get("page", "1"))
    return render_page(request, sitting, "partnership/open_meetings.html", {"open": found})


@kept_for_visitors()
@at_table("see_public_page")
def open_meetings_calendar(_request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The same as a calendar: announced open meetings, and those called off since."""
    found = open_meetings(sitting)
    text = public_calendar((*found.coming, *found.called_off), at=sitting.at)
    return HttpResponse(text, content_type=TYPE)
