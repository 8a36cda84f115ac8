"""Every address of the workspace, and a page of nothing through the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from sectoral.workspace.urls import urlpatterns as workspace


def nothing(_request: HttpRequest) -> HttpResponse:
    """What the server takes to answer at all."""
    return HttpResponse("")


urlpatterns = [path("nothing/", nothing), *workspace]
