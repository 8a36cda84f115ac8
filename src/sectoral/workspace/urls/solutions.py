"""Solutions, promises, and whether anybody sells at the table."""

from django.urls import path

from sectoral.workspace.views.partnership.commitments import commitments
from sectoral.workspace.views.partnership.neutrality import neutrality
from sectoral.workspace.views.partnership.posts import posts
from sectoral.workspace.views.partnership.solution import solution
from sectoral.workspace.views.partnership.solutions import solutions

urlpatterns = [
    path("partnerships/<slug:slug>/solutions/", solutions, name="solutions"),
    path("partnerships/<slug:slug>/solutions/<int:pk>/", solution, name="solution"),
    path("partnerships/<slug:slug>/commitments/", commitments, name="commitments"),
    path("partnerships/<slug:slug>/posts/", posts, name="posts"),
    path("partnerships/<slug:slug>/neutrality/", neutrality, name="neutrality"),
]
