"""One need."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.models import Need
from sectoral.workspace.reads.need_page import need_page
from sectoral.workspace.roles import Sitting
from sectoral.workspace.views.table.door import of_table, shown


@of_table("need")
def need(request: HttpRequest, sitting: Sitting, need: Need) -> HttpResponse:
    """Its text, who stands by it, and what became of it, for those who may know of it."""
    return shown(request, sitting, "table/need.html", {"page": need_page(need, sitting)})
