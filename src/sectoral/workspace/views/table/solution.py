"""One solution."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.answers import Answer
from sectoral.workspace.guards.solution import may_run
from sectoral.workspace.models import Solution
from sectoral.workspace.reads.solution_list import SAID_BY, read_whole
from sectoral.workspace.reads.solution_story import story
from sectoral.workspace.roles import Sitting
from sectoral.workspace.views.table.door import of_table, shown
from sectoral.workspace.views.table.solutions import next_of


@of_table("solution")
def solution(request: HttpRequest, sitting: Sitting, solution: Solution) -> HttpResponse:
    """One solution: its story in order, and the acts at the place they belong to."""
    whole = read_whole(solution)
    context = {
        "solution": whole,
        "story": story(whole, sitting),
        "next": next_of(whole, sitting),
        "runs": _runs(whole, sitting),
        "may_carry": bool(sitting.may("run_solution")),
        "said_by": SAID_BY,
    }
    return shown(request, sitting, "table/solution.html", context)


def _runs(solution: Solution, sitting: Sitting) -> Answer:
    """Whether this person may carry it on: no organization runs what it would deliver (I6)."""
    if sitting.person is None:
        return Answer("Sign in first.")
    return may_run(solution, sitting.person, sitting.at)
