"""Who convenes what, how much each convener carries, and where nobody convenes (P42, P45)."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.presenters.partnerships import (
    convener_allocation,
    convener_workloads,
    vacant_partnerships,
)
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.directory.across import across_tables
from sectoral.workspace.views.partnership.page import render_page


@across_tables
def conveners_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The allocation board."""
    sectors, board = convener_allocation(at=sitting.at)
    context = {
        "sectors": sectors,
        "board": board,
        "workloads": convener_workloads(at=sitting.at),
        "vacancies": vacant_partnerships(at=sitting.at),
    }
    return render_page(request, sitting, "directory/conveners.html", context)
