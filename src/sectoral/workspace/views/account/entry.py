"""What the ways in do alike: sign somebody in, lead on, and keep count of tries."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sectoral.workspace.addresses import is_ours
from sectoral.workspace.models import User

SOON = timedelta(minutes=2)
"""How long the second of two presses on a way in is taken for one slow line's, and let in too."""


def sign_in_person(request: HttpRequest, person: User, onward: str = "") -> HttpResponse:
    """Sign a person in, whoever was signed in before; the second factor is asked where it is set.

    Returns  the way to `onward`, or to the person's own first page.
    """
    if request.user.is_authenticated:
        get_adapter(request).logout(request)
    response: HttpResponse = perform_login(
        request, person, email_verification="none", redirect_url=onward or None
    )
    return response


def asked_for(request: HttpRequest) -> str:
    """The page that was asked for before somebody had to sign in; empty unless it is ours."""
    path = request.POST.get("next") or request.GET.get("next") or ""
    return path if is_ours(path) else ""


def rate_limit_page(request: HttpRequest, action: str, *, key: str = "") -> HttpResponse | None:
    """A page that asks for patience, where there were too many tries; counted in settings."""
    if ratelimit.consume(request, action=action, key=key, user=request.user):
        return None
    return render(request, "429.html", {"again": reverse("account_login")}, status=429)
