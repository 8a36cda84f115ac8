"""Stages have clocks too: nothing stands still without its convener and the state being told.

What is proposed, forming, ready to launch or launched for too long counts as stalled: a line in
the record, and a letter each month that it lasts. A pause that is over ends: what was launched
goes on, or is stale where its companies have not met for so long; what was not is forming again.
What companies were asked on lapses where they did not agree in time.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from sectoral.workspace.actions.calendar_entries import settle_entries
from sectoral.workspace.actions.moves import advance
from sectoral.workspace.actions.night_faults import NightFaults, hold_fault
from sectoral.workspace.actions.partnership_letters import tell_conveners, tell_state
from sectoral.workspace.actions.record import note
from sectoral.workspace.actions.reviews import review
from sectoral.workspace.actions.scope_and_end import lapse_proposal
from sectoral.workspace.checklists import criteria_of
from sectoral.workspace.guards import guards_of
from sectoral.workspace.models import Event, Partnership, Realignment
from sectoral.workspace.models.partnerships import LIVE, Stage
from sectoral.workspace.queries import measures
from sectoral.workspace.queries.consents import missing_consents
from sectoral.workspace.queries.stage_ages import StageAge, age_of, pause_ends
from sectoral.workspace.rules.dates import day_words
from sectoral.workspace.rules.lifecycles import PARTNERSHIP, find_move
from sectoral.workspace.rules.policy import PAUSE_ENDS_AHEAD, STALLED_AGAIN


@dataclass(frozen=True, slots=True)
class StageClockCounts:
    """What the clocks of stages did: how many stand too long, came out of a pause, lapsed."""

    stalled: int = 0
    resumed: int = 0
    lapsed: int = 0


def run_clock(at: datetime, faults: NightFaults | None = None) -> StageClockCounts:
    """Let time do its work on stages and on what was proposed; run twice, nothing happens twice.

    Each partnership is one transaction: one that fails does not hold the others up.
    """
    done = StageClockCounts()
    for partnership in Partnership.objects.filter(stage__in=LIVE).order_by("pk"):
        with hold_fault(faults, partnership):
            done = _tick_partnership(partnership.pk, done, at)
    return done


@transaction.atomic
def _tick_partnership(key: int, done: StageClockCounts, at: datetime) -> StageClockCounts:
    partnership = Partnership.objects.select_for_update().get(pk=key)
    lapsed = _lapse_unanswered(partnership, at)
    before = partnership.stage
    if partnership.stage == Stage.PAUSED:
        _look_at_pause(partnership, at)
    age = age_of(partnership, at)
    stalled = age is not None and age.over
    if age is not None and stalled:
        _tell_stalled(partnership, age, at)
    return replace(
        done,
        stalled=done.stalled + stalled,
        resumed=done.resumed + (partnership.stage != before),
        lapsed=done.lapsed + lapsed,
    )


# ── what stands still ─────────────────────────────────────────────────────────────────────────


def _tell_stalled(partnership: Partnership, age: StageAge, at: datetime) -> None:
    since = f"{partnership.stage_since:%Y-%m-%d}"
    said = f"{age.began} {age.days} days ago; the limit is {age.limit}"
    told = Event.objects.filter(
        partnership=partnership,
        verb="stall",
        at__gt=partnership.stage_since,
        before=partnership.stage,
    )
    if not told.exists():
        note(
            "stall", f"it is stalled: {said}", of=partnership, at=at, by=None,
            partnership=partnership, before=partnership.stage,
        )  # fmt: skip
    months = (age.days - age.limit) // STALLED_AGAIN.value
    key = f"stalled {partnership.pk} {partnership.stage} {since} {months}"
    body = f"{partnership} is stalled: {said}."
    wanted = _WANTED[partnership.stage]
    tell_conveners(partnership, key, "it is stalled", f"{body} {wanted}", at=at)
    tell_state(partnership, key, "it is stalled", f"{body} {wanted}", at=at)


_WANTED: dict[str, str] = {
    Stage.PROPOSED: "The state has to approve it, or say why not.",
    Stage.FORMING: "Its page shows what it still needs before it can launch. If nobody wants "
    "it now, pause or close it.",
    Stage.LAUNCH_READY: "Hold the launch meeting, or pause or close it.",
    Stage.LAUNCHED: "Its page shows what it still needs to become active.",
    Stage.PAUSED: "Its pause is over, and it has no current lead convener. The state has to "
    "appoint one or close it.",
}


# ── pauses ────────────────────────────────────────────────────────────────────────────────────


def _look_at_pause(partnership: Partnership, at: datetime) -> None:
    ends = pause_ends(partnership)
    if ends > at.date():
        if ends - PAUSE_ENDS_AHEAD.span <= at.date():
            _warn_pause_ends(partnership, at)
        return
    verb = _after_pause(partnership, at)
    if not verb:
        return
    until = f"the pause ended on {day_words(ends)}"
    advance(partnership, PARTNERSHIP, verb, by=None, at=at, reason=until)
    partnership.paused_until = None
    partnership.save(update_fields=["paused_until"])
    if partnership.stage == Stage.LAUNCHED:
        review(partnership, at)
    settle_entries(partnership, at=at)
    words = f"{until[:1].upper()}{until[1:]}; it is “{partnership.get_stage_display()}” now."
    key = f"pause of {partnership.pk} ended on {ends}"
    tell_conveners(partnership, key, "its pause is over", words, at=at)
    tell_state(partnership, key, "its pause is over", words, at=at)


def _after_pause(partnership: Partnership, at: datetime) -> str:
    """The move that ends a pause; empty where only a person can."""
    if not measures.was_launched(partnership):
        return "take_up_again" if _may_move(partnership, "take_up_again", at) else ""
    met = measures.last_employer_meeting(partnership, at) or partnership.created_at
    awake = measures.days_since(met, at) < criteria_of(partnership).clocks.stale_days
    return "resume" if awake and _may_move(partnership, "resume", at) else "end_pause"


def _may_move(partnership: Partnership, verb: str, at: datetime) -> bool:
    guards = guards_of(partnership)
    return all(guards[name](partnership, at) for name in find_move(PARTNERSHIP, verb).guards)


def _warn_pause_ends(partnership: Partnership, at: datetime) -> None:
    ends = pause_ends(partnership)
    tell_conveners(
        partnership, f"pause of {partnership.pk} ends on {ends}", "its pause ends soon",
        f"The pause of {partnership} ends on {day_words(ends)}. Resume it, or propose to "
        "close it. Otherwise it resumes by itself that day. If its companies have not met "
        "for too long, it counts as stale.",
        at=at,
    )  # fmt: skip


# ── what companies were asked ─────────────────────────────────────────────────────────────────


def _lapse_unanswered(partnership: Partnership, at: datetime) -> int:
    """Let go what the companies did not agree on in time; what they agreed on waits on."""
    days = criteria_of(partnership).clocks.answer_days
    asked = Realignment.objects.filter(
        partnership=partnership, done_at=None, dropped_at=None, confirmed_at=None,
        proposed_at__lte=at - timedelta(days=days),
    )  # fmt: skip
    late = [one for one in asked if missing_consents(one, at)]
    for one in late:
        lapse_proposal(one, days=days, at=at)
    return len(late)
