"""Steps that many tests take: a need raised, shared, released; a round opened."""

from datetime import datetime, timedelta
from typing import Any

from sectoral.workspace.actions import listening, meetings, needs, rolls, rounds
from sectoral.workspace.models import Meeting, Need, Release, Round
from sectoral.workspace.queries.needs import SeenNeed, seen_by
from sectoral.workspace.rules.ballots import ballot_rule
from tests.workspace.partnership.world import World, day

WELDERS = ("Welders for hulls", "We need welders who can work overhead, thirty a year.")


def drafted(world: World, company: str = "keel", title: str = WELDERS[0], at: float = 40) -> Need:
    """A need that a company has written down."""
    return needs.draft(
        seat=world.seats[company],
        category="talent",
        title=title,
        text=WELDERS[1],
        at=day(at),
        by=world.people[company],
    )


def raised(world: World, company: str = "keel", title: str = WELDERS[0], at: float = 40) -> Need:
    """A need that a company has brought before the others."""
    need = drafted(world, company, title, at)
    return needs.raise_need(need=need, at=day(at), by=world.people[company])


def stand_by(world: World, need: Need, company: str, at: float = 41) -> Need:
    """Another company stands by it."""
    needs.support(need=need, seat=world.seats[company], at=day(at), by=world.people[company])
    need.refresh_from_db()
    return need


def shared(world: World, company: str = "keel", title: str = WELDERS[0], at: float = 40) -> Need:
    """A need that two companies stand by."""
    return stand_by(world, raised(world, company, title, at), other(company), at + 1)


def other(company: str) -> str:
    """A company that is not this one, nor under its owner."""
    return "sail" if company != "sail" else "keel"


def release(world: World, *wanted: Need, at: float = 45) -> Release:
    """A listening release by the convener."""
    made = listening.release(
        partnership=world.partnership, needs=wanted, at=day(at), by=world.convener
    )
    for need in wanted:
        need.refresh_from_db()
    return made


def three_released(world: World) -> list[Need]:
    """Three needs that public partners have heard."""
    wanted = [
        shared(world, "keel", "Welders", 40),
        shared(world, "rope", "A dry dock", 40.1),
        shared(world, "anchor", "Childcare at five", 40.2),
    ]
    release(world, *wanted)
    return wanted


def opened(world: World, wanted: list[Need] | None = None, **rules: object) -> Round:
    """A round that is open for a week from day 60."""
    drafted_round = rounds.prepare(
        partnership=world.partnership,
        needs=wanted or three_released(world),
        at=day(60),
        by=world.convener,
        **rules,  # type: ignore[arg-type]
    )
    return rounds.open_round(round=drafted_round, closes_at=day(67), at=day(60), by=world.convener)


def vote(world: World, round: Round, company: str, choice: object, at: float = 61) -> None:
    """A company's ballot."""
    rounds.cast(
        round=round,
        seat=world.seats[company],
        choice=choice,
        at=day(at),
        by=world.people[company],
    )


def sample_ballot(rule: str, wanted: list[Need], number: int = 0) -> Any:
    """A ballot on these needs that fits the rule, another for each number."""
    return ballot_rule(rule).example([need.pk for need in wanted], number)


def later(moment: datetime, **kwargs: float) -> datetime:
    """So much later."""
    return moment + timedelta(**kwargs)


VOTERS = ("keel", "mast", "rope", "sail", "anchor")
"""Mast Works votes for Hull Yard, its owner's other company."""


def seen(world: World, who: str, at: float = 50) -> list[SeenNeed]:
    return seen_by(world.people[who], world.partnership, at=day(at))


def called(world: World, kind: str = "regular", at: float = 40, **kwargs: object) -> Meeting:
    starts = kwargs.pop("starts", day(50))
    assert isinstance(starts, datetime)
    return meetings.call(
        partnership=world.partnership,
        kind=kind,
        title="Spring table",
        starts=starts,
        ends=starts + timedelta(hours=2),
        decision_wanted="Which two needs go to partners first?",
        at=day(at),
        by=world.convener,
        **kwargs,  # type: ignore[arg-type]
    )


def with_item(world: World, meeting: Meeting, who: str = "keel") -> Meeting:
    meetings.add_item(
        meeting=meeting,
        text="Welders for hulls",
        seat=world.seats[who],
        at=day(41),
        by=world.people[who],
    )
    return meeting


def under_way(world: World, chair: str = "keel", **kwargs: object) -> Meeting:
    meeting = with_item(world, called(world, **kwargs))  # type: ignore[arg-type]
    return rolls.open_meeting(
        meeting=meeting, chair=world.seats[chair], at=meeting.starts, by=world.convener
    )


def come(world: World, meeting: Meeting, *who: str) -> None:
    for key in who:
        rolls.sign_in(
            meeting=meeting,
            seat=world.seats[key],
            acknowledged=True,
            at=meeting.starts,
            by=world.people[key],
        )


def held(world: World, *who: str, chair: str = "keel", **kwargs: object) -> Meeting:
    meeting = under_way(world, chair, **kwargs)
    come(world, meeting, *who)
    return rolls.hold(meeting=meeting, at=meeting.ends, by=world.convener)


def keys(wanted: list[Need]) -> list[int]:
    return [need.pk for need in wanted]


def all_vote(world: World, round: Round, choice: list[int]) -> None:
    for company in VOTERS:
        vote(world, round, company, choice)
