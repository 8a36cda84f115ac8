"""The page behind a link: one button signs in. Looking at it uses nothing up."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from sectoral.workspace import clock
from sectoral.workspace.actions import access
from sectoral.workspace.answers import Refused
from sectoral.workspace.models import User
from sectoral.workspace.views.account.entering import SOON, enter
from sectoral.workspace.views.once import BadKey, answer_once


@never_cache
def link_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button; mail scanners that open every link press none.  The button signs in.

    Pressed twice on a slow line, it signs in once more: the browser that drew this form and has
    not got the first answer is the one that pressed.
    """
    try:
        if request.method == "POST":
            came = answer_once(request, lambda: _used(token), kept=SOON)
            return enter(request, User.objects.get(pk=came["person"]), came["leads_to"])
        found = access.find_link(token=token, at=clock.now())
    except (Refused, BadKey) as no:
        return render(request, "account/no_link.html", {"why": str(no)}, status=410)
    return render(request, "account/link.html", {"person": found.person})


def _used(token: str) -> dict[str, Any]:
    used = access.use_link(token=token, at=clock.now())
    return {"person": used.person.pk, "leads_to": used.leads_to}
