"""The one-time key of a form: made by the server when the form is drawn, for one person and act."""

from base64 import urlsafe_b64encode
from secrets import token_urlsafe
from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from sectoral.workspace.environment import clock
from sectoral.workspace.models import User
from sectoral.workspace.rules.policy import FORM_LASTS

FIELD = "once"

_LAIN_TOO_LONG = (
    "This page was open for more than a week, so nothing was sent. What you typed is still "
    "here. Check it, then press the button again."
)
_NOT_MADE_HERE = (
    "This form was opened by somebody else or on another page, so nothing was sent. What you "
    "typed is still here. Check it, then press the button again."
)


def key_for(person: Any, path: str) -> str:
    """A new key for one form, of one person or a visitor, sent to one address of ours."""
    drawn = int(clock.now().timestamp())
    return _key_signer(person, path).sign(f"{drawn}.{token_urlsafe(16)}")


def problem_of(sent: str, person: Any, path: str) -> str:
    """What is wrong with a key that came to this address; empty where it is good."""
    try:
        drawn = int(_key_signer(person, path).unsign(sent).partition(".")[0])
    except (BadSignature, ValueError):
        return _NOT_MADE_HERE
    old = clock.now().timestamp() - drawn > FORM_LASTS.span.total_seconds()
    return _LAIN_TOO_LONG if old else ""


def letters_of(sent: str) -> str:
    """Letters that follow from a key and from the server's own: 256 bits, the same each time.

    Without a key they are others each time.
    """
    salt = "letters of a one-time key"
    drawn = salted_hmac(salt, sent or token_urlsafe(32), algorithm="sha256").digest()
    return urlsafe_b64encode(drawn).rstrip(b"=").decode("ascii")


def key_owner(person: Any) -> str:
    """Whom a key belongs to."""
    return f"person {person.pk}" if isinstance(person, User) else "visitor"


def _key_signer(person: Any, path: str) -> Signer:
    return Signer(salt=f"one-time key of {key_owner(person)} for {path}")
