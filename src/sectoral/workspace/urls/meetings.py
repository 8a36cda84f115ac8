"""Meetings: all of them, one, its room, its minutes, its calendar entry."""

from django.urls import path

from sectoral.workspace.views.partnership.meeting import meeting, meeting_calendar
from sectoral.workspace.views.partnership.meetings import meetings
from sectoral.workspace.views.partnership.minutes import minutes
from sectoral.workspace.views.partnership.open_meetings import (
    open_meetings_calendar,
    open_meetings_page,
)
from sectoral.workspace.views.partnership.projector import projector
from sectoral.workspace.views.partnership.reply import reply
from sectoral.workspace.views.partnership.room import room

_OF = "partnerships/<slug:slug>"
_ONE = f"{_OF}/meetings/<int:pk>"

urlpatterns = [
    path(f"{_OF}/meetings/", meetings, name="meetings"),
    path(f"{_OF}/open-meetings/", open_meetings_page, name="open_meetings"),
    path(f"{_OF}/open-meetings.ics", open_meetings_calendar, name="open_meetings_calendar"),
    path(f"{_ONE}/", meeting, name="meeting"),
    path(f"{_ONE}/meeting.ics", meeting_calendar, name="meeting_calendar"),
    path(f"{_ONE}/reply/<str:answer>/", reply, name="reply"),
    path(f"{_ONE}/room/", room, name="room"),
    path(f"{_ONE}/projector/", projector, name="projector"),
    path(f"{_ONE}/minutes/", minutes, name="minutes"),
]
