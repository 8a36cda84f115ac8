"""Stages before active have clocks: nothing stands still without anybody being told; pauses end."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from sectoral.workspace.actions import conveners, partnerships, stage_clocks
from sectoral.workspace.actions.reviews import run_clocks
from sectoral.workspace.checklists import (
    content_of,
    criteria_of,
    parse_checklist,
    shipped_checklist,
)
from sectoral.workspace.models import Event, Message, Partnership
from sectoral.workspace.presenters.state_tasks import stalled_partnerships
from sectoral.workspace.queries.convener_tasks import convener_tasks
from sectoral.workspace.queries.stage_ages import age_of
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.dates import day_words
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.test_partnerships import ELSEWHERE
from tests.workspace.partnership.world import World, day

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def told(key: str) -> set[object]:
    return set(Message.objects.filter(key__startswith=key).values_list("person", flat=True))


def stands(partnership: Partnership) -> str:
    return Partnership.objects.get(pk=partnership.pk).stage


@pytest.mark.parametrize(
    ("begin", "days", "began"),
    [
        (worlds.proposed, 60, "it was proposed"),
        (worlds.formed, 180, "it began to form"),
    ],
)
def test_what_stands_too_long_is_told_once_a_month_to_its_convener_and_the_state(
    begin: Callable[[], World], days: int, began: str
) -> None:
    world = begin()
    table = world.partnership
    ends = table.stage_since + days * DAY
    assert stage_clocks.run_clock(ends - DAY).stalled == 0
    assert not Message.objects.filter(key__startswith="stalled").exists()
    for _ in range(2):
        assert stage_clocks.run_clock(ends).stalled == 1
    assert told("stalled") == {world.convener.pk, world.state.pk}
    line = table.events.get(verb="stall")
    assert line.words == f"it is stalled: {began} {days} days ago; the limit is {days}"
    # The same month writes nothing more; the next month does, and adds no line.
    stage_clocks.run_clock(ends + 29 * DAY)
    assert Message.objects.filter(key__startswith="stalled").count() == 2
    stage_clocks.run_clock(ends + 30 * DAY)
    assert Message.objects.filter(key__startswith="stalled").count() == 4
    assert table.events.filter(verb="stall").count() == 1
    assert stands(table) == table.stage


def test_200_days_later_it_is_the_first_thing_for_the_convener_and_stands_on_the_states_desk() -> (
    None
):
    world = worlds.formed()
    table, at = world.partnership, day(200)
    (age,) = [age for row, age in stalled_partnerships(at) if row == table]
    assert (age.began, age.days, age.limit) == ("it began to form", 200, 180)
    chore = convener_tasks([table.pk], at=at)[table.pk][0]
    assert (chore.words, chore.names, chore.overdue) == (
        "It is stalled",
        ("it began to form 200 days ago",),
        True,
    )


def test_a_launched_partnership_whose_companies_do_not_meet_is_stale_after_180_days() -> None:
    world = worlds.launched()
    table = world.partnership
    met = table.stage_since
    run_clocks(met + 100 * DAY)
    assert stands(table) == "launched"
    run_clocks(day(400))
    assert stands(table) == "stale"
    assert table.events.get(after="stale").actor is None


def test_a_pause_ends_on_its_day_and_what_was_launched_goes_on() -> None:
    world = worlds.active()
    table = world.partnership
    partnerships.pause(
        partnership=table, reason="strike", until=day(100).date(), at=day(62), by=world.convener
    )
    stage_clocks.run_clock(day(85))
    assert told("pause of") == set()
    stage_clocks.run_clock(day(86))
    assert told("pause of") == {world.convener.pk}
    assert stands(table) == "paused"
    for _ in range(2):
        stage_clocks.run_clock(day(100))
    # Everything its checklist asks for is there, so that the review calls it active again.
    assert stands(table) == "active"
    line = table.events.filter(after="launched", subject="partnership").last()
    assert line is not None
    assert (line.actor, line.verb) == (None, "resume")
    assert line.reason == f"the pause ended on {day_words(day(100))}"
    assert told(f"pause of {table.pk} ended") == {world.convener.pk, world.state.pk}


def test_a_pause_that_ends_after_companies_have_not_met_for_too_long_ends_stale() -> None:
    world = worlds.active()
    table = world.partnership
    partnerships.pause(
        partnership=table, reason="strike", until=day(300).date(), at=day(62), by=world.convener
    )
    stage_clocks.run_clock(day(299))
    assert stands(table) == "paused"
    stage_clocks.run_clock(day(300))
    assert stands(table) == "stale"
    row = Partnership.objects.get(pk=table.pk)
    assert row.paused_until is None
    assert row.events.filter(before="paused", after="stale").count() == 1


def test_a_pause_before_the_launch_leads_back_to_forming() -> None:
    world = worlds.formed()
    table = world.partnership
    partnerships.pause(
        partnership=table, reason="strike", until=day(50).date(), at=day(5), by=world.convener
    )
    stage_clocks.run_clock(day(50))
    assert stands(table) == "forming"


def test_without_a_lead_convener_a_pause_cannot_end_and_the_state_is_told() -> None:
    world = worlds.formed()
    table = world.partnership
    lead = table.appointments.get(until=None)
    conveners.step_down(appointment=lead, reason="moved away", at=day(5), by=world.convener)
    assert stands(table) == "paused"
    assert stage_clocks.run_clock(day(94)).stalled == 0
    assert stage_clocks.run_clock(day(95)).stalled == 1
    assert stands(table) == "paused"
    letter = Message.objects.get(key__startswith=f"stalled {table.pk} paused", person=world.state)
    assert "The state has to appoint one" in letter.body


def test_a_pause_is_of_a_year_at_most() -> None:
    world = worlds.active()
    with pytest.raises(Refused, match="at most a year"):
        partnerships.pause(
            partnership=world.partnership, reason="later", until=date(2099, 1, 1), at=day(62),
            by=world.convener,
        )  # fmt: skip


def test_what_has_ended_has_no_clock() -> None:
    world = worlds.formed()
    partnerships.close(
        partnership=world.partnership, because="no_prospect", closing_note="x", at=day(1),
        by=world.convener,
    )  # fmt: skip
    assert age_of(world.partnership, day(400)) is None
    before = Event.objects.count()
    stage_clocks.run_clock(day(400))
    assert Event.objects.count() == before


def test_two_tables_are_told_of_each_by_itself() -> None:
    world = worlds.formed()
    other = partnerships.propose(case=ELSEWHERE, at=day(150), by=world.state)
    assert stage_clocks.run_clock(day(185)).stalled == 1
    assert not other.events.filter(verb="stall").exists()
    assert stage_clocks.run_clock(day(210)).stalled == 2


def test_a_state_sets_its_own_clocks_and_an_older_checklist_has_the_usual_ones() -> None:
    content = content_of(shipped_checklist("default"))
    content["clocks"]["forming_days"] = 30
    assert parse_checklist(content, "own.json").clocks.forming_days == 30
    for later in ("proposed_days", "forming_days", "ready_days", "launched_days", "answer_days"):
        content["clocks"].pop(later)
    assert parse_checklist(content, "older.json").clocks == shipped_checklist("default").clocks
    world = worlds.formed()
    assert criteria_of(world.partnership).clocks.answer_days == 30
