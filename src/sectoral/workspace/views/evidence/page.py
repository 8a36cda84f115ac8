"""What every page does alike: find the edition, sort its tables, hand one over as a file."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sectoral.workspace.drawings.sheets import PageSheet, sheet_sorted, sort_sheet
from sectoral.workspace.evidence.facts import EditionFacts, current_facts
from sectoral.workspace.views.exports.sheet_files import requested_file

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
    template: str,
    context: dict[str, Any],
    sheets: tuple[PageSheet, ...],
) -> HttpResponse:
    """The page; or, where the address asks for a format, the table it names as a file.

    Takes    sheets: every table of the page; the template finds each as `sheets.<name>`.
    """
    wish = request.GET.get("sort", "")
    held = {sheet.name: sort_sheet(sheet, wish) for sheet in sheets}
    file = requested_file(request, tuple(held.values()), private=False)
    if file is not None:
        return file
    more = {"sheets": held, "keep": _filter_query(request), "sorted": sheet_sorted(wish)}
    return render(request, template, context | more)


def _filter_query(request: HttpRequest) -> str:
    """The present filters, to stand in a link that sorts or downloads."""
    asked = request.GET.copy()
    for name in ("sort", "format", "table"):
        asked.pop(name, None)
    return f"{asked.urlencode()}&" if asked else ""
