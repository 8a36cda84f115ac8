"""One need."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.models import Need
from sectoral.workspace.roles import Sitting
from sectoral.workspace.views.table.door import of_table, shown


@of_table("need")
def need(request: HttpRequest, sitting: Sitting, need: Need) -> HttpResponse:
    """One need, for those who may know of it."""
    return shown(request, sitting, "table/need.html", {"need": need})
