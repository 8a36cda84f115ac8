"""What a provider says of itself: where its doors are, held against what the operator named."""

from typing import Any

from sectoral.workspace.environment.identity import IdentityProvider
from sectoral.workspace.oidc.exchange import ask_provider, origin_of
from sectoral.workspace.oidc.faults import UnreadableAnswer

_PLACE = "/.well-known/openid-configuration"
_DOORS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def read_description(provider: IdentityProvider) -> dict[str, Any]:
    """The provider's description of itself.

    Raises   Unreadable where it names another issuer, or a door that the operator did not name;
             what `ask` raises.
    """
    told = ask_provider(provider, provider.issuer.rstrip("/") + _PLACE).told
    issuer = told.get("issuer")
    if not isinstance(issuer, str) or issuer.rstrip("/") != provider.issuer.rstrip("/"):
        raise _wrong_description(provider, f"calls itself “{issuer}”, not “{provider.issuer}”")
    further = ["userinfo_endpoint"] if told.get("userinfo_endpoint") else []
    for door in (*_DOORS, *further):
        address = told.get(door)
        if not isinstance(address, str):
            raise _wrong_description(provider, f"does not say where its {door} is")
        place = origin_of(address)
        if place not in provider.origins:
            unnamed = f"which {provider.hosts_setting} does not name"
            raise _wrong_description(provider, f"has its {door} at {place}, {unnamed}")
    return told


def _wrong_description(provider: IdentityProvider, words: str) -> UnreadableAnswer:
    return UnreadableAnswer(
        f"{provider.label} {words}. Sign in with a link, and tell the person who runs this site."
    )
