"""Every act is one line that the page, the API and the permission tests read alike."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest

from sectoral.workspace import actions
from sectoral.workspace.acts import ACTS, BY_KEY, Act
from sectoral.workspace.acts.subjects import NOUNS
from sectoral.workspace.rules.answers import Ruling
from sectoral.workspace.rules.permissions import PERMISSION_OF

BESIDE = {
    # Done by the clock, by a command, from a letter, or as a part of another action.
    "reviews.load_checklist",  # a file: its page reads it
    "conveners.vacate",
    "conveners.take_up",
    "people.end_belonging",
    "ownership_claims.claim_owner",  # what a declaration becomes where other tables have to say yes
    "owners.set_owner",
    *("change_notices.note_everywhere", "change_notices.keep_change", "change_notices.send_news"),
    "invitations.accept",  # from the letter, by its own page
    "invitations.copy_link",  # by its own page, which shows the link once
    "flags.flag",  # what was sent although its writer was told
    "seats.delegate",
    *(
        f"welcome_letters.welcome_{what}"
        for what in ("account", "delegate", "seat", "convener", "champion")
    ),
    "need_texts.write_version",
    "need_texts.offer_wording",
    "partnerships.save_scope",
    "realignments.begin",
    "waivers.give",
}
WRAPPED = {
    "partnerships.propose": "state.propose",
    "realignments.propose_split": "partnership.propose_split",
    "costs.draw_plan": "solution.draw_plan",
    "people.depart": "organization.depart",
    "meetings.call": "partnership.call_meeting",
    "meetings.change": "meeting.change",
}
OWN_PAGES = {"access", "imports", "letter_links"}
"""Modules whose pages are written by hand: ways in and files are no acts at a table."""
GROUND = {"moves", "outbox", "record"}
"""What actions themselves stand on: a line, a move, a letter."""


def verbs() -> Iterator[tuple[str, Any]]:
    """Every public action, as `module.verb`."""
    for module in pkgutil.iter_modules(actions.__path__):
        if module.name in OWN_PAGES | GROUND:
            continue
        held = importlib.import_module(f"{actions.__name__}.{module.name}")
        for name, run in vars(held).items():
            own = inspect.isfunction(run) and run.__module__ == held.__name__
            if own and not name.startswith("_") and _is_verb(run):
                yield f"{module.name}.{name}", run


def _is_verb(run: Any) -> bool:
    """A person does it: it is told who, and when; what gives an answer only asks."""
    signature = inspect.signature(run)
    return {"at", "by"} <= set(signature.parameters) and signature.return_annotation is not Ruling


def test_every_action_can_be_done_through_an_act_or_is_known_to_stand_beside() -> None:
    reached = {act.run for act in ACTS}
    missing = {
        name
        for name, run in verbs()
        if run not in reached and name not in BESIDE and name not in WRAPPED
    }
    assert missing == set()
    assert set(WRAPPED.values()) <= set(BY_KEY)


def test_no_key_stands_for_two_acts() -> None:
    assert len(BY_KEY) == len(ACTS)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.key)
def test_an_act_asks_for_what_its_action_takes(act: Act) -> None:
    takes = inspect.signature(act.run).parameters
    asked = {field.name for field in act.fields} | ({act.takes} - {""})
    needed = {name for name, one in takes.items() if one.default is inspect.Parameter.empty}
    given = {"yes", "upheld", "attested", "lead", "checklist", "doubt"} & set(takes)
    assert asked <= set(takes), "asks for something the action does not take"
    assert needed - {"at", "by"} <= asked | given, "does not ask for something it needs"


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.key)
def test_an_act_stands_on_the_tables_it_names(act: Act) -> None:
    assert act.noun == "state" or act.noun in NOUNS
    assert not act.permission or act.permission in PERMISSION_OF
    known = {step.verb for step in act.life}
    assert not act.life or callable(act.verb) or act.verb in known
    assert act.words
    assert act.done.endswith(".")


def test_an_act_without_a_rule_is_one_that_only_the_action_can_answer() -> None:
    # Leaving, and who acts for a seat, are for the seat's own people too; undoing is for
    # whoever did it.
    assert {act.key for act in ACTS if not act.permission} == {
        "seat.leave",
        "delegate.end",
        "delegate.confirm",
        "change.undo",
    }
