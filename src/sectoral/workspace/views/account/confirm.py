"""Confirm that it is you: a code, the password, or a link."""

from allauth.account.forms import ReauthenticateForm as PasswordForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeForm
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from sectoral.workspace.models import User
from sectoral.workspace.queries import access
from sectoral.workspace.views.account.entry import asked_for, rate_limit_page
from sectoral.workspace.views.account.recent_proof import record_proof


@login_required
@never_cache
def confirm_page(request: HttpRequest) -> HttpResponse:
    """Ask for what the person's account can show, and go on."""
    person = request.user
    assert isinstance(person, User)  # noqa: S101  (login_required)
    onward = asked_for(request)
    code = access.has_second_factor(person)
    form = (CodeForm if code else PasswordForm)(user=person, data=request.POST or None)
    if request.method == "POST" and (code or person.has_usable_password()):
        refused = rate_limit_page(request, "reauthenticate", key=str(person.pk))
        if refused is not None:
            return refused
        if form.is_valid():
            record_proof(request)
            return redirect(onward or "account")
    means = "code" if code else "password" if person.has_usable_password() else "link"
    return render(request, "account/confirm.html", {"form": form, "means": means, "onward": onward})
