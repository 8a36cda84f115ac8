"""A meeting's room, for the phone in the hand of whoever is there."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.models import Meeting
from sectoral.workspace.presenters.meeting import (
    drafts_of,
    meeting_page,
    own_seats_there,
    roll_candidates,
)
from sectoral.workspace.queries.meetings import STATEMENT, video_for
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import of_table, render_page


@of_table("meeting")
def room_page(request: HttpRequest, sitting: Sitting, meeting: Meeting) -> HttpResponse:
    """The meeting while it is on: sign in, follow, write down; for the convener, take the roll."""
    on, convener = meeting.state == Meeting.State.OPEN, bool(sitting.may("take_roll"))
    context = {
        "meeting": meeting,
        "page": meeting_page(meeting, sitting),
        "statement": STATEMENT,
        "video": video_for(meeting, sitting),
        "mine": own_seats_there(meeting, sitting) if on else [],
        "drafts": drafts_of(meeting, sitting) if on else [],
        "convener": convener,
        "expected": roll_candidates(meeting, at=sitting.at) if on and convener else [],
    }
    return render_page(request, sitting, "partnership/room.html", context)
