"""Doing an act: the form on a page of its own, and what happens when it is sent."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from sectoral.errors import SectoralError
from sectoral.workspace.acts import BY_KEY, Act
from sectoral.workspace.acts.lacks import list_missing_steps
from sectoral.workspace.acts.subjects import UnknownSubject, find_subject
from sectoral.workspace.acts.texts import DoubtfulTexts, UnfitTexts
from sectoral.workspace.addresses import page_address
from sectoral.workspace.environment import clock
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.answers import AnswerNeeded
from sectoral.workspace.views.form_keys import FormOutcome, do_once
from sectoral.workspace.views.partnership.page import refusal_response, unknown_response

REFUSED = 422
ADD_UP = "add_up"
"""The button that only adds up what was typed, for whoever has no scripts."""


@require_http_methods(["GET", "HEAD", "POST"])
def act_page(request: HttpRequest, key: str, pk: int | None = None) -> HttpResponse:
    """One act, done to one thing: asked for on GET, done on POST, and once however often pressed.

    What was typed is never lost: a refusal shows the form again with its reason.
    """
    act = BY_KEY.get(key)
    if act is None or (act.noun == "state") != (pk is None):
        raise Http404("There is no such action.")
    if request.method != "POST":
        asked: HttpResponse = _at_the_door(request, act, pk, _asked_first)
        return asked
    return do_once(
        request,
        do=lambda: _at_the_door(request, act, pk, _perform_act),
        again=lambda why: _at_the_door(request, act, pk, partial(_asked_again, why=why)),
    )


def _at_the_door(
    request: HttpRequest, act: Act, pk: int | None, go_on: Callable[..., FormOutcome | HttpResponse]
) -> Any:
    """Go on with the thing, where this person may know of it and do the act at its table."""
    try:
        thing, sitting = find_subject(act.noun, pk, request.user, at=clock.now())
    except UnknownSubject:
        return unknown_response(request, "thing")
    answer = act.may_here(sitting)
    if not answer or sitting.person is None:
        return refusal_response(request, sitting, answer.reason)
    return go_on(request, act, sitting, thing)


def _asked_first(request: HttpRequest, act: Act, sitting: Sitting, thing: Any) -> HttpResponse:
    typed = {name: values for name, values in request.GET.lists() if name != "next"}
    start = {name: values if len(values) > 1 else values[0] for name, values in typed.items()}
    return _render_form(request, act, sitting, thing, act.form(sitting, thing, initial=start))


def _asked_again(
    request: HttpRequest, act: Act, sitting: Sitting, thing: Any, *, why: str
) -> HttpResponse:
    form = act.form(sitting, thing, request.POST)
    form.add_error(None, why)
    return _render_form(request, act, sitting, thing, form, status=REFUSED)


def _perform_act(
    request: HttpRequest, act: Act, sitting: Sitting, thing: Any
) -> FormOutcome | HttpResponse:
    form = act.form(sitting, thing, request.POST)
    if ADD_UP in request.POST:
        return _render_form(request, act, sitting, thing, form)
    if form.is_valid():
        try:
            anyway = request.POST.get("anyway", "")
            made = act.perform(sitting, thing, form.cleaned_data, anyway=anyway)
        except UnfitTexts as refusal:
            form.add_error(None, "Nothing was sent yet. See below what has to be removed, and why.")
            for name, sentence in refusal.fields.items():
                form.add_error(name, sentence)
        except DoubtfulTexts as doubt:
            return _render_form(request, act, sitting, thing, form, status=REFUSED, doubt=doubt)
        except AnswerNeeded as question:
            act.ask(form, question)
        except SectoralError as refusal:
            form.add_error(None, str(refusal))
        else:
            return FormOutcome(_next_page(request, made, thing), act.done)
    return _render_form(request, act, sitting, thing, form, status=REFUSED)


def _render_form(
    request: HttpRequest,
    act: Act,
    sitting: Sitting,
    thing: Any,
    form: forms.Form,
    status: int = 200,
    doubt: DoubtfulTexts | None = None,
) -> HttpResponse:
    context = {
        "doubt": doubt,
        "act": act,
        "lacking": list_missing_steps(act.lacks(form), sitting, request.get_full_path()),
        "unlisted": list_missing_steps(act.where_to_add(form), sitting, request.get_full_path()),
        "settled": act.only_choices(form),
        "form": form,
        "thing": thing,
        "sitting": sitting,
        "partnership": sitting.partnership,
        "back": _safe_target(request, _requested_next(request)) or _address_of(thing, sitting),
        "next": _safe_target(request, _requested_next(request)),
    }
    return render(request, "act.html", context, status=status)


def _next_page(request: HttpRequest, made: Any, thing: Any) -> str:
    """Back to where the act was asked for; else to what it made."""
    return _safe_target(request, _requested_next(request)) or page_address(
        made if thing is None else thing
    )


def _requested_next(request: HttpRequest) -> str:
    return request.POST.get("next") or request.GET.get("next") or ""


def _safe_target(request: HttpRequest, target: str) -> str:
    """A page of ours, or nothing."""
    secure = request.is_secure()
    own = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=secure)
    return target if own else ""


def _address_of(thing: Any, sitting: Sitting) -> str:
    return page_address(thing if thing is not None else sitting.partnership)
