"""Whether anybody sells at the table: the neutrality report, and reports of pitches."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.drawings.sheets import Cell, Heading, Sheet, text
from sectoral.workspace.guards.solution import organizations_of
from sectoral.workspace.presenters import neutrality as read
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_table, here, shown
from sectoral.workspace.views.partnership.sheets import sorted_sheet, taken


@at_table("see_neutrality")
def neutrality(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The report of the last year, and the reports of pitches that wait."""
    partnership = here(sitting)
    report = read.report(partnership, at=sitting.at)
    sheet = _sheet(report)
    file = taken(request, sheet)
    if file is not None:
        return file
    handles = bool(sitting.may("handle_pitch")) and sitting.person is not None
    mine = organizations_of(sitting.person, sitting.at) if handles and sitting.person else []
    context = {
        "report": report,
        "percent": None if report.public_post_share is None else f"{report.public_post_share:.0%}",
        "provider": None
        if report.same_provider is None
        else (report.same_provider[0], f"{report.same_provider[1]:.0%}"),
        "patterns": [line for line in report.lines if line.pattern],
        "upheld": read.UPHELD,
        "waiting": read.open_reports(partnership, mine) if handles else [],
        "handled": read.handled(partnership) if handles else [],
        "handles": handles,
        "keep": "",
        "sheet": sorted_sheet(request, sheet),
    }
    return shown(request, sitting, "partnership/neutrality.html", context)


def _sheet(report: read.Report) -> Sheet:
    headings = (
        Heading("Partner"),
        Heading("System"),
        Heading("Messages", number=True),
        Heading("Looked like offers", number=True),
        Heading("Reported as pitches", number=True),
        Heading("Were pitches", number=True),
    )
    rows = tuple(
        (
            text(line.seat.organization.name),
            text(line.seat.get_system_display()),
            *(Cell(f"{n:,}", n) for n in (line.posts, line.held, line.reports, line.upheld)),
        )
        for line in report.lines
    )
    return Sheet(
        "neutrality",
        "Each partner, and each company that sits as a supplier, in the last 365 days.",
        headings,
        rows,
        empty="This will show each partner once one has a seat.",
    )
