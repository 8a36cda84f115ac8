"""Organizations, found by name, code or kind."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.drawings.lists import cut_page, show_list
from sectoral.workspace.presenters.directory import find_twins, organization_rows
from sectoral.workspace.presenters.organization_list import ORGANIZATIONS
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.exports.sheet_files import requested_list
from sectoral.workspace.views.partnership.page import at_state, render_page


@at_state("keep_people")
def organizations_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The list of organizations; for the state's lead, those that are registered twice first."""
    wish = ORGANIZATIONS.read_wish(request.GET)
    rows = ORGANIZATIONS.narrow_rows(organization_rows(), wish)
    if "format" in request.GET:
        return requested_list(request, ORGANIZATIONS, rows, private=True)
    context = {
        "list": show_list(ORGANIZATIONS, cut_page(rows, wish)),
        "doubled": find_twins() if sitting.may("give_office") else [],
    }
    return render_page(request, sitting, "directory/organizations.html", context)
