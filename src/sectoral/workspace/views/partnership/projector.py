"""A meeting on the wall: what everybody in the room may read, in big type."""

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from sectoral.workspace.drawings.charts import RatingPoint, draw_ratings
from sectoral.workspace.models import Meeting
from sectoral.workspace.presenters.meeting_projector import (
    WeighedNeed,
    captured_items,
    present_point,
    weighed_needs,
)
from sectoral.workspace.queries.meetings import STATEMENT
from sectoral.workspace.queries.meetings import meeting_balance as who_is_there
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import of_table, render_page


@of_table("meeting")
def projector_page(request: HttpRequest, sitting: Sitting, meeting: Meeting) -> HttpResponse:
    """The wall; it renews itself while the meeting is on, unless it was told to stand still."""
    plotted = weighed_needs(sitting)
    still = "still" in request.GET
    context = {
        "meeting": meeting,
        "statement": STATEMENT,
        "room": who_is_there(meeting),
        "now": present_point(meeting, sitting),
        "captured": captured_items(meeting, sitting),
        "decisions": list(meeting.decisions.all()),
        "plotted": plotted,
        "plot": _draw_ratings(plotted) if plotted else None,
        "still": still,
        "renews": meeting.state == Meeting.State.OPEN and not still,
    }
    return render_page(request, sitting, "partnership/projector.html", context)


def _draw_ratings(plotted: list[WeighedNeed]) -> SafeString:
    rated = tuple(RatingPoint(str(one.place), one.importance, one.feasibility) for one in plotted)
    said = "; ".join(
        f"{one.place}. {one.title}: importance {one.importance:g}, feasibility {one.feasibility:g}"
        for one in plotted
    )
    return draw_ratings(rated, f"Importance against feasibility. {said}")
