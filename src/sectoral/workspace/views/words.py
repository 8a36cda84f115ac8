"""The words of the field, explained."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sectoral.workspace.evidence.words import WORDS


def words(request: HttpRequest) -> HttpResponse:
    """The glossary."""
    return render(request, "words.html", {"words": WORDS})
