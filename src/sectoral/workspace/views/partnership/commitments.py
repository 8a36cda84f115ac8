"""Promises: who, what, how much, by when, and whether they were kept."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.drawings.sheets import PageSheet, SheetCell, SheetHeading, text_cell
from sectoral.workspace.models import Commitment
from sectoral.workspace.queries import commitments as read
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_table, partnership_of, render_page
from sectoral.workspace.views.partnership.sheets import requested_file, sorted_sheet


@at_table("see_partnership")
def commitments_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The promises of a partnership: one's own first, then the late ones."""
    partnership = partnership_of(sitting)
    rows = read.in_order(partnership)
    file = (
        requested_file(request, _commitment_sheet(list(rows))) if "format" in request.GET else None
    )
    if file is not None:
        return file
    found, promises = read.list_commitments(partnership, sitting.seats, request.GET.get("page"))
    context = {
        "found": found,
        "promises": promises,
        "kept": read.commitment_outcomes(partnership),
        "keep": f"page={found.number}&" if found.number > 1 else "",
        "sheet": sorted_sheet(request, _commitment_sheet([promise.row for promise in promises])),
    }
    return render_page(request, sitting, "partnership/commitments.html", context)


def _commitment_sheet(rows: list[Commitment]) -> PageSheet:
    headings = (
        SheetHeading("Who"),
        SheetHeading("What"),
        SheetHeading("How much", number=True),
        SheetHeading("Of what"),
        SheetHeading("By when"),
        SheetHeading("Stands at"),
        SheetHeading("For which solution"),
    )
    return PageSheet(
        "promises",
        "Promises. The file holds all of them, those that were replaced too.",
        headings,
        tuple(_commitment_cells(row) for row in rows),
        empty="This will show who promised what, by when.",
    )


def _commitment_cells(row: Commitment) -> tuple[SheetCell, ...]:
    amount = (
        SheetCell("", None)
        if row.amount is None
        else SheetCell(f"{row.amount:,.4g}", float(row.amount))
    )
    due = SheetCell(f"{row.due.day} {row.due:%B %Y}", row.due.isoformat())
    solution = "" if row.solution is None else row.solution.title
    return (
        text_cell(row.seat.organization.name),
        text_cell(row.what),
        amount,
        text_cell(row.unit),
        due,
        text_cell(row.get_state_display()),
        text_cell(solution),
    )
