"""Opportunities and needs, listening, priorities."""

from django.urls import path

from sectoral.workspace.views.partnership.listening import listening
from sectoral.workspace.views.partnership.need import need
from sectoral.workspace.views.partnership.needs import needs
from sectoral.workspace.views.partnership.priorities import priorities
from sectoral.workspace.views.partnership.round import round_

urlpatterns = [
    path("partnerships/<slug:slug>/needs/", needs, name="needs"),
    path("partnerships/<slug:slug>/needs/<int:pk>/", need, name="need"),
    path("partnerships/<slug:slug>/listening/", listening, name="listening"),
    path("partnerships/<slug:slug>/priorities/", priorities, name="priorities"),
    path("partnerships/<slug:slug>/rounds/<int:pk>/", round_, name="round"),
]
