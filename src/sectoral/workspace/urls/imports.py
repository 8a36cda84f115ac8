"""Bringing spreadsheets in, and carrying records away."""

from django.urls import path, re_path

from sectoral.workspace.views.exports.records import record_file, records_page, records_zip
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
    path("partnerships/<slug:slug>/export/", records_page, name="export"),
    path("partnerships/<slug:slug>/export.zip", records_zip, name="export_zip"),
    re_path(
        r"^partnerships/(?P<slug>[-\w]+)/export/(?P<name>\w+)\.(?P<form>csv|xlsx)$",
        record_file,
        name="export_table",
    ),
]
