"""Every partnership: where it is, whether it is active, and why."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sectoral.workspace.drawings.sheets import Heading, Sheet, text
from sectoral.workspace.environment import clock
from sectoral.workspace.evidence.coverage import Coverage, coverage
from sectoral.workspace.evidence.facts import current
from sectoral.workspace.models.partnerships import Stage
from sectoral.workspace.presenters import partnership_list as read
from sectoral.workspace.queries.known_partnerships import known_to
from sectoral.workspace.queries.roles import Sitting, sitting_of
from sectoral.workspace.rules.permissions import Role
from sectoral.workspace.views.evidence.page import as_file
from sectoral.workspace.views.visitor_cache import kept_for_visitors

A_PAGE = 25
GAPS_SHOWN = 12


@kept_for_visitors("stage", "region", "sector", "page", "format", "table")
def partnerships(request: HttpRequest) -> HttpResponse:
    """All of them, for everybody; why each stands where it does, for the state."""
    sitting = sitting_of(request.user, None, at=clock.now())
    state = Role.STATE in sitting.roles
    known = known_to(request.user, at=sitting.at)
    regions, sectors = read.choices(known)
    stages = _stages(state)
    wish = _wish(request, stages, regions, sectors)
    rows = read.wanted(wish, known, every=state)
    facts = current()
    covered = coverage(facts, read.standing_cases(known)) if facts else None
    form = request.GET.get("format")
    if form is not None:
        sheet = _asked(request, sitting, covered, rows, state)
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
        "lines": read.lines(page.object_list, at=sitting.at, state=state),
        "grid": read.grid(rows),
        "keep": _keep(request),
        "may_keep": sitting.may("keep_people"),
        "may_propose": sitting.may("propose"),
    }
    return render(request, "partnerships.html", context)


def _asked(
    request: HttpRequest,
    sitting: Sitting,
    covered: Coverage | None,
    rows: Iterable[object],
    state: bool,
) -> Sheet:
    """The table that the address asks for, whole."""
    name = request.GET.get("table", "partnerships")
    if name == "gaps" and covered is not None:
        return _gaps(covered)
    if name != "partnerships":
        raise Http404("No such table on this page.")
    return _sheet(read.lines(rows, at=sitting.at, state=state), state=state)  # type: ignore[arg-type]


def _stages(state: bool) -> list[tuple[str, str]]:
    """The stages to filter by; proposals not taken up are listed for the state alone."""
    shown = [(s.value, s.label) for s in Stage if state or s != Stage.REJECTED]
    return [("", "All"), ("live", "All that go on"), *shown]


def _wish(
    request: HttpRequest,
    stages: list[tuple[str, str]],
    regions: list[tuple[str, str]],
    sectors: list[tuple[str, str]],
) -> read.Wanted:
    """What the form asks; what it does not offer is taken as 'all'."""
    offered = {"stage": stages, "region": regions, "sector": sectors}
    asked = {name: request.GET.get(name, "") for name in offered}
    return read.Wanted(
        **{name: word if word in dict(offered[name]) else "" for name, word in asked.items()}
    )


def _keep(request: HttpRequest) -> str:
    asked = request.GET.copy()
    for name in ("format", "table", "page"):
        asked.pop(name, None)
    return f"{asked.urlencode()}&" if asked else ""


def _sheet(lines: list[read.Line], *, state: bool) -> Sheet:
    headings = ["Partnership", "Region", "Sector", "State", "Since", "Lead convener"]
    headings += ["Next open meeting"]
    if state:
        headings += ["Why", "Missing from the checklist", "Vacancy", "Size", "Overlaps"]
    rows = tuple(tuple(text(words) for words in _cells(line, state)) for line in lines)
    caption = "Partnerships and where they stand"
    return Sheet("partnerships", caption, tuple(Heading(h) for h in headings), rows)


def _cells(line: read.Line, state: bool) -> list[str]:
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


def _gaps(covered: Coverage) -> Sheet:
    rows = tuple((text(gap.region), text(gap.sector)) for gap in covered.gaps)
    headings = (Heading("Region"), Heading("Critical sector without a partnership"))
    return Sheet("gaps", "Critical sectors without a partnership", headings, rows)
