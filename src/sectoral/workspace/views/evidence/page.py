"""What every page does alike: find the edition, sort its tables, hand one over as a file."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sectoral.workspace.drawings.sheets import PageSheet, sheet_csv, sheet_xlsx, sort_sheet
from sectoral.workspace.evidence.facts import EditionFacts, current_facts

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
P = ParamSpec("P")


def with_edition(
    page: Callable[Concatenate[HttpRequest, EditionFacts, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give the view the edition, or show what this place will show once there is one."""

    @wraps(page)
    def view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        facts = current_facts()
        if facts is None:
            return render(request, "no_edition.html")
        return page(request, facts, *args, **kwargs)

    return view


def render_evidence(
    request: HttpRequest,
    facts: EditionFacts,
    template: str,
    context: dict[str, Any],
    sheets: tuple[PageSheet, ...],
) -> HttpResponse:
    """The page; or, where the address asks for a format, the table it names as a file.

    Takes    sheets: every table of the page; the template finds each as `sheets.<name>`.
    """
    wish = request.GET.get("sort", "")
    held = {sheet.name: sort_sheet(sheet, wish) for sheet in sheets}
    form = request.GET.get("format")
    if form is None:
        return render(request, template, context | {"sheets": held, "keep": _filter_query(request)})
    sheet = held.get(request.GET.get("table", sheets[0].name))
    if sheet is None or form not in ("csv", "xlsx"):
        raise Http404("No such table on this page.")
    return as_file(request, facts, sheet, form)


def as_file(
    request: HttpRequest, facts: EditionFacts | None, sheet: PageSheet, form: str
) -> HttpResponse:
    """A table of a page as CSV or as a spreadsheet, named for the page."""
    if form not in ("csv", "xlsx"):
        raise Http404("A table is taken as csv or as xlsx.")
    slug = "-".join(part for part in request.path.strip("/").split("/") if part) or "state"
    start = f"{file_start(facts)}-" if facts else ""
    return _file_response(facts, sheet, form, f"{start}{slug}-{sheet.name}")


def _filter_query(request: HttpRequest) -> str:
    """The present filters, to stand in a link that sorts or downloads."""
    asked = request.GET.copy()
    for name in ("sort", "format", "table"):
        asked.pop(name, None)
    return f"{asked.urlencode()}&" if asked else ""


def file_start(facts: EditionFacts) -> str:
    """How the name of every file begins: the state, and that it is invented where it is."""
    return f"invented-{facts.state.lower()}" if facts.invented else facts.state.lower()


def _file_response(
    facts: EditionFacts | None, sheet: PageSheet, form: str, name: str
) -> HttpResponse:
    warning = facts.invented_words if facts else ""
    if form == "csv":
        response = HttpResponse(sheet_csv(sheet), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(sheet_xlsx(sheet, warning), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
