"""A form that has gone stale: what was typed is still there, and one press sends it again."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from sectoral.workspace.form_keys import FIELD

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
