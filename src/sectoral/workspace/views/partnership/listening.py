"""Joint listening: every release with its one moment, and who has read it."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.presenters.listening import heard, releasable
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_table, shown


@at_table("see_released_needs")
def listening(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The same archive for whoever joined when."""
    pages, releases = heard(sitting, request.GET.get("page", ""))
    context = {"pages": pages, "releases": releases, "releasable": releasable(sitting)}
    return shown(request, sitting, "partnership/listening.html", context)
