"""One need."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.models import Need
from sectoral.workspace.presenters.need import need_page
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import of_table, render_page


@of_table("need")
def need_view(request: HttpRequest, sitting: Sitting, need: Need) -> HttpResponse:
    """Its text, who stands by it, and what became of it, for those who may know of it."""
    return render_page(
        request, sitting, "partnership/need.html", {"page": need_page(need, sitting)}
    )
