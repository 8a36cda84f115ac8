"""How much may be sent at once: what is more is refused before any of it is kept."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from sectoral.workspace.environment.log_lines import request_id
from sectoral.workspace.imports.limits import MOST_BYTES

_BESIDE_THE_FILE = 100_000
"""What a form's other fields and its borders may take."""
_TAKES_FILES = ("/import/",)
_MOST_DRAINED = 16_000_000
"""So much of a body that is refused is read away: whoever sends hears the answer only then."""
_AT_ONCE = 65_536


def body_limit(
    respond: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse a body that is longer than its page takes; a visitor sends no file anywhere."""

    def limited(request: HttpRequest) -> HttpResponse:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        length = _length_of(request)
        if length > most and request.path.startswith(_TAKES_FILES) and _is_signed_in(request):
            most = MOST_BYTES + _BESIDE_THE_FILE
        if length <= most:
            return respond(request)
        _drain(request, min(length, _MOST_DRAINED))
        return _refusal(request, most)

    return limited


def _drain(request: HttpRequest, left: int) -> None:
    """Read a body away, a piece at a time, and keep nothing of it.

    A connection that is closed on a sender still writing is reset, and a proxy in between then
    says 502 where we said what is wrong.
    """
    try:
        while left > 0 and (piece := request.read(min(_AT_ONCE, left))):
            left -= len(piece)
    except OSError:
        return  # the sender has gone, or is too slow: the answer is for nobody


def _length_of(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _is_signed_in(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated)


def _refusal(request: HttpRequest, most: int) -> HttpResponse:
    limit = f"{most / 1e6:.1f}"
    if request.path.startswith("/api/"):
        reason = f"This is more than {limit} MB, which is the most that a call may send."
        return JsonResponse({"reason": reason, "fields": {}}, status=413)
    page = render_to_string("413.html", {"limit": limit, "request_id": request_id.get()})
    return HttpResponse(page, status=413)
