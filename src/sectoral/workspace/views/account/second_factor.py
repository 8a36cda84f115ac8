"""Set a second factor up; every session that began without it ends."""

from typing import Any

from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse

from sectoral.workspace.actions.people import sign_out_everywhere


class SetUp(ActivateTOTPView):  # type: ignore[misc]
    """allauth's page; the session in hand goes on, all others end."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the factor, and end the sessions that did not need it."""
        response: HttpResponse = super().form_valid(form)
        person = self.request.user
        sign_out_everywhere(person)
        person.refresh_from_db()
        update_session_auth_hash(self.request, person)
        return response


set_up = SetUp.as_view()
