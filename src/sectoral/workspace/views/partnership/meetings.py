"""Meetings, those to come first."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.drawings.lists import cut_page, show_list
from sectoral.workspace.models import Meeting
from sectoral.workspace.presenters.meeting_list import MEETINGS, meeting_lines, meeting_rows
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.exports.sheet_files import requested_list
from sectoral.workspace.views.partnership.page import at_table, render_page


@at_table("see_partnership")
def meetings_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Meetings, those to come first."""
    wish = MEETINGS.read_wish(request.GET)
    rows = MEETINGS.narrow_rows(meeting_rows(sitting), wish)
    if "format" in request.GET:
        return requested_list(request, MEETINGS, meeting_lines(rows), private=True)
    page = cut_page(rows, wish)
    open_now = any(meeting.state == Meeting.State.OPEN for meeting in page.rows)
    context = {"list": show_list(MEETINGS, page, meeting_lines(page.rows), acts=open_now)}
    return render_page(request, sitting, "partnership/meetings.html", context)
