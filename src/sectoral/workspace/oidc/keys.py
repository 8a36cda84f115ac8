"""The keys that a provider signs with: kept for some minutes, read anew for one not seen before."""

from hashlib import sha256
from typing import Any

import jwt
from django.core.cache import cache

from sectoral.workspace.environment.identity import IdentityProvider
from sectoral.workspace.oidc.exchange import ask_provider
from sectoral.workspace.oidc.faults import UnreadableAnswer, UntrustedAnswer

ALGORITHMS = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "RSA"),
    **dict.fromkeys(("ES256", "ES384", "ES512"), "EC"),
    "EdDSA": "OKP",
}
"""How a token may be signed, and the kind of key for it. None of them is made with a secret that
we share, and an unsigned token is none."""
KEPT_SECONDS = 600
"""How long a key that the provider has withdrawn may still count."""
_ANEW_SECONDS = 60


def signing_key(provider: IdentityProvider, address: str, header: dict[str, Any]) -> jwt.PyJWK:
    """The provider's key that a token's header names.

    A key that is not among those kept is asked for once more, at most once a minute: keys are
    changed now and then, and nobody makes us ask again and again.

    Takes    address: where its keys are; header: of a token that is not trusted yet.
    Raises   Untrusted where the provider publishes no such key; what `ask` raises.
    """
    place = f"oidc-keys-{sha256(f'{provider.issuer} {address}'.encode()).hexdigest()}"
    kept = cache.get(place)
    key = None if kept is None else _find_key(kept, header)
    if key is None and (kept is None or cache.add(f"{place}-anew", 1, _ANEW_SECONDS)):
        kept = _read_keys(provider, address)
        cache.set(place, kept, KEPT_SECONDS)
        key = _find_key(kept, header)
    if key is None:
        raise UntrustedAnswer(
            f"The answer is signed with a key that {provider.label} does not publish. Nobody "
            "was signed in: sign in with a link, and tell the person who runs this site."
        )
    return key


def _read_keys(provider: IdentityProvider, address: str) -> list[dict[str, Any]]:
    keys = ask_provider(provider, address).told.get("keys")
    if not isinstance(keys, list):
        raise UnreadableAnswer(
            f"{provider.label} names no keys. Sign in with a link, and tell its people."
        )
    return [key for key in keys if isinstance(key, dict)]


def _find_key(keys: list[dict[str, Any]], header: dict[str, Any]) -> jwt.PyJWK | None:
    """The key by its name; a token that names none is signed with the only one there is."""
    name, algorithm = header.get("kid"), str(header.get("alg"))
    fit = [key for key in keys if _is_usable_key(key, algorithm)]
    named = [key for key in fit if key.get("kid") == name] if name is not None else fit
    if len(named) != 1:
        return None
    try:
        return jwt.PyJWK(named[0], algorithm)
    except jwt.PyJWTError:
        return None


def _is_usable_key(key: dict[str, Any], algorithm: str) -> bool:
    return (
        key.get("kty") == ALGORITHMS.get(algorithm)
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
    )
