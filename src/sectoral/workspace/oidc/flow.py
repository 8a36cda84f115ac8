"""allauth's way to a provider and back, with our own questions in their places."""

import secrets
from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from sectoral.workspace.environment import clock
from sectoral.workspace.environment.identity import IdentityProvider
from sectoral.workspace.oidc.claims import ProviderClaims
from sectoral.workspace.oidc.description import read_description
from sectoral.workspace.oidc.exchange import ask_provider
from sectoral.workspace.oidc.faults import (
    ProviderFault,
    StaleSignIn,
    UnreadableAnswer,
    UntrustedAnswer,
    page_of,
)
from sectoral.workspace.oidc.keys import signing_key
from sectoral.workspace.oidc.refusals import refusal_of, refusal_of_code
from sectoral.workspace.oidc.tokens import TokenExpectation, claims_of

_NONCE_BYTES = 32


def provider_of(key: str) -> IdentityProvider:
    """The operator's provider of this name.  Raises Http404 where there is none."""
    for provider in settings.SECTORAL_PROVIDERS:
        if provider.key == key:
            return provider
    raise Http404


class TokenClient(OAuth2Client):  # type: ignore[misc]
    """Trades the code for the tokens, with the provider alone and within a time."""

    def __init__(self, *args: Any, provider: IdentityProvider, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.provider = provider

    def get_access_token(
        self, code: str, pkce_code_verifier: str | None = None, extra_data: Any = None
    ) -> dict[str, Any]:
        """The provider's answer, which holds both tokens.

        Raises   ProviderFault where it refuses or answers anything else.
        """
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.callback_url,
            "code_verifier": pkce_code_verifier,
            **(extra_data or {}),
        }
        auth = (self.consumer_key, self.consumer_secret) if self.basic_auth else None
        if auth is None:
            form |= {"client_id": self.consumer_key, "client_secret": self.consumer_secret}
        reply = ask_provider(self.provider, self.access_token_url, data=form, auth=auth)
        if reply.status != HTTPStatus.OK:
            raise refusal_of_code(self.provider, reply.told.get("error"))
        for name in ("id_token", "access_token"):
            if not isinstance(reply.told.get(name), str):
                raise UnreadableAnswer(
                    f"{self.provider.label} did not say who you are: its answer is missing "
                    f"the {name}. Sign in with a link, and tell the person who runs this site."
                )
        return reply.told


class AgencyProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """A provider of the settings, as allauth takes it."""

    def __init__(self, request: HttpRequest, provider: IdentityProvider) -> None:
        app = SocialApp(
            provider=OpenIDConnectProvider.id,
            provider_id=provider.key,
            name=provider.label,
            client_id=provider.client,
            secret=provider.secret,
            settings={"oauth_pkce_enabled": True},
        )
        super().__init__(request, app=app)
        self.described = provider

    def get_auth_params_from_request(self, *_: Any) -> dict[str, str]:
        """None: what is sent along is ours to say, not an address's."""
        return {}

    def get_scope_from_request(self, _request: HttpRequest) -> list[str]:
        """Who it is, and the address; no more, whatever an address asks for."""
        return ["openid", "email"]

    def get_oauth2_adapter(self, request: HttpRequest) -> "ProviderAdapter":
        """What asks the provider."""
        return ProviderAdapter(request, self.described)

    def redirect(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead the browser there, with a nonce that must come back within the ID token."""
        nonce = secrets.token_urlsafe(_NONCE_BYTES)
        kwargs["auth_params"] = (kwargs.get("auth_params") or {}) | {"nonce": nonce}
        try:
            away: HttpResponse = super().redirect(request, *args, nonce=nonce, **kwargs)
        except ProviderFault as fault:
            return page_of(request, fault)
        return away


class ProviderAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """What is asked of the provider between the way out and the way back.

    state   what was kept of the way out
    """

    def __init__(self, request: HttpRequest, provider: IdentityProvider) -> None:
        super().__init__(request, provider.key)
        self.provider = provider
        self.state: dict[str, Any] = {}

    def get_provider(self) -> AgencyProvider:
        """The provider, as allauth takes it."""
        return AgencyProvider(self.request, self.provider)

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's description of itself, read once for each request."""
        if not hasattr(self, "_openid_config"):
            self._openid_config = read_description(self.provider)
        return self._openid_config

    def get_client(self, request: HttpRequest, app: Any) -> TokenClient:
        """What trades the code for the tokens."""
        return TokenClient(
            request,
            app.client_id,
            app.secret,
            self.access_token_method,
            self.access_token_url,
            self.get_callback_url(request, app),
            basic_auth=self.basic_auth,
            provider=self.provider,
        )

    @property
    def basic_auth(self) -> bool:
        """Whether name and password stand in the header: where the provider takes no other."""
        methods = self.openid_config.get("token_endpoint_auth_methods_supported") or ()
        return "client_secret_post" not in methods and "client_secret_basic" in methods

    def ask_who_sent(self) -> None:
        """Hold the sender's name, where the way back carries one, against the provider's.

        Raises   Untrusted for another's, or for none from a provider that says it sends it.
        """
        sender = self.request.GET.get("iss")
        announced = self.openid_config.get("authorization_response_iss_parameter_supported")
        if sender != self.openid_config["issuer"] and (sender is not None or announced is True):
            raise UntrustedAnswer(
                f"Somebody other than {self.provider.label} sent you back here. Nobody was "
                "signed in. Start again from the sign-in page."
            )

    def complete_login(
        self, _request: HttpRequest, _app: Any, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Whom the provider names: not yet an account; `FromProvider` finds that.

        Raises   ProviderFault for a token that does not hold.
        """
        config = self.openid_config
        expected = TokenExpectation(
            self.provider, config["issuer"], str(self.state.get("nonce", "")), clock.now()
        )
        claims = claims_of(
            kwargs["response"]["id_token"],
            expected,
            lambda header: signing_key(self.provider, config["jwks_uri"], header),
        )
        account = SocialAccount(provider=self.provider.key, uid=claims["sub"])
        login = SocialLogin(account=account, provider=self.get_provider())
        login.told = ProviderClaims(self.provider, claims, lambda: self._userinfo(token.token))
        return login

    def _userinfo(self, token: str) -> dict[str, Any]:
        address = self.openid_config.get("userinfo_endpoint")
        if not address:
            return {}
        return ask_provider(
            self.provider, address, headers={"Authorization": f"Bearer {token}"}
        ).told


class ProviderCallback(OAuth2CallbackView):  # type: ignore[misc]
    """The way back from a provider."""

    adapter: ProviderAdapter

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign in whom the provider names, or say why not."""
        try:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]
        except ProviderFault as fault:
            return page_of(request, fault)

    def _get_state(self, request: HttpRequest, provider: AgencyProvider) -> tuple[Any, Any]:
        state, _ = super()._get_state(request, provider)
        if state is None:
            raise StaleSignIn(
                "You took longer than ten minutes, went back a page, or started in another "
                "browser. Start again from the sign-in page."
            )
        self.adapter.state = state
        self.adapter.ask_who_sent()
        if "error" in request.GET or "code" not in request.GET:
            raise refusal_of(self.adapter.provider, request.GET)
        return state, None


def refuse_sign_in(request: HttpRequest, exception: Exception | None) -> None:
    """Answer allauth's question what to do about an error: with our page.

    Raises   ImmediateHttpResponse
    """
    if not isinstance(exception, ProviderFault):
        exception = UnreadableAnswer("The sign-in did not work. Start again.")
    raise ImmediateHttpResponse(page_of(request, exception))
