"""Ask for a link, and read that it is on its way: the same words for every address."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sectoral.workspace import clock
from sectoral.workspace.actions import access
from sectoral.workspace.views.account.entering import asked_for, limited


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Send a link to the address, if an account has it."""
    email = request.POST.get("email", "")
    refused = limited(request, "send_link", key=email.strip().lower())
    if refused is not None:
        return refused
    access.send_link(email=email, leads_to=asked_for(request), at=clock.now())
    return redirect("link_sent")


@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    minutes = int(access.LINK_LASTS.total_seconds() // 60)
    return render(
        request, "account/sent.html", {"minutes": minutes, "mail": settings.SECTORAL_MAIL}
    )
