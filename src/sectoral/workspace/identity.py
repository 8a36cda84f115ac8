"""The OpenID Connect provider that people may sign in with: the operator names it, nobody else."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from sectoral.errors import WrongUse

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
KEY = "agency"
"""What the provider is called in our own addresses."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as the operator describes it.

    issuer    its address, as it names itself; empty = there is none
    name      what the button says
    client    the name and
    secret    the password by which this workspace is known to it
    hosts     further hosts of the provider, where its doors are not all at the issuer's
    """

    issuer: str = ""
    name: str = ""
    client: str = ""
    secret: str = field(default="", repr=False)
    hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.issuer:
            return
        parts = urlsplit(self.issuer)
        plain = parts.scheme == "http" and parts.hostname in _THIS_MACHINE
        if not parts.hostname or not (plain or parts.scheme == "https"):
            raise WrongUse(
                f"SECTORAL_OIDC: expected the issuer's address, https://…; found '{self.issuer}'. "
                "To mend: take the 'issuer' that your provider's page of settings names."
            )
        if not (self.client and self.secret):
            raise WrongUse(
                "SECTORAL_OIDC: expected SECTORAL_OIDC_CLIENT and SECTORAL_OIDC_SECRET beside it; "
                "found one missing. To mend: register this workspace with the provider and name "
                "both."
            )

    @property
    def origins(self) -> list[str]:
        """The only origins that the workspace asks, and that its forms may lead to."""
        if not self.issuer:
            return []
        own = urlsplit(self.issuer)
        return [f"{own.scheme}://{own.netloc}", *(f"https://{host}" for host in self.hosts)]

    def settings(self) -> dict[str, Any]:
        """allauth's settings for it."""
        if not self.issuer:
            return {}
        app = {
            "provider_id": KEY,
            "name": self.name or urlsplit(self.issuer).hostname,
            "client_id": self.client,
            "secret": self.secret,
            "settings": {"server_url": self.issuer.rstrip("/")},
        }
        return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
