"""The minutes of a meeting, to read and to print."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.environment import clock
from sectoral.workspace.models import Meeting
from sectoral.workspace.presenters.meeting import meeting_page, ratio_words
from sectoral.workspace.presenters.meeting_list import minutes_words
from sectoral.workspace.queries.meetings import may_read_minutes
from sectoral.workspace.queries.roles import sitting_of
from sectoral.workspace.views.partnership.page import (
    refusal_response,
    render_page,
    unknown_response,
)


def minutes_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The minutes: members' once sent, everybody's of an open meeting, the convener's before."""
    near = ("partnership", "chaired_by__organization")
    meeting = Meeting.objects.select_related(*near).filter(pk=pk, partnership__slug=slug).first()
    if meeting is None:
        return unknown_response(request, "meeting")
    sitting = sitting_of(request.user, meeting.partnership, at=clock.now())
    if not may_read_minutes(meeting, sitting.person, at=sitting.at):
        if not sitting.may("see_partnership"):
            return unknown_response(request, "meeting")
        return refusal_response(
            request, sitting, "The minutes of this meeting have not been sent yet."
        )
    page = meeting_page(meeting, sitting)
    context = {
        "meeting": meeting,
        "page": page,
        "ratio": ratio_words(page.room),
        "sent": minutes_words(meeting),
    }
    return render_page(request, sitting, "partnership/minutes.html", context)
