"""Solutions, promises, and whether anybody sells at the table."""

from django.urls import path

from sectoral.workspace.views.table.solution import solution
from sectoral.workspace.views.table.solutions import solutions

urlpatterns = [
    path("partnerships/<slug:slug>/solutions/", solutions, name="solutions"),
    path("partnerships/<slug:slug>/solutions/<int:pk>/", solution, name="solution"),
]
