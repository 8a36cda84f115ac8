"""Before a way in changes hands or a token is made: is it really the person who sits there?"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sectoral.workspace.environment import clock
from sectoral.workspace.rules.policy import PROOF_LASTS

_KEPT = "confirmed_at"
P = ParamSpec("P")


def record_proof(request: HttpRequest) -> None:
    """Write down that the person has shown, now, to be who is signed in."""
    request.session[_KEPT] = clock.now().timestamp()


@receiver(user_logged_in)
def _signed_in(request: HttpRequest | None, **_: Any) -> None:
    if request is not None:
        record_proof(request)


def lately_confirmed(request: HttpRequest) -> bool:
    """Whether the person signed in, or confirmed it, within the last quarter of an hour."""
    at = request.session.get(_KEPT, 0)
    return bool(clock.now().timestamp() - at < PROOF_LASTS.span.total_seconds())


def require_recent_proof(
    page: Callable[Concatenate[HttpRequest, P], Any],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Show the page to a person who has shown lately who they are; ask the others first.

    What was typed into a form that comes too late has to be typed again.
    """

    @wraps(page)
    def confirmed_page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if lately_confirmed(request):
            response: HttpResponse = page(request, *args, **kwargs)
            return response
        return redirect(f"{reverse('confirm')}?{urlencode({'next': request.path})}")

    return login_required(confirmed_page)
