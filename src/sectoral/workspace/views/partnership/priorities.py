"""Priorities that stand, and the rounds that chose them."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.presenters.round import priorities as standing
from sectoral.workspace.presenters.round import rounds
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_table, shown


@at_table("see_results")
def priorities(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """What the companies chose, and every round a person may know of."""
    context = {"standing": standing(sitting), "pages": rounds(sitting, request.GET.get("page", ""))}
    return shown(request, sitting, "partnership/priorities.html", context)
