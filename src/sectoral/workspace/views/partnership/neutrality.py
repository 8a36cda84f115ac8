"""Whether anybody sells at the table: the neutrality report, and reports of pitches."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.columns.seats import KIND, ORGANIZATION
from sectoral.workspace.drawings.sheets import PageSheet, SheetColumn, sheet_of, sort_sheet
from sectoral.workspace.guards.solution import organizations_of
from sectoral.workspace.presenters import neutrality as read
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.policy import UPHELD_REPORTS
from sectoral.workspace.views.exports.sheet_files import requested_file
from sectoral.workspace.views.partnership.page import at_table, partnership_of, render_page


@at_table("see_neutrality")
def neutrality_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The report of the last year, and the reports of pitches that wait."""
    partnership = partnership_of(sitting)
    report = read.neutrality_report(partnership, at=sitting.at)
    sheet = _neutrality_sheet(report)
    file = requested_file(request, (sheet,), private=True)
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
        "upheld": UPHELD_REPORTS.value,
        "waiting": read.open_reports(partnership, mine) if handles else [],
        "handled": read.handled_reports(partnership) if handles else [],
        "handles": handles,
        "keep": "",
        "sheet": sort_sheet(sheet, request.GET.get("sort", "")),
    }
    return render_page(request, sitting, "partnership/neutrality.html", context)


def _neutrality_sheet(report: read.NeutralityReport) -> PageSheet:
    columns: tuple[SheetColumn[read.NeutralityLine], ...] = (
        ORGANIZATION.within(lambda line: line.seat),
        KIND.within(lambda line: line.seat),
        SheetColumn("Messages", lambda line: line.posts, number=True),
        SheetColumn("Looked like offers", lambda line: line.held, number=True),
        SheetColumn("Reported as pitches", lambda line: line.reports, number=True),
        SheetColumn("Were pitches", lambda line: line.upheld, number=True),
    )
    return sheet_of(
        "neutrality",
        "Each partner and each supplier in the last 365 days.",
        columns,
        report.lines,
        empty="This will show each partner once one has a seat.",
    )
