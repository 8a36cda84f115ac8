"""Promises: who, what, how much, by when, and whether they were kept."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.drawings.lists import cut_page, show_list
from sectoral.workspace.models import Commitment
from sectoral.workspace.presenters.commitment_list import promise_list
from sectoral.workspace.queries import commitments as read
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.exports.sheet_files import requested_list
from sectoral.workspace.views.partnership.page import at_table, partnership_of, render_page


@at_table("see_partnership")
def commitments_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The promises of a partnership: one's own first, then the late ones.

    One that was renegotiated stands with the one in its place; in the file it has its own line.
    """
    partnership, own = partnership_of(sitting), sitting.seats
    spec = promise_list(own)
    wish = spec.read_wish(request.GET)
    every = spec.narrow_rows(read.ranked_commitments(partnership, own), wish)
    if "format" in request.GET:
        whole = read.commitment_entries(partnership, own, every)
        return requested_list(request, spec, whole, private=True)
    page = cut_page(every.exclude(state=Commitment.State.RENEGOTIATED), wish)
    entries = read.commitment_entries(partnership, own, page.rows)
    acts = bool(own) or bool(sitting.may("settle"))
    context = {
        "list": show_list(spec, page, entries, acts=acts),
        "kept": read.commitment_outcomes(partnership),
    }
    return render_page(request, sitting, "partnership/commitments.html", context)
