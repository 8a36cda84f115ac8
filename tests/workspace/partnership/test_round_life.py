"""A round opens, closes, is published, voided and run anew."""

import pytest
from django.db import IntegrityError, transaction

from sectoral.workspace.actions import needs, rounds, seats
from sectoral.workspace.models import Need, Priority, Round
from sectoral.workspace.queries import rounds as reads
from sectoral.workspace.rules.answers import YES, Refused
from tests.workspace.partnership.steps import (
    VOTERS,
    all_vote,
    keys,
    opened,
    shared,
    stand_by,
    vote,
)
from tests.workspace.partnership.world import World, day

pytestmark = pytest.mark.django_db


# ── opening, closing, publishing ──────────────────────────────────────────────────────────────


def test_a_round_closes_by_the_clock_and_not_before(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    vote(world, drawn, "keel", keys(wanted))
    for by in (None, world.convener):
        with pytest.raises(Refused, match="vote until"):
            rounds.close(round=drawn, at=day(66.9), by=by)
    assert rounds.close(round=drawn, at=day(67), by=None).state == "closed"


def test_a_round_closes_early_when_every_elector_has_voted(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    all_vote(world, drawn, keys(wanted))
    assert rounds.close(round=drawn, at=day(62), by=world.convener).state == "closed"


def test_the_count_is_the_published_rules(world: World, drawn: Round, wanted: list[Need]) -> None:
    # Ballots 123, 132, 213, 321 as in test_ranked: 1 before 2 before 3.
    a, b, c = keys(wanted)
    for company, choice in zip(VOTERS, ([a, b, c], [a, c, b], [b, a, c], [c, b, a]), strict=False):
        vote(world, drawn, company, choice)
    closed = rounds.close(round=drawn, at=day(67), by=None)
    assert closed.result is not None
    assert [row["need"] for row in closed.result["places"]] == [a, b, c]
    assert [row["score"] for row in closed.result["places"]] == [1.5, 1.0, 0.5]
    assert (closed.result["ballots"], closed.result["electors"]) == (4, 5)


def test_publishing_makes_the_first_needs_priorities_and_parks_the_rest(
    world: World, wanted: list[Need]
) -> None:
    drawn = opened(world, wanted, keep=2)
    all_vote(world, drawn, keys(wanted)[::-1])
    rounds.close(round=drawn, at=day(67), by=None)
    chosen = rounds.publish(round=drawn, at=day(68), by=world.convener)
    assert [row.need_id for row in chosen] == keys(wanted)[:0:-1]
    states = {need.pk: need.state for need in Need.objects.all()}
    assert [states[pk] for pk in keys(wanted)] == ["parked", "prioritised", "prioritised"]


def test_a_need_that_no_ballot_names_is_no_priority(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    vote(world, drawn, "keel", keys(wanted)[:1])
    rounds.close(round=drawn, at=day(67), by=None)
    chosen = rounds.publish(round=drawn, at=day(68), by=world.convener)
    assert [row.need_id for row in chosen] == keys(wanted)[:1]


def test_a_round_in_which_nobody_voted_chooses_nothing(world: World, drawn: Round) -> None:
    rounds.close(round=drawn, at=day(67), by=None)
    with pytest.raises(Refused, match="Nobody voted"):
        rounds.publish(round=drawn, at=day(68), by=world.convener)
    assert Round.objects.get(pk=drawn.pk).state == "closed"


def test_a_later_round_replaces_the_priorities_it_asked_about(
    world: World, wanted: list[Need]
) -> None:
    for number, choice in enumerate((keys(wanted), keys(wanted)[::-1])):
        drawn = rounds.prepare(
            partnership=world.partnership,
            needs=wanted,
            keep=1,
            at=day(60 + 10 * number),
            by=world.convener,
        )
        drawn = rounds.open_round(
            round=drawn,
            closes_at=day(65 + 10 * number),
            at=day(60 + 10 * number),
            by=world.convener,
        )
        vote(world, drawn, "keel", choice, 61 + 10 * number)
        rounds.close(round=drawn, at=day(65 + 10 * number), by=None)
        rounds.publish(round=drawn, at=day(66 + 10 * number), by=world.convener)
    standing_now = Priority.objects.filter(until__isnull=True)
    assert [row.need_id for row in standing_now] == keys(wanted)[2:]
    assert Need.objects.get(pk=keys(wanted)[0]).state == "parked"


def test_a_void_round_takes_its_priorities_back_and_says_why(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    all_vote(world, drawn, keys(wanted))
    rounds.close(round=drawn, at=day(67), by=None)
    rounds.publish(round=drawn, at=day(68), by=world.convener)
    with pytest.raises(Refused, match="Say why"):
        rounds.void(round=drawn, reason=" ", at=day(69), by=world.state)
    void = rounds.void(round=drawn, reason="A need was misprinted.", at=day(69), by=world.state)
    assert (void.state, void.void_because) == ("void", "A need was misprinted.")
    assert not Priority.objects.filter(until__isnull=True).exists()
    assert set(Need.objects.values_list("state", flat=True)) == {"released"}
    assert reads.places_for_reader(void, by=world.convener, at=day(70)) is None
    again = rounds.rerun(round=void, at=day(70), by=world.convener)
    assert (again.reruns, again.state, list(again.needs.all())) == (void, "draft", wanted)
    reopened = rounds.open_round(round=again, closes_at=day(75), at=day(70), by=world.convener)
    assert reopened.electors.count() == 5
    assert reads.ballot_choices(reopened) == []


def test_only_a_void_round_is_run_anew(world: World, drawn: Round) -> None:
    with pytest.raises(Refused, match="Only a void"):
        rounds.rerun(round=drawn, at=day(61), by=world.convener)


def test_companies_do_not_open_or_void_rounds(world: World, drawn: Round) -> None:
    with pytest.raises(Refused):
        rounds.void(round=drawn, reason="We lose.", at=day(61), by=world.people["keel"])
    with pytest.raises(Refused):
        rounds.prepare(
            partnership=world.partnership,
            needs=[],
            at=day(61),
            by=world.people["keel"],
        )


def test_one_round_is_open_at_a_time(
    world: World, drawn: Round, wanted: list[Need], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert drawn.state == "open"
    with pytest.raises(Refused, match="Another round"):
        opened(world, wanted)
    monkeypatch.setattr(rounds, "may_open", lambda _: YES)
    with pytest.raises(IntegrityError), transaction.atomic():
        opened(world, wanted)


def test_a_round_asks_about_released_needs_as_companies_confirmed_them(
    world: World, wanted: list[Need]
) -> None:
    with pytest.raises(Refused, match="not been released"):
        opened(world, [*wanted, shared(world, "sail", "Sails", 50)])
    needs.reword(
        need=wanted[0], title="Welders", text="Fitters", at=day(55), by=world.people["keel"]
    )
    with pytest.raises(Refused, match="not supported yet"):
        opened(world, wanted)
    stand_by(world, wanted[0], "rope", 56)
    assert opened(world, wanted).state == "open"


def test_a_round_chooses_among_two_needs_at_least(world: World, wanted: list[Need]) -> None:
    with pytest.raises(Refused, match="This one has 1"):
        opened(world, wanted[:1])
    assert opened(world, wanted[:2]).state == "open"


def test_a_need_whose_supporter_left_after_the_release_is_not_voted_on(
    world: World, wanted: list[Need]
) -> None:
    # Sail Loft stood by the welders; with it gone, Keel & Sons stands alone.
    seats.leave(seat=world.seats["sail"], reason="It sold.", at=day(58), by=world.convener)
    with pytest.raises(Refused, match="1 of the 2 companies"):
        opened(world, wanted)
    for need, company in zip(wanted, ("rope", "keel", "keel"), strict=True):
        stand_by(world, need, company, 59)
    assert opened(world, wanted).state == "open"


def test_a_round_keeps_its_rules_and_its_count(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    for change in (
        {"rule": "points"},
        {"keep": 1},
        {"closes_at": day(61)},
        {"tenure_days": 400},
    ):
        with pytest.raises(IntegrityError, match="keeps the rules"), transaction.atomic():
            Round.objects.filter(pk=drawn.pk).update(**change)
    with pytest.raises(IntegrityError, match="keeps the needs"), transaction.atomic():
        drawn.needs.remove(wanted[0])
    vote(world, drawn, "keel", keys(wanted))
    closed = rounds.close(round=drawn, at=day(67), by=None)
    with pytest.raises(IntegrityError, match="count is never changed"), transaction.atomic():
        Round.objects.filter(pk=closed.pk).update(result={"places": []})
