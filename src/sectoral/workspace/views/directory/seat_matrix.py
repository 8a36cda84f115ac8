"""Systems × partnerships: who sits where, and who is missing (P46)."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from sectoral.workspace.columns.partnerships import NAME
from sectoral.workspace.drawings.sheets import PageSheet, SheetColumn, sheet_of
from sectoral.workspace.models.organizations import System
from sectoral.workspace.models.partnerships import LIVE
from sectoral.workspace.presenters.partnership_list import (
    filter_choices,
    listed_partnerships,
)
from sectoral.workspace.presenters.partnerships import MatrixRow
from sectoral.workspace.presenters.partnerships import seat_matrix as read
from sectoral.workspace.queries.known_partnerships import known_to
from sectoral.workspace.queries.roles import Sitting, offices_of, sittings_of
from sectoral.workspace.views.directory.across import across_tables
from sectoral.workspace.views.exports.sheet_files import page_name, sheet_response
from sectoral.workspace.views.partnership.page import render_page

A_PAGE = 50


@across_tables
def seat_matrix(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The seat matrix of the partnerships that go on, a page at a time; whole as a file."""
    known = known_to(request.user, at=sitting.at)
    regions, _ = filter_choices(known)
    asked = request.GET.get("region", "")
    region = asked if asked in dict(regions) else ""
    rows = listed_partnerships(known, every=False).filter(stage__in=LIVE)
    rows = rows.select_related("checklist").order_by("name", "pk")
    rows = rows.filter(region=region) if region else rows
    if "format" in request.GET:
        sheet = _matrix_sheet(read(rows, at=sitting.at))
        return sheet_response(sheet, request.GET["format"], page_name(request), private=True)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    matrix = read(page.object_list, at=sitting.at)
    context = {
        "page": page,
        "systems": [str(system.label) for system in System],
        "rows": [(row, [_system_cell(row, system) for system in System]) for row in matrix],
        "short": sum(bool(row.missing_words) for row in matrix),
        "inside": _tables_inside(sitting),
        "regions": regions,
        "region": region,
        "keep": f"region={region}&" if region else "",
    }
    return render_page(request, sitting, "directory/seat_matrix.html", context)


def _tables_inside(sitting: Sitting) -> set[int] | None:
    """The partnerships whose own pages a person may open; None for all of them, as offices may.

    Whoever sits at one table knows of all, and reads their public pages.
    """
    if offices_of(sitting.person, at=sitting.at):
        return None
    held = sittings_of(sitting.person, at=sitting.at)
    return {one.partnership.pk for one in held if one.partnership and one.may("see_partnership")}


def _system_cell(row: MatrixRow, system: System) -> tuple[str, int, str, int]:
    """The system, how many sit for it, the names of public partners, never of companies; and how
    many the checklist asks for, where it is more.
    """
    seats = row.seats[system]
    named = () if system == System.EMPLOYER else seats
    names = ", ".join(seat.organization.name for seat in named)
    return str(system.label), len(seats), names, row.missing.get(system, 0)


def _matrix_sheet(rows: list[MatrixRow]) -> PageSheet:
    columns: tuple[SheetColumn[MatrixRow], ...] = (
        NAME.within(lambda row: row.partnership),
        *(_seats_column(system) for system in System),
        SheetColumn("The checklist still asks for", lambda row: list(row.missing_words)),
    )
    return sheet_of("seats", "Seats by system and partnership", columns, rows)


def _seats_column(system: System) -> SheetColumn[MatrixRow]:
    label = str(system.label).capitalize()
    return SheetColumn(label, lambda row: len(row.seats[system]), unit="seats", number=True)
