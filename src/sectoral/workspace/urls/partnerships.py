"""Partnerships: all of them, one's home, its life, seats and record; organizations."""

from django.urls import path

from sectoral.workspace.views.directory.checklists import checklists_page
from sectoral.workspace.views.directory.conveners import conveners_page
from sectoral.workspace.views.directory.organization import organization_page
from sectoral.workspace.views.directory.organizations import organizations_page
from sectoral.workspace.views.directory.people import people_page
from sectoral.workspace.views.directory.seat_matrix import seat_matrix
from sectoral.workspace.views.my_table import my_table
from sectoral.workspace.views.partnership.flags import flags_page
from sectoral.workspace.views.partnership.home import partnership_page
from sectoral.workspace.views.partnership.life import life_page
from sectoral.workspace.views.partnership.record import record_page
from sectoral.workspace.views.partnership.seats import seats_page
from sectoral.workspace.views.partnerships import partnerships_page

urlpatterns = [
    path("table/", my_table, name="my_table"),
    path("partnerships/", partnerships_page, name="partnerships"),
    path("partnerships/seats/", seat_matrix, name="seat_matrix"),
    path("partnerships/conveners/", conveners_page, name="conveners"),
    path("organizations/", organizations_page, name="organizations"),
    path("organizations/<int:pk>/", organization_page, name="organization"),
    path("people/", people_page, name="people"),
    path("checklists/", checklists_page, name="checklists"),
    path("partnerships/<slug:slug>/", partnership_page, name="partnership"),
    path("partnerships/<slug:slug>/life/", life_page, name="life"),
    path("partnerships/<slug:slug>/seats/", seats_page, name="seats"),
    path("partnerships/<slug:slug>/flags/", flags_page, name="flags"),
    path("partnerships/<slug:slug>/record/", record_page, name="record"),
]
