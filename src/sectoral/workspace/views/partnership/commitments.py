"""Promises: who, what, how much, by when, and whether they were kept."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.drawings.sheets import (
    PageSheet,
    SheetCell,
    SheetColumn,
    SheetHeading,
    sheet_of,
    sort_sheet,
)
from sectoral.workspace.models import Commitment
from sectoral.workspace.queries import commitments as read
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.exports.sheet_files import page_name, sheet_response
from sectoral.workspace.views.partnership.page import at_table, partnership_of, render_page


@at_table("see_partnership")
def commitments_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The promises of a partnership: one's own first, then the late ones."""
    partnership = partnership_of(sitting)
    if "format" in request.GET:
        whole = _commitment_sheet(list(read.in_order(partnership)))
        name = f"{page_name(request)}-{whole.name}"
        return sheet_response(whole, request.GET["format"], name, private=True)
    found, promises = read.list_commitments(partnership, sitting.seats, request.GET.get("page"))
    sheet = _commitment_sheet([promise.row for promise in promises])
    context = {
        "found": found,
        "promises": promises,
        "kept": read.commitment_outcomes(partnership),
        "keep": f"page={found.number}&" if found.number > 1 else "",
        "sheet": sort_sheet(sheet, request.GET.get("sort", "")),
    }
    return render_page(request, sitting, "partnership/commitments.html", context)


def _commitment_sheet(rows: list[Commitment]) -> PageSheet:
    return sheet_of(
        "promises",
        "Promises. The file holds all of them, those that were replaced too.",
        _COLUMNS,
        rows,
        empty="This will show who promised what, by when.",
    )


def _amount_cell(row: Commitment) -> SheetCell:
    if row.amount is None:
        return SheetCell("", None)
    return SheetCell(f"{row.amount:,.4g}", float(row.amount))


_COLUMNS: tuple[SheetColumn[Commitment], ...] = (
    ("Who", lambda row: row.seat.organization.name),
    ("What", lambda row: row.what),
    (SheetHeading("How much", number=True), _amount_cell),
    ("Of what", lambda row: row.unit),
    ("By when", lambda row: row.due),
    ("Stands at", lambda row: row.get_state_display()),
    ("For which solution", lambda row: row.solution.title if row.solution else ""),
)
