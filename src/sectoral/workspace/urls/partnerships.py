"""Partnerships: all of them, one's home, its life, seats and record; organizations."""

from django.urls import path

from sectoral.workspace.views.directory.checklists import checklists
from sectoral.workspace.views.directory.conveners import conveners
from sectoral.workspace.views.directory.organization import organization
from sectoral.workspace.views.directory.organizations import organizations
from sectoral.workspace.views.directory.people import people
from sectoral.workspace.views.directory.seat_matrix import seat_matrix
from sectoral.workspace.views.my_table import my_table
from sectoral.workspace.views.partnership.flags import flags
from sectoral.workspace.views.partnership.home import partnership
from sectoral.workspace.views.partnership.life import life
from sectoral.workspace.views.partnership.record import record
from sectoral.workspace.views.partnership.seats import seats
from sectoral.workspace.views.partnerships import partnerships

urlpatterns = [
    path("table/", my_table, name="my_table"),
    path("partnerships/", partnerships, name="partnerships"),
    path("partnerships/seats/", seat_matrix, name="seat_matrix"),
    path("partnerships/conveners/", conveners, name="conveners"),
    path("organizations/", organizations, name="organizations"),
    path("organizations/<int:pk>/", organization, name="organization"),
    path("people/", people, name="people"),
    path("checklists/", checklists, name="checklists"),
    path("partnerships/<slug:slug>/", partnership, name="partnership"),
    path("partnerships/<slug:slug>/life/", life, name="life"),
    path("partnerships/<slug:slug>/seats/", seats, name="seats"),
    path("partnerships/<slug:slug>/flags/", flags, name="flags"),
    path("partnerships/<slug:slug>/record/", record, name="record"),
]
