"""Moves of solutions, from an idea to the raisers' word."""

from decimal import Decimal
from typing import Any

from sectoral.workspace.actions import solutions
from sectoral.workspace.models import (
    Answer,
    Appointment,
    Contribution,
    Need,
    Organization,
    Seat,
    Solution,
)
from tests.workspace.partnership.moves.given import Walk, company, here, own, partner, reason


def suggest(w: Walk) -> Any:
    wanted = {} if w.chance(0.25) else {"released_at__isnull": False}
    return solutions.propose(
        partnership=w.partnership,
        needs=w.some(Need, 2, partnership=w.partnership, **wanted),
        title="Evening shop",
        for_whom="people at work in yards",
        **own(w, here(w, Seat)),
    )


def runner(w: Walk, solution: Solution) -> dict[str, Any]:
    aside = solution.recusals.first()
    by = aside.deputy if aside and w.chance(0.6) else w.convener()
    return {"solution": solution, "at": w.now, "by": by}


def write_test(w: Walk) -> Any:
    answer = w.pick(Answer, solution__partnership=w.partnership)
    seat = answer.need.raised_by if w.chance(0.8) else company(w)
    return solutions.write_test(answer=answer, text="Ten of twelve pass.", **own(w, seat))


def contribute(w: Walk) -> Any:
    if w.chance(0.1):
        brought = w.pick(Contribution, withdrawn_at=None)
        by = w.speaker(brought.seat)
        return solutions.take_back(contribution=brought, at=w.now, by=by)
    return solutions.contribute(
        solution=here(w, Solution, state__in=("idea", "designing")),
        what="a workshop",
        delivers=w.chance(0.3),
        **own(w, partner(w)),
    )


def offer_own(w: Walk) -> Any:
    """The convener's organization offers to deliver, whether or not it stood aside."""
    held = here(w, Appointment, until=None, lead=True)
    seat = here(w, Seat, organization=held.organization)
    solution = here(w, Solution, state__in=("idea", "designing"))
    act: dict[str, Any] = {"seat": seat, "at": w.now, "by": held.person}
    return solutions.contribute(solution=solution, what="our own shop", delivers=True, **act)


def run_own(w: Walk) -> Any:
    """Whoever would deliver a solution tries to carry it on."""
    brought = w.pick(Contribution, delivers=True, withdrawn_at=None, solution__state="idea")
    by = w.speaker(brought.seat)
    return solutions.design(solution=brought.solution, at=w.now, by=by)


def aside(w: Walk) -> Any:
    held = here(w, Appointment, until=None)
    return solutions.stand_aside(
        organization=held.organization if w.chance(0.8) else w.pick(Organization),
        deputy=w.champion(),
        criteria=reason(w),
        **runner(w, here(w, Solution)),
    )


def tend(w: Walk) -> Any:
    act = runner(w, here(w, Solution))
    which = w.rng.random()
    if which < 0.2:
        return solutions.invite(seat=partner(w), **act)
    if which < 0.5:
        return solutions.explain_one_system(because=reason(w), **act)
    if which < 0.7:
        return solutions.set_target(target_usd=Decimal(w.rng.choice(("0", "900.00"))), **act)
    return solutions.waive_costs(because=reason(w), **act)


_NEXT = {
    "idea": solutions.design,
    "designing": solutions.put_to_employers,
    "employer_review": solutions.approve,
    "approved": solutions.resource,
    "resourced": solutions.deliver,
    "delivering": solutions.measure,
    "measuring": solutions.complete,
}


def carry_on(w: Walk) -> Any:
    solution = here(w, Solution)
    verb = _NEXT.get(solution.state) if w.chance(0.9) else w.rng.choice(list(_NEXT.values()))
    return (verb or solutions.design)(**runner(w, solution))


def say(w: Walk) -> Any:
    solution = here(w, Solution, state="employer_review") if w.chance(0.9) else here(w, Solution)
    said = [solutions.say(solution=solution, yes=w.chance(0.9), **own(w, company(w)))]
    for seat in w.some(Seat, 4, partnership=w.partnership, system="employer", standing="seated"):
        acting = seat.delegates.filter(until=None).first()
        if acting is not None and seat.voting:
            act = {"seat": seat, "at": w.now, "by": acting.person}
            said.append(solutions.say(solution=solution, yes=w.chance(0.9), **act))
    return said


def send_back(w: Walk) -> Any:
    verb = solutions.send_back if w.chance(0.6) else solutions.stop
    return verb(reason=reason(w), **runner(w, here(w, Solution)))


def judge(w: Walk) -> Any:
    answer = w.pick(Answer, solution__partnership=w.partnership)
    seat = answer.need.raised_by if w.chance(0.8) else company(w)
    if w.chance(0.2):
        return solutions.not_yet(answer=answer, reason=reason(w), **own(w, seat))
    return solutions.accept(answer=answer, **own(w, seat))
