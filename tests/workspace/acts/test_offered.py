"""What is offered is not refused, and what is refused is not offered: a button asks what its
action asks.
"""

from collections.abc import Iterator
from typing import Any, get_origin

import pytest
from django import forms
from django.db import transaction

from sectoral.workspace.acts import ACTS, Act
from sectoral.workspace.acts.fields.basic import ActField, RowField, RowsField
from sectoral.workspace.api.offers import _field_out
from sectoral.workspace.queries.roles import Sitting, sitting_of
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.lifecycles import find_move
from tests.workspace.api.plans import plans_at
from tests.workspace.api.programs import choose
from tests.workspace.api.walking import body_for, fit_value
from tests.workspace.channels.conftest import table  # noqa: F401 - a fixture
from tests.workspace.channels.partnership import NOW, Full

pytestmark = pytest.mark.django_db


AS_PRESSED = {"round.close"}
"""What is asked when it is pressed alone: whether all have voted is not told before (S6)."""


SAID = {
    **{key: plan[-1].said for key, plan in plans_at("full", [act.key for act in ACTS]).items()},
    "meeting.open": {"reason": "The ferry sails on that day."},
}
"""Sound words, where the first of what is offered makes no sense."""


class _Undone(Exception):
    """Takes back what a press did."""


def _press(act: Act, sitting: Sitting, thing: Any, cleaned: Any) -> str:
    """The reason why a press is refused, or nothing; what it did is taken back."""
    fresh = thing and type(thing)._base_manager.get(pk=thing.pk)
    try:
        with transaction.atomic():
            act.perform(sitting, fresh, cleaned)
            raise _Undone
    except _Undone:
        return ""
    except Refused as refused:
        return str(refused)


def _each(table: Full) -> Iterator[tuple[Act, Sitting, Any]]:  # noqa: F811
    """Every act on every thing, before every person."""
    for person in table.people.values():
        sitting = sitting_of(person, table.heard.world.partnership, at=NOW)
        for noun in dict.fromkeys(act.noun for act in ACTS):
            for kept in table.things.get(noun, [None]):
                thing = kept and type(kept)._base_manager.get(pk=kept.pk)
                yield from ((act, sitting, thing) for act in ACTS if act.noun == noun)


def test_what_is_offered_is_not_refused(table: Full) -> None:  # noqa: F811
    """Each button is pressed by each person who sees it, its form filled in with what it offers."""
    refused, pressed = {}, set()
    for act, sitting, thing in _each(table):
        if not act.is_shown(sitting, thing) or not act.moment(sitting, thing):
            continue
        if act.life:
            moved = act.moved(thing)
            stage = getattr(moved, "stage", None) or getattr(moved, "state", None)
            assert stage in find_move(act.life, act.verb_of(thing)).before
        form = _filled(act, sitting, thing)
        if act.key in AS_PRESSED or not form.is_valid():
            continue
        pressed.add(act.key)
        if why := _press(act, sitting, thing, form.cleaned_data):
            refused[(act.key, str(sitting.person))] = why
    assert refused == {}, refused
    assert len(pressed) >= 60, sorted(pressed)


def _filled(act: Act, sitting: Sitting, thing: Any) -> forms.Form:
    """An act's form, filled in with the first of what it offers."""
    form = act.form(sitting, thing)
    asked = {field.name: _field_out(form, field) for field in act.fields}
    body = body_for({"fields": asked.values()})
    for name, value in (SAID.get(act.key) or {}).items():
        if not callable(value):
            body[name] = choose(asked[name], value)
    return act.form(sitting, thing, body)


def test_what_is_refused_is_not_offered(table: Full) -> None:  # noqa: F811
    """Whenever a button says no to somebody who may, its action says the very same."""
    unlike, asked = {}, set()
    for act, sitting, thing in _each(table):
        if sitting.person is None or not act.may_here(sitting):
            continue
        answer = act.may_now(sitting, thing)
        if answer:
            continue
        asked.add(act.key)
        said = _press(act, sitting, thing, _sound(act, sitting, thing, table))
        if said != answer.reason:
            unlike[(act.key, str(sitting.person), str(thing))] = (answer.reason, said)
    assert unlike == {}, unlike
    assert len(asked) >= 60, sorted(asked)


def _sound(act: Act, sitting: Sitting, thing: Any, table: Full) -> dict[str, Any]:  # noqa: F811
    """What a form would bring, though it offers nothing: rows of the table, words, days."""
    form = act.form(sitting, thing)
    return {asked.name: _value(form, asked, table) for asked in act.fields}


def _value(form: forms.Form, asked: ActField, table: Full) -> Any:  # noqa: F811
    field = form.fields[asked.name]
    if isinstance(field, RowField | RowsField):
        row = next(iter(field.by_key.values()), None) or _rows(table).get(asked.name)
        return [row] if isinstance(field, RowsField) else row
    try:
        return field.clean(fit_value(_field_out(form, asked)))
    except forms.ValidationError:
        return () if get_origin(asked.schema) is list else None


def _rows(table: Full) -> dict[str, Any]:  # noqa: F811
    """A row for each choice that offers none."""
    world = table.heard.world
    seat, person = table.seat("keel"), table.heard.person("keel")
    return {
        **dict.fromkeys(("seat", "chair", "led_by", "about"), seat),
        **dict.fromkeys(("person", "deputy"), person),
        **dict.fromkeys(("into", "beside"), world.partnership),
        "organization": world.orgs["keel"],
        "needs": table.things["need"][0],
    }
