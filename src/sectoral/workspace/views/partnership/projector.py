"""A meeting on the wall: what everybody in the room may read, in big type."""

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from sectoral.workspace.drawings.charts import Rated, ratings
from sectoral.workspace.models import Meeting
from sectoral.workspace.presenters.meeting_projector import Weighed, captured, weighed
from sectoral.workspace.queries.meetings import STATEMENT
from sectoral.workspace.queries.meetings import room as who_is_there
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import of_table, shown


@of_table("meeting")
def projector(request: HttpRequest, sitting: Sitting, meeting: Meeting) -> HttpResponse:
    """The wall; it renews itself while the meeting is on, unless it was told to stand still."""
    plotted = weighed(sitting)
    still = "still" in request.GET
    context = {
        "meeting": meeting,
        "statement": STATEMENT,
        "room": who_is_there(meeting),
        "captured": captured(meeting, sitting),
        "decisions": list(meeting.decisions.all()),
        "plotted": plotted,
        "plot": _drawn(plotted) if plotted else None,
        "still": still,
        "renews": meeting.state == Meeting.State.OPEN and not still,
    }
    return shown(request, sitting, "partnership/projector.html", context)


def _drawn(plotted: list[Weighed]) -> SafeString:
    rated = tuple(Rated(str(one.place), one.importance, one.feasibility) for one in plotted)
    said = "; ".join(
        f"{one.place}. {one.title}: importance {one.importance:g}, feasibility {one.feasibility:g}"
        for one in plotted
    )
    return ratings(rated, f"Importance against feasibility. {said}")
