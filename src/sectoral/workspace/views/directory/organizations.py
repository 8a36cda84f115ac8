"""Organizations, found by name, code or kind."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.models.organizations import System
from sectoral.workspace.presenters.directory import find_twins
from sectoral.workspace.presenters.directory import list_organizations as read
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_state, render_page


@at_state("keep_people")
def organizations_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The list of organizations; for the state's lead, those that are registered twice first."""
    words, system = request.GET.get("q", "").strip(), request.GET.get("system", "")
    asked = {"q": words, "system": system}
    keep = urlencode({name: value for name, value in asked.items() if value})
    context = {
        "page": read(words=words, system=system, page=request.GET.get("page")),
        "words": words,
        "system": system,
        "systems": System.choices,
        "doubled": find_twins() if sitting.may("give_office") else [],
        "keep": f"{keep}&" if keep else "",
    }
    return render_page(request, sitting, "directory/organizations.html", context)
