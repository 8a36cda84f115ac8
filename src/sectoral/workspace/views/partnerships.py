"""Every partnership: where it is, whether it is active, and why."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sectoral.workspace.drawings.sheets import PageSheet, SheetHeading, text_cell
from sectoral.workspace.environment import clock
from sectoral.workspace.evidence.coverage import SectorCoverage, coverage_of
from sectoral.workspace.evidence.facts import current_facts
from sectoral.workspace.models.partnerships import Stage
from sectoral.workspace.presenters import partnership_list as read
from sectoral.workspace.queries.known_partnerships import known_to
from sectoral.workspace.queries.roles import Sitting, sitting_of
from sectoral.workspace.rules.permissions import PartnershipRole
from sectoral.workspace.views.evidence.page import as_file
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
        return as_file(request, facts, sheet, form)
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
    headings = ["Partnership", "Region", "Sector", "State", "Since", "Lead convener"]
    headings += ["Next open meeting"]
    if state:
        headings += ["Why", "Missing from the checklist", "Vacancy", "Size", "Overlaps"]
    rows = tuple(
        tuple(text_cell(words) for words in _partnership_cells(line, state)) for line in lines
    )
    caption = "Partnerships and where they stand"
    return PageSheet("partnerships", caption, tuple(SheetHeading(h) for h in headings), rows)


def _partnership_cells(line: read.PartnershipLine, state: bool) -> list[str]:
    row, meeting = line.partnership, line.meeting
    cells = [row.name, row.region_name, row.sector_name, row.get_stage_display()]
    cells += [f"{row.stage_since:%Y-%m-%d}", line.convener]
    cells += [f"{meeting.starts:%Y-%m-%d}" if meeting else ""]
    if state:
        cells += ["; ".join(line.why), "; ".join(line.missing)]
        cells += ["no lead convener for a full term" if line.vacant else ""]
        cells += ["; ".join(f"{s.words}: {s.number}, band {s.band}" for s in line.size)]
        cells += ["; ".join(str(overlap) for overlap in line.overlaps)]
    return cells


def _gap_sheet(covered: SectorCoverage) -> PageSheet:
    rows = tuple((text_cell(gap.region), text_cell(gap.sector)) for gap in covered.gaps)
    headings = (SheetHeading("Region"), SheetHeading("Critical sector without a partnership"))
    return PageSheet("gaps", "Critical sectors without a partnership", headings, rows)
