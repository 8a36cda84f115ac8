"""Which mail server messages leave by, read from one address."""

import re
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any
from urllib.parse import unquote, urlsplit

from sectoral.errors import WrongUse

_SCHEMES = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_PATIENCE_SECONDS = 20
_SERVICE_BACKEND = "sectoral.workspace.environment.service_mail.ServiceBackend"
_TOKEN_BACKEND = "sectoral.workspace.environment.token_mail.TokenBackend"  # noqa: S105  (a name)


def mail_server(address: str) -> dict[str, Any]:
    """Django's settings for a mail server; nothing for an empty address: messages wait.

    Takes    address: smtp://name:password@host:port, or smtps:// for TLS from the first byte,
             or smtp+starttls:// for TLS after a greeting. Name, password and port may be left
             out. anymail://postmark and the like: a service's own interface.
    Raises   WrongUse for any other address.
    """
    if not address:
        return {}
    parts = urlsplit(address)
    if parts.scheme == "anymail":
        return _service_settings(parts.hostname or "")
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise WrongUse(
            "SECTORAL_MAIL: expected smtp://name:password@host:port (smtps:// or "
            f"smtp+starttls:// for TLS); found '{parts.scheme or 'no scheme'}…'. To mend: write "
            "the address so, or leave it empty and messages wait in the outbox."
        )
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _SCHEMES[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "EMAIL_TIMEOUT": _PATIENCE_SECONDS,
    }


def _service_settings(name: str) -> dict[str, Any]:
    if find_spec("anymail") is None:
        raise WrongUse(
            f"SECTORAL_MAIL: anymail://{name} needs Anymail, which is not installed. To mend: pip "
            "install 'sectoral[mail-services]'."
        )
    if not re.fullmatch("[a-z_]+", name) or find_spec(f"anymail.backends.{name}") is None:
        raise WrongUse(
            f"SECTORAL_MAIL: expected a service that Anymail knows, such as anymail://postmark or "
            f"anymail://amazon_ses; found '{name}'. To mend: write its name as Anymail does."
        )
    return {"EMAIL_BACKEND": _SERVICE_BACKEND, "EMAIL_HOST": name}


def service_secrets(settings: Mapping[str, str]) -> dict[str, str]:
    """What Anymail is told: each ANYMAIL_… of the environment, under its name there."""
    begin = "ANYMAIL_"
    return {name[len(begin) :]: it for name, it in settings.items() if name.startswith(begin)}


def token_settings(settings: Mapping[str, str], *, user: str) -> dict[str, Any]:
    """Django's settings for a mail server that takes a token; nothing where none is described.

    Takes    settings: SECTORAL_MAIL_TOKEN_URL, and beside it SECTORAL_MAIL_CLIENT, _SECRET, _SCOPE
             and _REFRESH. user: whose mailbox it is: the name in SECTORAL_MAIL.
    Raises   WrongUse where it is described in part, or its address is not https.
    """
    url = settings.get("SECTORAL_MAIL_TOKEN_URL", "")
    client = settings.get("SECTORAL_MAIL_CLIENT", "")
    if not url and not client:
        return {}
    parts = urlsplit(url)
    here = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    if not parts.hostname or not (here or parts.scheme == "https") or not client:
        raise WrongUse(
            "SECTORAL_MAIL_TOKEN_URL: expected the https address where tokens are given, with "
            "SECTORAL_MAIL_CLIENT beside it; found one of them missing or wrong. To mend: name "
            "both, or take both out."
        )
    if not user:
        raise WrongUse(
            "SECTORAL_MAIL: expected the mailbox that the token is for; found none. To mend: write "
            "smtp+starttls://table%40state.example@host:587, without a password."
        )
    form = {
        "client_id": client,
        "client_secret": settings.get("SECTORAL_MAIL_SECRET", ""),
        "scope": settings.get("SECTORAL_MAIL_SCOPE", ""),
        "refresh_token": settings.get("SECTORAL_MAIL_REFRESH", ""),
    }
    form["grant_type"] = "refresh_token" if form["refresh_token"] else "client_credentials"
    return {
        "EMAIL_BACKEND": _TOKEN_BACKEND,
        "TOKEN_URL": url,
        "TOKEN_FORM": {name: words for name, words in form.items() if words},
    }
