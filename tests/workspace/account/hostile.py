"""How the provider of the tests lies, fails and dawdles: by orders that a test posts to it.

person      claims put over the ID token and what it tells elsewhere
claims      claims put over the ID token alone; null takes one out
info        the same over what it tells elsewhere
header      put over the token's header
signed      by whom: 'owner', or one of SIGNERS
published   keys that it publishes beside its own, by signer
describes   put over its description of itself
answers     for one of DOORS: a status, a body, seconds to wait, or bytes to drip
"""

import base64
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse

DOORS = {
    "description": "/.well-known/openid-configuration",
    "keys": "/.well-known/jwks.json",
    "token": "/identity/o/api/token",
    "info": "/identity/o/api/userinfo",
}
SIGNERS = {"stranger": 2048, "next": 2048, "short": 1024, "cipher": 2048}
"""Keys that are not the owner's, and their sizes."""

orders: dict[str, Any] = {}
asked = dict.fromkeys(DOORS, 0)
_keys: dict[str, rsa.RSAPrivateKey] = {}


class Orders:
    """Stands before the provider: takes orders, and puts them over its answers."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> Any:
        if request.path == "/orders/":
            return _take(request)
        tenant, _, rest = request.path.partition("/v2.0/")
        if rest and tenant.startswith("/tenant-"):
            request.path = request.path_info = f"/{rest}"
        door = next((name for name, path in DOORS.items() if request.path == path), "")
        if not door:
            return self.respond(request)
        asked[door] += 1
        wanted = orders.get("answers", {}).get(door)
        if wanted is not None:
            return _answer(wanted)
        answer = self.respond(request)
        if answer.status_code != 200:
            return answer
        return JsonResponse(_CHANGES[door](json.loads(answer.content)))


def _take(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        orders.clear()
        orders.update(json.loads(request.body))
        asked.update(dict.fromkeys(DOORS, 0))
    return JsonResponse(asked)


def _answer(wanted: dict[str, Any]) -> Any:
    time.sleep(wanted.get("wait", 0))
    if "drips" in wanted:
        return StreamingHttpResponse(_drops(wanted["drips"]), content_type="application/json")
    body = wanted.get("body", "") * wanted.get("times", 1) + wanted.get("tail", "")
    answer = HttpResponse(body, "application/json", status=wanted.get("status", 200))
    if "to" in wanted:
        answer["Location"] = wanted["to"]
    return answer


def _drops(drops: int) -> Iterator[bytes]:
    for _ in range(drops):
        time.sleep(0.1)
        yield b" "


def _over(told: dict[str, Any], *wanted: str) -> dict[str, Any]:
    for name in wanted:
        told |= orders.get(name, {})
    return {name: value for name, value in told.items() if value is not None}


def _token(told: dict[str, Any]) -> dict[str, Any]:
    if "raw" in orders:
        return told | {"id_token": orders["raw"]}
    owner = not (orders.keys() & {"header", "signed", "claims", "person"})
    return told if owner else told | {"id_token": _made(told["id_token"])}


def _made(token: str) -> str:
    """The token as the orders want it."""
    claims = jwt.decode(token, options={"verify_signature": False})
    claims = _over(claims, "person", "claims")
    signed = orders.get("signed", "owner")
    if signed == "after":
        head, _, tail = token.split(".")
        return f"{head}.{_packed(claims)}.{tail}"
    header = jwt.get_unverified_header(token) | orders.get("header", {})
    header = {name: value for name, value in header.items() if value is not None}
    if signed == "nobody":
        return f"{_packed(header | {'alg': 'none'})}.{_packed(claims)}."
    if signed in ("secret", "public key"):
        return _hashed(header | {"alg": "HS256"}, claims, signed)
    text = json.dumps(claims).encode()
    return jwt.api_jws.encode(text, key(signed), header.pop("alg"), header)


def _hashed(header: dict[str, Any], claims: dict[str, Any], signed: str) -> str:
    """Signed with what both know: the client's password, or the owner's public key."""
    import hmac  # noqa: PLC0415  (PyJWT refuses to do it)

    known = b"between us two" if signed == "secret" else _public_pem(key("owner"))
    text = f"{_packed(header)}.{_packed(claims)}"
    digest = hmac.digest(known, text.encode(), "sha256")
    return f"{text}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def _packed(told: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()


def _public_pem(private: rsa.RSAPrivateKey) -> bytes:
    return private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def key(signer: str) -> rsa.RSAPrivateKey:
    """A signer's key, made once."""
    if signer not in _keys:
        _keys[signer] = rsa.generate_private_key(public_exponent=65537, key_size=SIGNERS[signer])
    return _keys[signer]


def own(private: rsa.RSAPrivateKey) -> None:
    """Say which key is the provider's own."""
    _keys["owner"] = private


def _published(told: dict[str, Any]) -> dict[str, Any]:
    for signer in orders.get("published", ()):
        public = jwt.algorithms.RSAAlgorithm.to_jwk(key(signer).public_key(), as_dict=True)
        use = "enc" if signer == "cipher" else "sig"
        told["keys"].append(public | {"kid": signer, "use": use})
    if orders.get("header", {}).get("kid") == "shared":
        secret = base64.urlsafe_b64encode(b"between us two").rstrip(b"=").decode()
        told["keys"].append({"kty": "oct", "k": secret, "kid": "shared", "alg": "HS256"})
    return told


_CHANGES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "description": lambda told: _over(told, "describes"),
    "keys": _published,
    "token": _token,
    "info": lambda told: _over(told, "person", "info"),
}
