"""Moves of a partnership: proposed, moved on, left off, merged, split."""

from datetime import timedelta
from typing import Any

from sectoral.workspace.actions import (
    conveners,
    needs,
    partnerships,
    realignments,
    reviews,
    scope_and_end,
    stage_clocks,
    waivers,
)
from sectoral.workspace.models import Membership, Partnership, Realignment, Seat
from tests.workspace.partnership.moves.given import Walk, at, reason, text
from tests.workspace.partnership.world import CASE, HARBOUR, INLAND


def propose(w: Walk) -> Any:
    region, area = w.rng.choice((("harbour", HARBOUR), ("inland", INLAND), ("all", INLAND)))
    sector, code = w.rng.choice((("boats", "3366"), ("hulls", "33661"), ("food", "311")))
    case = partnerships.ProposalCase(
        region, region.title(), sector, sector.title(), (code,), (area,), CASE.edition,
        w.rng.choice(("critical", "critical", "watch")), CASE.words,
    )  # fmt: skip
    waiver = "two shores" if w.chance(0.15) else ""
    made = partnerships.propose(case=case, waiver=waiver, at=w.now, by=w.lead_state())
    if w.chance(0.7):
        chosen = w.pick(Membership, until=None, organization__system="workforce")
        conveners.appoint(
            partnership=made,
            organization=chosen.organization,
            person=chosen.person,
            basis="trusted",
            term_ends=(w.now + timedelta(days=500)).date(),
            at=w.now,
            by=w.lead_state(),
        )
        partnerships.form(partnership=made, at=w.now, by=w.lead_state())
    return made


_ON = {
    "proposed": partnerships.form,
    "forming": partnerships.make_ready,
    "launch_ready": partnerships.launch,
    "paused": partnerships.resume,
}


def step(w: Walk) -> Any:
    verb = _ON.get(w.partnership.stage) if w.chance(0.85) else None
    return (verb or w.rng.choice(list(_ON.values())))(partnership=w.partnership, **at(w))


def leave_off(w: Walk) -> Any:
    act = {"partnership": w.partnership, **at(w)}
    which = w.rng.random()
    if which < 0.6:
        days = w.rng.choice((-1, 20, 60))
        until = (w.now + timedelta(days=days)).date()
        return partnerships.pause(reason=reason(w), until=until, **act)
    if which < 0.8:
        return partnerships.reject(reason=reason(w), **act)
    because = w.rng.choice((*partnerships.ENDINGS, "bored"))
    return partnerships.close(because=because, closing_note=reason(w), **act)


def scope(w: Walk) -> Any:
    return partnerships.set_scope(
        partnership=w.partnership,
        words=reason(w),
        **_codes(w),
        **at(w),
    )


def _codes(w: Walk) -> dict[str, Any]:
    return {
        "naics": w.rng.choice((("3366",), ("3366", "311"), ("33",), ("3399999",))),
        "areas": w.rng.choice(((HARBOUR,), (HARBOUR, INLAND), ("99999",))),
    }


def waive(w: Walk) -> Any:
    return waivers.waive(
        partnership=w.partnership, beside=w.pick(Partnership), reason=reason(w),
        at=w.now, by=w.lead_state(),
    )  # fmt: skip


def stand(w: Walk) -> Any:
    return stage_clocks.run_clock(w.now)


def labor_table(w: Walk) -> Any:
    return partnerships.declare_labor_table(
        partnership=w.partnership, labor_votes=w.chance(0.5), **at(w)
    )


def plan(w: Walk) -> Any:
    return partnerships.write_plan(partnership=w.partnership, text=text(w), **at(w))


def look(w: Walk) -> Any:
    return reviews.review(w.partnership, w.now)


def rules(w: Walk) -> Any:
    return needs.set_ground_rules(
        partnership=w.partnership,
        supporters=w.rng.choice((2, 3)),
        listening_days=w.rng.choice((0, 7, 21)),
        **at(w),
    )


def realign(w: Walk) -> Any:
    act: dict[str, Any] = {"partnership": w.partnership, "reason": reason(w), **at(w)}
    which = w.rng.random()
    if which < 0.25:
        return scope_and_end.propose_rescope(words=text(w), **_codes(w), **act)
    if which < 0.35:
        because = w.rng.choice((*partnerships.ENDINGS, "bored"))
        note = act.pop("reason")
        return scope_and_end.propose_close(because=because, closing_note=note, **act)
    if which < 0.7:
        return realignments.propose_merge(into=w.pick(Partnership), **act)
    ours = list(
        Seat.objects.filter(partnership=w.partnership, system="employer", standing="seated")
        .exclude(vendor_like=True, voting=False)
        .values_list("organization_id", flat=True)
    )
    cut, waiver = w.rng.randrange(len(ours) + 1), w.rng.choice(("", "two yards"))
    parts = tuple(
        realignments.SplitPart(
            name, "harbour", "Harbour", name, name, ("3366",), (HARBOUR,), tuple(half), waiver
        )
        for name, half in (("Hulls", ours[:cut]), ("Sails", ours[cut:]))
    )
    return realignments.propose_split(parts=parts, **act)


def settle(w: Walk) -> Any:
    open_one = w.pick(Realignment, done_at=None, dropped_at=None)
    act: dict[str, Any] = {"realignment": open_one, "at": w.now, "by": w.lead_state()}
    which = w.rng.random()
    if which < 0.5:
        tables = (open_one.partnership_id, open_one.successor_id)
        wanted = {"partnership__in": [t for t in tables if t], "standing": "seated"}
        for seat in w.some(Seat, 6, system="employer", **wanted):
            acting = seat.delegates.filter(until=None).first()
            if acting is not None:
                ask = {"realignment": open_one, "at": w.now, "by": acting.person}
                realignments.consent(seat=seat, yes=w.chance(0.9), **ask)
        return open_one
    if which < 0.7:
        return realignments.confirm(**act)
    if which < 0.75:
        return realignments.drop(reason=reason(w), **act)
    if not open_one.takes_state:
        if w.chance(0.4):
            return scope_and_end.decide(reason=reason(w), **act)
        return scope_and_end.carry_out(**act | at(w))
    return (realignments.merge if open_one.kind == "merge" else realignments.split)(**act)
