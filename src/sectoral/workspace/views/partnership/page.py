"""What every page of a partnership does alike: find it, ask who is there, say no with a reason."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from sectoral.workspace.acts.subjects import UnknownSubject, find_subject
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Partnership
from sectoral.workspace.presenters.partnerships import where_now
from sectoral.workspace.queries.known_partnerships import is_known
from sectoral.workspace.queries.roles import Sitting, sitting_of
from sectoral.workspace.views.partnership.rooms import list_page_links

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Sitting, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def at_table(permission: str) -> Callable[[Page[P]], Callable[..., HttpResponse]]:
    """Give the view a `Sitting` at the partnership that the address names.

    Whoever may not see the page is asked to sign in, or told why not. The addresses of a
    merged partnership lead on to its successor, but for its own home, which tells its story.
    """

    def decorate(page: Page[P]) -> Callable[..., HttpResponse]:
        @wraps(page)
        def view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            slug = kwargs.pop("slug")
            partnership = get_object_or_404(
                Partnership.objects.select_related("successor", "origin", "checklist"), slug=slug
            )
            sitting = sitting_of(request.user, partnership, at=clock.now())
            if not is_known(partnership, sitting):
                return unknown_response(request, "partnership")
            if onward := _led_on(request, partnership):
                return onward
            answer = sitting.may(permission)
            if not answer:
                elsewhere = led_on(partnership, "partnership")
                return elsewhere or refusal_response(request, sitting, answer.reason)
            return page(request, sitting, *args, **kwargs)

        return view

    return decorate


def of_table(noun: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Give the view one thing of a partnership, where the person may know of it.

    What is not there and what one may not know of are answered alike; a visitor is asked to
    sign in for both.
    """

    def decorate(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(page)
        def view(request: HttpRequest, slug: str, pk: int, **kwargs: Any) -> HttpResponse:
            try:
                thing, sitting = find_subject(noun, pk, request.user, at=clock.now())
            except UnknownSubject:
                merged = Partnership.objects.filter(slug=slug, stage="merged").first()
                return (merged and led_on(merged, "partnership")) or unknown_response(request, noun)
            if sitting.partnership is None or sitting.partnership.slug != slug:
                return unknown_response(request, noun)
            return page(request, sitting, thing, **kwargs)

        return view

    return decorate


def partnership_of(sitting: Sitting) -> Partnership:
    """The partnership of a page of a table: a page has none only by a defect of ours."""
    if sitting.partnership is None:
        raise TypeError("A page of a table was opened without a partnership.")
    return sitting.partnership


def unknown_response(request: HttpRequest, noun: str) -> HttpResponse:
    """The answer for what is not there, or may not be known of."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise Http404(f"There is no such {noun} here.")


def at_state(permission: str) -> Callable[[Page[P]], Callable[..., HttpResponse]]:
    """The same where no partnership is meant: offices count, and convening any."""

    def decorate(page: Page[P]) -> Callable[..., HttpResponse]:
        @wraps(page)
        def view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            sitting = sitting_of(request.user, None, at=clock.now())
            answer = sitting.may(permission)
            if not answer:
                return refusal_response(request, sitting, answer.reason)
            return page(request, sitting, *args, **kwargs)

        return view

    return decorate


def refusal_response(request: HttpRequest, sitting: Sitting, reason: str) -> HttpResponse:
    """A stranger is asked to sign in; everybody else is told why not."""
    if sitting.person is None:
        return redirect_to_login(request.get_full_path())
    return render(request, "refused.html", {"reason": reason, "sitting": sitting}, status=403)


def render_page(
    request: HttpRequest, sitting: Sitting, template: str, context: dict[str, Any]
) -> HttpResponse:
    """The page, with what every page of a table needs."""
    base = {
        "sitting": sitting,
        "partnership": sitting.partnership,
        "rooms": list_page_links(sitting, request.path),
    }
    return render(request, template, base | context)


_STAYS = {"partnership", "record"}
"""Pages of a merged partnership that are still its own: its story, and its record."""


def _led_on(request: HttpRequest, partnership: Partnership) -> HttpResponse | None:
    """Where a page of a merged partnership is today."""
    match = request.resolver_match
    if match is None or match.url_name is None or match.url_name in _STAYS:
        return None
    plain = not (set(match.kwargs) - {"slug"})
    return led_on(partnership, match.url_name if plain else "partnership")


def led_on(partnership: Partnership, name: str) -> HttpResponse | None:
    """Where a merged partnership's address leads today; None where it has not merged."""
    here = where_now(partnership)
    return redirect(name, here.slug) if here != partnership else None
