"""Every partnership: where it is, whether it is active, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sectoral.workspace import clock
from sectoral.workspace.models import Partnership
from sectoral.workspace.roles import sitting_of


def partnerships(request: HttpRequest) -> HttpResponse:
    """All of them, for everybody."""
    sitting = sitting_of(request.user, None, at=clock.now())
    rows = Partnership.objects.exclude(stage="rejected")
    return render(request, "partnerships.html", {"sitting": sitting, "rows": rows})
