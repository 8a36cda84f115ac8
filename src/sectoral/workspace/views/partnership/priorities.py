"""Priorities that stand, and the rounds that chose them."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.presenters.round import list_rounds
from sectoral.workspace.presenters.round import standing_priorities as standing
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_table, render_page


@at_table("see_results")
def priorities_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """What the companies chose, and every round a person may know of."""
    context = {
        "standing": standing(sitting),
        "pages": list_rounds(sitting, request.GET.get("page", "")),
    }
    return render_page(request, sitting, "partnership/priorities.html", context)
