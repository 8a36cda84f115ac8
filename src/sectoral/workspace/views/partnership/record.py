"""The record of a partnership: who did what, when and why."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.drawings.lists import cut_page, show_list
from sectoral.workspace.presenters.partnership_record import (
    RECORD,
    record_rows,
)
from sectoral.workspace.queries.record_lines import actor_names, line_of
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_table, partnership_of, render_page


@at_table("see_record")
def record_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The record, a page at a time."""
    partnership = partnership_of(sitting)
    wish = RECORD.read_wish(request.GET)
    page = cut_page(RECORD.narrow_rows(record_rows(partnership), wish), wish)
    called = actor_names(sitting, partnership)
    lines = [line_of(line, called) for line in page.rows]
    context = {"list": show_list(RECORD, page, lines)}
    return render_page(request, sitting, "partnership/record.html", context)
