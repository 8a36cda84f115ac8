"""Choices: nothing is chosen for anybody, and where there is nothing to choose it says why."""

from copy import copy
from typing import Any

import pytest
from django import forms
from django.test import Client

from sectoral.workspace.actions import access
from sectoral.workspace.actions.partnerships import propose
from sectoral.workspace.acts import ACTS, BY_KEY, Act
from sectoral.workspace.acts.fields.basic import keys_of, offers_nothing
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Partnership, User
from sectoral.workspace.queries.roles import sitting_of
from tests.workspace.channels.conftest import table  # noqa: F401 - a fixture
from tests.workspace.channels.partnership import NOW, Full
from tests.workspace.partnership.world import CASE, START


@pytest.fixture
def _at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: START)


@pytest.fixture
def lead(db: None) -> User:
    """The first person of a workspace that holds nothing else."""
    access.open_workspace(email="ana@state.example", name="Ana Stone", at=START)
    return User.objects.get()


@pytest.fixture
def proposal(lead: User) -> Partnership:
    return propose(case=CASE, at=START, by=lead)


def signed_in(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.mark.usefixtures("_at_the_start")
def test_an_empty_workspace_says_what_is_missing_to_appoint_a_convener_and_leads_there(
    proposal: Partnership, lead: User
) -> None:
    to = f"/act/partnership.appoint/{proposal.pk}/"
    page = signed_in(lead).get(to).content.decode()
    assert "No organization that could convene is registered yet." in page
    assert "Nobody belongs to an organization that could convene yet." in page
    assert f'href="/act/state.register/?next={to.replace("/", "%2F")}"' in page
    assert 'href="/organizations/"' in page
    assert "<select" not in page.partition("<main")[2]


@pytest.mark.usefixtures("_at_the_start")
def test_a_program_is_told_the_same(proposal: Partnership, lead: User) -> None:
    act = BY_KEY["partnership.appoint"]
    form = act.form(sitting_of(lead, proposal, at=START), proposal, {})
    assert str(form.errors["organization"][0]).startswith("No organization that could convene")


@pytest.mark.usefixtures("_at_the_start")
def test_what_is_missing_is_gone_once_it_is_there(proposal: Partnership, lead: User) -> None:
    browser = signed_in(lead)
    back = f"/act/partnership.appoint/{proposal.pk}/"
    for key, typed in (
        ("state.register", {"name": "Harbour Chamber", "system": "economic"}),
        ("state.add_person", {"email": "cora@chamber.example", "name": "Cora Reyes"}),
    ):
        assert browser.post(f"/act/{key}/", {**typed, "next": back})["Location"] == back
    page = browser.get(back).content.decode()
    assert "No organization that could convene" not in page
    assert "Nobody belongs to an organization that could convene yet." in page


def _choices(table: Full) -> Any:  # noqa: F811
    """Every choice of every act, as the person who may do it meets it."""
    for act in ACTS:
        for thing in table.things.get(act.noun, [None]):
            for person in table.people.values():
                sitting = sitting_of(person, table.heard.world.partnership, at=NOW)
                if act.is_shown(sitting, thing):
                    form = act.form(sitting, thing)
                    yield from ((act, form, asked) for asked in act.fields)
                    break


def test_nobody_s_choice_is_made_for_them(table: Full) -> None:  # noqa: F811
    preset = []
    for act, form, asked in _choices(table):
        field = form.fields[asked.name]
        if not isinstance(field.widget, forms.Select) or asked.start is not None:
            continue
        offered = keys_of(field) if isinstance(field, forms.ChoiceField) else []
        if len(offered) > 1 and offered[0][0] != "":
            preset.append((act.key, asked.name))
    assert preset == []


BARE = Partnership(name="Bare", naics=["3366"], areas=["99001"], pk=0)
"""A table of an empty workspace: nobody sits there, and nothing has been written."""


def test_every_choice_that_may_be_empty_says_what_is_missing(table: Full) -> None:  # noqa: F811
    """At a table that holds nothing, each choice of each act that offers nothing has words."""
    silent, looked = [], 0
    for act in ACTS:
        for thing in table.things.get(act.noun, [None]):
            looked += 1
            if not _of_own_seat(act):
                silent += [
                    (act.key, asked.name)
                    for asked in act.fields
                    if asked.lack is None and _is_empty(asked, _bare(thing))
                ]
    assert sorted(set(silent)) == []
    assert looked >= len(ACTS)


def _bare(thing: Any) -> Any:
    """The same thing, as it would stand at a table that holds nothing else."""
    if thing is None or isinstance(thing, Partnership):
        return thing and BARE
    alone = copy(thing)
    alone._state = copy(thing._state)
    alone._state.fields_cache = {}
    alone.pk = 0
    for name in ("partnership", "seat", "need", "solution", "meeting"):
        if any(field.name == name for field in thing._meta.fields):
            near = getattr(thing, name)
            setattr(alone, name, near and _bare(near))
    return alone


def _of_own_seat(act: Act) -> bool:
    """What is done for a seat of one's own is offered to nobody without a seat."""
    return any(asked.name == "seat" and asked.lack is None for asked in act.fields)


def _is_empty(asked: Any, thing: Any) -> bool:
    return offers_nothing(asked.make(sitting_of(None, BARE, at=NOW), thing))
