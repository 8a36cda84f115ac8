"""A night goes on: what fails at one partnership holds no other up, and is told at the end."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sectoral.workspace.actions import stage_clocks
from sectoral.workspace.actions.night_faults import NightFaults
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Event, Partnership
from tests.workspace.channels.partnerships import Tables, three
from tests.workspace.partnership.world import day

pytestmark = pytest.mark.django_db
LATE = day(400)


@pytest.fixture
def tables(db: None) -> Tables:
    return three()


@pytest.fixture
def broken(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> Partnership:
    """The first of the partnerships fails at its stage's clock, after it has written something."""
    first = tables.here.heard.world.partnership
    real = stage_clocks._lapse_unanswered

    def fail(partnership: Partnership, at: Any) -> int:
        if partnership.pk != first.pk:
            return real(partnership, at)
        partnership.name = "Half written"
        partnership.save(update_fields=["name"])
        raise ZeroDivisionError("a row that nobody foresaw")

    monkeypatch.setattr(stage_clocks, "_lapse_unanswered", fail)
    return first


def test_one_that_fails_holds_no_other_up_and_leaves_nothing_half_written(
    tables: Tables, broken: Partnership
) -> None:
    faults: NightFaults = []
    done = stage_clocks.run_clock(LATE, faults)
    assert faults == [f"{broken}: a row that nobody foresaw"]
    assert done.stalled >= 1
    broken.refresh_from_db()
    assert broken.name != "Half written"


def test_the_night_command_does_the_rest_and_then_says_what_failed(
    tables: Tables, broken: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATE)
    before = Event.objects.count()
    with pytest.raises(CommandError, match=r"1 failed, everything else is done: .*nobody foresaw"):
        call_command("table_clocks")
    assert Event.objects.count() > before


def test_without_a_list_a_fault_is_raised_as_it_is(tables: Tables, broken: Partnership) -> None:
    with pytest.raises(ZeroDivisionError):
        stage_clocks.run_clock(LATE)
