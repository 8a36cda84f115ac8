"""Whoever holds an office of the state sets up a second factor before anything else."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sectoral.workspace.environment import clock
from sectoral.workspace.queries import access

_EVIDENCE = ("/matrix/", "/regions/", "/sectors/", "/about/")
_OPEN = ("/account/", "/invited/", "/static/")


def second_factor(
    respond: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Lead a person whose office asks for a second factor, and who has none, to where it is set up.

    Evidence, which everybody reads, and the account's own pages stay open. A page that is added
    later is closed until it is named here.
    """

    def answer_request(request: HttpRequest) -> HttpResponse:
        if _is_open(request) or access.second_factor(request.user, at=clock.now()):
            return respond(request)
        if request.path.startswith("/api/"):
            return HttpResponse(access.NEEDS_SECOND_FACTOR.reason, "text/plain", status=403)
        onward = urlencode({"next": request.get_full_path()} if request.method == "GET" else {})
        return redirect(f"{reverse('mfa_activate_totp')}?{onward}")

    return answer_request


def _is_open(request: HttpRequest) -> bool:
    if not request.user.is_authenticated or request.path.startswith(_OPEN):
        return True
    reads = request.method in ("GET", "HEAD")
    return reads and (request.path == "/" or request.path.startswith(_EVIDENCE))
