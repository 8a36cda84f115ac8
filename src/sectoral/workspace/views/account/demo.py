"""The demo's ways in: one click as anybody. Only the demo has this page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from sectoral.workspace.demo.people import list_featured_people
from sectoral.workspace.environment import clock
from sectoral.workspace.models import User
from sectoral.workspace.presenters import demo_people
from sectoral.workspace.views.account.entry import rate_limit_page, sign_in_person


def demo_page(request: HttpRequest) -> HttpResponse:
    """Everybody by role and partnership; the button signs in as that person."""
    if not settings.SECTORAL_DEMO:
        raise Http404("Only the demo has this page.")
    if request.method == "POST":
        chosen = request.POST.get("person", "")
        person = get_object_or_404(
            User, pk=int(chosen) if chosen.isdecimal() else 0, is_active=True
        )
        return rate_limit_page(request, "demo") or sign_in_person(request, person)
    at = clock.now()
    context = {
        "featured": list_featured_people(at=at),
        "groups": demo_people.list_demo_groups(at=at),
    }
    return render(request, "account/demo.html", context)
