"""What the caller can do to a thing, with what each act asks for and the rows it can choose from.

It is made from the very form that the page shows: what is offered here is what a page offers.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, get_origin

from django import forms
from django.db import models
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field as Limit

from sectoral.workspace.acts import ACTS, Act
from sectoral.workspace.acts.fields.basic import ActField, RowField, RowsField
from sectoral.workspace.acts.subjects import NOUNS, UnknownSubject, find_subject
from sectoral.workspace.api.calls import NO_READ, ApiRefusal, Key, is_within_grant, require_scope
from sectoral.workspace.environment import clock
from sectoral.workspace.queries.roles import Sitting

router = Router(tags=["acting"])
_KINDS: tuple[tuple[type[forms.Field], str], ...] = (
    (RowField, "row"),
    (RowsField, "rows"),
    (forms.MultipleChoiceField, "words"),
    (forms.ChoiceField, "word"),
    (forms.BooleanField, "tick"),
    (forms.DateTimeField, "moment"),
    (forms.DateField, "day"),
    (forms.DecimalField, "amount"),
    (forms.IntegerField, "count"),
    (forms.CharField, "text"),
)

Noun = Annotated[str, Limit(max_length=20, pattern=r"^[a-z]+$")]


class ChoiceOut(Schema):
    """One of the choices: its value in the body, and its name for people."""

    value: int | str
    words: str


class FieldOut(Schema):
    """What an act asks for.

    name      its name in the body
    kind      'row': the id of one of `choices`; 'rows': a list of such ids; 'word': one of
              `choices`; 'text', 'tick', 'day', 'moment', 'amount', 'count'; 'other': see the
              body's own shape in the document
    start     the default value
    """

    name: str
    label: str
    help: str
    kind: str
    required: bool
    start: Any
    choices: list[ChoiceOut]


class OfferOut(Schema):
    """An act that the caller can do to a thing.

    ready    whether it can be done now; if not, `reason` says what is missing
    """

    key: str
    words: str
    intro: str
    who_sees: str
    path: str
    ready: bool
    reason: str
    fields: list[FieldOut]


def list_offers(act_noun: str, sitting: Sitting, thing: Any) -> list[dict[str, Any]]:
    """The acts of a noun that somebody may do to a thing."""
    shown = [act for act in ACTS if act.noun == act_noun and act.is_shown(sitting, thing)]
    return [_offer_out(act, sitting, thing) for act in shown]


def _offer_out(act: Act, sitting: Sitting, thing: Any) -> dict[str, Any]:
    form, moment = act.form(sitting, thing), act.moment(sitting, thing)
    lacking = [lack.words for lack in act.lacks(form)]
    return {
        "key": act.key,
        "words": act.words,
        "intro": act.intro,
        "who_sees": act.who_sees,
        "path": f"/api/acts/{act.key}" + (f"/{thing.pk}" if thing is not None else ""),
        "ready": bool(moment) and not lacking,
        "reason": moment.reason or " ".join(lacking),
        "fields": [_field_out(form, asked) for asked in act.fields],
    }


def _field_out(form: forms.Form, asked: ActField) -> dict[str, Any]:
    field = form.fields[asked.name]
    kind = next((words for of, words in _KINDS if isinstance(field, of)), "other")
    offered: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
    start = _json_value(form.get_initial_for_field(field, asked.name))
    if isinstance(start, str) and asked.schema is int:
        start = int(start) if start.isdecimal() else None
    elif isinstance(start, str) and get_origin(asked.schema) is list:
        start = start.replace(",", " ").split()
    return {
        "name": asked.name,
        "label": str(field.label),
        "help": str(field.help_text),
        "kind": kind,
        "required": field.required,
        "start": start,
        "choices": [
            {"value": int(key) if kind in ("row", "rows") else str(key), "words": str(words)}
            for key, words in offered
            if key != ""
        ],
    }


def _json_value(value: Any) -> Any:
    """A start as JSON has it."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date | datetime | Decimal):
        return str(value)
    if isinstance(value, list | tuple | set):
        return [_json_value(one) for one in value]
    return value if isinstance(value, str | int | float | bool | dict) else None


def _find_offers(request: HttpRequest, noun: str, key: int | None) -> list[dict[str, Any]]:
    held = require_scope(request, "read")
    try:
        if noun not in NOUNS and key is not None:
            raise UnknownSubject
        thing, sitting = find_subject(noun, key, held.person, at=clock.now())
        if not is_within_grant(held, sitting.partnership):
            raise UnknownSubject
    except UnknownSubject:
        raise ApiRefusal(404, f"There is no such {noun} here.") from None
    return list_offers(noun, sitting, thing)


@router.get(
    "/acts/on/state",
    response={200: list[OfferOut], **NO_READ},
    summary="What the caller can start",
)
def on_state(request: HttpRequest) -> Any:
    """The acts that create something new, with what each asks for."""
    return _find_offers(request, "state", None)


@router.get(
    "/acts/on/{noun}/{key}",
    response={200: list[OfferOut], **NO_READ},
    summary="What the caller can do to a thing",
)
def on_thing(request: HttpRequest, noun: Noun, key: Key) -> Any:
    """The acts that the caller can do to it, with what each asks for and the choices."""
    return _find_offers(request, noun, key)
