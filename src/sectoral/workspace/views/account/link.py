"""The page behind a link: one button signs in. Looking at it uses nothing up."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from sectoral.workspace.actions import access
from sectoral.workspace.actions.calendar_entries import WORDS_OF
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Invitee, User
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.views.account.entry import SOON, sign_in_person
from sectoral.workspace.views.form_keys import BadKey, answer_once
from sectoral.workspace.views.partnership.reply import answer_from_link, answer_in


@never_cache
def link_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button; mail scanners that open every link press none.  The button signs in.

    Pressed twice on a slow line, it signs in once more: the browser that drew this form and has
    not got the first answer is the one that pressed.
    """
    try:
        if request.method == "POST":
            came = answer_once(request, lambda: _use_link(token), kept=SOON)
            return _sign_in_and_reply(
                request, User.objects.get(pk=came["person"]), came["leads_to"]
            )
        found = access.find_link(token=token, at=clock.now())
    except (Refused, BadKey) as no:
        onward = {"why": str(no), "next": access.leads_to(token=token)}
        return render(request, "account/no_link.html", onward, status=410)
    pressed = answer_in(found.leads_to, found.person, at=clock.now())
    meeting, answer = pressed or (None, "")
    words = WORDS_OF[Invitee.Reply(answer)] if answer else ""
    context = {"person": found.person, "meeting": meeting, "words": words}
    return render(request, "account/link.html", context)


def _use_link(token: str) -> dict[str, Any]:
    used = access.use_link(token=token, at=clock.now())
    return {"person": used.person.pk, "leads_to": used.leads_to}


def _sign_in_and_reply(request: HttpRequest, person: User, leads_to: str) -> HttpResponse:
    """Signed in; where the link is an answer to being asked to a meeting, that is given as well."""
    response = sign_in_person(request, person, leads_to)
    onward = answer_from_link(request, leads_to, at=clock.now())
    return response if onward == leads_to else redirect(onward)
