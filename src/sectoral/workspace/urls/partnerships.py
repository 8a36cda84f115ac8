"""Partnerships: all of them, one's home, its life, seats and record; organizations."""

from django.urls import path

from sectoral.workspace.views.my_table import my_table
from sectoral.workspace.views.partnerships import partnerships
from sectoral.workspace.views.table.life import life
from sectoral.workspace.views.table.partnership import partnership
from sectoral.workspace.views.table.record import record
from sectoral.workspace.views.table.seats import seats

urlpatterns = [
    path("table/", my_table, name="my_table"),
    path("partnerships/", partnerships, name="partnerships"),
    path("partnerships/<slug:slug>/", partnership, name="partnership"),
    path("partnerships/<slug:slug>/life/", life, name="life"),
    path("partnerships/<slug:slug>/seats/", seats, name="seats"),
    path("partnerships/<slug:slug>/record/", record, name="record"),
]
