"""The record of a partnership: who did what, when and why."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.models import Partnership
from sectoral.workspace.presenters.partnership_record import KINDS
from sectoral.workspace.presenters.partnership_record import list_record_lines as read
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_table, render_page


@at_table("see_record")
def record_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The record, a page at a time."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    context = {
        "page": read(sitting, _partnership_of(sitting), kind=kind, page=request.GET.get("page")),
        "kinds": [(key, words) for key, (words, _) in KINDS.items()],
        "kind": kind,
        "keep": f"kind={kind}&" if kind else "",
    }
    return render_page(request, sitting, "partnership/record.html", context)


def _partnership_of(sitting: Sitting) -> Partnership:
    if sitting.partnership is None:
        raise TypeError("A record is of one partnership.")
    return sitting.partnership
