"""Handing a table over as a file: one name, one form, one answer, whatever page it is of."""

from collections.abc import Iterable
from typing import Final, TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from sectoral.workspace.drawings.lists import PageList
from sectoral.workspace.drawings.sheet_files import sheet_csv, sheet_xlsx
from sectoral.workspace.drawings.sheets import PageSheet
from sectoral.workspace.evidence.facts import EditionFacts, current_facts

KINDS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The forms of a table, each with what it is called on the way."""

Response = TypeVar("Response", bound=HttpResponseBase)
Row = TypeVar("Row")


def requested_file(
    request: HttpRequest, sheets: tuple[PageSheet, ...], start: str = "", *, private: bool
) -> HttpResponse | None:
    """The table that the address asks for as a file; None where it asks for the page.

    Takes    start: how the file's name begins; else it begins with the address of the page. The
             address names '?format=csv' or 'xlsx', and '&table=' the sheet, where there are
             several.
    """
    if "format" not in request.GET:
        return None
    return sheet_file(request, sheets, start, private=private)


def sheet_file(
    request: HttpRequest, sheets: tuple[PageSheet, ...], start: str = "", *, private: bool
) -> HttpResponse:
    """The one of these tables that the address names, as the file that it asks for."""
    wish = request.GET.get("table", sheets[0].name)
    sheet = next((sheet for sheet in sheets if sheet.name == wish), None)
    if sheet is None:
        raise Http404("No such table on this page.")
    name = f"{start or page_name(request)}-{sheet.name}"
    return sheet_response(sheet, request.GET["format"], name, private=private)


def requested_list(
    request: HttpRequest, spec: PageList[Row], lines: Iterable[Row], *, private: bool
) -> HttpResponse:
    """A list as the file that the address asks for.

    Takes    lines: all that were asked for, not a page of them alone.
    """
    if request.GET.get("table", spec.name) != spec.name:
        raise Http404("No such table on this page.")
    name = f"{page_name(request)}-{spec.name}"
    return sheet_response(spec.file_of(lines), request.GET["format"], name, private=private)


def sheet_response(sheet: PageSheet, form: str, name: str, *, private: bool) -> HttpResponse:
    """One table as CSV or as a spreadsheet.

    Takes    private: whether no browser and no proxy may keep it.
    """
    if form not in KINDS:
        raise Http404("A table can be downloaded as CSV or Excel.")
    content = sheet_csv(sheet) if form == "csv" else sheet_xlsx(sheet, invented_words())
    response = HttpResponse(content, content_type=KINDS[form])
    return as_attachment(response, f"{name}.{form}", private=private)


def as_attachment(response: Response, name: str, *, private: bool) -> Response:
    """The answer as a file to keep, under a name."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    if private:
        response["Cache-Control"] = "private, no-store"
    return response


def page_name(request: HttpRequest) -> str:
    """A page as the start of a file's name: the state, and the address."""
    facts = current_facts()
    address = [part for part in request.path.strip("/").split("/") if part] or ["state"]
    return "-".join([*([file_start(facts)] if facts else []), *address])


def file_start(facts: EditionFacts) -> str:
    """How the name of a file begins: the state, and that it is invented where it is."""
    return f"invented-{facts.state.lower()}" if facts.invented else facts.state.lower()


def invented_words() -> str:
    """What has to be read first in every file of an invented state; else empty."""
    facts = current_facts()
    return facts.invented_words if facts is not None else ""
