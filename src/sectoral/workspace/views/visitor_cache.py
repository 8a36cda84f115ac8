"""Public pages under a crowd: what a visitor was shown is shown again while nothing has changed.

A page is kept in the memory of a server's process for visitors without a session alone, until the
record has a new line, the edition changes or the minute is over. Whoever is signed in is asked for
anew each time: access ends the minute that its row ends.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from sectoral.workspace.environment import clock
from sectoral.workspace.evidence.facts import current_facts
from sectoral.workspace.models import Event

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponse]
Key = tuple[str, ...]

MOST = 256


class PageCache:
    """The pages kept by one process, those asked for last; safe among threads."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Key, tuple[bytes, str]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> HttpResponse | None:
        """A page as it was shown, or None."""
        with self._lock:
            held = self._pages.get(key)
            if held is None:
                return None
            self._pages.move_to_end(key)
        content, kind = held
        shown = HttpResponse(content, content_type=kind)
        # Whoever signs in reads another page at the same address.
        patch_vary_headers(shown, ("Cookie",))
        return shown

    def keep(self, key: Key, page: HttpResponse) -> None:
        """Keep a page; the one that nobody asked for longest goes."""
        with self._lock:
            self._pages[key] = page.content, page.headers["Content-Type"]
            while len(self._pages) > MOST:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._pages.clear()


kept = PageCache()


def kept_for_visitors(*asked: str) -> Callable[[Page[P]], Page[P]]:
    """Show a visitor the page that another was shown, while it would be the same.

    Takes    asked: the words of an address that the page listens to. Others, such as those that
             a site adds to its links, find the same page; they keep none, as links repeat them.
    """

    def decorate(page: Page[P]) -> Page[P]:
        @wraps(page)
        def view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method != "GET" or not _comes_without_a_session(request):
                return page(request, *args, **kwargs)
            key = _cache_key(request, asked)
            if (found := kept.get(key)) is not None:
                return found
            answer = page(request, *args, **kwargs)
            if set(request.GET) <= set(asked) and _is_the_same_for_all(request, answer):
                kept.keep(key, answer)
            return answer

        return view

    return decorate


def _comes_without_a_session(request: HttpRequest) -> bool:
    return not request.COOKIES.keys() & {settings.SESSION_COOKIE_NAME, "messages"}


def _is_the_same_for_all(request: HttpRequest, answer: HttpResponse) -> bool:
    """Whether it is a page with nothing of this visitor's own: a form's token, a cookie."""
    own = answer.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    file = answer.streaming or answer.has_header("Content-Disposition")
    return answer.status_code == 200 and not own and not file


def _cache_key(request: HttpRequest, asked: tuple[str, ...]) -> Key:
    facts = current_facts()
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    words = {name: request.GET.getlist(name) for name in asked if name in request.GET}
    return (
        request.get_host(),
        f"{request.path}?{urlencode(words, doseq=True)}",
        f"{clock.now():%Y-%m-%dT%H:%M}",
        str(last),
        facts.id if facts else "",
    )
