"""What can be wrong with a sign-in by a provider: a heading, a sentence, a status for the page."""

from allauth.socialaccount.providers.base import ProviderException
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_AGAIN_SECONDS = 60


class ProviderFault(ProviderException):  # type: ignore[misc]
    """Nobody is signed in; its message says what is wrong and how to mend it.

    heading    what the page says first
    status     of the answer
    """

    heading = "You are not signed in"
    status = 403

    @property
    def words(self) -> str:
        """The message."""
        return str(self.args[0])


class StaleSignIn(ProviderFault):
    """The way back belongs to no sign-in that this browser has begun."""

    heading = "This sign-in has expired"
    status = 401


class UntrustedAnswer(ProviderFault):
    """The provider's answer does not hold what it must hold: it counts for nothing."""

    heading = "This answer cannot be trusted"


class ProviderUnavailable(ProviderFault):
    """The provider does not answer, or not in time."""

    heading = "The provider does not answer"
    status = 503


class UnreadableAnswer(ProviderFault):
    """The provider answers something else than it should."""

    heading = "The provider gives no proper answer"
    status = 502


def page_of(request: HttpRequest, fault: ProviderFault) -> HttpResponse:
    """The page that says it; whoever asks again too soon is told when."""
    told = {"heading": fault.heading, "words": fault.words}
    page = render(request, "account/provider.html", told, status=fault.status)
    if fault.status == ProviderUnavailable.status:
        page.headers["Retry-After"] = str(_AGAIN_SECONDS)
    return page
