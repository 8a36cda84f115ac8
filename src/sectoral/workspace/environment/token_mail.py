"""Mail through a server that takes no password any more: a token instead (XOAUTH2).

The token is asked for at the address that the operator names, kept until it ends, and asked for
anew then; by a refresh token where one is named (Google), else for the program itself (Microsoft).
"""

import smtplib
import time
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Any

import requests
from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

_PATIENCE_SECONDS = 20
_EARLY_SECONDS = 60


class NoToken(Exception):
    """The token's address gave none; the words say why."""


@dataclass(slots=True)
class TokenSource:
    """Where tokens come from, and the one that is held now.

    url      the token's address, asked by POST
    form     what is asked: client, secret, scope, kind of grant
    """

    url: str
    form: dict[str, str] = field(repr=False)
    _token: str = field(default="", repr=False)
    _ends: float = 0.0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def token(self) -> str:
        """A token that holds for a minute at least.  Raises NoToken."""
        with self._lock:
            if time.monotonic() >= self._ends:
                self._token, lasts = self._ask()
                self._ends = time.monotonic() + lasts - _EARLY_SECONDS
            return self._token

    def forget(self) -> None:
        """Ask anew next time: the mail server did not take this one."""
        with self._lock:
            self._ends = 0.0

    def _ask(self) -> tuple[str, float]:
        try:
            reply = requests.post(
                self.url, data=self.form, timeout=_PATIENCE_SECONDS, allow_redirects=False
            )
        except requests.RequestException as error:
            raise NoToken(f"{self.url} does not answer: {type(error).__name__}") from error
        told = _object_of(reply)
        if reply.status_code != 200 or not told.get("access_token"):
            raise NoToken(
                f"{self.url} gave no token ({reply.status_code} {told.get('error', '')}). To mend: "
                "see SECTORAL_MAIL_CLIENT and the settings beside it"
            )
        return str(told["access_token"]), float(told.get("expires_in") or 300)


def _object_of(reply: requests.Response) -> dict[str, Any]:
    try:
        told = reply.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


@lru_cache(maxsize=1)
def _source(url: str, form: tuple[tuple[str, str], ...]) -> TokenSource:
    return TokenSource(url, dict(form))


class TokenBackend(EmailBackend):
    """Django's SMTP, signed in by a token."""

    def open(self) -> bool | None:
        """Connect and sign in.  Raises NoToken, or what the mail server says."""
        opened = super().open()  # Without a password it only connects.
        if not opened or self.connection is None:
            return opened
        form = tuple(sorted(settings.SECTORAL_MAIL_TOKEN_FORM.items()))
        source = _source(settings.SECTORAL_MAIL_TOKEN_URL, form)
        try:
            words = f"user={self.username}\x01auth=Bearer {source.token()}\x01\x01"
            self.connection.ehlo_or_helo_if_needed()
            # A server that refuses sends its reason first, and waits for an empty line.
            self.connection.auth("XOAUTH2", lambda challenge=None: "" if challenge else words)
        except Exception as error:
            if isinstance(error, smtplib.SMTPAuthenticationError):
                source.forget()
            self.close()
            raise
        return opened
