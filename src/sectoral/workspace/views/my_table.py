"""My table: what waits for this person, at every partnership."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sectoral.workspace import clock
from sectoral.workspace.roles import sitting_of


@login_required
def my_table(request: HttpRequest) -> HttpResponse:
    """What waits for this person."""
    sitting = sitting_of(request.user, None, at=clock.now())
    return render(request, "my_table.html", {"sitting": sitting})
