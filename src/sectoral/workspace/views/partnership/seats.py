"""Who sits at the table, and where nobody does."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.models import Partnership
from sectoral.workspace.presenters import partnership_seats as read
from sectoral.workspace.queries.ownership_claims import waiting_at
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_table, render_page


@at_table("see_partnership")
def seats_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Every seat with its people, and what may be done with it."""
    partnership = _partnership_of(sitting)
    systems = read.per_system(partnership, at=sitting.at)
    asked = request.GET.get("system", "")
    system = asked if asked in {key for key, _, _ in systems} else ""
    page, sitters = read.sitting_at(
        partnership, system=system, page=request.GET.get("page"), at=sitting.at
    )
    context = {
        "page": page,
        "sitters": sitters,
        "counts": read.count_seats(partnership, at=sitting.at),
        "left": read.ended_seats(partnership),
        "systems": systems,
        "system": system,
        "keep": f"system={system}&" if system else "",
        "claims": waiting_at([partnership]) if sitting.may("keep_people") else (),
        "may_run": bool(sitting.may("seat") or sitting.may("suspend_seat")),
        "may_invite": bool(sitting.may("invite")),
        "own": {seat.pk for seat in sitting.seats},
    }
    return render_page(request, sitting, "partnership/seats.html", context)


def _partnership_of(sitting: Sitting) -> Partnership:
    if sitting.partnership is None:
        raise TypeError("Seats are of one partnership.")
    return sitting.partnership
