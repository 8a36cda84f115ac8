"""What is shown where a page cannot be: a stale form, a fault of ours, a database that is away."""

import sys
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache

from sectoral.workspace.environment.database_faults import is_away
from sectoral.workspace.environment.log_lines import request_id
from sectoral.workspace.form_keys import FIELD

_AWAY = "The database does not answer just now. Nothing was changed. Try again in a minute."
_FAULT = "The fault is ours. Nothing was half done."

_RETRY_SECONDS = 30
_OURS = (FIELD, "next")
"""What a page of ours puts into a form beside what a person types."""


@dataclass(frozen=True, slots=True)
class TypedField:
    """One field of a form as it came: its name in words, and what stands in it."""

    name: str
    label: str
    values: tuple[str, ...]

    @property
    def secret(self) -> bool:
        """Whether it is typed anew rather than sent back to be seen."""
        return "password" in self.name

    @property
    def is_typed(self) -> bool:
        """Whether a person typed it, as far as can be told: not a mark, a number or a tick."""
        if self.name in _OURS:
            return False
        return any(len(value.split()) > 1 or len(value) > 20 for value in self.values)


@never_cache
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  (Django's)
    """Say that the form's mark does not count any more; offer it again, if it was one of ours.

    What another site's form brought is not offered: a press would make it the reader's own.
    """
    typed = _typed_fields(request) if _is_ours(request) else ()
    context = {
        "fields": typed,
        "shown": [field for field in typed if field.is_typed and not field.secret],
        "files": sorted(request.FILES) if typed else [],
        "again": request.get_full_path(),
    }
    return render(request, "403_stale.html", context, status=403)


def _typed_fields(request: HttpRequest) -> tuple[TypedField, ...]:
    return tuple(
        TypedField(
            name, name.replace("_", " ").replace("-", " ").capitalize(), tuple(map(str, values))
        )
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
    )


def _is_ours(request: HttpRequest) -> bool:
    """Whether a page of ours sent the form, as the browser tells."""
    told = request.headers.get("Sec-Fetch-Site")
    if told is not None:
        return told == "same-origin"
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(sender).netloc == request.get_host()


@never_cache
def failed_page(request: HttpRequest) -> HttpResponse:
    """A fault, with the request's id: 503 where the database is away, else 500.

    A program is answered in its own form.
    """
    away = is_away(sys.exc_info()[1])
    status = 503 if away else 500
    if request.path.startswith("/api/"):
        fault = f"{_FAULT} Tell the person who runs this site: {request_id.get()}."
        reason = _AWAY if away else fault
        response: HttpResponse = JsonResponse({"reason": reason, "fields": {}}, status=status)
    else:
        page = render_to_string(f"{status}.html", {"request_id": request_id.get()})
        response = HttpResponse(page, status=status)
    if away:
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
    return response
