"""Meetings: all of them, one, its room, its minutes, its calendar entry."""

from django.urls import path

from sectoral.workspace.views.table.meeting import meeting
from sectoral.workspace.views.table.meetings import meetings

urlpatterns = [
    path("partnerships/<slug:slug>/meetings/", meetings, name="meetings"),
    path("partnerships/<slug:slug>/meetings/<int:pk>/", meeting, name="meeting"),
]
