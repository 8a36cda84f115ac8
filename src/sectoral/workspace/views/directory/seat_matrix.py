"""Systems × partnerships: who sits where, and where nobody does (P46)."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from sectoral.workspace.columns.partnerships import NAME
from sectoral.workspace.drawings.sheets import PageSheet, SheetColumn, sheet_of
from sectoral.workspace.models.organizations import System
from sectoral.workspace.presenters.partnership_list import (
    PartnershipFilter,
    filter_choices,
    filter_partnerships,
)
from sectoral.workspace.presenters.partnerships import MatrixRow
from sectoral.workspace.presenters.partnerships import seat_matrix as read
from sectoral.workspace.queries.known_partnerships import known_to
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.directory.across import across_tables
from sectoral.workspace.views.exports.sheet_files import page_name, sheet_response
from sectoral.workspace.views.partnership.page import render_page

A_PAGE = 25


@across_tables
def seat_matrix(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The seat matrix of the partnerships that go on, a page at a time; whole as a file."""
    known = known_to(request.user, at=sitting.at)
    regions, _ = filter_choices(known)
    asked = request.GET.get("region", "")
    region = asked if asked in dict(regions) else ""
    rows = filter_partnerships(PartnershipFilter(stage="live", region=region), known, every=False)
    if "format" in request.GET:
        sheet = _matrix_sheet(read(rows, at=sitting.at))
        return sheet_response(sheet, request.GET["format"], page_name(request), private=True)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    matrix = read(page.object_list, at=sitting.at)
    context = {
        "page": page,
        "systems": [str(system.label) for system in System],
        "rows": [(row, [_system_cell(row, system) for system in System]) for row in matrix],
        "holes": sum(len(row.holes) for row in matrix),
        "regions": regions,
        "region": region,
        "keep": f"region={region}&" if region else "",
    }
    return render_page(request, sitting, "directory/seat_matrix.html", context)


def _system_cell(row: MatrixRow, system: System) -> tuple[str, int, str]:
    """The system, how many sit for it, and the names of public partners, never of companies."""
    seats = row.seats[system]
    named = () if system == System.EMPLOYER else seats
    return str(system.label), len(seats), ", ".join(seat.organization.name for seat in named)


def _matrix_sheet(rows: list[MatrixRow]) -> PageSheet:
    columns: tuple[SheetColumn[MatrixRow], ...] = (
        NAME.within(lambda row: row.partnership),
        *(_seats_column(system) for system in System),
        SheetColumn("Nobody sits for", lambda row: [str(system.label) for system in row.holes]),
    )
    return sheet_of("seats", "Seats by system and partnership", columns, rows)


def _seats_column(system: System) -> SheetColumn[MatrixRow]:
    label = str(system.label).capitalize()
    return SheetColumn(label, lambda row: len(row.seats[system]), unit="seats", number=True)
