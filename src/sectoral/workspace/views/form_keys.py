"""A form's one-time key: drawn with the form, and asked for when it is sent.

A form without a key is done as it comes: a key protects whoever pressed, and keeps nobody out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sectoral.workspace import presses
from sectoral.workspace.environment import clock
from sectoral.workspace.form_keys import FIELD, key_owner, problem_of
from sectoral.workspace.rules.policy import FORM_LASTS

_BESIDE = frozenset({FIELD, "csrfmiddlewaretoken", "next"})
"""What a form brings that is not of what was asked."""

_CHANGED_SINCE = (
    "You already sent this form, and it was done. Now it is different, so nothing more was "
    "done. Press the button again if you want this done too."
)
_STILL_AT_IT = (
    "Your first click is still being processed. Wait a moment and check whether it is done "
    "before you press again."
)


@dataclass(frozen=True, slots=True)
class FormOutcome:
    """Something was done: the page it leads to, and what is said there."""

    leads_to: str
    words: str = ""


class BadKey(Exception):
    """A key that is not good here; the exception's words say why, and what to do."""


def do_once(
    request: HttpRequest,
    do: Callable[[], FormOutcome | HttpResponse],
    again: Callable[[str], HttpResponse],
) -> HttpResponse:
    """Do what a form asks for; where its key was used already, answer as the first time.

    Takes    do: does it and says where it leads; a page instead means that nothing was done:
             all of it is taken back, and the key stays good. again: the form as it was typed, with
             a sentence that says why it was not done.
    """
    try:
        came = answer_once(request, lambda: _stored_outcome(do()))
    except presses.NotDone as kept:
        page: HttpResponse = kept.answer
        return page
    except BadKey as bad:
        return again(str(bad))
    _show_message(request, came["words"])
    return redirect(came["leads_to"])


def _show_message(request: HttpRequest, words: str) -> None:
    """Say it on the next page, where the first press's words do not wait there already."""
    waiting: Any = messages.get_messages(request)
    said = {str(one) for one in waiting}
    waiting.used = False
    if words and words not in said:
        messages.success(request, words)


def answer_once(
    request: HttpRequest, do: Callable[[], Mapping[str, Any]], *, kept: timedelta = FORM_LASTS.span
) -> Mapping[str, Any]:
    """The same where the answer is not a way on: what `do` gives, now or the first time.

    Takes    kept: how old a first answer is given again.
    Raises   BadKey, and what `do` raises.
    """
    sent = request.POST.get(FIELD, "")
    if not sent:
        return do()
    why = problem_of(sent, request.user, request.path)
    if why:
        raise BadKey(why)
    key = presses.PressKey(key_owner(request.user), sent, _form_content(request))
    try:
        return presses.run_once(key, do, at=clock.now(), kept=kept)[0]
    except presses.SaidOtherwise:
        raise BadKey(_CHANGED_SINCE) from None
    except presses.StillAtIt:
        raise BadKey(_STILL_AT_IT) from None


def _stored_outcome(came: FormOutcome | HttpResponse) -> dict[str, str]:
    if isinstance(came, HttpResponse):
        raise presses.NotDone(came)
    return {"leads_to": came.leads_to, "words": came.words}


def _form_content(request: HttpRequest) -> bytes:
    """What a form says: its answers and its files, told apart from every other."""
    typed = [
        (name, request.POST.getlist(name)) for name in sorted(request.POST) if name not in _BESIDE
    ]
    files = []
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            content = sha256()
            for chunk in file.chunks():
                content.update(chunk)
            file.seek(0)
            files.append((name, file.name, content.hexdigest()))
    return repr((request.path, typed, files)).encode(errors="surrogatepass")
