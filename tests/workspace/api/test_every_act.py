"""A program with a token alone finds by reading what every act needs, and does it: once.

No id comes from the database: the thing is found in a list, the rows to choose from in the offer.
Each act is tried where its moment is right (plans.py); what has to be done before is done by
program as well. All of it is undone afterwards.
"""

import pytest

from sectoral.workspace.acts import ACTS
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Event, Press
from tests.workspace.api.plans import TABLES, WRITTEN, plans_at
from tests.workspace.api.programs import Done, Programs, Undone

pytestmark = pytest.mark.django_db
EVERY = tuple(act.key for act in ACTS)


@pytest.mark.parametrize("table", TABLES)
def test_every_act_is_found_by_reading_and_done_once(
    table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = Programs(*TABLES[table]())
    monkeypatch.setattr(clock, "now", lambda: programs.now)
    stuck = []
    for steps in plans_at(table, EVERY).values():
        with programs.undone():
            try:
                _answers_alike(programs.do(*steps))
            except Undone as told:
                stuck.append(str(told))
    assert not stuck, "\n".join(stuck)


def test_no_act_is_left_out_and_no_plan_is_in_vain() -> None:
    planned = [key for table in TABLES for key in plans_at(table, EVERY)]
    assert sorted(planned) == sorted(EVERY)
    written = [plan[-1].key for plans in WRITTEN.values() for plan in plans]
    assert sorted(set(written) & set(planned)) == sorted(written)


def _answers_alike(first: Done) -> None:
    """The same call again is answered alike, and leaves no line."""
    lines = Event.objects.count(), Press.objects.count()
    again = first.again()
    assert (again.status_code, again.content) == (200, first.answer.content), first.path
    assert again["Idempotent-Replayed"] == "true"
    assert (Event.objects.count(), Press.objects.count()) == lines, first.path
