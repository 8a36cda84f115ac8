"""Each request under an id of its own, with a line in the log when it was answered."""

import logging
import re
import secrets
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse

from sectoral.workspace.environment.database_faults import is_away
from sectoral.workspace.environment.log_lines import ACCESS, request_id

HEADER = "X-Request-ID"
_SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_QUIET = ("/healthz", "/readyz", "/static/")
_access = logging.getLogger(ACCESS)
_faults = logging.getLogger("sectoral.faults")


def request_log(
    respond: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Take the id that a proxy gave, if it is one, else draw one; put it on the answer."""

    def logged(request: HttpRequest) -> HttpResponse:
        brought = request.headers.get(HEADER, "")
        mark = request_id.set(brought if _SANE.fullmatch(brought) else secrets.token_hex(8))
        began = time.monotonic()
        try:
            response = respond(request)
            response.headers[HEADER] = request_id.get()
            _log_answer(request, response, (time.monotonic() - began) * 1000)
            return response
        finally:
            request_id.reset(mark)

    return logged


def _log_answer(request: HttpRequest, response: HttpResponse, milliseconds: float) -> None:
    if request.path.startswith(_QUIET) and response.status_code < 400:
        return
    length = None if response.streaming else len(response.content)
    # The words behind a question mark may be somebody's own, or a key: they are not kept.
    told = {
        "method": request.method,
        "path": _one_line(request.path),
        "status": response.status_code,
        "bytes": length,
        "ms": round(milliseconds),
    }
    size = "" if length is None else f", {length:,} bytes"
    _access.info(
        "%s %s %s%s, %d ms",
        request.method,
        _one_line(request.path),
        response.status_code,
        size,
        milliseconds,
        extra=told,
    )


def _one_line(path: str) -> str:
    """An address as it is written in one, so that no line break of it begins a line of its own."""
    return quote(path, safe="/:@!$&'()*+,;=~", errors="replace")


def _log_fault(request: HttpRequest | None = None, **_: Any) -> None:
    """A page that failed, with its traceback; a database that is away needs none."""
    error = sys.exc_info()[1]
    where = f"{request.method} {_one_line(request.path)}" if request is not None else "A request"
    if is_away(error):
        _faults.error("%s: the database does not answer: %s", where, str(error).strip())
    else:
        _faults.error("%s failed", where, exc_info=True)


got_request_exception.connect(_log_fault, dispatch_uid="sectoral.faults")
