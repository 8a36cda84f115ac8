"""Links to hand over oneself, where no mail server carries letters: each is shown once."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from sectoral.workspace.actions import access, invitations
from sectoral.workspace.acts.subjects import UnknownSubject, find_subject
from sectoral.workspace.environment import clock
from sectoral.workspace.models import User
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.views.account.recent_proof import require_recent_proof
from sectoral.workspace.views.partnership.page import unknown_response

REFUSED = 422


@require_recent_proof
@never_cache
def person_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A link that signs another person in: for the state's lead, where there is no mail server."""
    try:
        person, _ = find_subject("person", pk, request.user, at=clock.now())
    except UnknownSubject:
        return unknown_response(request, "person")
    return _hand_over_page(
        request,
        str(person),
        True,
        lambda by: access.hand_link(person=person, at=clock.now(), by=by),
    )


@login_required
@never_cache
def invitation_link(request: HttpRequest, pk: int) -> HttpResponse:
    """An invitation's link: for whoever may invite to its seat."""
    try:
        invitation, _ = find_subject("invitation", pk, request.user, at=clock.now())
    except UnknownSubject:
        return unknown_response(request, "invitation")
    return _hand_over_page(
        request,
        f"{invitation.email}, for {invitation.seat.organization}",
        False,
        lambda by: invitations.copy_link(invitation=invitation, at=clock.now(), by=by),
    )


def _hand_over_page(
    request: HttpRequest, whom: str, told: bool, make: Callable[[User], str]
) -> HttpResponse:
    """Asked for on GET; made and shown once on POST.

    Takes    told: whether the person gets a letter about it, as soon as letters leave.
    """
    context: dict[str, Any] = {"whom": whom, "told": told, "link": "", "why": ""}
    if request.method == "POST":
        try:
            context["link"] = make(get_object_or_404(User, pk=request.user.pk))
        except Refused as no:
            context["why"] = str(no)
    status = REFUSED if context["why"] else 200
    return render(request, "account/hand_over.html", context, status=status)
