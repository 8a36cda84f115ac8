"""The clocks run at the time that it is, and ask where that cannot be believed."""

from datetime import UTC, datetime, timedelta

import pytest

from sectoral.workspace.environment.home import clocks_ran, note_clocks
from tests.workspace.operations.conftest import Installation


@pytest.mark.parametrize(("days", "told"), [(-30, "30 days after"), (30, "days before")])
def test_a_clock_that_jumped_asks_before_it_ends_anything(
    installation: Installation, days: int, told: str
) -> None:
    if days > 0:
        note_clocks(installation.home, datetime.now(UTC) + timedelta(days=days))
    else:
        installation.done("clocks")
        later = datetime.now(UTC) - timedelta(days=30)
        note_clocks(installation.home, later)
        installation.django("-c", _OLD_RECORD)
    last = installation.refused("clocks")
    assert told in last
    assert "sectoral clocks --yes" in last
    assert "terms ended" in installation.done("clocks", "--yes")
    ran = clocks_ran(installation.home)
    assert ran is not None
    assert datetime.now(UTC) - ran < timedelta(minutes=5)
    assert "terms ended" in installation.done("clocks")
    assert "ok     Clocks" in installation.done("doctor")


_OLD_RECORD = """
import django; django.setup()
from datetime import timedelta
from django.db import connection
from sectoral.workspace import triggers
from sectoral.workspace.models import Event
with connection.schema_editor() as editor:
    triggers.drop(None, editor)
    for event in Event.objects.all():
        Event.objects.filter(pk=event.pk).update(at=event.at - timedelta(days=30))
    triggers.create(None, editor)
"""
