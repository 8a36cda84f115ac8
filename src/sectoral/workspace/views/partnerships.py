"""Every partnership: where it is, whether it is active, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sectoral.workspace.drawings.lists import cut_page, show_list
from sectoral.workspace.drawings.sheets import PageSheet, SheetColumn, sheet_of
from sectoral.workspace.environment import clock
from sectoral.workspace.evidence.coverage import CoverageGap, SectorCoverage, coverage_of
from sectoral.workspace.evidence.facts import current_facts
from sectoral.workspace.presenters import partnership_list as read
from sectoral.workspace.presenters.partnership_table import partnership_rows, partnership_table
from sectoral.workspace.queries.known_partnerships import known_to
from sectoral.workspace.queries.roles import sitting_of
from sectoral.workspace.rules.permissions import PartnershipRole
from sectoral.workspace.views.exports.sheet_files import requested_list, sheet_file
from sectoral.workspace.views.visitor_cache import kept_for_visitors

GAPS_SHOWN = 12


@kept_for_visitors("q", "stage", "region", "sector", "sort", "page", "format", "table")
def partnerships_page(request: HttpRequest) -> HttpResponse:
    """All of them, for everybody; why each stands where it does, for the state."""
    sitting = sitting_of(request.user, None, at=clock.now())
    state = PartnershipRole.STATE in sitting.roles
    known = known_to(request.user, at=sitting.at)
    regions, sectors = read.filter_choices(known)
    spec = partnership_table(state=state, regions=regions, sectors=sectors)
    wish = spec.read_wish(request.GET)
    rows = partnership_rows(read.listed_partnerships(known, every=state), sitting.at)
    rows = spec.narrow_rows(rows, wish)
    facts = current_facts()
    covered = coverage_of(facts, read.standing_cases(known)) if facts else None
    if "format" in request.GET:
        if request.GET.get("table") == "gaps" and covered is not None:
            return sheet_file(request, (_gap_sheet(covered),), private=state)
        lines = read.partnership_lines(rows, at=sitting.at, state=state)
        return requested_list(request, spec, lines, private=state)
    page = cut_page(rows, wish)
    lines = read.partnership_lines(page.rows, at=sitting.at, state=state)
    context = {
        "sitting": sitting,
        "state": state,
        "list": show_list(spec, page, lines),
        **_gap_context(covered),
        "grid": read.partnership_grid(rows),
        "may_keep": sitting.may("keep_people"),
        "may_propose": sitting.may("propose"),
    }
    return render(request, "partnerships.html", context)


def _gap_context(covered: SectorCoverage | None) -> dict[str, object]:
    gaps = covered.gaps if covered else ()
    return {
        "covered": covered,
        "gaps": gaps[:GAPS_SHOWN],
        "more_gaps": max(0, len(gaps) - GAPS_SHOWN),
    }


def _gap_sheet(covered: SectorCoverage) -> PageSheet:
    columns: tuple[SheetColumn[CoverageGap], ...] = (
        SheetColumn("Region", lambda gap: gap.region),
        SheetColumn("Critical sector without a partnership", lambda gap: gap.sector),
    )
    return sheet_of("gaps", "Critical sectors without a partnership", columns, covered.gaps)
