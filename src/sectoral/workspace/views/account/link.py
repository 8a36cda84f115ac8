"""The page behind a link: one button signs in. Looking at it uses nothing up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from sectoral.workspace import clock
from sectoral.workspace.actions import access
from sectoral.workspace.answers import Refused
from sectoral.workspace.views.account.entering import enter


@never_cache
def link_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button; mail scanners that open every link press none.  The button signs in."""
    try:
        if request.method == "POST":
            used = access.use_link(token=token, at=clock.now())
            return enter(request, used.person, used.leads_to)
        found = access.find_link(token=token, at=clock.now())
    except Refused as no:
        return render(request, "account/no_link.html", {"why": str(no)}, status=410)
    return render(request, "account/link.html", {"person": found.person})
