"""Rounds: companies choose what matters most, in the open rules and the secret ballot (I2)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from sectoral.workspace.actions.moves import advance, may_begin
from sectoral.workspace.actions.night_faults import NightFaults, hold_fault
from sectoral.workspace.actions.record import note
from sectoral.workspace.guards.round import RANKABLE
from sectoral.workspace.guards.seat import NO_SEAT
from sectoral.workspace.models import (
    Ballot,
    Elector,
    ElectorSeat,
    Need,
    Partnership,
    Priority,
    Round,
    Seat,
    User,
)
from sectoral.workspace.queries.roles import Sitting, role_of_seat, roles_of, sitting_of
from sectoral.workspace.queries.rounds import (
    ballot_choices,
    ballot_terms,
    casts_for,
    elector_of,
    electorate,
    voting_seats,
)
from sectoral.workspace.rules.answers import YES, Refused, Ruling, first_no, one_yes, require
from sectoral.workspace.rules.ballots import BALLOT_RULES, USUAL_RULE
from sectoral.workspace.rules.ballots.rule import POINTS
from sectoral.workspace.rules.lifecycles import NEED, ROUND
from sectoral.workspace.rules.permissions import may


@transaction.atomic
def prepare(  # noqa: PLR0913 - the rules of a round
    *,
    partnership: Partnership,
    needs: Iterable[Need],
    rule: str = USUAL_RULE,
    keep: int = 3,
    most_points: int | None = None,
    tenure_days: int = 0,
    count_each_because: str = "",
    at: datetime,
    by: User,
) -> Round:
    """Draft a round: what it asks about and how it is counted; all of it fixed at its opening.

    Takes    keep: how many become priorities; most_points: the most that one need may have on
             a ballot of points (S5); tenure_days: how long a seat has been at the table to vote
             (S4); count_each_because: why seats of one owner count each (I3).
    """
    require(may(roles_of(by, partnership, at=at), "open_round"))
    asked = list(needs)
    require(_check_settings(partnership, asked, rule, keep, most_points))
    drafted = Round.objects.create(
        partnership=partnership,
        rule=rule,
        keep=keep,
        most_points=most_points,
        tenure_days=tenure_days,
        count_each_because=count_each_because.strip(),
    )
    drafted.needs.set(asked)
    words = f"A round about {len(asked)} needs is prepared: {drafted.get_rule_display()}"
    note("prepare", words, of=drafted, at=at, by=by, partnership=partnership)
    return drafted


def _check_settings(
    partnership: Partnership, asked: list[Need], rule: str, keep: int, most: int | None
) -> Ruling:
    if rule not in BALLOT_RULES:
        names = ", ".join(known.words.name for known in BALLOT_RULES.values())
        return Ruling(f"A round is one of: {names}.")
    if any(need.partnership_id != partnership.pk for need in asked):
        return Ruling("A round can only ask about this partnership's own needs.")
    if keep < 1:
        return Ruling("A round has to make at least one priority.")
    if most is not None and not 1 <= most <= POINTS:
        return Ruling(f"The most points for one need has to be between 1 and {POINTS}.")
    return YES


@transaction.atomic
def open_round(*, round: Round, closes_at: datetime, at: datetime, by: User) -> Round:
    """Open a round: its electorate is frozen now, and nothing of the vote shows until its close.

    A seat that joins later, or an owner who declares another company tomorrow, changes nothing.
    """
    require(may(roles_of(by, round.partnership, at=at), "open_round"))
    # The partnership's row first: two rounds opened at once meet here, not in the constraint.
    Partnership.objects.select_for_update().get(pk=round.partnership_id)
    round = _lock_round(round)
    require(may_begin(round, ROUND, "open"))
    require(first_no(may_open(round), _check_closing(closes_at, at)))
    for voter in electorate(round, at):
        elector = Elector.objects.create(round=round, seat=voter.seat, group=voter.group)
        ElectorSeat.objects.bulk_create(
            ElectorSeat(elector=elector, seat=seat) for seat in (voter.seat, *voter.sisters)
        )
    round.opened_at, round.closes_at = at, closes_at
    round.save(update_fields=["opened_at", "closes_at"])
    advance(round, ROUND, "open", by=by, at=at)
    return round


def may_open(round: Round) -> Ruling:
    """Whether no other round of the partnership is open."""
    others = Round.objects.filter(partnership=round.partnership_id, state=Round.State.OPEN)
    return Ruling("Another round of this partnership is open.") if others.exists() else YES


def _check_closing(closes_at: datetime, at: datetime) -> Ruling:
    return YES if closes_at > at else Ruling("A round has to close after it opens.")


@transaction.atomic
def cast(*, round: Round, seat: Seat, choice: Any, at: datetime, by: User) -> Ballot:
    """Cast a seat's ballot; a later one of the same owner counts instead, and both are kept.

    Where the company that holds its owner's vote left or was suspended since the opening, a
    seated sister casts it: the owner keeps its one vote, whoever of it sits at the table.

    The line in the record carries no partnership: nobody reads there who has voted, or when,
    while the round is open (S6).
    """
    round = _lock_round(round)
    sitting = sitting_of(by, round.partnership, at=at)
    require(_may_cast(sitting, round, seat))
    require(round.ballot_rule.fault_of_ballot(choice, ballot_terms(round)))
    found = casts_for(round, seat)
    if found is None:
        raise Refused("Another company with the same owner votes for all of them.")
    elector = Elector.objects.select_for_update().get(pk=found.pk)
    for earlier in elector.ballots.filter(counts=True):
        earlier.counts = False
        earlier.save(update_fields=["counts"])
    ballot = Ballot.objects.create(elector=elector, person=by, choice=choice, cast_at=at)
    note("cast", "A ballot is cast", of=ballot, at=at, by=by)
    return ballot


def may_cast(sitting: Sitting, round: Round) -> Ruling:
    """Whether a person may cast a ballot now, for an own company that votes in it."""
    closes = round.closes_at
    if round.state != Round.State.OPEN or closes is None or closes <= sitting.at:
        return Ruling("This round is not open.")
    own = sitting.seats_that_may("vote")
    if voting_seats(round, own):
        return YES
    return one_yes((_may_cast_for(sitting, round, seat) for seat in own), otherwise=NO_SEAT)


def _may_cast(sitting: Sitting, round: Round, seat: Seat) -> Ruling:
    able = may_cast(sitting, round)
    return _may_cast_for(sitting, round, seat) if able else able


def _may_cast_for(sitting: Sitting, round: Round, seat: Seat) -> Ruling:
    if seat not in sitting.seats:
        return Ruling("You do not act for this seat.")
    allowed = may(frozenset({role_of_seat(seat)}), "vote")
    if not allowed:
        return allowed
    elector = elector_of(round, seat)
    if elector is None:
        return Ruling("Your seat was not on the list of voters when this round opened.")
    if casts_for(round, seat) is None:
        holder = elector.seat.organization
        return Ruling(f"{holder} votes for all companies with your owner.")
    return YES


@transaction.atomic
def close(*, round: Round, at: datetime, by: User | None) -> Round:
    """Close a round when its hours are over or every elector has voted, and count it.

    A ballot that does not fit the rule, which no action writes, is set aside, with a line.
    Takes    by: None for the clock.
    """
    round = _lock_round(round)
    advance(round, ROUND, "close", by=by, at=at)
    rule, terms, found = round.ballot_rule, ballot_terms(round), ballot_choices(round)
    choices = [choice for choice in found if rule.fault_of_ballot(choice, terms)]
    if spoiled := len(found) - len(choices):
        words = f"ballots that do not fit the rule and are not counted: {spoiled}"
        note("set_ballots_aside", words, of=round, at=at, by=by, partnership=round.partnership)
    round.closed_at = at
    round.result = {
        "rule": rule.key,
        "ballots": len(choices),
        "electors": round.electors.count(),
        "places": [placed.row() for placed in rule.count(choices, terms.needs)],
    }
    round.save(update_fields=["closed_at", "result"])
    return round


def run_clock(*, at: datetime, faults: NightFaults | None = None) -> int:
    """Close and count every round whose hour has come; run twice, it closes nothing twice.

    Returns  how many closed. Each is its own transaction; publishing stays the convener's act.
    """
    over = Round.objects.filter(state=Round.State.OPEN, closes_at__lte=at).order_by("pk")
    closed = 0
    for round in over:
        with hold_fault(faults, round):
            close(round=round, at=at, by=None)
            closed += 1
    return closed


@transaction.atomic
def publish(*, round: Round, at: datetime, by: User) -> list[Priority]:
    """Show the count to everybody at the table, and make its first needs priorities (P4).

    A need that no ballot named becomes none, though there were room for it.

    Raises   Refused where nobody voted: an empty count chooses nothing.
    """
    round = _lock_round(round)
    counted = round.result or {"ballots": 0, "places": []}
    advance(round, ROUND, "publish", by=by, at=at)
    asked = {need.pk: need for need in round.needs.select_for_update().order_by("pk")}
    Priority.objects.filter(need__in=asked, until__isnull=True).update(until=at)
    chosen = []
    for row in counted["places"]:
        need = asked[row["need"]]
        if row["place"] <= round.keep and row["backers"]:
            chosen.append(
                Priority.objects.create(
                    partnership=round.partnership,
                    need=need,
                    round=round,
                    place=row["place"],
                    since=at,
                )
            )
            _place_need(need, "prioritise", at=at, by=by)
        else:
            _place_need(need, "park", at=at, by=by)
    return chosen


def _place_need(need: Need, verb: str, *, at: datetime, by: User) -> None:
    """Move a need to where the count puts it; one that is there, or is worked on, stays."""
    after = {"prioritise": Need.State.PRIORITISED, "park": Need.State.PARKED}[verb]
    if need.state in RANKABLE and need.state != after:
        advance(need, NEED, verb, by=by, at=at)


@transaction.atomic
def void(*, round: Round, reason: str, at: datetime, by: User) -> Round:
    """Declare a round void; what it made a priority is none any more, unless it is worked on."""
    round = _lock_round(round)
    require(may_begin(round, ROUND, "void"))
    if not reason.strip():
        raise Refused("Say why. Everybody will read the reason.")
    round.void_because = reason.strip()
    round.save(update_fields=["void_because"])
    advance(round, ROUND, "void", by=by, at=at, reason=reason)
    ended = round.priorities.filter(until__isnull=True)
    was_chosen = ended.exists()
    ended.update(until=at)
    if was_chosen:
        for need in round.needs.select_for_update().filter(
            state__in=(Need.State.PRIORITISED, Need.State.PARKED)
        ):
            advance(need, NEED, "unrank", by=by, at=at)
    return round


@transaction.atomic
def rerun(*, round: Round, at: datetime, by: User) -> Round:
    """Draft a void round anew, by the same rules; its electorate is frozen when it opens."""
    require(may_rerun(round))
    again = prepare(
        partnership=round.partnership,
        needs=round.needs.all(),
        rule=round.rule,
        keep=round.keep,
        most_points=round.most_points,
        tenure_days=round.tenure_days,
        count_each_because=round.count_each_because,
        at=at,
        by=by,
    )
    again.reruns = round
    again.save(update_fields=["reruns"])
    return again


def may_rerun(round: Round) -> Ruling:
    """Whether a round may be drafted anew: once it is void."""
    if round.state == Round.State.VOID:
        return YES
    return Ruling("Only a void round can be run again.")


def _lock_round(round: Round) -> Round:
    """The round's row, held until the change ends: a ballot and the close never cross."""
    return Round.objects.select_for_update().get(pk=round.pk)
