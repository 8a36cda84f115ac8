"""What stands at the top and the foot of every page."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from sectoral.workspace.evidence.facts import current_facts
from sectoral.workspace.presenters.tour import tour_place

_PLACES = (
    ("State", "state", ("/matrix/",)),
    ("Regions", "regions", ()),
    ("Sectors", "sectors", ()),
    ("Partnerships", "partnerships", ()),
    ("About the data", "data", ()),
)
_MINE = ("My table", "my_table", ("/import/",))


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One entry of the one navigation."""

    name: str
    href: str
    here: bool


def masthead(request: HttpRequest) -> dict[str, Any]:
    """The navigation with the present place marked, and the edition the page rests on."""
    signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
    places = (_MINE, *_PLACES) if signed_in else _PLACES
    return {
        "places": [
            _navigation_entry(name, view, more, request.path) for name, view, more in places
        ],
        "edition": current_facts(),
        "tour": tour_place(_stop_asked(request)),
        "has_face": settings.SECTORAL_FACE,
    }


def _stop_asked(request: HttpRequest) -> str:
    """The stop of the tour that an address names: in its path, or after `?tour=`."""
    match = request.resolver_match
    own = match.kwargs.get("number") if match and match.url_name == "tour_stop" else None
    return str(own or request.GET.get("tour", ""))


def _navigation_entry(name: str, view: str, more: tuple[str, ...], path: str) -> NavigationEntry:
    href = reverse(view)
    here = path == href if href == "/" else path.startswith(href)
    return NavigationEntry(name, href, here or path.startswith(more) if more else here)
