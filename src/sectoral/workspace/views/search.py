"""Search: one field, what may be seen, by kind."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sectoral.workspace.environment import clock
from sectoral.workspace.presenters.search import LONGEST, MOST, SHORTEST, find_hits

KINDS = {
    "partnership": "Partnerships",
    "organization": "Organizations",
    "need": "Needs",
    "solution": "Solutions",
    "meeting": "Meetings",
    "promise": "Promises",
}


def search_page(request: HttpRequest) -> HttpResponse:
    """What was asked for and what was found of it."""
    words = request.GET.get("q", "").replace("\x00", " ").strip()
    hits = find_hits(request.user, words, at=clock.now())
    kinds = [
        {"name": KINDS[kind], "hits": list(held)} for kind, held in groupby(hits, lambda h: h.kind)
    ]
    short = bool(words) and not SHORTEST <= len(words) <= LONGEST
    context = {"words": words, "kinds": kinds, "short": short, "most": MOST}
    return render(request, "search.html", context)
