"""The way to an agency's provider, and back."""

from allauth.socialaccount.providers.oauth2.views import OAuth2LoginView
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from sectoral.workspace.oidc.flow import Adapter, Back, provider_of
from sectoral.workspace.views.account.entry import limited


@never_cache
def away(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The page that leads to a provider; its button does."""
    provider = provider_of(provider_id)
    refused = limited(request, "provider") if request.method == "POST" else None
    view = OAuth2LoginView.adapter_view(Adapter(request, provider))
    return refused or view(request)


@never_cache
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The address that a provider leads back to."""
    view = Back.adapter_view(Adapter(request, provider_of(provider_id)))
    answer: HttpResponse = view(request)
    return answer
