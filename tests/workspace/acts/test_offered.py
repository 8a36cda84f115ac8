"""What is offered is not refused: a button asks what its action asks."""

from typing import Any

import pytest
from django.db import transaction

from sectoral.workspace.acts import ACTS
from sectoral.workspace.queries.roles import sitting_of
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.lifecycles import find_move
from tests.workspace.channels.conftest import table  # noqa: F401 - a fixture
from tests.workspace.channels.partnership import NOW, Full

pytestmark = pytest.mark.django_db


AS_PRESSED = {
    "round.close",  # whether all have voted is not told before the close (S6)
    "post.report_pitch",  # that one has reported it already would be a question for each post
}
"""What is asked when it is pressed alone, and why."""


class _Undone(Exception):
    """Takes back what a press did."""


def _press(act: Any, sitting: Any, thing: Any) -> str:
    """The reason why a press is refused, or nothing; what it did is taken back."""
    try:
        with transaction.atomic():
            act.perform(sitting, thing, {})
            raise _Undone
    except _Undone:
        return ""
    except Refused as refused:
        return str(refused)


def _each_shown(table: Full) -> Any:  # noqa: F811
    """Every act, thing and person for whom the act's button stands there."""
    for person in table.people.values():
        for act in ACTS:
            for kept in table.things.get(act.noun, [None]):
                thing = kept and type(kept)._base_manager.get(pk=kept.pk)
                sitting = sitting_of(person, table.heard.world.partnership, at=NOW)
                if act.is_shown(sitting, thing):
                    yield act, sitting, thing


def test_what_is_offered_is_not_refused(table: Full) -> None:  # noqa: F811
    """Each button that asks for nothing more is pressed by each person who sees it."""
    refused, pressed = [], set()
    for act, sitting, thing in _each_shown(table):
        if act.life:
            stage = getattr(thing, "stage", None) or thing.state
            assert stage in find_move(act.life, act.verb).before
        if act.key in AS_PRESSED or act.fields or not act.moment(sitting, thing):
            continue
        pressed.add(act.key)
        if why := _press(act, sitting, thing):
            refused.append((act.key, str(sitting.person), why))
    assert refused == []
    assert len(pressed) >= 10, pressed
