"""Meetings: all of them, one, its room, its minutes, its calendar entry."""

from django.urls import path

from sectoral.workspace.views.partnership.meeting import meeting_calendar, meeting_view
from sectoral.workspace.views.partnership.meetings import meetings_page
from sectoral.workspace.views.partnership.minutes import minutes_page
from sectoral.workspace.views.partnership.open_meetings import (
    open_meetings_calendar,
    open_meetings_page,
)
from sectoral.workspace.views.partnership.projector import projector_page
from sectoral.workspace.views.partnership.reply import reply_page
from sectoral.workspace.views.partnership.room import room_page

_OF = "partnerships/<slug:slug>"
_ONE = f"{_OF}/meetings/<int:pk>"

urlpatterns = [
    path(f"{_OF}/meetings/", meetings_page, name="meetings"),
    path(f"{_OF}/open-meetings/", open_meetings_page, name="open_meetings"),
    path(f"{_OF}/open-meetings.ics", open_meetings_calendar, name="open_meetings_calendar"),
    path(f"{_ONE}/", meeting_view, name="meeting"),
    path(f"{_ONE}/meeting.ics", meeting_calendar, name="meeting_calendar"),
    path(f"{_ONE}/reply/<str:answer>/", reply_page, name="reply"),
    path(f"{_ONE}/room/", room_page, name="room"),
    path(f"{_ONE}/projector/", projector_page, name="projector"),
    path(f"{_ONE}/minutes/", minutes_page, name="minutes"),
]
