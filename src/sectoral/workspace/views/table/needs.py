"""Opportunities and needs."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.models.needs import Category
from sectoral.workspace.reads import needs_page
from sectoral.workspace.roles import Sitting
from sectoral.workspace.views.table.door import at_table, shown


@at_table("see_released_needs")
def needs(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """What the industry could win, and what companies need for it, by where each need stands."""
    category = request.GET.get("about", "")
    found, groups = needs_page.listed(sitting, category, request.GET.get("page", ""))
    put, opportunities = needs_page.opportunities(sitting, request.GET.get("opportunities", ""))
    flags, counsel = needs_page.flags(sitting)
    context = {
        "groups": groups,
        "pages": found,
        "opportunities": opportunities,
        "opportunity_pages": put,
        "category": category if category in Category.values else "",
        "categories": Category.choices,
        "mix": needs_page.mix(sitting),
        "wordings": needs_page.wordings(sitting),
        "flags": flags,
        "counsel": counsel,
    }
    return shown(request, sitting, "table/needs.html", context)
