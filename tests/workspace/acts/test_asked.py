"""Whatever an action asks of person, thing and moment, its button asks: read from their lines."""

from dataclasses import replace

import pytest

from sectoral.workspace.acts import ACTS, Act
from sectoral.workspace.acts.act import may_always
from tests.workspace.acts.asking import asked_by_button, asked_untyped, names_reached

ELSEWHERE = {
    "_has_ended",  # an ended table: `Act.may_here` asks it first
    "_may_ask",  # of the convener's own point: a permission
    "_check_settings",  # of a round's own rules: asked when it was prepared
    "ending_reason",  # of what is carried out: asked when it was proposed
    "propose_from_edition",  # where no edition is shown its choices say so (`lack`)
    "_still_may",  # whether a right has gone since: a dozen questions for each row of a list
    "resolve_time",  # of the clock that was typed, with its zone
    "may_rename",  # in a list of people it would be ten questions for each: the form says no
    "may_keep",  # of words
}
"""What an action asks that no button has to, and who does."""


ASKING = tuple(f"sectoral.workspace.{room}." for room in ("actions", "guards", "queries"))


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.key)
def test_a_button_asks_what_its_action_asks_before_it_looks_at_what_was_typed(act: Act) -> None:
    assert asked_untyped(act) - ELSEWHERE - asked_by_button(act) == set()


@pytest.mark.parametrize(
    "act", [one for one in ACTS if one.may is not may_always], ids=lambda act: act.key
)
def test_what_a_button_asks_is_asked_by_its_action(act: Act) -> None:
    asked = {name for name in asked_by_button(act) if name.startswith(ASKING)}
    assert asked & names_reached(act.run)


def test_every_exemption_is_of_something_that_is_asked() -> None:
    assert {name for act in ACTS for name in asked_untyped(act)} >= ELSEWHERE


def _softer(act: Act) -> Act:
    """The act with no question of its own: as though its button were drawn whatever there is."""
    return replace(act, may=may_always, life=())


def test_a_button_that_asks_less_than_its_action_would_be_seen() -> None:
    asking = [act for act in ACTS if asked_untyped(act) - ELSEWHERE]
    assert len(asking) > 100
    assert not [act.key for act in asking if asked_untyped(act) <= asked_by_button(_softer(act))]
