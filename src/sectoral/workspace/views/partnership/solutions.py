"""Solutions and where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.columns.solutions import STATUS, TITLE
from sectoral.workspace.drawings.sheets import (
    PageSheet,
    SheetCell,
    SheetColumn,
    sheet_of,
    sort_sheet,
)
from sectoral.workspace.guards.solution import at_work, waits_for
from sectoral.workspace.models import Partnership, Solution
from sectoral.workspace.presenters import solution_list as read
from sectoral.workspace.queries.measures import company_seats
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.exports.sheet_files import requested_file
from sectoral.workspace.views.partnership.page import at_table, partnership_of, render_page

NEXT = {
    "design": "it is opened",
    "put_to_employers": "it is laid before the companies",
    "approve": "the companies approve it",
    "resource": "it is paid for",
    "deliver": "the work begins",
    "measure": "the companies are asked whether it worked",
    "complete": "it is called complete",
}
NOT_COVERED = "What is confirmed does not cover its cost yet."


@dataclass(frozen=True, slots=True)
class SolutionWait:
    """What a solution waits for: the next move in words, and why not yet; '' where it may be."""

    words: str
    reason: str


def next_of(
    solution: Solution, sitting: Sitting, companies: Iterable[object] = ()
) -> SolutionWait | None:
    """The next move; None where it has ended. Amounts are for those who may see costs."""
    seats = companies if isinstance(companies, list) else None
    verb, answer = waits_for(solution, sitting.at, companies=seats)
    if not verb:
        return None
    hidden = verb == "resource" and solution.target_usd and not sitting.may("see_costs")
    reason = NOT_COVERED if hidden and not answer else answer.reason
    return SolutionWait(NEXT[verb], reason)


@dataclass(frozen=True, slots=True)
class SolutionRow:
    """One solution as the page lists it."""

    brief: read.SolutionBrief
    next: SolutionWait | None


@at_table("see_partnership")
def solutions_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Solutions by where they stand; what may come next; who serves how many companies."""
    partnership = partnership_of(sitting)
    if (file := _requested_sheet(request, sitting)) is not None:
        return file
    found = read.list_solutions(partnership, request.GET.get("page"))
    ripe, listening = read.listening_needs(partnership, at=sitting.at)
    sheets = _solution_sheets(found.object_list, sitting)
    context = {
        "found": found,
        "groups": _group_by_state(found.object_list, sitting),
        "listening": listening,
        "not_at_work": at_work(partnership).reason,
        "ripe": ripe,
        "teams": list(read.running_teams(partnership)),
        "sheets": {sheet.name: sort_sheet(sheet, request.GET.get("sort", "")) for sheet in sheets},
    }
    return render_page(request, sitting, "partnership/solutions.html", context)


def _requested_sheet(request: HttpRequest, sitting: Sitting) -> HttpResponse | None:
    """A table of all solutions as a file, where the address asks for one."""
    if "format" not in request.GET:
        return None
    sheets = _solution_sheets(read.all_solutions(partnership_of(sitting)), sitting)
    return requested_file(request, sheets, private=True)


def _group_by_state(
    rows: Iterable[Solution], sitting: Sitting
) -> list[tuple[str, list[SolutionRow]]]:
    """The solutions of one state together, in the order of their life."""
    partnership = partnership_of(sitting)
    companies = company_seats(partnership, sitting.at)
    sees = bool(sitting.may("see_costs"))
    return [
        (
            label,
            [
                SolutionRow(
                    read.solution_brief(one, sees_costs=sees), next_of(one, sitting, companies)
                )
                for one in held
            ],
        )
        for label, held in groupby(rows, key=lambda one: one.get_state_display())
    ]


def _solution_sheets(rows: Iterable[Solution], sitting: Sitting) -> tuple[PageSheet, PageSheet]:
    return _served_sheet(rows), _effort_sheet(partnership_of(sitting), sitting)


def _served_sheet(solutions: Iterable[Solution]) -> PageSheet:
    """Wholesale or retail (P57)."""
    columns: tuple[SheetColumn[read.SolutionScale], ...] = (
        TITLE.within(lambda one: one.solution),
        STATUS.within(lambda one: one.solution),
        SheetColumn("Companies served together", lambda one: one.companies, number=True),
        SheetColumn(
            "Organizations that bring something", lambda one: one.organizations, number=True
        ),
        SheetColumn("Systems beside companies", lambda one: one.systems, number=True),
    )
    return sheet_of(
        "served",
        "How many companies each solution serves at once. One that serves one company is a "
        "service, not yet a shared solution.",
        columns,
        read.all_served(solutions),
        empty="This will show how many companies each solution serves, once there is one.",
    )


def _effort_sheet(partnership: Partnership, sitting: Sitting) -> PageSheet:
    """Effort beside what the companies put first (P56)."""
    sees = bool(sitting.may("see_costs"))
    columns: tuple[SheetColumn[read.PriorityEffort], ...] = (
        SheetColumn("Priority", lambda one: one.need.words),
        SheetColumn("Place", lambda one: one.place, number=True),
        SheetColumn("Solutions", lambda one: one.solutions, number=True),
        SheetColumn("Promises", lambda one: one.promises, number=True),
        SheetColumn("Promises kept", lambda one: one.kept, number=True),
    )
    dollars: SheetColumn[read.PriorityEffort] = SheetColumn(
        "Dollars to count on",
        lambda one: SheetCell(read.format_usd(one.usd), float(one.usd)),
        unit="US$",
        number=True,
    )
    return sheet_of(
        "effort",
        "What goes into each priority. Much effort in a low place, or none in the first, is worth "
        "a talk.",
        (*columns, dollars) if sees else columns,
        read.priority_efforts(partnership, at=sitting.at),
        empty="This will show what goes into each priority, once the companies have chosen some.",
    )
