"""Solutions and where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.drawings.sheets import Cell, Heading, Sheet, text
from sectoral.workspace.guards.solution import at_work, waits_for
from sectoral.workspace.models import Partnership, Solution
from sectoral.workspace.presenters import solution_list as read
from sectoral.workspace.queries.measures import employers
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_table, here, shown
from sectoral.workspace.views.partnership.sheets import sorted_sheet, taken

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
class Next:
    """What a solution waits for: the next move in words, and why not yet; '' where it may be."""

    words: str
    reason: str


def next_of(solution: Solution, sitting: Sitting, companies: Iterable[object] = ()) -> Next | None:
    """The next move; None where it has ended. Amounts are for those who may see costs."""
    seats = companies if isinstance(companies, list) else None
    verb, answer = waits_for(solution, sitting.at, companies=seats)
    if not verb:
        return None
    hidden = verb == "resource" and solution.target_usd and not sitting.may("see_costs")
    reason = NOT_COVERED if hidden and not answer else answer.reason
    return Next(NEXT[verb], reason)


@dataclass(frozen=True, slots=True)
class Row:
    """One solution as the page lists it."""

    brief: read.Brief
    next: Next | None


@at_table("see_partnership")
def solutions(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Solutions by where they stand; what may come next; who serves how many companies."""
    partnership = here(sitting)
    if (file := _file(request, sitting)) is not None:
        return file
    found = read.listed(partnership, request.GET.get("page"))
    ripe, listening = read.ripening(partnership, at=sitting.at)
    sheets = _sheets(found.object_list, sitting)
    context = {
        "found": found,
        "groups": _groups(found.object_list, sitting),
        "listening": listening,
        "not_at_work": at_work(partnership).reason,
        "ripe": ripe,
        "teams": list(read.teams(partnership)),
        "sheets": {sheet.name: sorted_sheet(request, sheet) for sheet in sheets},
    }
    return shown(request, sitting, "partnership/solutions.html", context)


def _file(request: HttpRequest, sitting: Sitting) -> HttpResponse | None:
    """A table of all solutions as a file, where the address asks for one."""
    if "format" not in request.GET:
        return None
    sheets = _sheets(read.every(here(sitting)), sitting)
    wish = request.GET.get("table")
    return taken(request, next((sheet for sheet in sheets if sheet.name == wish), sheets[0]))


def _groups(rows: Iterable[Solution], sitting: Sitting) -> list[tuple[str, list[Row]]]:
    """The solutions of one state together, in the order of their life."""
    partnership = here(sitting)
    companies = employers(partnership, sitting.at)
    sees = bool(sitting.may("see_costs"))
    return [
        (
            label,
            [
                Row(read.brief(one, sees_costs=sees), next_of(one, sitting, companies))
                for one in held
            ],
        )
        for label, held in groupby(rows, key=lambda one: one.get_state_display())
    ]


def _sheets(rows: Iterable[Solution], sitting: Sitting) -> tuple[Sheet, Sheet]:
    return _served(rows), _effort(here(sitting), sitting)


def _served(solutions: Iterable[Solution]) -> Sheet:
    """Wholesale or retail (P57)."""
    headings = (
        Heading("Solution"),
        Heading("Stands at"),
        Heading("Companies served together", number=True),
        Heading("Organizations that bring something", number=True),
        Heading("Systems beside companies", number=True),
    )
    rows = tuple(
        (
            text(one.title),
            text(one.state),
            *map(_number, (one.companies, one.organizations, one.systems)),
        )
        for one in read.all_served(solutions)
    )
    return Sheet(
        "served",
        "How many companies each solution serves at once. One that serves one company is a "
        "service, not yet a shared solution.",
        headings,
        rows,
        empty="This will show how many companies each solution serves, once there is one.",
    )


def _effort(partnership: Partnership, sitting: Sitting) -> Sheet:
    """Effort beside what the companies put first (P56)."""
    sees = bool(sitting.may("see_costs"))
    headings = (
        Heading("Priority"),
        Heading("Place", number=True),
        Heading("Solutions", number=True),
        Heading("Promises", number=True),
        Heading("Promises kept", number=True),
        *((Heading("Dollars to count on", unit="US$", number=True),) if sees else ()),
    )
    rows = tuple(
        (
            text(one.need.words),
            *map(_number, (one.place, one.solutions, one.promises, one.kept)),
            *((Cell(read.usd(one.usd), float(one.usd)),) if sees else ()),
        )
        for one in read.effort(partnership, at=sitting.at)
    )
    return Sheet(
        "effort",
        "What goes into each priority. Much effort in a low place, or none in the first, is worth "
        "a talk.",
        headings,
        rows,
        empty="This will show what goes into each priority, once the companies have chosen some.",
    )


def _number(value: int) -> Cell:
    return Cell(f"{value:,}", value)
