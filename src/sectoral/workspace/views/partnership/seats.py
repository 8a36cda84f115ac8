"""Who sits at the table, and where nobody does."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.drawings.lists import cut_page, show_list
from sectoral.workspace.presenters import partnership_seats as read
from sectoral.workspace.presenters.seat_list import seat_list
from sectoral.workspace.queries.ownership_claims import waiting_at
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.exports.sheet_files import requested_list
from sectoral.workspace.views.partnership.page import at_table, partnership_of, render_page


@at_table("see_partnership")
def seats_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Every seat with its people, and what may be done with it."""
    partnership, spec = partnership_of(sitting), seat_list(sitting)
    wish = spec.read_wish(request.GET)
    rows = spec.narrow_rows(read.seat_rows(partnership, sitting.at), wish)
    if "format" in request.GET:
        whole = [read.seat_entry(seat, sitting.at) for seat in rows]
        return requested_list(request, spec, whole, private=True)
    page = cut_page(rows, wish)
    entries = [read.seat_entry(seat, sitting.at) for seat in page.rows]
    runs = bool(sitting.may("seat") or sitting.may("suspend_seat"))
    invites = bool(sitting.may("invite"))
    acts = runs or invites or bool(sitting.seats)
    context = {
        "list": show_list(spec, page, entries, acts=acts),
        "counts": read.count_seats(partnership, at=sitting.at),
        "left": read.ended_seats(partnership),
        "claims": waiting_at([partnership]) if sitting.may("keep_people") else (),
        "may_run": runs,
        "may_invite": invites,
        "own": {seat.pk for seat in sitting.seats},
    }
    return render_page(request, sitting, "partnership/seats.html", context)
