"""An invitation: who invites, to what seat, what one will see, and who sees what one types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from sectoral.workspace import clock
from sectoral.workspace.actions import joining
from sectoral.workspace.addresses import address
from sectoral.workspace.answers import Refused
from sectoral.workspace.models import Invitation, User
from sectoral.workspace.permissions import Role
from sectoral.workspace.reads import access
from sectoral.workspace.roles import role_of_seat
from sectoral.workspace.views.account.entering import enter


@never_cache
def invited_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the invitation; accept it, once, and sign the person in."""
    try:
        invitation = joining.find(token=token, at=clock.now())
    except Refused as no:
        return render(request, "account/no_invitation.html", {"why": str(no)}, status=410)
    why = ""
    if request.method == "POST":
        try:
            return _accepted(request, token)
        except Refused as no:
            why = str(no)
    return render(request, "account/invited.html", _shown(request, invitation, why))


def _accepted(request: HttpRequest, token: str) -> HttpResponse:
    by = request.user if isinstance(request.user, User) else None
    delegate = joining.accept(token=token, name=request.POST.get("name", ""), at=clock.now(), by=by)
    onward = address(delegate.seat.partnership)
    return redirect(onward) if by is not None else enter(request, delegate.person, onward)


def _shown(request: HttpRequest, invitation: Invitation, why: str) -> dict[str, object]:
    seat = invitation.seat
    known = access.account_of(invitation)
    other = isinstance(request.user, User) and request.user != known
    return {
        "invitation": invitation,
        "partnership": seat.partnership,
        "role": role_of_seat(seat),
        "company": role_of_seat(seat) == Role.EMPLOYER,
        "known": known,
        "other": other,
        "why": why,
    }
