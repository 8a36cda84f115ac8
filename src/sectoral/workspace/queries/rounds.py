"""What is read of rounds: nothing of a vote before its close, the count when published (S6).

Every door asks here. Before the close there is no turnout, no count by need, no list of who
voted; a seat's own delegates see their own last ballot.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sectoral.workspace.models import Ballot, Elector, Need, Round, Seat, User
from sectoral.workspace.queries.measures import seated_seats
from sectoral.workspace.queries.roles import role_of_seat, roles_of
from sectoral.workspace.queries.solutions import related_rows
from sectoral.workspace.rules.answers import require
from sectoral.workspace.rules.ballots.places import NeedPlace
from sectoral.workspace.rules.ballots.rule import BallotTerms
from sectoral.workspace.rules.permissions import PartnershipRole, may
from sectoral.workspace.rules.policy import BALLOTS_TO_COUNT


@dataclass(frozen=True, slots=True)
class WouldVote:
    """A seat that votes in a round, what it counts as, and the seats it votes for beside its own.

    sisters   seats with a vote under the same owner, who vote in its place while it cannot
    """

    seat: Seat
    group: str
    sisters: tuple[Seat, ...] = ()


def electorate(round: Round, at: datetime) -> list[WouldVote]:
    """Who would vote if the round opened at `at`.

    Seated seats with a vote, at the table for the round's tenure (S4). Of seats under common
    ownership the one seated first votes for all, unless the round says why each counts (I3).
    """
    since = at - timedelta(days=round.tenure_days)
    seats = seated_seats(round.partnership, at).filter(voting=True, since__lte=since)
    owners: dict[str, list[Seat]] = {}
    for seat in sorted(seats, key=lambda seat: (seat.since, seat.pk)):
        if role_of_seat(seat) not in (PartnershipRole.EMPLOYER, PartnershipRole.LABOR):
            continue
        group = f"seat {seat.pk}" if round.count_each_because else seat.organization.counts_as
        owners.setdefault(group, []).append(seat)
    return [WouldVote(first, group, tuple(rest)) for group, (first, *rest) in owners.items()]


def asked_about(round: Round) -> list[Need]:
    """The needs of a round in the order in which they were raised: the last tie rule's order."""
    return list(round.needs.order_by("created_at", "pk"))


def ballot_terms(round: Round) -> BallotTerms:
    """What a round asks of each ballot."""
    return BallotTerms([need.pk for need in asked_about(round)], round.most_points)


def ballot_choices(round: Round) -> list[Any]:
    """The choices of the ballots that count, for the count itself and nobody else."""
    rows = Ballot.objects.filter(elector__round=round, counts=True).order_by("pk")
    return list(rows.values_list("choice", flat=True))


def all_voted(round: Round) -> bool:
    """Whether every elector has cast a ballot."""
    waiting = Elector.objects.filter(round=round).exclude(ballots__counts=True)
    return Elector.objects.filter(round=round).exists() and not waiting.exists()


# ── what may be shown ─────────────────────────────────────────────────────────────────────────

_CLOSED = (Round.State.CLOSED, Round.State.PUBLISHED)


def has_few_ballots(round: Round) -> bool:
    """Whether so few voted that a count would tell what one of them said; never before a count."""
    return round.result is not None and 0 < int(round.result["ballots"]) < BALLOTS_TO_COUNT.value


@dataclass(frozen=True, slots=True)
class RoundTurnout:
    """How many of those who could vote did."""

    voted: int
    electors: int


def turnout_of(round: Round) -> RoundTurnout | None:
    """How many voted, for whoever may see results; None until the close, and of few ballots."""
    kept = Round.objects.only("state", "result").get(pk=round.pk)
    if kept.state not in _CLOSED or has_few_ballots(kept):
        return None
    electors = Elector.objects.filter(round=round)
    cast = electors.filter(ballots__counts=True).distinct().count()
    return RoundTurnout(cast, electors.count())


def places_for_reader(
    round: Round,
    *,
    by: User | None,
    at: datetime,
) -> Sequence[NeedPlace] | None:
    """The count, every need in its place; None until the round is published.

    A void round shows nothing.  Raises Refused for strangers.
    """
    require(may(roles_of(by, round.partnership, at=at), "see_results"))
    return published_places(round)


def published_places(round: Round) -> Sequence[NeedPlace] | None:
    """The count, for whoever may see results; None until the round is published."""
    kept = Round.objects.only("state", "result").get(pk=round.pk)
    if kept.state != Round.State.PUBLISHED or kept.result is None:
        return None
    return [NeedPlace(**row) for row in kept.result["places"]]


def voting_seats(round: Round, seats: Iterable[Seat]) -> list[Seat]:
    """Which of these seats cast a ballot in a round: electors, and sisters who stand in for one."""
    able = {elector.seat_id for elector in related_rows(round, "electors")}
    return [seat for seat in seats if seat.pk in able or casts_for(round, seat) is not None]


def ballot_of(round: Round, seat: Seat) -> Ballot | None:
    """The ballot that counts for a seat and that its own people cast.

    For whoever is known to act for it, nobody else. What a sister cast before stays unknown.
    """
    people = seat.delegates.values("person")
    own = Ballot.objects.filter(elector__round=round, counts=True, person__in=people)
    electors = related_rows(round, "electors")
    itself = next((elector for elector in electors if elector.seat_id == seat.pk), None)
    return own.filter(elector=itself or elector_of(round, seat)).first()


def elector_of(round: Round, seat: Seat) -> Elector | None:
    """Who holds the vote of this seat's owner in a round; None where nobody does.

    As frozen at the opening: the company itself, or the sister that it was counted with. One
    that was counted with nobody then goes by its owner now, so that an owner whose companies
    left keeps its vote through one that came later.
    """
    electors = Elector.objects.select_related("seat__organization").filter(round=round)
    counted = electors.filter(seats__seat__organization=seat.organization_id).first()
    return counted or electors.filter(group=seat.organization.counts_as).first()


def casts_for(round: Round, seat: Seat) -> Elector | None:
    """The elector whose ballot this seat casts: itself, or a sister's that cannot vote now."""
    elector = elector_of(round, seat)
    if elector is None or elector.seat_id == seat.pk:
        return elector
    stands_in = _is_seated(seat) and seat.voting and seat.partnership_id == round.partnership_id
    return elector if stands_in and not _can_cast_vote(elector.seat) else None


def _can_cast_vote(holder: Seat) -> bool:
    """Whether the seat that holds its owner's vote can cast it now: as the database asks it too.

    A seat that a convener takes the vote from in mid-round keeps it for this round, unless it
    is a supplier's.
    """
    return _is_seated(holder) and not holder.is_supplier


def _is_seated(seat: Seat) -> bool:
    return seat.standing == Seat.Standing.SEATED and seat.until is None
