"""The words of the field, explained."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sectoral.workspace.evidence.words import WORDS
from sectoral.workspace.presenters.words import AT_THE_TABLE


def glossary_page(request: HttpRequest) -> HttpResponse:
    """The glossary."""
    return render(request, "words.html", {"words": WORDS, "at_the_table": AT_THE_TABLE})
