"""Handing a table of a page over as a file."""

from django.http import Http404, HttpRequest, HttpResponse

from sectoral.workspace.drawings.sheets import PageSheet, sheet_csv, sheet_xlsx
from sectoral.workspace.evidence.facts import current_facts
from sectoral.workspace.views.evidence.page import XLSX


def requested_file(
    request: HttpRequest, sheets: tuple[PageSheet, ...], start: str
) -> HttpResponse | None:
    """The table that the address asks for as a file; None where it asks for the page.

    Takes    start: how the file's name begins. The address names '?format=csv' or 'xlsx', and
             '&table=' the sheet, where there are several.
    """
    form = request.GET.get("format")
    if form is None:
        return None
    wish = request.GET.get("table", sheets[0].name)
    sheet = next((sheet for sheet in sheets if sheet.name == wish), None)
    if sheet is None:
        raise Http404("No such table on this page.")
    return as_file(sheet, form, f"{start}-{sheet.name}")


def as_file(sheet: PageSheet, form: str, name: str) -> HttpResponse:
    """One table as CSV or as a spreadsheet, with its name."""
    if form == "csv":
        # The mark in front tells Excel that the text is UTF-8.
        response = HttpResponse("\ufeff" + sheet_csv(sheet), content_type="text/csv; charset=utf-8")
    elif form == "xlsx":
        response = HttpResponse(sheet_xlsx(sheet, invented_words()), content_type=XLSX)
    else:
        raise Http404("A table is taken as CSV or as Excel.")
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response


def invented_words() -> str:
    """What has to be read first in every file of an invented state; else empty."""
    facts = current_facts()
    return facts.invented_words if facts is not None else ""
