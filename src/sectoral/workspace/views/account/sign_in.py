"""Sign in: by a link in an e-mail, by password, or with an agency's own provider."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings

from sectoral.workspace.views.account.entry import asked_for


class SignIn(LoginView):  # type: ignore[misc]
    """allauth's page, which knows the password; the link's form stands before it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The three ways, and the page that was asked for."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "onward": asked_for(self.request),
            "providers": settings.SECTORAL_PROVIDERS,
            "demo": settings.SECTORAL_DEMO,
        }


sign_in = SignIn.as_view()
