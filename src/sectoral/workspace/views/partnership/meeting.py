"""One meeting, and its calendar entry."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.actions.calendar_entries import lines_of
from sectoral.workspace.calendars import TYPE, invitation_calendar
from sectoral.workspace.models import Meeting
from sectoral.workspace.presenters.meeting import join_with_or, meeting_page, ratio_words
from sectoral.workspace.presenters.meeting_list import minutes_words
from sectoral.workspace.queries.meetings import may_read_minutes, organizer_of, video_for
from sectoral.workspace.queries.replies import expected_guests, own_reply
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import of_table, render_page


@of_table("meeting")
def meeting_view(request: HttpRequest, sitting: Sitting, meeting: Meeting) -> HttpResponse:
    """One meeting, for those who may know of it: before, during and after."""
    page = meeting_page(meeting, sitting)
    context = {
        "meeting": meeting,
        "page": page,
        "ratio": ratio_words(page.room),
        "champions": join_with_or(page.champions),
        "minutes": minutes_words(meeting),
        "video": video_for(meeting, sitting),
        "expected": expected_guests(meeting, sitting) if meeting.state == "invited" else None,
        "said": own_reply(meeting, sitting.person),
        "may_read_minutes": may_read_minutes(meeting, sitting.person, at=sitting.at),
    }
    return render_page(request, sitting, "partnership/meeting.html", context)


@of_table("meeting")
def meeting_calendar(_request: HttpRequest, sitting: Sitting, meeting: Meeting) -> HttpResponse:
    """The meeting as an entry of the reader's own calendar: the one that the letter brings."""
    own = sitting.person.email if sitting.person else ""
    row = meeting.invitees.filter(person=sitting.person, holds=True).first()
    organizer = organizer_of(meeting)
    text = invitation_calendar(
        meeting,
        to=own,
        organizer=organizer,
        sequence=row.sequence if row else None,
        reply=row.reply if row else "",
        more=lines_of(meeting) if row else "",
        video=bool(video_for(meeting, sitting)),
        at=sitting.at,
    )
    answer = HttpResponse(text, content_type=TYPE)
    answer["Content-Disposition"] = f'attachment; filename="meeting-{meeting.pk}.ics"'
    return answer
