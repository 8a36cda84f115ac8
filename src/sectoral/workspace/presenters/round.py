"""What the pages of priorities and of one round show; nothing of a vote before its close (S6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, prefetch_related_objects

from sectoral.workspace.models import NeedVersion, Priority, Round, Seat
from sectoral.workspace.queries.measures import seated_seats
from sectoral.workspace.queries.needs import state_words
from sectoral.workspace.queries.roles import Sitting, role_of_seat
from sectoral.workspace.queries.rounds import (
    RoundTurnout,
    WouldVote,
    elector_of,
    electorate,
    has_few_ballots,
    published_places,
    turnout_of,
    voting_seats,
)
from sectoral.workspace.rules.ballots.places import NeedPlace
from sectoral.workspace.rules.dates import day_words
from sectoral.workspace.rules.permissions import PartnershipRole

A_PAGE = 25

TEXTS = Prefetch("versions", NeedVersion.objects.order_by("number"))


@dataclass(frozen=True, slots=True)
class StandingPriority:
    """A priority that stands: its place in the round that chose it, and where its need is."""

    place: int
    need: int
    title: str
    state: str
    since: datetime
    round: Round


def standing_priorities(sitting: Sitting) -> list[StandingPriority]:
    """What the companies chose and no later round has changed, the latest round first."""
    rows = Priority.objects.filter(
        partnership=sitting.partnership, until=None, round__state=Round.State.PUBLISHED
    ).select_related("need", "round__partnership")
    near = rows.prefetch_related(
        Prefetch("need__versions", NeedVersion.objects.order_by("number"))
    ).order_by("-since", "place", "pk")
    return [
        StandingPriority(
            row.place,
            row.need_id,
            row.need.text_heard.title,
            state_words(row.need),
            row.since,
            row.round,
        )
        for row in near
    ]


def list_rounds(sitting: Sitting, page: str) -> Page[Any]:
    """One page of the rounds a person may know of, the last first, each with `asked` needs."""
    rows = Round.objects.filter(partnership=sitting.partnership).select_related("partnership")
    if not sitting.may("open_round"):
        rows = rows.exclude(state=Round.State.DRAFT)
    asked = rows.annotate(asked=Count("needs")).order_by("-pk")
    found: Page[Any] = Paginator(asked, A_PAGE).get_page(page)
    return found


# ── one round ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class NoVote:
    """A seat that does not vote, and why."""

    organization: str
    because: str


@dataclass(frozen=True, slots=True)
class NeedResult:
    """One need in the result."""

    place: int
    need: int
    title: str
    score: float
    second: float
    settled: str
    backers: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round before one reader.

    voters     who votes: as computed for a draft, as frozen from the opening on
    no_votes   companies and labor seats that would not vote, with the reason; for a draft only
    mine       the reader's seats that vote
    told       why a seat of the reader's has no ballot of its own here
    few        so few voted that the places alone are shown (S13)
    """

    row: Round
    asked: list[tuple[int, str]]
    voters: list[str]
    no_votes: list[NoVote]
    mine: list[Seat]
    told: list[str]
    turnout: RoundTurnout | None
    counted: list[NeedResult]
    few: bool
    rerun: Round | None


def round_page(round: Round, sitting: Sitting) -> RoundPage:
    """Everything the page shows; of an open round nothing that a ballot changes."""
    prefetch_related_objects([round], "electors__seat__organization")
    needs = list(round.needs.prefetch_related(TEXTS).order_by("created_at", "pk"))
    asked = [(need.pk, need.text_heard.title) for need in needs]
    draft = round.state == Round.State.DRAFT
    would = electorate(round, sitting.at) if draft else []
    own = sitting.seats_that_may("vote")
    mine = voting_seats(round, own) if round.state == Round.State.OPEN else []
    may_see = bool(sitting.may("see_results"))
    return RoundPage(
        row=round,
        asked=asked,
        voters=[one.seat.organization.name for one in would] if draft else _elector_names(round),
        no_votes=_no_votes(round, would, sitting.at) if draft else [],
        mine=mine,
        told=_reasons_without_ballot(round, own, mine) if round.state == Round.State.OPEN else [],
        turnout=turnout_of(round) if may_see else None,
        counted=_need_results(
            round, (published_places(round) if may_see else None) or (), dict(asked)
        ),
        few=has_few_ballots(round),
        rerun=round.rerun_as.first() if round.state == Round.State.VOID else None,
    )


def _elector_names(round: Round) -> list[str]:
    return sorted(elector.seat.organization.name for elector in round.electors.all())


def _no_votes(round: Round, would: list[WouldVote], at: datetime) -> list[NoVote]:
    voting = {voter.seat.pk for voter in would}
    by_group = {voter.group: voter.seat.organization.name for voter in would}
    rows = seated_seats(round.partnership, at).order_by("organization__name", "pk")
    able = [
        seat
        for seat in rows
        if role_of_seat(seat) in (PartnershipRole.EMPLOYER, PartnershipRole.LABOR)
    ]
    return [
        NoVote(seat.organization.name, _no_vote_reason(seat, round, by_group, at))
        for seat in able
        if seat.pk not in voting
    ]


def _no_vote_reason(seat: Seat, round: Round, by_group: dict[str, str], at: datetime) -> str:
    if not seat.voting:
        return "has no vote at this table"
    if seat.since > at - timedelta(days=round.tenure_days):
        days = round.tenure_days
        return f"at the table since {day_words(seat.since)}; this round requires {days} days"
    other = by_group.get(seat.organization.counts_as, "another company")
    return f"counts with {other}; companies with the same owner have one ballot"


def _reasons_without_ballot(round: Round, own: list[Seat], mine: list[Seat]) -> list[str]:
    """For seats of the reader's without a ballot: who votes for them, or that they came late."""
    return [_why_none(round, seat) for seat in own if seat not in mine]


def _why_none(round: Round, seat: Seat) -> str:
    elector = elector_of(round, seat)
    if elector is None:
        return f"{seat.organization} was not on the list of voters when this round opened."
    voter = elector.seat
    return (
        f"{voter.organization} votes for {seat.organization} too; companies with the same "
        "owner have one ballot."
    )


def _need_results(
    round: Round, count: Sequence[NeedPlace], titles: dict[int, str]
) -> list[NeedResult]:
    return [
        NeedResult(
            placed.place,
            placed.need,
            titles.get(placed.need, f"need {placed.need}"),
            placed.score,
            placed.second,
            placed.settled,
            placed.backers,
            placed.place <= round.keep and placed.backers > 0,
        )
        for placed in count
    ]
