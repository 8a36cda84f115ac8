"""Sign out, and say what that means for this browser."""

from typing import Any

from allauth.account.views import LogoutView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse


class SignOut(LogoutView):  # type: ignore[misc]
    """allauth's page; the next one says that it was done."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End the session."""
        was_in = request.user.is_authenticated
        response: HttpResponse = super().post(request, *args, **kwargs)
        if was_in:
            messages.success(
                request,
                "You are signed out, and this browser was told to delete the pages it saved "
                "for you. On a shared computer, close all browser windows too.",
            )
        return response


sign_out = SignOut.as_view()
