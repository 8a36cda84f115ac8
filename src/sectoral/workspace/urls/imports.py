"""Bringing spreadsheets in, and carrying records away."""

from django.urls import path, re_path

from sectoral.workspace.views.imports.run import run_page
from sectoral.workspace.views.imports.runs import runs_page
from sectoral.workspace.views.imports.template import template_file

urlpatterns = [
    path("import/", runs_page, name="imports"),
    path("import/<int:pk>/", run_page, name="import"),
    re_path(
        r"^import/template/(?P<kind>\w+)\.(?P<form>csv|xlsx)$",
        template_file,
        name="import_template",
    ),
]
