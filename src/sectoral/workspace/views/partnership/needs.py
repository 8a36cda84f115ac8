"""Opportunities and needs."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.models.needs import Category
from sectoral.workspace.presenters import need_list
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_table, render_page


@at_table("see_released_needs")
def needs_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """What the industry could win, and what companies need for it, by where each need stands."""
    category = request.GET.get("about", "")
    found, groups = need_list.list_needs(sitting, category, request.GET.get("page", ""))
    put, opportunities = need_list.list_opportunities(sitting, request.GET.get("opportunities", ""))
    flags, counsel = need_list.need_flags(sitting)
    context = {
        "groups": groups,
        "pages": found,
        "opportunities": opportunities,
        "opportunity_pages": put,
        "category": category if category in Category.values else "",
        "categories": Category.choices,
        "mix": need_list.need_mix(sitting),
        "wordings": need_list.waiting_wordings(sitting),
        "flags": flags,
        "counsel": counsel,
    }
    return render_page(request, sitting, "partnership/needs.html", context)
