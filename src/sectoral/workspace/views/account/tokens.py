"""Make a token for a program, read it once, end it."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sectoral.workspace.actions import access as actions
from sectoral.workspace.environment import clock
from sectoral.workspace.form_keys import FIELD, letters_of
from sectoral.workspace.models import Partnership, Token, User
from sectoral.workspace.queries import access
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.views.account.recent_proof import require_recent_proof
from sectoral.workspace.views.form_keys import BadKey, answer_once

DAYS = (30, 90, 365)


@require_recent_proof
@never_cache
def tokens_page(request: HttpRequest) -> HttpResponse:
    """The form; and, after it, the new token: this page alone ever shows it.

    Pressed twice, it shows the one token twice. Its letters follow from the form's key and are
    kept nowhere.
    """
    assert isinstance(request.user, User)  # noqa: S101  (confirmed)
    person, why = request.user, ""
    places = access.partnerships_of(person, at=clock.now())
    letters = actions.token_letters(letters_of(request.POST.get(FIELD, "")))
    if request.method == "POST":
        try:
            came = answer_once(request, lambda: _make_token(request, person, places, letters))
            token = Token.objects.get(pk=came["token"])
            return render(request, "account/token.html", {"token": token, "key": letters})
        except (Refused, BadKey) as no:
            why = str(no)
    told = {"places": places, "days": DAYS, "why": why, "typed": request.POST}
    return render(request, "account/tokens.html", told)


def _make_token(
    request: HttpRequest, by: User, places: list[Partnership], letters: str
) -> dict[str, Any]:
    asked = request.POST
    bound = [place for place in places if str(place.pk) == asked.get("partnership")]
    if asked.get("partnership") and not bound:
        raise Refused("Choose one of your partnerships, or all of them.")
    days = asked.get("days", "")
    token, _ = actions.make_token(
        name=asked.get("name", ""),
        scopes=asked.getlist("scopes"),
        partnership=bound[0] if bound else None,
        lasts=timedelta(days=int(days) if days in map(str, DAYS) else 0),
        letters=letters,
        at=clock.now(),
        by=by,
    )
    return {"token": token.pk}


@login_required
@require_POST
def end_own_token(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own tokens; of another's, nothing is known here."""
    assert isinstance(request.user, User)  # noqa: S101  (login_required)
    token = get_object_or_404(Token, pk=pk, person=request.user)
    actions.end_token(token=token, at=clock.now(), by=request.user)
    return redirect("account")
