"""Messages to the companies at a table."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.guards.neutrality import speaks_about
from sectoral.workspace.presenters import posts as read
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_table, partnership_of, render_page


@at_table("see_partnership")
def posts_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """What the companies can read, what waits for the convener, and writing one's own."""
    partnership = partnership_of(sitting)
    context = {
        "found": read.shown_posts(partnership, request.GET.get("page")),
        "held": read.held_posts(partnership) if sitting.may("handle_pitch") else [],
        "yours": read.not_shown(partnership, sitting.seats) if sitting.seats else [],
        "not_yet": _not_yet(sitting),
    }
    return render_page(request, sitting, "partnership/posts.html", context)


def _not_yet(sitting: Sitting) -> str:
    """Why a member cannot write just now, told before anybody types; '' where it may."""
    if not sitting.seats:
        return "Only people who act for a seat at this table can write here."
    if not sitting.may("message_employers"):
        return (
            "Champions and partners write here. If your company needs something, raise it as "
            "a need, so that every public partner hears it."
        )
    if any(seat.is_company for seat in sitting.seats):
        return ""
    return _no_part(sitting)


def _no_part(sitting: Sitting) -> str:
    """A public partner writes about an open solution in which it has a part (I5)."""
    partnership = partnership_of(sitting)
    opened = read.open_solutions(partnership)
    if not opened:
        return (
            "Public partners listen first. No solution is open now, so nobody can write to "
            "the companies yet. The next listening release will bring you what companies "
            "need."
        )
    if not speaks_about(sitting.seats, opened):
        return (
            "Public partners can write about an open solution that they take part in. Your "
            "organization has none now. Contribute to a solution, or ask the convener to "
            "invite you to one."
        )
    return ""
