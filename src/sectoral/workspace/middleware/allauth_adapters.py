"""How accounts come about and change: allauth's rules, with ours put in their place."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.http import HttpRequest

from sectoral.workspace.actions import identities
from sectoral.workspace.actions.access import note_change, person_of
from sectoral.workspace.environment import clock
from sectoral.workspace.environment.seals import seal, unseal
from sectoral.workspace.models import User
from sectoral.workspace.oidc.claims import ProviderClaims
from sectoral.workspace.oidc.exchange import OnlyProvider
from sectoral.workspace.oidc.faults import ProviderFault, UntrustedAnswer
from sectoral.workspace.oidc.flow import AgencyProvider, provider_of, refuse_sign_in
from sectoral.workspace.queries import access
from sectoral.workspace.rules.answers import Refused

_CHANGES = {
    "account/email/password_set": "A password was set",
    "account/email/password_changed": "The password was changed",
    "mfa/email/totp_activated": "A second factor was set up",
    "mfa/email/totp_deactivated": "The second factor was removed",
    "mfa/email/recovery_codes_generated": "New recovery codes were made",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come by invitation; a change of a way in is written down and told by e-mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  (allauth asks)
        """No: a partnership or the state's administrator makes the account."""
        return False

    def is_reauthentication_required(self, *, app: str, **_kwargs: Any) -> bool:  # noqa: ARG002
        """No: our own pages ask first, and know people who have no password."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """By password: the account of the mailbox, however its address was typed."""
        typed = str(credentials.get("email") or credentials.get("username") or "")
        person = person_of(typed)
        if person is not None:
            credentials = {"username": person.username, "password": credentials["password"]}
        return super().authenticate(request, **credentials)

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Nothing: our pages say what happened where it happened."""

    def send_notification_mail(self, template_prefix: str, user: User, *_: Any, **__: Any) -> None:
        """Tell the person, through the outbox, that a way in has changed."""
        words = _CHANGES.get(template_prefix)
        if words is not None:
            note_change(person=user, words=words, at=_now())


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor: codes from a device, and recovery codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is not right. Codes change every 30 seconds, so use the "
        "one you see now.",
        "cannot_delete_authenticator": "Your state office requires a second factor. You "
        "cannot remove it while you have the office.",
    }

    def get_totp_issuer(self) -> str:
        """What the person's device calls us."""
        return f"Sectoral {urlsplit(settings.SECTORAL_ADDRESS).hostname}"

    def encrypt(self, text: str) -> str:
        """Secrets of devices and recovery codes lie sealed."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The same again."""
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not while an office of the state is held that asks for it."""
        return not (settings.SECTORAL_MFA and access.holds_office(authenticator.user, at=_now()))


class FromProvider(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in with an OpenID Connect provider: it opens existing accounts and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """No: accounts come by invitation."""
        return False

    def get_provider(self, request: HttpRequest, provider: str, **_: Any) -> AgencyProvider:
        """A provider of the settings.  Raises Http404 for any other."""
        return AgencyProvider(request, provider_of(provider))

    def list_apps(self, *_args: Any, **_kwargs: Any) -> list[Any]:
        """None: the providers are the settings', and no row makes one more."""
        return []

    def get_requests_session(self) -> OnlyProvider:
        """A session that asks nobody: what is asked of a provider is asked by us."""
        return OnlyProvider([])

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ARG002
        """Find the account that is tied to whom the provider names, or tie it now.

        Raises   ProviderFault where no account follows.
        """
        told: ProviderClaims = sociallogin.told
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise UntrustedAnswer("A provider opens an account, and is tied to none that is open.")
        try:
            person = identities.tied_to(told.subject)
            if person is None:
                address = told.verified_address()
                person = identities.tie(told.subject, address=address, at=_now())
        except Refused as refusal:
            raise NoAccount(str(refusal)) from refusal
        sociallogin.user = person

    def on_authentication_error(
        self, request: HttpRequest, *_args: Any, exception: Any = None, **_kwargs: Any
    ) -> None:
        """Say what is wrong, on our own page."""
        refuse_sign_in(request, exception)


class NoAccount(ProviderFault):
    """The provider names somebody, and no account here is theirs to open."""

    heading = "No account here opens"


def _now() -> datetime:
    return clock.now()
