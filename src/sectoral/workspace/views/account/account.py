"""One's own account: where one belongs, how one signs in, which programs act for one."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sectoral.workspace.actions import access as actions
from sectoral.workspace.actions import people
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Identity, User
from sectoral.workspace.queries import access
from sectoral.workspace.queries.ownership_claims import undoable_changes
from sectoral.workspace.queries.roles import sitting_of
from sectoral.workspace.rules.answers import Refused


@login_required
@never_cache
def account_page(request: HttpRequest) -> HttpResponse:
    """Everything about oneself, on one page."""
    return _render_account(request)


def _render_account(request: HttpRequest, problem: str = "") -> HttpResponse:
    person, at = request.user, clock.now()
    assert isinstance(person, User)  # noqa: S101  (login_required)
    told = {
        "problem": problem,
        "person": person,
        "belongings": access.belongings_of(person, at=at),
        "offices": access.offices_held(person, at=at),
        "undoable": undoable_changes(person, every=False, at=at)[:20],
        "sitting": sitting_of(person, None, at=at),
        "has_factor": access.has_second_factor(person),
        "factor": access.second_factor(person, at=at),
        "tied": _provider_ties(person),
        "tokens": list(access.tokens_of(person, at=at).select_related("partnership")),
    }
    return render(request, "account/account.html", told, status=422 if problem else 200)


def _provider_ties(person: User) -> list[tuple[str, Identity]]:
    """The person's ties to providers, each with what the provider is called."""
    names = {one.issuer.rstrip("/"): one.label for one in settings.SECTORAL_PROVIDERS}
    return [
        (names.get(tie.issuer.rstrip("/"), tie.issuer), tie) for tie in access.identities_of(person)
    ]


@login_required
@require_POST
def change_name(request: HttpRequest) -> HttpResponse:
    """Be called by another name."""
    assert isinstance(request.user, User)  # noqa: S101  (login_required)
    name, at = request.POST.get("name", ""), clock.now()
    try:
        people.rename(person=request.user, name=name, at=at, by=request.user)
    except Refused as refusal:
        return _render_account(request, str(refusal))
    messages.success(request, "Your name is changed.")
    return redirect("account")


@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of one's own, this one too."""
    assert isinstance(request.user, User)  # noqa: S101  (login_required)
    actions.sign_out_everywhere(at=clock.now(), by=request.user)
    return redirect("account_login")
