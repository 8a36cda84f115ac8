"""Solutions, promises, and whether anybody sells at the table."""

from django.urls import path

from sectoral.workspace.views.partnership.commitments import commitments_page
from sectoral.workspace.views.partnership.neutrality import neutrality_page
from sectoral.workspace.views.partnership.posts import posts_page
from sectoral.workspace.views.partnership.solution import solution_page
from sectoral.workspace.views.partnership.solutions import solutions_page

urlpatterns = [
    path("partnerships/<slug:slug>/solutions/", solutions_page, name="solutions"),
    path("partnerships/<slug:slug>/solutions/<int:pk>/", solution_page, name="solution"),
    path("partnerships/<slug:slug>/commitments/", commitments_page, name="commitments"),
    path("partnerships/<slug:slug>/posts/", posts_page, name="posts"),
    path("partnerships/<slug:slug>/neutrality/", neutrality_page, name="neutrality"),
]
