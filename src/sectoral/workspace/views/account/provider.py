"""The way to an agency's provider, and back."""

from allauth.socialaccount.providers.oauth2.views import OAuth2LoginView
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from sectoral.workspace.oidc.flow import ProviderAdapter, ProviderCallback, provider_of
from sectoral.workspace.views.account.entry import rate_limit_page


@never_cache
def send_to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The page that leads to a provider; its button does."""
    provider = provider_of(provider_id)
    refused = rate_limit_page(request, "provider") if request.method == "POST" else None
    view = OAuth2LoginView.adapter_view(ProviderAdapter(request, provider))
    return refused or view(request)


@never_cache
def return_from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The address that a provider leads back to."""
    view = ProviderCallback.adapter_view(ProviderAdapter(request, provider_of(provider_id)))
    answer: HttpResponse = view(request)
    return answer
