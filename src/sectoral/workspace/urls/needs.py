"""Opportunities and needs, listening, priorities."""

from django.urls import path

from sectoral.workspace.views.table.need import need
from sectoral.workspace.views.table.needs import needs

urlpatterns = [
    path("partnerships/<slug:slug>/needs/", needs, name="needs"),
    path("partnerships/<slug:slug>/needs/<int:pk>/", need, name="need"),
]
