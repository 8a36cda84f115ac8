"""The demo's ways in: one click as anybody. Only the demo has this page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from sectoral.workspace.demo.people import featured
from sectoral.workspace.environment import clock
from sectoral.workspace.models import User
from sectoral.workspace.presenters import demo_people
from sectoral.workspace.views.account.entry import enter, limited


def demo_page(request: HttpRequest) -> HttpResponse:
    """Everybody by role and partnership; the button signs in as that person."""
    if not settings.SECTORAL_DEMO:
        raise Http404("Only the demo has this page.")
    if request.method == "POST":
        chosen = request.POST.get("person", "")
        person = get_object_or_404(
            User, pk=int(chosen) if chosen.isdecimal() else 0, is_active=True
        )
        return limited(request, "demo") or enter(request, person)
    at = clock.now()
    context = {"featured": featured(at=at), "groups": demo_people.everybody(at=at)}
    return render(request, "account/demo.html", context)
