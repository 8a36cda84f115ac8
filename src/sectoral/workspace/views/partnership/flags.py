"""Words about pay, hiring or prices that wait for somebody to look at them."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.acts import BY_KEY
from sectoral.workspace.models import GroundRules
from sectoral.workspace.queries import flags as read
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_table, partnership_of, render_page


@at_table("look_at_words")
def flags_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Each text with its words, to be let stand or kept back; and what was said of the last ones.

    Who wrote them stands beside it for those who may know who raised what (S23).
    """
    partnership = partnership_of(sitting)
    context = {
        "waiting": [(flag, _button_words(flag.act)) for flag in read.waiting_flags(partnership)],
        "looked_at": read.looked_at(partnership),
        "counsel": GroundRules.of(partnership).counsel,
        "named": sitting.may("see_who_raised"),
    }
    return render_page(request, sitting, "partnership/flags.html", context)


def _button_words(key: str) -> str:
    """The button by which it was sent."""
    act = BY_KEY.get(key)
    return act.words if act else ""
