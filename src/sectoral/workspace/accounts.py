"""How accounts come about and change: allauth's rules, with ours put in their place."""

import functools
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render

from sectoral.workspace import clock
from sectoral.workspace.actions.access import note_change, person_of
from sectoral.workspace.models import User
from sectoral.workspace.reads import access

_CHANGES = {
    "account/email/password_set": "A password was set",
    "account/email/password_changed": "The password was changed",
    "mfa/email/totp_activated": "A second factor was set up",
    "mfa/email/totp_deactivated": "The second factor was taken off",
    "mfa/email/recovery_codes_generated": "New recovery codes were made",
}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come by invitation; a change of a way in is written down and told by e-mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  (allauth asks)
        """No: a partnership or the state's administrator makes the account."""
        return False

    def is_reauthentication_required(self, *, app: str, **_kwargs: Any) -> bool:  # noqa: ARG002
        """No: our own pages ask first, and know people who have no password."""
        return False

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
        "incorrect_code": "This code is not right. Codes change every 30 seconds: take the one "
        "that shows now.",
        "cannot_delete_authenticator": "Your office asks for a second factor: it cannot be taken "
        "off while you hold it.",
    }

    def get_totp_issuer(self) -> str:
        """What the person's device calls us."""
        return f"Sectoral {urlsplit(settings.SECTORAL_ADDRESS).hostname}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not while an office of the state is held that asks for it."""
        return not (settings.SECTORAL_MFA and access.holds_office(authenticator.user, at=_now()))


class FromProvider(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in with an OpenID Connect provider: it opens existing accounts and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """No: accounts come by invitation."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account by the address that the provider has verified, or say that none is.

        The answer counts only if the configured issuer gave it, about one and the same person.
        """
        person = _account_of(sociallogin)
        if person is None or sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(render(request, "account/unknown.html", status=403))
        sociallogin.user = person

    def get_requests_session(self) -> requests.Session:
        """A session that asks the configured provider only, and follows it nowhere else."""
        session = OnlyProvider()
        session.request = functools.partial(  # type: ignore[method-assign]
            session.request, timeout=_PATIENCE_SECONDS
        )
        return session


_PATIENCE_SECONDS = 10


class OnlyProvider(requests.Session):
    """Requests to the provider's origins; any other address is refused before it is asked."""

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send, if it goes to the provider.  Redirections are not followed."""
        parts = urlsplit(str(request.url))
        if f"{parts.scheme}://{parts.netloc}" not in settings.SECTORAL_PROVIDER.origins:
            raise requests.exceptions.InvalidURL("This is not an address of the provider.")
        return super().send(request, **kwargs | {"allow_redirects": False})


def _account_of(sociallogin: Any) -> User | None:
    """The account whose address the provider vouches for."""
    told = sociallogin.account.extra_data
    token, info = told.get("id_token") or {}, told.get("userinfo") or {}
    issuer = settings.SECTORAL_PROVIDER.issuer.rstrip("/")
    if str(token.get("iss", "")).rstrip("/") != issuer or token.get("sub") != info.get("sub"):
        return None
    if info.get("email_verified") not in (True, "true"):
        return None
    return person_of(str(info.get("email", "")))


def _now() -> datetime:
    return clock.now()
