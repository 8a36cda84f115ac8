"""One company, one vote: an owner keeps its one vote when the company that held it leaves."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sectoral.workspace.actions import organizations, partnerships, realignments, rounds, seats
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Ballot, Event, Need, Realignment, Round, Solution
from sectoral.workspace.queries import measures
from sectoral.workspace.queries import rounds as reads
from sectoral.workspace.queries.consents import missing_consents
from sectoral.workspace.queries.needs import standing_by
from sectoral.workspace.queries.roles import sittings_of
from sectoral.workspace.queries.solutions import tally_approvals
from sectoral.workspace.queries.tasks import tasks_of
from sectoral.workspace.rules.answers import YES, Refused
from tests.workspace.api.conftest import caller
from tests.workspace.pages.reading import here, page, signed_in, words
from tests.workspace.partnership import heard
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.steps import keys, opened, raised, stand_by, vote
from tests.workspace.partnership.world import COMPANIES, INLAND, World, day

pytestmark = pytest.mark.django_db


def leave(world: World, company: str, at: float = 62) -> None:
    seat = world.seats[company]
    seats.leave(seat=seat, reason="sold its yard", at=day(at), by=world.convener)


def suspend(world: World, company: str, at: float = 62) -> None:
    for who in (world.convener, world.state):
        seats.suspend(seat=world.seats[company], reason="it pitches", at=day(at), by=who)


def elsewhere(world: World) -> World:
    """The companies of Mast & Hull Holding at a second live partnership, convened alike."""
    case = replace(worlds.CASE, region="inland", region_name="Inland", areas=(INLAND,))
    other = partnerships.propose(case=case, at=day(1), by=world.state)
    there = replace(world, partnership=other, seats={})
    worlds.appoint(there, "board")
    partnerships.form(partnership=other, at=day(1), by=world.state)
    for company in ("mast", "hull"):
        worlds.sit(there, company, at=day(2), exception="works inland too")
    return there


END = pytest.mark.parametrize("ended", [leave, suspend])


# ── a sister stands in ────────────────────────────────────────────────────────────────────────


@END
def test_a_seated_sister_casts_when_the_holder_left_or_is_suspended(
    world: World, drawn: Round, wanted: list[Need], ended: Callable[[World, str], None]
) -> None:
    ended(world, "mast")
    vote(world, drawn, "hull", keys(wanted), 63)
    assert reads.ballot_choices(drawn) == [keys(wanted)]
    assert Ballot.objects.get().elector.seat == world.seats["mast"]


@END
def test_the_sisters_ballot_replaces_the_holders_and_both_are_in_the_record(
    world: World, drawn: Round, wanted: list[Need], ended: Callable[[World, str], None]
) -> None:
    first, second, third = keys(wanted)
    vote(world, drawn, "mast", [first], 61)
    ended(world, "mast")
    vote(world, drawn, "hull", [third, second], 63)
    assert reads.ballot_choices(drawn) == [[third, second]]
    kept = [(ballot.person, ballot.counts) for ballot in Ballot.objects.order_by("cast_at")]
    assert kept == [(world.people["mast"], False), (world.people["hull"], True)]
    lines = Event.objects.filter(verb="cast").order_by("pk").values_list("actor", flat=True)
    assert list(lines) == [world.people["mast"].pk, world.people["hull"].pk]


def test_while_the_holder_sits_a_sister_casts_nothing(
    world: World, drawn: Round, wanted: list[Need], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match="Mast Works votes for all companies with your owner"):
        vote(world, drawn, "hull", keys(wanted))
    monkeypatch.setattr(rounds, "_may_cast", lambda *_, **__: YES)
    monkeypatch.setattr(rounds, "casts_for", reads.elector_of)
    with pytest.raises(IntegrityError, match="delegate of an elector"), transaction.atomic():
        vote(world, drawn, "hull", keys(wanted))


def test_a_holder_who_acts_again_has_the_vote_back(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    first, second, _ = keys(wanted)
    suspend(world, "mast")
    vote(world, drawn, "hull", [first], 63)
    seats.reinstate(seat=world.seats["mast"], reason="cleared", at=day(64), by=world.convener)
    with pytest.raises(Refused, match="Mast Works votes for all companies with your owner"):
        vote(world, drawn, "hull", [first], 65)
    vote(world, drawn, "mast", [second], 65)
    assert reads.ballot_choices(drawn) == [[second]]


def test_a_sister_seated_after_the_opening_keeps_its_owners_vote(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    worlds.enter(world, "tug", "Tug Boats", "employer", naics="336611", size="10-49")
    organizations.declare_ownership(
        organizations=[world.orgs["tug"]], owner="MAST and HULL Holding.", at=day(61),
        by=world.state,
    )  # fmt: skip
    worlds.sit(world, "tug", at=day(61))
    with pytest.raises(Refused, match="Mast Works votes for all companies with your owner"):
        vote(world, drawn, "tug", keys(wanted), 62)
    leave(world, "mast")
    leave(world, "hull")
    vote(world, drawn, "tug", keys(wanted), 63)
    assert drawn.electors.filter(ballots__counts=True).get().seat == world.seats["mast"]


def test_a_company_that_left_and_came_back_has_its_vote(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    leave(world, "keel")
    worlds.sit(world, "keel", at=day(63))
    vote(world, drawn, "keel", keys(wanted), 64)
    assert len(reads.ballot_choices(drawn)) == 1


def test_an_owner_declared_anew_in_mid_round_keeps_the_vote_it_had(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    organizations.declare_ownership(
        organizations=[world.orgs["mast"], world.orgs["hull"]], owner="Spar Group", at=day(61),
        by=world.state,
    )  # fmt: skip
    leave(world, "mast")
    vote(world, drawn, "hull", keys(wanted), 63)
    assert len(reads.ballot_choices(drawn)) == 1


def test_where_each_counts_for_itself_nobody_stands_in(world: World, wanted: list[Need]) -> None:
    drawn = opened(world, wanted, count_each_because="they compete and are run apart")
    leave(world, "mast")
    vote(world, drawn, "hull", [wanted[0].pk], 63)
    assert drawn.electors.filter(ballots__counts=True).get().seat == world.seats["hull"]


# ── nobody else does ──────────────────────────────────────────────────────────────────────────


def test_a_stranger_never_casts_an_owners_ballot(
    world: World, drawn: Round, wanted: list[Need], monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(world, "mast")
    held = drawn.electors.get(seat=world.seats["mast"])
    with pytest.raises(Refused, match="do not act for this seat"):
        rounds.cast(
            round=drawn, seat=world.seats["hull"], choice=keys(wanted), at=day(63),
            by=world.people["rope"],
        )  # fmt: skip
    monkeypatch.setattr(rounds, "casts_for", lambda *_: held)
    for stranger in ("keel", "rope", "college"):
        monkeypatch.setattr(rounds, "_may_cast", lambda *_, **__: YES)
        with pytest.raises(IntegrityError, match="delegate of an elector"), transaction.atomic():
            vote(world, drawn, stranger, keys(wanted), 63)


def test_a_sister_at_another_table_votes_only_there(
    world: World, drawn: Round, wanted: list[Need], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = elsewhere(world)
    held = drawn.electors.get(seat=world.seats["mast"])
    leave(world, "mast")
    leave(world, "hull")
    with pytest.raises(Refused, match="do not act for a seat here"):
        vote(there, drawn, "hull", keys(wanted), 63)
    assert reads.casts_for(drawn, there.seats["hull"]) is None
    monkeypatch.setattr(rounds, "_may_cast", lambda *_, **__: YES)
    monkeypatch.setattr(rounds, "casts_for", lambda *_: held)
    with pytest.raises(IntegrityError, match="delegate of an elector"), transaction.atomic():
        vote(there, drawn, "hull", keys(wanted), 63)


def test_at_a_closed_table_nobody_stands_in(world: World, drawn: Round, wanted: list[Need]) -> None:
    leave(world, "mast")
    rounds.void(round=drawn, reason="the table ends", at=day(63), by=world.convener)
    partnerships.close(
        partnership=world.partnership, because="data_changed", closing_note="it moved away",
        at=day(63), by=world.state,
    )  # fmt: skip
    with pytest.raises(Refused):
        vote(world, drawn, "hull", keys(wanted), 64)
    assert not Ballot.objects.exists()


# ── at the doors ──────────────────────────────────────────────────────────────────────────────


def test_the_sister_is_asked_and_the_page_and_the_interface_take_its_ballot(
    world: World, drawn: Round, wanted: list[Need], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.SECTORAL_MFA = False
    monkeypatch.setattr(clock, "now", lambda: day(63))
    person, address = world.people["hull"], here(world.partnership, f"rounds/{drawn.pk}/")
    assert "votes for Hull Yard too" in words(page(signed_in(person), address))
    assert not _asked(world, "hull")
    vote(world, drawn, "mast", [wanted[0].pk], 61)
    leave(world, "mast")
    said = page(signed_in(person), address)
    assert "Cast your company's ballot" in words(said)
    assert not re.search(r"selected>\s*1\s*<", said), (
        "what the sister that left had chosen is not shown"
    )
    assert not _asked(world, "hull"), "the owner's ballot stands: nobody is pressed to replace it"
    body = {"seat": world.seats["hull"].pk, "choice": keys(wanted)}
    answer = caller(person).post(f"round.cast/{drawn.pk}", body)
    assert answer.status_code == 200, answer.content
    assert reads.ballot_choices(drawn) == [keys(wanted)]


def test_a_sister_is_asked_for_the_ballot_that_nobody_cast(world: World, drawn: Round) -> None:
    leave(world, "mast")
    assert _asked(world, "hull")
    assert _asked(world, "keel")
    assert not _asked(world, "college")


def _asked(world: World, who: str) -> bool:
    asks = tasks_of(sittings_of(world.people[who], at=day(63)), at=day(63), most=20)
    return any("round.cast" in ask.acts for ask in asks)


def test_a_sister_that_stood_in_counts_as_active(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    leave(world, "mast")
    vote(world, drawn, "hull", keys(wanted), 63)
    before = measures.active_companies(world.partnership, day(66)).rows
    rounds.run_clock(at=day(67))
    after = measures.active_companies(world.partnership, day(68)).rows
    assert set(after) - set(before) == {("seat", world.seats["hull"].pk)}


# ── the sisters of a ballot: what is said of solutions and needs ──────────────────────────────


def test_what_an_owner_says_of_a_solution_its_seated_company_says() -> None:
    case = heard.heard()
    solution, world = case.in_review(), case.world
    case.say(solution, "mast")
    case.say(solution, "hull")
    assert _said(solution) == (5, 1, 0)
    seats.leave(seat=world.seats["mast"], reason="sold", at=heard.HEARD, by=world.convener)
    assert _said(solution) == (5, 1, 0)
    case.say(solution, "hull", yes=False)
    assert _said(solution) == (5, 0, 1)
    with pytest.raises(Refused):
        case.say(solution, "mast")


def _said(solution: Solution) -> tuple[int, int, int]:
    said = tally_approvals(Solution.objects.get(pk=solution.pk), at=heard.HEARD)
    return said.companies, said.yes, said.no


def test_an_owner_stands_by_a_need_through_the_company_that_sits(world: World) -> None:
    need = raised(world, "keel")
    stand_by(world, need, "mast")
    leave(world, "mast", 43)
    assert len(measures.distinct_owners(standing_by(need, day(44)))) == 1
    stand_by(world, need, "hull", 44)
    assert len(measures.distinct_owners(standing_by(need, day(45)))) == 2


def test_an_owner_consents_to_a_merge_through_the_company_that_sits() -> None:
    world = worlds.active()
    there = elsewhere(world)
    worlds.sit(there, "keel", at=day(2), exception="works inland too")
    proposal = realignments.propose_merge(
        partnership=world.partnership, into=there.partnership, reason="one industry",
        at=day(62), by=world.convener,
    )  # fmt: skip
    for company in ("keel", "rope", "mast"):
        _agree(world, proposal, company, 62)
    assert "at Boat building in Harbour" not in missing_consents(proposal, day(63))
    leave(world, "mast", 63)
    assert "2 of 5 at Boat building in Harbour" in missing_consents(proposal, day(64))
    _agree(world, proposal, "hull", 64)
    assert "at Boat building in Harbour" not in missing_consents(proposal, day(65))


def _agree(world: World, proposal: Realignment, company: str, at: float) -> None:
    realignments.consent(
        realignment=proposal, seat=world.seats[company], yes=True, at=day(at),
        by=world.people[company],
    )  # fmt: skip


# ── laws ──────────────────────────────────────────────────────────────────────────────────────

SISTERS = ("mast", "hull", "tug")
TRIED = ("keel", *SISTERS)
DO = ("leave", "suspend", "reinstate", "sit", "own", "disown", "take_vote", "vote", "vote")


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.tuples(st.sampled_from(DO), st.sampled_from(TRIED)), max_size=9))
def test_whatever_happens_in_a_round_each_owner_has_one_vote_and_none_is_lost(
    world: World, drawn: Round, wanted: list[Need], steps: list[tuple[str, str]]
) -> None:
    frozen = {
        elector.pk: {counted.seat.organization_id for counted in elector.seats.all()}
        for elector in drawn.electors.all()
    }
    with transaction.atomic():
        here_now = replace(world, seats=dict(world.seats), orgs=dict(world.orgs))
        _join(here_now)
        for number, (move, company) in enumerate(steps):
            with suppress(Refused, KeyError):
                _step(here_now, drawn, wanted, move, company, 62 + number / 4)
            _holds(drawn, frozen, day(62.1 + number / 4))
        transaction.set_rollback(True)
    for name in (*COMPANIES, *worlds.PARTNERS):
        world.seats[name].refresh_from_db()
        world.orgs[name].refresh_from_db()


def _join(world: World) -> None:
    """Tug Boats, of the same owner, is registered; it has no seat when the round opens."""
    worlds.enter(world, "tug", "Tug Boats", "employer", naics="336611", size="10-49")
    _own(world, "tug", "Mast & Hull Holding", 61)


def _own(world: World, company: str, owner: str, at: float) -> None:
    world.orgs[company].refresh_from_db()
    organizations.declare_ownership(
        organizations=[world.orgs[company]], owner=owner, at=day(at), by=world.state
    )


def _step(
    world: World, drawn: Round, wanted: list[Need], move: str, company: str, at: float
) -> None:
    seat = world.seats.get(company)
    if seat is not None:
        seat.refresh_from_db()
    if move == "sit":
        worlds.sit(world, company, at=day(at))
    elif move == "own":
        _own(world, company, "Spar Group", at)
    elif move == "disown":
        organizations.end_ownership(
            organization=world.orgs[company], reason="sold", at=day(at), by=world.state
        )
    elif move == "vote":
        vote(world, drawn, company, keys(wanted), at)
    elif move == "take_vote":
        seats.set_vote(
            seat=world.seats[company], voting=False, reason="asked", at=day(at), by=world.convener
        )
    elif move == "reinstate":
        seats.reinstate(seat=world.seats[company], reason="cleared", at=day(at), by=world.convener)
    else:
        {"leave": leave, "suspend": suspend}[move](world, company, at)


def _holds(drawn: Round, frozen: dict[int, set[int]], at: datetime) -> None:
    """At most one ballot an owner counts; and an owner with a seated company can cast its own."""
    assert set(drawn.electors.values_list("pk", flat=True)) == set(frozen)
    counting = Ballot.objects.filter(elector__round=drawn, counts=True)
    cast = list(counting.values_list("elector", flat=True))
    assert len(cast) == len(set(cast)) <= len(frozen)
    able = {
        seat: reads.casts_for(drawn, seat) for seat in measures.seated_seats(drawn.partnership, at)
    }
    for elector, companies in frozen.items():
        of_owner = [seat for seat in able if seat.organization_id in companies]
        casting = [held.pk for seat in of_owner if (held := able[seat]) is not None]
        assert set(casting) <= {elector}
        assert casting or not any(seat.voting for seat in of_owner)
