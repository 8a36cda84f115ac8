"""What waits for a person, kind by kind: rows as they stand, without a word about them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Window

from sectoral.workspace.models import (
    Answer,
    Approval,
    Attendance,
    Ballot,
    Commitment,
    Consent,
    Elector,
    Meeting,
    Need,
    Realignment,
    Rewording,
    Round,
    Seat,
    Solution,
    Support,
)
from sectoral.workspace.queries.flags import held_need
from sectoral.workspace.queries.needs import with_texts
from sectoral.workspace.queries.rounds import casts_for
from sectoral.workspace.queries.tasks.context import TaskContext
from sectoral.workspace.rules.policy import PROMISE_AHEAD

_ASKED = (Need.State.RAISED, Need.State.CLARIFIED)
_AGAIN = (
    *_ASKED,
    Need.State.VALIDATED,
    Need.State.RELEASED,
    Need.State.PRIORITISED,
    Need.State.PARKED,
)


def meetings_under_way(mine: TaskContext) -> list[Meeting]:
    """Meetings that run now, on whose roll no seat of the person's is."""
    under_way = [meeting for meeting in mine.meetings if meeting.state == Meeting.State.OPEN]
    here = Attendance.objects.filter(meeting__in=under_way, seat__in=mine.own)
    there = set(here.values_list("meeting_id", flat=True)) if under_way else set()
    return [meeting for meeting in under_way if meeting.pk not in there]


def launches_to_invite_to(mine: TaskContext) -> list[Meeting]:
    """Launch meetings nobody is asked to yet, for champions: companies come when companies ask."""
    return [meeting for meeting in mine.meetings if meeting.state == Meeting.State.PLANNED]


def meetings_to_come(mine: TaskContext) -> list[Meeting]:
    """Meetings of the next two weeks that the person is asked to."""
    return [meeting for meeting in mine.meetings if meeting.state == Meeting.State.INVITED]


def rounds_to_vote_in(mine: TaskContext) -> Iterator[Round]:
    """Open rounds in which a seat of the person's has a ballot to cast, the first to end first."""
    seats = mine.seats("vote")
    if not seats:
        return
    waiting = Elector.objects.filter(round=OuterRef("pk")).exclude(ballots__counts=True)
    rounds = Round.objects.filter(
        Exists(waiting),
        partnership__in=mine.partnerships("vote"),
        state=Round.State.OPEN,
        closes_at__gt=mine.at,
    )
    said = Elector.objects.annotate(said=Exists(_counting_ballots(OuterRef("pk"))))
    near = rounds.select_related("partnership").prefetch_related(Prefetch("electors", said))
    for round in near.order_by("closes_at", "pk"):
        if _has_uncast_ballot(round, mine.of(round.partnership_id).seats_that_may("vote")):
            yield round


def _has_uncast_ballot(round: Round, seats: Sequence[Seat]) -> bool:
    """Whether one of these seats casts a ballot here that nobody has cast.

    Takes    round: with its electors, each with whether a ballot of it counts.
    """
    own: dict[int, Any] = {elector.seat_id: elector for elector in round.electors.all()}
    mine = [own[seat.pk] for seat in seats if seat.pk in own]
    sisters = [casts_for(round, seat) for seat in seats if seat.pk not in own]
    return any(not elector.said for elector in mine) or any(
        not _counting_ballots(elector.pk).exists() for elector in sisters if elector is not None
    )


def _counting_ballots(elector: Any) -> QuerySet[Ballot]:
    return Ballot.objects.filter(elector=elector, counts=True)


def commitments_due(mine: TaskContext) -> Iterable[Commitment]:
    """Promises of the person's seats that are late, due or soon due."""
    soon = mine.at.date() + PROMISE_AHEAD.span
    rows = Commitment.objects.filter(seat__in=mine.own).filter(
        Q(state__in=(Commitment.State.DUE, Commitment.State.LATE))
        | Q(state=Commitment.State.ACCEPTED, due__lte=soon)
    )
    return rows.select_related("partnership", "seat__organization").order_by("due", "pk")


def answers_to_judge(mine: TaskContext) -> list[Answer]:
    """Answers that are being measured: did they answer the need?"""
    return [it for it in mine.answers if it.solution.state == Solution.State.MEASURING]


def answers_without_test(mine: TaskContext) -> list[Answer]:
    """Answers that are still designed, without words of how one will know that they worked."""
    return [it for it in mine.answers if it.solution.state != Solution.State.MEASURING]


def solutions_to_approve(mine: TaskContext) -> Iterable[Solution]:
    """Solutions before the companies, on which a seat of the person's has not spoken."""
    voting = [
        seat.pk
        for sitting in mine.sittings.values()
        for seat in sitting.seats_that_may("approve_solution")
        if seat.voting
    ]
    if not voting:
        return []
    said = Approval.objects.filter(
        solution=OuterRef("pk"), review=OuterRef("review"), seat__in=voting
    )
    rows = Solution.objects.filter(
        ~Exists(said), partnership__seats__in=voting, state=Solution.State.REVIEW
    )
    return rows.select_related("partnership").distinct().order_by("created_at", "pk")


def realignments_to_consent_to(mine: TaskContext) -> Iterable[Realignment]:
    """Merges, splits, scopes and ends on which a company of the person's has not spoken."""
    partnerships = mine.partnerships("consent")
    if not partnerships:
        return []
    said = Consent.objects.filter(realignment=OuterRef("pk"), seat__in=mine.seats("consent"))
    rows = Realignment.objects.filter(
        Q(partnership__in=partnerships) | Q(successor__in=partnerships),
        ~Exists(said),
        done_at=None,
        dropped_at=None,
    )
    return rows.select_related("partnership", "successor").order_by("proposed_at", "pk")


def rewordings_offered(mine: TaskContext) -> Iterable[Rewording]:
    """Words that the convener offers for a need of the person's."""
    seats = mine.seats("raise")
    if not seats:
        return []
    rows = Rewording.objects.filter(agreed=None, need__raised_by__in=seats)
    return rows.select_related("need__partnership", "need__raised_by").order_by("pk")


def needs_to_support(mine: TaskContext) -> Iterable[Any]:
    """The first of the needs that wait for companies, those reworded before the others.

    Returns  at most one, with `stood` (whether one stood by its earlier text) and `among` (how
             many wait).
    """
    seats, partnerships = mine.seats("support"), mine.partnerships("support")
    if not seats:
        return []
    given = Support.objects.filter(need=OuterRef("pk"), seat__in=seats)
    now = given.filter(version=OuterRef("version"))
    rows = Need.objects.filter(partnership__in=partnerships).exclude(raised_by__in=seats)
    waiting = (
        rows.filter(~Exists(now), ~held_need())
        .filter(Q(state__in=_ASKED) | Q(Exists(given), state__in=_AGAIN))
        .annotate(stood=Exists(given), among=Window(Count("pk")))
        .order_by("-stood", "created_at", "pk")
    )
    return with_texts(waiting)[:1]


def seats_to_approve(mine: TaskContext) -> Iterable[Seat]:
    """Seats that wait for a champion's yes."""
    led = mine.led_partnerships
    if not led:
        return []
    rows = Seat.objects.filter(
        partnership__in=led, standing=Seat.Standing.WAITING, approved_by_champion=False
    )
    return rows.select_related("organization", "partnership").order_by("since", "pk")


def fresh_draft(mine: TaskContext) -> list[Need]:
    """The last draft, while it is fresh."""
    return mine.fresh_drafts[-1:]


def older_draft(mine: TaskContext) -> list[Need]:
    """The last draft, where none is fresh."""
    return [] if mine.fresh_drafts else mine.drafts[-1:]
