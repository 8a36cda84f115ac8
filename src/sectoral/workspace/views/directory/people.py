"""People: who has an account, at which organization, in which office of the state."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sectoral.workspace.presenters.directory import list_people as read
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_state, render_page


@at_state("keep_people")
def people_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The list of accounts: all of them for the state, those near for a convener."""
    words = request.GET.get("q", "").strip()
    page, accounts = read(sitting, words=words, page=request.GET.get("page"))
    keep = f"{urlencode({'q': words})}&" if words else ""
    everybody = bool(sitting.may("give_office"))
    context = {
        "page": page,
        "accounts": accounts,
        "words": words,
        "keep": keep,
        "everybody": everybody,
        "no_mail": not settings.SECTORAL_MAIL,
    }
    return render_page(request, sitting, "directory/people.html", context)
