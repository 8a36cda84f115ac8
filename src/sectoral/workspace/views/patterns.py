"""The parts that pages are made of, each with its states. Only the demo has this page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sectoral.workspace.drawings.sheets import sort_sheet
from sectoral.workspace.presenters.patterns import PatternForm, WrongForm, show_patterns


def patterns_page(request: HttpRequest) -> HttpResponse:
    """Every part as pages use it, with sample data; whoever builds a page begins here."""
    if not settings.SECTORAL_DEMO:
        raise Http404("Only the demo has this page.")
    shown = show_patterns()
    wrong = WrongForm({"wrong-dollars": "-3"}, prefix="wrong", auto_id="%s")
    context = {
        "shown": shown,
        "sheet": sort_sheet(shown.sheet, request.GET.get("sort", "")),
        "form": PatternForm(auto_id="empty-%s"),
        "wrong": wrong,
    }
    return render(request, "patterns.html", context)
