"""Promises: who, what, how much, by when, and whether they were kept."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.drawings.sheets import Cell, Heading, Sheet, text
from sectoral.workspace.models import Commitment
from sectoral.workspace.queries import commitments as read
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_table, here, shown
from sectoral.workspace.views.partnership.sheets import sorted_sheet, taken


@at_table("see_partnership")
def commitments(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The promises of a partnership: one's own first, then the late ones."""
    partnership = here(sitting)
    rows = read.in_order(partnership)
    file = taken(request, _sheet(list(rows))) if "format" in request.GET else None
    if file is not None:
        return file
    found, promises = read.promises(partnership, sitting.seats, request.GET.get("page"))
    context = {
        "found": found,
        "promises": promises,
        "kept": read.kept(partnership),
        "keep": f"page={found.number}&" if found.number > 1 else "",
        "sheet": sorted_sheet(request, _sheet([promise.row for promise in promises])),
    }
    return shown(request, sitting, "partnership/commitments.html", context)


def _sheet(rows: list[Commitment]) -> Sheet:
    headings = (
        Heading("Who"),
        Heading("What"),
        Heading("How much", number=True),
        Heading("Of what"),
        Heading("By when"),
        Heading("Stands at"),
        Heading("For which solution"),
    )
    return Sheet(
        "promises",
        "Promises. The file holds all of them, those that were replaced too.",
        headings,
        tuple(_cells(row) for row in rows),
        empty="This will show who promised what, by when.",
    )


def _cells(row: Commitment) -> tuple[Cell, ...]:
    amount = Cell("", None) if row.amount is None else Cell(f"{row.amount:,.4g}", float(row.amount))
    due = Cell(f"{row.due.day} {row.due:%B %Y}", row.due.isoformat())
    solution = "" if row.solution is None else row.solution.title
    return (
        text(row.seat.organization.name),
        text(row.what),
        amount,
        text(row.unit),
        due,
        text(row.get_state_display()),
        text(solution),
    )
