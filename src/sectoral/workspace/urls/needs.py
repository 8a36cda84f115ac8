"""Opportunities and needs, listening, priorities."""

from django.urls import path

from sectoral.workspace.views.partnership.listening import listening_page
from sectoral.workspace.views.partnership.need import need_view
from sectoral.workspace.views.partnership.needs import needs_page
from sectoral.workspace.views.partnership.priorities import priorities_page
from sectoral.workspace.views.partnership.round import round_view

urlpatterns = [
    path("partnerships/<slug:slug>/needs/", needs_page, name="needs"),
    path("partnerships/<slug:slug>/needs/<int:pk>/", need_view, name="need"),
    path("partnerships/<slug:slug>/listening/", listening_page, name="listening"),
    path("partnerships/<slug:slug>/priorities/", priorities_page, name="priorities"),
    path("partnerships/<slug:slug>/rounds/<int:pk>/", round_view, name="round"),
]
