"""Response headers that neither Django nor django-csp sets."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

_NEVER_ASKED = ("camera", "geolocation", "microphone", "payment", "usb")
_OWN = ("/account/", "/invited/", "/demo/")
"""Pages that are somebody's own before there is a session: links, invitations, forms to sign in."""


def permissions_policy(
    respond: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Tell the browser that these pages never ask for a camera, a place or a payment."""
    policy = ", ".join(f"{name}=()" for name in _NEVER_ASKED)

    def with_policy(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        response.headers["Permissions-Policy"] = policy
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return with_policy


def private_answers(
    respond: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let no browser or proxy keep what was answered to a person, or to a program of theirs.

    Who signs out also has the browser forget the pages it kept before: Back shows none of them.
    """

    def answer_request(request: HttpRequest) -> HttpResponse:
        came_in = _is_inside(request)
        response = respond(request)
        if came_in and not _is_inside(request):
            response.headers["Clear-Site-Data"] = '"cache"'
        if _is_own(request):
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return answer_request


def _is_inside(request: HttpRequest) -> bool:
    """Whether a session signs somebody in; without its cookie nothing is asked of the database."""
    has_cookie = settings.SESSION_COOKIE_NAME in request.COOKIES
    return has_cookie and SESSION_KEY in request.session


def _is_own(request: HttpRequest) -> bool:
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES or request.session.modified
    has_token = "Authorization" in request.headers
    return has_session or has_token or request.path.startswith(_OWN)
