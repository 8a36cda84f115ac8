"""Whoever sits at one table may look across all of them: who sits where, who convenes what."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.environment import clock
from sectoral.workspace.models import Partnership
from sectoral.workspace.models.terms import in_force
from sectoral.workspace.queries.roles import Sitting, sitting_of
from sectoral.workspace.views.partnership.page import refusal_response

Page = Callable[[HttpRequest, Sitting], HttpResponse]


def across_tables(page: Page) -> Callable[[HttpRequest], HttpResponse]:
    """Give the view a sitting where no partnership is meant, for those who see one from inside.

    An office or convening is enough; so is acting for a seat anywhere.
    """

    @wraps(page)
    def view(request: HttpRequest) -> HttpResponse:
        at = clock.now()
        sitting = sitting_of(request.user, None, at=at)
        answer = sitting.may("see_partnership")
        if not answer and sitting.person is not None:
            acts = Partnership.objects.filter(
                in_force(at, "seats__delegates__"), seats__delegates__person=sitting.person
            )
            answer = next(
                (
                    said
                    for partnership in acts.distinct()[:20]
                    if (
                        said := sitting_of(sitting.person, partnership, at=at).may(
                            "see_partnership"
                        )
                    )
                ),
                answer,
            )
        if not answer:
            return refusal_response(request, sitting, answer.reason)
        return page(request, sitting)

    return view
