"""One solution."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.guards.solution import may_carry_on, settler_here
from sectoral.workspace.models import Solution
from sectoral.workspace.presenters.solution import solution_story
from sectoral.workspace.presenters.solution_list import SAID_BY, read_whole
from sectoral.workspace.presenters.solution_table import next_of
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.queries.solutions import related_rows
from sectoral.workspace.views.partnership.page import of_table, render_page


@of_table("solution")
def solution_page(request: HttpRequest, sitting: Sitting, solution: Solution) -> HttpResponse:
    """One solution: its story in order, and the acts at the place they belong to."""
    whole = read_whole(solution)
    runs = may_carry_on(sitting, whole)
    context = {
        "solution": whole,
        "story": solution_story(whole, sitting),
        "next": next_of(whole, sitting),
        "runs": runs,
        "settles": _shares_to_settle(whole, sitting),
        "may_carry": bool(sitting.may("run_solution")),
        "said_by": SAID_BY,
    }
    return render_page(request, sitting, "partnership/solution.html", context)


def _shares_to_settle(solution: Solution, sitting: Sitting) -> frozenset[int]:
    """The parts of the costs that this person settles."""
    settler = settler_here(sitting, solution)
    if settler is None:
        return frozenset()
    shares = related_rows(solution, "costs", "seat__organization")
    return frozenset(share.pk for share in shares if settler.may_settle(share))
