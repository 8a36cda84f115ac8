"""Moves of meetings, their agenda, roll and minutes."""

from datetime import timedelta
from typing import Any

from sectoral.workspace.actions import meetings, rolls
from sectoral.workspace.models import AgendaItem, Meeting, Seat
from tests.workspace.partnership.moves.given import Walk, at, here, own, reason, text


def call(w: Walk) -> Any:
    starts = w.now + timedelta(hours=w.rng.choice((0, 2, 100)))
    return meetings.call(
        partnership=w.partnership,
        kind=w.rng.choice(("launch", "launch", "regular", "regular", "support", "party")),
        title="Spring table",
        starts=starts,
        ends=starts + timedelta(hours=w.rng.choice((-1, 2, 2, 2))),
        decision_wanted="what comes first",
        open_to_public=w.rng.choice((None, None, True)),
        **at(w),
    )


def agenda(w: Walk) -> Any:
    meeting = here(w, Meeting, state__in=("planned", "invited"))
    which = w.rng.random()
    if which < 0.4:
        return meetings.add_item(meeting=meeting, text=text(w), **own(w, here(w, Seat)))
    if which < 0.5:
        return meetings.park_item(item=w.pick(AgendaItem), **at(w))
    if which < 0.6:
        return meetings.announce(meeting=meeting, **at(w))
    if which < 0.8:
        return meetings.invite(meeting=meeting, at=w.now, by=w.champion())
    if which < 0.9:
        ends = meeting.ends + timedelta(hours=1)
        return meetings.change(meeting=meeting, title=text(w), ends=ends, **at(w))
    return meetings.cancel(meeting=meeting, reason=reason(w), **at(w))


def meet(w: Walk) -> Any:
    """Open a meeting, take part of the table onto its roll and, mostly, end it."""
    meeting = here(w, Meeting, state__in=("planned", "invited", "open"))
    coming = w.some(Seat, w.rng.randrange(1, 10), partnership=w.partnership, standing="seated")
    if meeting.state != "open":
        chair = coming[0] if w.chance(0.9) else here(w, Seat)
        meeting = rolls.open_meeting(meeting=meeting, chair=chair, **at(w))
    for seat in coming:
        acting = seat.delegates.filter(until=None).first()
        if acting is not None:
            rolls.take_roll(
                meeting=meeting,
                seat=seat,
                person=acting.person,
                acknowledged=w.chance(0.97),
                **at(w),
            )
    return rolls.hold(meeting=meeting, **at(w)) if w.chance(0.8) else meeting


def sign_in(w: Walk) -> Any:
    return rolls.sign_in(
        meeting=here(w, Meeting), acknowledged=w.chance(0.7), **own(w, here(w, Seat))
    )


def minutes(w: Walk) -> Any:
    meeting = here(w, Meeting)
    which = w.rng.random()
    if which < 0.3:
        return rolls.decide(meeting=meeting, text=text(w), **at(w))
    if which < 0.7:
        return rolls.write_minutes(meeting=meeting, text=text(w), **at(w))
    return rolls.send(meeting=meeting, **at(w))
