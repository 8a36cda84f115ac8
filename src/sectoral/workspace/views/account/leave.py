"""Leave an organization: what ends, and the end of it, this minute."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from sectoral.workspace.actions import people
from sectoral.workspace.environment import clock
from sectoral.workspace.models import User
from sectoral.workspace.queries import access


@login_required
@never_cache
def leave_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what ends; on the button, end it and every session."""
    person, at = request.user, clock.now()
    assert isinstance(person, User)  # noqa: S101  (login_required)
    here = [one for one in access.belongings_of(person, at=at) if one.organization.pk == pk]
    if not here:
        raise Http404("You do not belong to this organization.")
    if request.method == "POST":
        people.depart(person=person, organization=here[0].organization, at=at, by=person)
        get_adapter(request).logout(request)
        return redirect("left")
    return render(request, "account/leave.html", {"belonging": here[0]})


def left_page(request: HttpRequest) -> HttpResponse:
    """It has ended."""
    return render(request, "account/left.html")
