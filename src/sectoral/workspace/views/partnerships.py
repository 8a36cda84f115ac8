"""Every partnership: where it is, whether it is active, and why."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sectoral.workspace.columns.partnerships import NAME, REGION, SECTOR, STAGE, STAGE_SINCE
from sectoral.workspace.drawings.sheets import PageSheet, SheetColumn, sheet_of
from sectoral.workspace.environment import clock
from sectoral.workspace.evidence.coverage import CoverageGap, SectorCoverage, coverage_of
from sectoral.workspace.evidence.facts import current_facts
from sectoral.workspace.models.partnerships import Stage
from sectoral.workspace.presenters import partnership_list as read
from sectoral.workspace.queries.known_partnerships import known_to
from sectoral.workspace.queries.roles import Sitting, sitting_of
from sectoral.workspace.rules.permissions import PartnershipRole
from sectoral.workspace.views.exports.sheet_files import page_name, sheet_response
from sectoral.workspace.views.visitor_cache import kept_for_visitors

A_PAGE = 25
GAPS_SHOWN = 12


@kept_for_visitors("stage", "region", "sector", "page", "format", "table")
def partnerships_page(request: HttpRequest) -> HttpResponse:
    """All of them, for everybody; why each stands where it does, for the state."""
    sitting = sitting_of(request.user, None, at=clock.now())
    state = PartnershipRole.STATE in sitting.roles
    known = known_to(request.user, at=sitting.at)
    regions, sectors = read.filter_choices(known)
    stages = _stage_choices(state)
    wish = _wish_of(request, stages, regions, sectors)
    rows = read.filter_partnerships(wish, known, every=state)
    facts = current_facts()
    covered = coverage_of(facts, read.standing_cases(known)) if facts else None
    form = request.GET.get("format")
    if form is not None:
        sheet = _requested_sheet(request, sitting, covered, rows, state)
        return sheet_response(sheet, form, f"{page_name(request)}-{sheet.name}", private=state)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "sitting": sitting,
        "state": state,
        "wish": wish,
        "stages": stages,
        "regions": regions,
        "sectors": sectors,
        "covered": covered,
        "gaps": covered.gaps[:GAPS_SHOWN] if covered else (),
        "more_gaps": max(0, len(covered.gaps) - GAPS_SHOWN) if covered else 0,
        "page": page,
        "lines": read.partnership_lines(page.object_list, at=sitting.at, state=state),
        "grid": read.partnership_grid(rows),
        "keep": _filter_query(request),
        "may_keep": sitting.may("keep_people"),
        "may_propose": sitting.may("propose"),
    }
    return render(request, "partnerships.html", context)


def _requested_sheet(
    request: HttpRequest,
    sitting: Sitting,
    covered: SectorCoverage | None,
    rows: Iterable[object],
    state: bool,
) -> PageSheet:
    """The table that the address asks for, whole."""
    name = request.GET.get("table", "partnerships")
    if name == "gaps" and covered is not None:
        return _gap_sheet(covered)
    if name != "partnerships":
        raise Http404("No such table on this page.")
    return _partnership_sheet(read.partnership_lines(rows, at=sitting.at, state=state), state=state)  # type: ignore[arg-type]


def _stage_choices(state: bool) -> list[tuple[str, str]]:
    """The stages to filter by; proposals not taken up are listed for the state alone."""
    shown = [(s.value, s.label) for s in Stage if state or s != Stage.REJECTED]
    return [("", "All"), ("live", "All that go on"), *shown]


def _wish_of(
    request: HttpRequest,
    stages: list[tuple[str, str]],
    regions: list[tuple[str, str]],
    sectors: list[tuple[str, str]],
) -> read.PartnershipFilter:
    """What the form asks; what it does not offer is taken as 'all'."""
    offered = {"stage": stages, "region": regions, "sector": sectors}
    asked = {name: request.GET.get(name, "") for name in offered}
    return read.PartnershipFilter(
        **{name: word if word in dict(offered[name]) else "" for name, word in asked.items()}
    )


def _filter_query(request: HttpRequest) -> str:
    asked = request.GET.copy()
    for name in ("format", "table", "page"):
        asked.pop(name, None)
    return f"{asked.urlencode()}&" if asked else ""


def _partnership_sheet(lines: list[read.PartnershipLine], *, state: bool) -> PageSheet:
    columns = (*_PUBLIC_COLUMNS, *_STATE_COLUMNS) if state else _PUBLIC_COLUMNS
    return sheet_of("partnerships", "Partnerships and where they stand", columns, lines)


def _gap_sheet(covered: SectorCoverage) -> PageSheet:
    columns: tuple[SheetColumn[CoverageGap], ...] = (
        SheetColumn("Region", lambda gap: gap.region),
        SheetColumn("Critical sector without a partnership", lambda gap: gap.sector),
    )
    return sheet_of("gaps", "Critical sectors without a partnership", columns, covered.gaps)


_PUBLIC_COLUMNS: tuple[SheetColumn[read.PartnershipLine], ...] = (
    *(
        column.within(lambda line: line.partnership)
        for column in (NAME, REGION, SECTOR, STAGE, STAGE_SINCE)
    ),
    SheetColumn("Lead convener", lambda line: line.convener),
    SheetColumn(
        "Next open meeting", lambda line: line.meeting and line.meeting.starts, moment=True
    ),
)
_STATE_COLUMNS: tuple[SheetColumn[read.PartnershipLine], ...] = (
    SheetColumn("Why", lambda line: line.why),
    SheetColumn("Missing from the checklist", lambda line: line.missing),
    SheetColumn("Vacancy", lambda line: "no lead convener for a full term" if line.vacant else ""),
    SheetColumn("Size", lambda line: [f"{s.words}: {s.number}, band {s.band}" for s in line.size]),
    SheetColumn("Overlaps", lambda line: line.overlaps),
)
