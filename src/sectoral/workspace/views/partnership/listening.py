"""Joint listening: every release with its one moment, and who has read it."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.actions.listening import may_release
from sectoral.workspace.presenters.listening import count_releasable_needs, list_releases
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_table, partnership_of, render_page


@at_table("see_released_needs")
def listening_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The same archive for whoever joined when."""
    pages, releases = list_releases(sitting, request.GET.get("page", ""))
    context = {
        "pages": pages,
        "releases": releases,
        "releasable": count_releasable_needs(sitting),
        "nobody_listens": may_release(partnership_of(sitting), sitting.at).reason,
    }
    return render_page(request, sitting, "partnership/listening.html", context)
