"""Rounds: a frozen electorate, one ballot a seat, one owner one vote, nothing before the close."""

import json

import pytest
from django.core import serializers
from django.db import IntegrityError, transaction

from sectoral.workspace.actions import organizations, people, rounds, seats
from sectoral.workspace.acts.fields.ballot import cast_before
from sectoral.workspace.guards import round as guard
from sectoral.workspace.models import Ballot, Elector, ElectorSeat, Event, Message, Need, Round
from sectoral.workspace.queries import measures
from sectoral.workspace.queries import rounds as reads
from sectoral.workspace.queries.roles import sitting_of
from sectoral.workspace.rules.answers import YES, Refused
from sectoral.workspace.rules.ballots import BALLOT_RULES
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.steps import (
    VOTERS,
    all_vote,
    keys,
    opened,
    release,
    sample_ballot,
    shared,
    three_released,
    vote,
)
from tests.workspace.partnership.world import PARTNERS, World, day

pytestmark = pytest.mark.django_db


# ── I2: who votes ─────────────────────────────────────────────────────────────────────────────


def test_the_electorate_is_the_voting_companies_and_nobody_else(world: World, drawn: Round) -> None:
    assert {elector.seat for elector in drawn.electors.all()} == {
        world.seats[company] for company in VOTERS
    }


@pytest.mark.parametrize("partner", PARTNERS)
def test_a_public_partner_casts_no_ballot(
    world: World, drawn: Round, wanted: list[Need], partner: str
) -> None:
    with pytest.raises(Refused):
        vote(world, drawn, partner, keys(wanted))


def test_a_seat_that_joins_after_the_opening_does_not_vote(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    worlds.enter(world, "tug", "Tug Boats", "employer", naics="336611", size="10-49")
    worlds.sit(world, "tug", at=day(60.5))
    with pytest.raises(Refused, match="not on the list of voters"):
        vote(world, drawn, "tug", keys(wanted))


def test_the_database_keeps_the_electorate_as_it_was(world: World, drawn: Round) -> None:
    sisters = ElectorSeat.objects.filter(elector__round=drawn, seat=world.seats["hull"])
    assert sisters.get().elector.seat == world.seats["mast"]
    for change in (
        lambda: Elector.objects.create(round=drawn, seat=world.seats["hull"], group="x"),
        lambda: drawn.electors.update(group="y"),
        lambda: drawn.electors.all()._raw_delete("default"),
        lambda: sisters.update(seat=world.seats["keel"]),
        lambda: sisters._raw_delete("default"),
        lambda: ElectorSeat.objects.create(
            elector=drawn.electors.get(seat=world.seats["keel"]), seat=world.seats["hull"]
        ),
    ):
        refused = pytest.raises(IntegrityError, match=r"frozen|in a round is never")
        with refused, transaction.atomic():
            change()


def test_without_the_actions_check_the_database_still_refuses_a_strangers_ballot(
    world: World, drawn: Round, wanted: list[Need], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "_may_cast", lambda *_, **__: YES)
    elector = drawn.electors.get(seat=world.seats["keel"])
    with pytest.raises(IntegrityError, match="delegate of an elector"), transaction.atomic():
        rounds.cast(
            round=drawn,
            seat=elector.seat,
            choice=keys(wanted),
            at=day(61),
            by=world.people["college"],
        )


def test_a_seats_last_ballot_counts_and_all_are_kept(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    first, second, third = keys(wanted)
    vote(world, drawn, "keel", [first], 61)
    vote(world, drawn, "keel", [third, second], 62)
    kept = Ballot.objects.filter(elector__seat=world.seats["keel"])
    assert [(b.choice, b.counts) for b in kept] == [([first], False), ([third, second], True)]
    assert reads.ballot_choices(drawn) == [[third, second]]
    assert Event.objects.filter(verb="cast", actor=world.people["keel"]).count() == 2


def test_two_counting_ballots_of_a_seat_cannot_be(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    vote(world, drawn, "keel", keys(wanted))
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(
            elector=drawn.electors.get(seat=world.seats["keel"]),
            person=world.people["keel"],
            choice=keys(wanted),
            cast_at=day(62),
        )


def test_a_ballot_is_never_changed_or_removed(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    vote(world, drawn, "keel", keys(wanted))
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.update(cast_at=day(60.5))


@pytest.mark.parametrize("at", [59, 67, 70])
def test_a_ballot_is_cast_while_the_round_is_open(
    world: World, drawn: Round, wanted: list[Need], at: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    if at > 60:
        with pytest.raises(Refused, match="not open"):
            vote(world, drawn, "keel", keys(wanted), at)
    monkeypatch.setattr(rounds, "_may_cast", lambda *_, **__: YES)
    with pytest.raises(IntegrityError, match="while the round is open"), transaction.atomic():
        vote(world, drawn, "keel", keys(wanted), at)


def test_a_ballot_that_cannot_be_counted_is_refused(world: World, drawn: Round) -> None:
    with pytest.raises(Refused, match="does not ask about need 999"):
        vote(world, drawn, "keel", [999])
    assert not Ballot.objects.exists()


def test_a_labor_seat_votes_only_where_the_table_declares_it() -> None:
    world = worlds.formed(labor_votes=True)
    union = world.seats["union"]
    union.voting = True
    union.save()
    drawn = opened(world)
    assert drawn.electors.filter(seat=union).exists()


# ── I3, S4: stuffing ──────────────────────────────────────────────────────────────────────────


def test_two_companies_of_one_owner_have_one_vote(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    vote(world, drawn, "mast", keys(wanted))
    with pytest.raises(Refused, match="Mast Works votes for all companies with your owner"):
        vote(world, drawn, "hull", keys(wanted))


def test_without_grouping_the_database_still_refuses_two_electors_of_one_owner(
    world: World, wanted: list[Need], monkeypatch: pytest.MonkeyPatch
) -> None:
    def ungrouped(round: Round, at: object) -> list[reads.WouldVote]:
        return [
            reads.WouldVote(world.seats[key], world.orgs[key].counts_as) for key in ("mast", "hull")
        ]

    monkeypatch.setattr(rounds, "electorate", ungrouped)
    with pytest.raises(IntegrityError), transaction.atomic():
        opened(world, wanted)


def test_each_counts_where_the_table_says_why(world: World, wanted: list[Need]) -> None:
    drawn = opened(world, wanted, count_each_because="they compete and are run apart")
    assert drawn.electors.count() == 6
    vote(world, drawn, "hull", keys(wanted))


def test_an_owner_declared_after_the_opening_changes_nothing(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    organizations.declare_ownership(
        organizations=(world.orgs["keel"], world.orgs["rope"]),
        owner="Keel Rope Group",
        at=day(61),
        by=world.state,
    )
    vote(world, drawn, "keel", keys(wanted), 62)
    vote(world, drawn, "rope", keys(wanted), 62)
    assert len(reads.ballot_choices(drawn)) == 2


def test_a_company_seated_on_ballot_day_does_not_vote_under_a_tenure(
    world: World, wanted: list[Need]
) -> None:
    worlds.enter(world, "tug", "Tug Boats", "employer", naics="336611", size="10-49")
    worlds.sit(world, "tug", at=day(59))
    drawn = opened(world, wanted, tenure_days=30)
    assert drawn.electors.count() == 5


def test_many_delegates_of_a_company_have_one_ballot(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    second = people.add_person(
        email="second@quayland.example", name="Second Keel", at=day(50), by=world.state
    )
    people.join(person=second, organization=world.orgs["keel"], at=day(50), by=world.state)
    seats.name_delegate(
        seat=world.seats["keel"], person=second, role="alternate", at=day(50), by=world.convener
    )
    vote(world, drawn, "keel", keys(wanted))
    rounds.cast(
        round=drawn, seat=world.seats["keel"], choice=keys(wanted)[:1], at=day(62), by=second
    )
    assert reads.ballot_choices(drawn) == [keys(wanted)[:1]]


# ── S5: one large company ─────────────────────────────────────────────────────────────────────


def test_under_the_cap_no_company_gives_one_need_more_than_a_quarter(world: World) -> None:
    wanted = three_released(world)
    fourth = shared(world, "sail", "A ferry at six", 41)
    release(world, fourth, at=46)
    drawn = opened(world, [*wanted, fourth], rule="points", most_points=25)
    with pytest.raises(Refused, match="at most 25"):
        vote(world, drawn, "keel", {str(wanted[0].pk): 100})
    vote(world, drawn, "keel", {str(need.pk): 25 for need in (*wanted, fourth)})


def test_a_cap_that_cannot_be_met_does_not_open(world: World, wanted: list[Need]) -> None:
    with pytest.raises(Refused, match="cannot all be given"):
        opened(world, wanted, rule="points", most_points=25)


def test_one_owner_alone_makes_no_choice(world: World, wanted: list[Need]) -> None:
    for company in (*VOTERS[1:], "hull"):
        seats.set_vote(
            seat=world.seats[company], voting=False, reason="Listens.", at=day(59),
            by=world.convener,
        )  # fmt: skip
    with pytest.raises(Refused, match="1 of the 2 companies needed for a vote have a seat"):
        opened(world, wanted)


# ── S6: nothing before the close ──────────────────────────────────────────────────────────────


def test_nothing_of_the_vote_is_read_before_the_close(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    for company in VOTERS[:4]:
        vote(world, drawn, company, keys(wanted))
    everybody = [*world.people.values(), world.state]
    for person in everybody:
        if person == world.people["staffing"]:
            continue
        assert reads.places_for_reader(drawn, by=person, at=day(62)) is None
        assert reads.turnout_of(drawn) is None
    with pytest.raises(Refused):
        reads.places_for_reader(drawn, by=world.people["staffing"], at=day(62))


def test_a_ballot_is_read_by_its_own_seat_alone(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    vote(world, drawn, "keel", keys(wanted))
    readers = {
        who
        for who, person in world.people.items()
        if cast_before(sitting_of(person, world.partnership, at=day(62)), drawn)
    }
    assert readers == {"keel"}


def test_before_the_close_no_channel_differs_between_two_ways_of_voting(world: World) -> None:
    """Members' history, messages, the round itself and derived counts: as if nobody voted."""

    def outside(of: Round) -> str:
        of.refresh_from_db()
        lines = Event.objects.filter(partnership=world.partnership).values("verb", "words")
        return json.dumps(
            [
                serializers.serialize("json", [of]),
                list(lines),
                list(Message.objects.order_by("pk").values("key", "subject", "body")),
                measures.active_companies(world.partnership, day(62)).number,
                guard.time_is_up(of, day(62)).reason,
            ]
        )

    wanted = three_released(world)
    drawn = opened(world, wanted)
    before = outside(drawn)
    vote(world, drawn, "anchor", keys(wanted))
    vote(world, drawn, "mast", keys(wanted)[::-1])
    assert outside(drawn) == before


def test_a_result_cannot_stand_in_an_open_round(drawn: Round) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=drawn.pk).update(result={"places": []})


def test_a_closed_count_waits_for_its_publication(
    world: World, drawn: Round, wanted: list[Need]
) -> None:
    all_vote(world, drawn, keys(wanted))
    closed = rounds.close(round=drawn, at=day(67), by=None)
    assert reads.places_for_reader(closed, by=world.convener, at=day(67)) is None
    assert reads.turnout_of(closed) == reads.RoundTurnout(5, 5)
    rounds.publish(round=closed, at=day(68), by=world.convener)
    places = reads.places_for_reader(closed, by=world.people["college"], at=day(68))
    assert places is not None
    assert [placed.need for placed in places] == keys(wanted)


def test_hiding_fails_when_the_state_is_not_asked(
    world: World, drawn: Round, wanted: list[Need], monkeypatch: pytest.MonkeyPatch
) -> None:
    vote(world, drawn, "keel", keys(wanted))
    assert reads.turnout_of(drawn) is None
    monkeypatch.setattr(reads, "_CLOSED", (*reads._CLOSED, "open"))
    assert reads.turnout_of(drawn) == reads.RoundTurnout(1, 5)


@pytest.mark.parametrize("rule", BALLOT_RULES)
def test_a_ballot_that_fits_no_rule_is_set_aside_with_a_line_and_the_round_closes(
    world: World, wanted: list[Need], rule: str
) -> None:
    # No action writes such a row. Found by a walk: the clocks stood still at the close.
    drawn = opened(world, wanted, rule=rule)
    Ballot.objects.create(
        elector=drawn.electors.get(seat=world.seats["keel"]),
        person=world.people["keel"], choice=[], cast_at=day(60.5),
    )  # fmt: skip
    sound = sample_ballot(rule, wanted)
    vote(world, drawn, "sail", sound)
    assert rounds.run_clock(at=day(67)) == 1
    drawn.refresh_from_db()
    assert drawn.result is not None
    # The sound one counts as if it were alone.
    assert drawn.result["ballots"] == 1
    alone = BALLOT_RULES[rule].count([sound], keys(wanted))
    assert drawn.result["places"] == [placed.row() for placed in alone]
    line = Event.objects.get(verb="set_ballots_aside")
    assert line.words == "ballots that do not fit the rule and are not counted: 1"
