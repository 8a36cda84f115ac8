"""What is asked of a provider: of its own addresses alone, within a time, up to a size."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.exceptions import RequestException, SSLError

from sectoral.workspace.environment.identity import IdentityProvider
from sectoral.workspace.oidc.faults import ProviderFault, ProviderUnavailable, UnreadableAnswer

PATIENCE_SECONDS = 10.0
_LARGEST = 256 * 1024
_AT_ONCE = 4

_places = threading.BoundedSemaphore(_AT_ONCE)


class OnlyProvider(requests.Session):
    """Requests to a provider's origins; any other address is refused before it is asked."""

    def __init__(self, origins: list[str]) -> None:
        super().__init__()
        self.origins = origins

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send, if it goes to the provider.  Redirections are not followed."""
        if origin_of(str(request.url)) not in self.origins:
            raise requests.exceptions.InvalidURL("This is not an address of the provider.")
        return super().send(request, **kwargs | {"allow_redirects": False})


def origin_of(address: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True)
class ProviderReply:
    """What a provider said: the status, and its JSON object."""

    status: int
    told: dict[str, Any]


def ask_provider(provider: IdentityProvider, address: str, **request: Any) -> ProviderReply:
    """Ask a provider: a GET, or a POST where `data` is given.

    The whole of it, names looked up and headers read, ends within PATIENCE_SECONDS: a provider
    that sends a byte now and then holds nobody up, and no more than a few such requests go on.

    Takes    request: as `requests` takes it (data, headers, auth).
    Raises   Unavailable where it does not answer in time; Unreadable for anything but an object.
    """
    end = time.monotonic() + PATIENCE_SECONDS
    slow = ProviderUnavailable(
        f"{provider.label} did not answer within {PATIENCE_SECONDS:.0f} seconds. Try again in "
        "a minute, or sign in with a link."
    )
    if not _places.acquire(timeout=PATIENCE_SECONDS):
        raise slow
    found: SimpleQueue[ProviderReply | Exception] = SimpleQueue()
    work = threading.Thread(
        target=_put_reply,
        args=(found, lambda: _send_request(provider, address, end, request)),
        daemon=True,
    )
    work.start()
    try:
        reply = found.get(timeout=max(0.0, end - time.monotonic()))
    except Empty:
        raise slow from None
    if isinstance(reply, TimeoutError | requests.exceptions.Timeout):
        raise slow from reply
    if isinstance(reply, Exception):
        raise _provider_fault(provider, reply) from reply
    return reply


def _put_reply(
    found: "SimpleQueue[ProviderReply | Exception]", run: Callable[[], ProviderReply]
) -> None:
    try:
        found.put(run())
    except Exception as error:
        found.put(error)
    finally:
        _places.release()


def _send_request(
    provider: IdentityProvider, address: str, end: float, request: dict[str, Any]
) -> ProviderReply:
    method = "POST" if "data" in request else "GET"
    # Packed, a small answer could be a large one.
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    given = request | {"headers": headers | request.get("headers", {})}
    with (
        OnlyProvider(provider.origins) as session,
        session.request(method, address, timeout=PATIENCE_SECONDS, stream=True, **given) as reply,
    ):
        if reply.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise OSError(reply.status_code)
        return ProviderReply(reply.status_code, _parse_object(_read_body(reply, end)))


def _read_body(reply: requests.Response, end: float) -> bytes:
    body = b""
    while part := reply.raw.read1(_LARGEST):
        body += part
        if len(body) > _LARGEST:
            raise ValueError(f"more than {_LARGEST} bytes")
        if time.monotonic() > end:
            raise TimeoutError
    return body


def _parse_object(body: bytes) -> dict[str, Any]:
    told = json.loads(body)
    if not isinstance(told, dict):
        raise ValueError("no object")
    return told


def _provider_fault(provider: IdentityProvider, error: Exception) -> ProviderFault:
    if isinstance(error, SSLError):
        return ProviderUnavailable(
            f"The certificate that {provider.label} shows is not one that this site trusts. "
            "Sign in with a link, and tell the person who runs this site."
        )
    if isinstance(error, RequestException | OSError):
        return ProviderUnavailable(
            f"{provider.label} cannot be reached right now. Try again in a minute, or sign in "
            "with a link."
        )
    return UnreadableAnswer(
        f"{provider.label} answered something that is not a valid answer to a sign-in. Try "
        "again in a minute, or sign in with a link; if it lasts, tell the person who runs "
        "this site."
    )
