"""One solution."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.models import Solution
from sectoral.workspace.roles import Sitting
from sectoral.workspace.views.table.door import of_table, shown


@of_table("solution")
def solution(request: HttpRequest, sitting: Sitting, solution: Solution) -> HttpResponse:
    """One solution, for those who may know of it."""
    return shown(request, sitting, "table/solution.html", {"solution": solution})
