"""People: who has an account, at which organization, in which office of the state."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sectoral.workspace.drawings.lists import cut_page, show_list
from sectoral.workspace.presenters.directory import people_rows, person_account
from sectoral.workspace.presenters.people_list import PEOPLE
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_state, render_page


@at_state("keep_people")
def people_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The list of accounts: all of them for the state, those near for a convener."""
    wish = PEOPLE.read_wish(request.GET)
    page = cut_page(PEOPLE.narrow_rows(people_rows(sitting), wish), wish)
    context = {
        "list": show_list(PEOPLE, page, [person_account(person) for person in page.rows]),
        "everybody": bool(sitting.may("give_office")),
        "no_mail": not settings.SECTORAL_MAIL,
    }
    return render_page(request, sitting, "directory/people.html", context)
