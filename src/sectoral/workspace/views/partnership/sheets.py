"""A table of a partnership's page: sorted where the address asks, or carried away as a file."""

from django.http import Http404, HttpRequest, HttpResponse

from sectoral.workspace.drawings.sheets import PageSheet, sheet_csv, sheet_xlsx, sort_sheet
from sectoral.workspace.evidence.facts import current_facts
from sectoral.workspace.views.evidence.page import XLSX


def sorted_sheet(request: HttpRequest, sheet: PageSheet) -> PageSheet:
    """The sheet in the order that the address asks for."""
    return sort_sheet(sheet, request.GET.get("sort", ""))


def requested_file(request: HttpRequest, sheet: PageSheet) -> HttpResponse | None:
    """The sheet as a file where the address asks for one, else None."""
    form = request.GET.get("format")
    if form is None:
        return None
    if form not in ("csv", "xlsx"):
        raise Http404("No such form of a table.")
    if form == "csv":
        response = HttpResponse(sheet_csv(sheet), content_type="text/csv; charset=utf-8")
    else:
        facts = current_facts()
        warning = facts.invented_words if facts else ""
        response = HttpResponse(sheet_xlsx(sheet, warning), content_type=XLSX)
    name = "-".join(part for part in request.path.strip("/").split("/") if part)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
