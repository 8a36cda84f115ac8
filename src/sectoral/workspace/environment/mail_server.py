"""Which mail server messages leave by, read from one address."""

from typing import Any
from urllib.parse import unquote, urlsplit

from sectoral.errors import WrongUse

_SCHEMES = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_PATIENCE_SECONDS = 20


def mail_server(address: str) -> dict[str, Any]:
    """Django's settings for a mail server; nothing for an empty address: messages wait.

    Takes    address: smtp://name:password@host:port, or smtps:// for TLS from the first byte,
             or smtp+starttls:// for TLS after a greeting. Name, password and port may be left
             out.
    Raises   WrongUse for any other address.
    """
    if not address:
        return {}
    parts = urlsplit(address)
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
