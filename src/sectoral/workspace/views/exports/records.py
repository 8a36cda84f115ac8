"""A partnership's records: the page that lists them, each as a file, all in one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from sectoral.workspace.exports.archive import pack_records
from sectoral.workspace.exports.records import find_record_sheet, left_out, list_record_sheets
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.exports.sheet_files import (
    as_attachment,
    invented_words,
    sheet_response,
)
from sectoral.workspace.views.partnership.page import at_table, render_page


@at_table("see_partnership")
def records_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """What a person can take along, and what not and why."""
    zone = timezone.get_current_timezone_name()
    context = {"zone": zone, "sheets": list_record_sheets(sitting), "left_out": left_out(sitting)}
    return render_page(request, sitting, "exports/records.html", context)


@at_table("see_partnership")
def record_file(request: HttpRequest, sitting: Sitting, name: str, form: str) -> HttpResponse:  # noqa: ARG001
    """One table as CSV or as a spreadsheet."""
    sheet = find_record_sheet(sitting, name)
    if sheet is None:
        raise Http404("There is no such table for you here.")
    return sheet_response(sheet, form, f"{_file_start(sitting)}-{name}", private=True)


@at_table("see_partnership")
def records_zip(request: HttpRequest, sitting: Sitting) -> HttpResponse:  # noqa: ARG001
    """All of it."""
    response = HttpResponse(pack_records(sitting, warning=invented_words()), "application/zip")
    return as_attachment(response, f"{_file_start(sitting)}.zip", private=True)


def _file_start(sitting: Sitting) -> str:
    return sitting.partnership.slug if sitting.partnership else "records"
