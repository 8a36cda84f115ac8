"""The ID token: who the provider says has signed in, to whom it says so, and when."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any

import jwt
from jwt.types import Options

from sectoral.workspace.environment.identity import IdentityProvider
from sectoral.workspace.oidc.faults import UntrustedAnswer
from sectoral.workspace.oidc.keys import ALGORITHMS

SKEW = timedelta(minutes=1)
"""How far the provider's clock may be off ours."""
OLDEST = timedelta(minutes=10)
"""A token is made after somebody pressed our button, which counts for this long."""
LONGEST_SUBJECT = 255

# What the claims say is asked below, by our clock, each with its own sentence.
_SIGNATURE_ALONE: Options = {
    "verify_signature": True,
    "enforce_minimum_key_length": True,
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
    "verify_iss": False,
    "verify_aud": False,
    "verify_sub": False,
    "verify_jti": False,
}

Claims = dict[str, Any]
Header = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TokenExpectation:
    """What a token must say.

    issuer   as the provider's own description names it
    nonce    what was sent along with the sign-in
    at       now
    """

    provider: IdentityProvider
    issuer: str
    nonce: str
    at: datetime


def claims_of(
    token: str, expected: TokenExpectation, key_of: Callable[[Header], jwt.PyJWK]
) -> Claims:
    """What a token says, once its signature and each claim have held.

    Takes    key_of: the provider's key that a header names.
    Raises   Untrusted with the first thing that is wrong; what `key_of` raises.
    """
    claims = _verify_signature(token, expected.provider, key_of)
    for wrong in _wrong_claims(claims, expected):
        raise _untrusted_answer(expected.provider, wrong)
    return claims


def _untrusted_answer(provider: IdentityProvider, wrong: str) -> UntrustedAnswer:
    return UntrustedAnswer(
        f"The answer that came from {provider.label} {wrong}. Nobody was signed in. Try once "
        "more; if it comes again, sign in with a link and tell the person who runs this site."
    )


def _verify_signature(
    token: str, provider: IdentityProvider, key_of: Callable[[Header], jwt.PyJWK]
) -> Claims:
    try:
        header = jwt.get_unverified_header(token)
        algorithm = str(header.get("alg"))
        if algorithm not in ALGORITHMS:
            raise _untrusted_answer(provider, "is not signed in a way that proves who made it")
        key = key_of(header)
        return jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            options=_SIGNATURE_ALONE,
        )
    except jwt.PyJWTError as error:
        raise _untrusted_answer(provider, "has no signature of its own") from error


def _wrong_claims(claims: Claims, expected: TokenExpectation) -> Iterator[str]:
    """What is wrong, as the end of a sentence, the first thing first."""
    if claims.get("iss") != expected.issuer:
        yield "was made by somebody else"
    yield from _wrong_readers(claims, expected.provider.client)
    yield from _wrong_times(claims, expected.at.timestamp())
    nonce = claims.get("nonce", "")
    if not _is_name(nonce) or not compare_digest(nonce.encode(), expected.nonce.encode()):
        yield "belongs to a different sign-in than the one you started"
    subject = claims.get("sub")
    if not _is_name(subject):
        yield "does not say who has signed in"
    if expected.provider.tenant and claims.get("tid") != expected.provider.tenant:
        yield "is about somebody of another tenant"


def _wrong_readers(claims: Claims, client: str) -> Iterator[str]:
    named = claims.get("aud")
    readers = [named] if isinstance(named, str) else named if isinstance(named, list) else []
    if client not in readers:
        yield "was made for somebody else than this site"
    presenter = claims.get("azp")
    if presenter != client and (presenter is not None or len(readers) > 1):
        yield "was asked for by somebody else than this site"


def _wrong_times(claims: Claims, now: float) -> Iterator[str]:
    skew, oldest = SKEW.total_seconds(), OLDEST.total_seconds()
    ends, made, begins = (_seconds_of(claims.get(name)) for name in ("exp", "iat", "nbf"))
    if ends is None:
        yield "does not say until when it counts"
    elif ends <= now - skew:
        yield "is over"
    if made is None:
        yield "does not say when it was made"
    elif made > now + skew:
        yield "was made in the future: one of the two clocks is wrong"
    elif made < now - oldest - skew:
        yield "was made too long ago"
    if "nbf" in claims and (begins is None or begins > now + skew):
        yield "does not count yet"


def _is_name(told: object) -> bool:
    return isinstance(told, str) and 0 < len(told) <= LONGEST_SUBJECT and told.isprintable()


def _seconds_of(told: object) -> float | None:
    """Seconds since 1970, where it is a number that can be one."""
    if isinstance(told, bool) or not isinstance(told, int | float):
        return None
    try:
        return float(told) if math.isfinite(told) else None
    except OverflowError:
        return None
