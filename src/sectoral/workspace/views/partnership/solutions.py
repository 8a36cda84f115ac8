"""Solutions and where they stand."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from sectoral.workspace.columns.solutions import STATUS, TITLE
from sectoral.workspace.drawings.lists import PageList, cut_page, show_list
from sectoral.workspace.drawings.sheets import (
    PageSheet,
    SheetCell,
    SheetColumn,
    sheet_of,
    sort_sheet,
)
from sectoral.workspace.guards.solution import at_work
from sectoral.workspace.models import Partnership, Solution
from sectoral.workspace.presenters import solution_list as read
from sectoral.workspace.presenters.solution_table import (
    SolutionLine,
    solution_lines,
    solution_table,
)
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.exports.sheet_files import requested_list, sheet_file
from sectoral.workspace.views.partnership.page import at_table, partnership_of, render_page


@at_table("see_partnership")
def solutions_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Solutions and where they stand; what may come next; who serves how many companies."""
    partnership, spec = partnership_of(sitting), solution_table(sitting)
    wish = spec.read_wish(request.GET)
    rows = spec.narrow_rows(read.solution_rows(partnership), wish)
    if "format" in request.GET:
        return _requested_file(request, sitting, spec, rows)
    page = cut_page(rows, wish)
    ripe, listening = read.listening_needs(partnership, at=sitting.at)
    sheets = _solution_sheets(page.rows, sitting)
    context = {
        "list": show_list(spec, page, solution_lines(page.rows, sitting)),
        "listening": listening,
        "not_at_work": at_work(partnership).reason,
        "ripe": ripe,
        "teams": list(read.running_teams(partnership)),
        "sheets": {sheet.name: sort_sheet(sheet, request.GET.get("sort", "")) for sheet in sheets},
    }
    return render_page(request, sitting, "partnership/solutions.html", context)


def _requested_file(
    request: HttpRequest, sitting: Sitting, spec: PageList[SolutionLine], rows: QuerySet[Solution]
) -> HttpResponse:
    """The table of all solutions that the address names."""
    if request.GET.get("table") == spec.name:
        return requested_list(request, spec, solution_lines(rows, sitting), private=True)
    sheets = _solution_sheets(read.solution_rows(partnership_of(sitting)), sitting)
    return sheet_file(request, sheets, private=True)


def _solution_sheets(rows: Iterable[Solution], sitting: Sitting) -> tuple[PageSheet, PageSheet]:
    return _served_sheet(rows), _effort_sheet(partnership_of(sitting), sitting)


def _served_sheet(solutions: Iterable[Solution]) -> PageSheet:
    """Wholesale or retail (P57)."""
    columns: tuple[SheetColumn[read.SolutionScale], ...] = (
        TITLE.within(lambda one: one.solution),
        STATUS.within(lambda one: one.solution),
        SheetColumn("Companies served together", lambda one: one.companies, number=True),
        SheetColumn("Organizations that contribute", lambda one: one.organizations, number=True),
        SheetColumn("Kinds of partners besides companies", lambda one: one.systems, number=True),
    )
    return sheet_of(
        "served",
        "How many companies each solution serves. If it serves only one company, it is a "
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
        "What goes into each priority. Talk about it if a low priority gets a lot of effort, "
        "or the first one gets none.",
        (*columns, dollars) if sees else columns,
        read.priority_efforts(partnership, at=sitting.at),
        empty="This will show what goes into each priority, once the companies have chosen some.",
    )
