"""An invitation: who invites, to what seat, what one will see, and who sees what one types."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from sectoral.workspace.actions import invitations
from sectoral.workspace.addresses import page_address
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Invitation, User
from sectoral.workspace.queries import access
from sectoral.workspace.queries.roles import role_of_seat
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.views.account.entry import SOON, sign_in_person
from sectoral.workspace.views.form_keys import BadKey, answer_once


@never_cache
def invited_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the invitation; accept it, once, and sign the person in."""
    why = ""
    if request.method == "POST":
        try:
            return _take_up(request, token)
        except (Refused, BadKey) as no:
            why = str(no)
    try:
        invitation = invitations.find_invitation(token=token, at=clock.now())
    except Refused as no:
        return render(request, "account/no_invitation.html", {"why": str(no)}, status=410)
    return render(request, "account/invited.html", _invitation_context(request, invitation, why))


def _take_up(request: HttpRequest, token: str) -> HttpResponse:
    """Take it up; who presses twice on a slow line is led on twice."""
    by = request.user if isinstance(request.user, User) else None
    name = request.POST.get("name", "")
    came = answer_once(request, lambda: _accept_invitation(token, name, by), kept=SOON)
    onward = came["leads_to"]
    if by is not None:
        return redirect(onward)
    return sign_in_person(request, User.objects.get(pk=came["person"]), onward)


def _accept_invitation(token: str, name: str, by: User | None) -> dict[str, Any]:
    delegate = invitations.accept(token=token, name=name, at=clock.now(), by=by)
    return {"person": delegate.person_id, "leads_to": page_address(delegate.seat.partnership)}


def _invitation_context(
    request: HttpRequest, invitation: Invitation, why: str
) -> dict[str, object]:
    seat = invitation.seat
    known = access.account_of(invitation)
    other = isinstance(request.user, User) and request.user != known
    return {
        "invitation": invitation,
        "partnership": seat.partnership,
        "role": role_of_seat(seat),
        "company": seat.is_company,
        "known": known,
        "other": other,
        "why": why,
    }
