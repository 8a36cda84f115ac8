"""The tour: five stops, as links that work without scripts; `?tour=N` shows where one is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sectoral.workspace.environment import clock
from sectoral.workspace.evidence.facts import current_facts
from sectoral.workspace.models import Partnership
from sectoral.workspace.presenters.tour import (
    TourStop,
    list_tour_stops,
    tour_address,
    tour_place,
)
from sectoral.workspace.queries.known_partnerships import known_to
from sectoral.workspace.queries.roles import sitting_of


def tour_page(request: HttpRequest) -> HttpResponse:
    """What the five stops show, with the way to each."""
    return render(request, "tour.html", {"stops": _stops_for(request)})


def tour_stop(request: HttpRequest, number: int) -> HttpResponse:
    """The page of one stop; where there is none yet, what will stand there and what to do next."""
    stops = _stops_for(request)
    if not 1 <= number <= len(stops):
        raise Http404("The tour has five stops.")
    stop = stops[number - 1]
    if stop.href:
        return redirect(tour_address(stop.href, number))
    return render(request, "tour_stop.html", {"stop": stop, "place": tour_place(str(number))})


def _stops_for(request: HttpRequest) -> tuple[TourStop, ...]:
    at = clock.now()

    def is_member(partnership: Partnership) -> bool:
        return bool(sitting_of(request.user, partnership, at=at).may("see_partnership"))

    return list_tour_stops(current_facts(), known_to(request.user, at=at), member_of=is_member)
