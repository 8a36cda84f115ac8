"""Response headers that neither Django nor django-csp sets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_NEVER_ASKED = ("camera", "geolocation", "microphone", "payment", "usb")


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
