"""One solution."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.guards.solution import may_run
from sectoral.workspace.models import Solution
from sectoral.workspace.presenters.solution import story
from sectoral.workspace.presenters.solution_list import SAID_BY, read_whole
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.queries.solutions import near
from sectoral.workspace.rules.answers import Answer
from sectoral.workspace.rules.permissions import CONVENERS
from sectoral.workspace.views.partnership.page import of_table, shown
from sectoral.workspace.views.partnership.solutions import next_of


@of_table("solution")
def solution(request: HttpRequest, sitting: Sitting, solution: Solution) -> HttpResponse:
    """One solution: its story in order, and the acts at the place they belong to."""
    whole = read_whole(solution)
    runs = _runs(whole, sitting)
    context = {
        "solution": whole,
        "story": story(whole, sitting),
        "next": next_of(whole, sitting),
        "runs": runs,
        "settles": _settles(whole, sitting, runs=bool(runs)),
        "may_carry": bool(sitting.may("run_solution")),
        "said_by": SAID_BY,
    }
    return shown(request, sitting, "partnership/solution.html", context)


def _runs(solution: Solution, sitting: Sitting) -> Answer:
    """Whether this person may carry it on: no organization runs what it would deliver (I6)."""
    if sitting.person is None:
        return Answer("Sign in first.")
    return may_run(solution, sitting.person, sitting.at)


def _settles(solution: Solution, sitting: Sitting, *, runs: bool) -> frozenset[int]:
    """The parts of the costs that this person settles: `guards.may_settle`, for all at once."""
    recusals = near(solution, "recusals", "organization", "deputy")
    of_deputies = {seat for aside in recusals for seat in aside.deputy_acts_for}
    deputy = sitting.person is not None and sitting.person.pk in {r.deputy_id for r in recusals}
    if not deputy and not sitting.roles & CONVENERS:
        return frozenset()
    return frozenset(
        share.pk
        for share in near(solution, "costs", "seat__organization")
        if (runs and not (deputy and share.seat_id in of_deputies))
        or (not deputy and share.seat_id in of_deputies)
    )
