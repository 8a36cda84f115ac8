"""Opportunities and needs."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.drawings.lists import cut_page, show_list
from sectoral.workspace.presenters import need_list
from sectoral.workspace.presenters.need_table import NEEDS
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_table, render_page


@at_table("see_released_needs")
def needs_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """What the industry could win, and what companies need for it, by where each need stands."""
    wish = NEEDS.read_wish(request.GET)
    page = cut_page(NEEDS.narrow_rows(need_list.need_rows(sitting), wish), wish)
    lines = need_list.need_lines(page.rows, sitting)
    acts = any(sitting.may(one) for one in ("raise", "raise_for", "support"))
    put, opportunities = need_list.list_opportunities(sitting, request.GET.get("opportunities", ""))
    flags, counsel = need_list.need_flags(sitting)
    context = {
        "list": show_list(NEEDS, page, lines, acts=acts),
        "opportunities": opportunities,
        "opportunity_pages": put,
        "mix": need_list.need_mix(sitting),
        "wordings": need_list.waiting_wordings(sitting),
        "flags": flags,
        "counsel": counsel,
    }
    return render_page(request, sitting, "partnership/needs.html", context)
