"""Who convenes what, how much each convener carries, and where nobody convenes (P42, P45)."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.presenters.partnerships import allocation, vacancies, workloads
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.directory.across import across
from sectoral.workspace.views.partnership.page import shown


@across
def conveners(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The allocation board."""
    sectors, board = allocation(at=sitting.at)
    context = {
        "sectors": sectors,
        "board": board,
        "workloads": workloads(at=sitting.at),
        "vacancies": vacancies(at=sitting.at),
    }
    return shown(request, sitting, "directory/conveners.html", context)
