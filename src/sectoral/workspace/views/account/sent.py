"""Ask for a link, and read that it is on its way: the same words for every address."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sectoral.workspace.actions import access
from sectoral.workspace.environment import clock
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.mailboxes import hidden_sign, mailbox_of
from sectoral.workspace.rules.policy import LINK_LASTS
from sectoral.workspace.views.account.entry import asked_for, rate_limit_page
from sectoral.workspace.views.form_keys import FormOutcome, do_once


@require_POST
def send_sign_in_link(request: HttpRequest) -> HttpResponse:
    """Send a link to the address, if an account has it."""
    email = request.POST.get("email", "")
    refused = rate_limit_page(request, "send_link", key=_mailbox_key(email))
    if refused is not None:
        return refused
    hidden = hidden_sign(email.strip())
    if not hidden:
        return render(
            request, "account/no_link.html", {"title": "Sign in", "why": hidden.reason}, status=422
        )
    return do_once(
        request, do=lambda: _send_link(request, email), again=lambda _: redirect("account_login")
    )


def _send_link(request: HttpRequest, email: str) -> FormOutcome:
    access.send_link(email=email, leads_to=asked_for(request), at=clock.now())
    return FormOutcome(reverse("link_sent"))


def _mailbox_key(email: str) -> str:
    """By what tries are counted: one mailbox, however its address is spelt."""
    try:
        return mailbox_of(email)
    except Refused:
        return email.strip().lower()


@never_cache
def link_sent_page(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    minutes = LINK_LASTS.value
    return render(
        request, "account/sent.html", {"minutes": minutes, "mail": settings.SECTORAL_MAIL}
    )
