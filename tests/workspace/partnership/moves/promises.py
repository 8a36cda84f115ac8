"""Moves of costs, action teams and commitments."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from sectoral.workspace.actions import commitments, costs, teams
from sectoral.workspace.models import ActionTeam, Commitment, CostShare, Seat, Solution
from tests.workspace.partnership.moves.given import Walk, at, company, here, own, reason, text


def pledge(w: Walk) -> Any:
    if w.chance(0.5):
        return costs.pledge(
            solution=here(w, Solution),
            kind=w.rng.choice(("cash", "in_kind", "thanks")),
            amount_usd=Decimal(w.rng.choice(("0", "450.00", "900.00"))),
            **own(w, here(w, Seat)),
        )
    share = w.pick(CostShare, solution__partnership=w.partnership)
    act: dict[str, Any] = {"share": share, **at(w)}
    which = w.rng.random()
    if which < 0.4:
        return costs.confirm(**act)
    if which < 0.6:
        return costs.receive(received_usd=Decimal("450.00"), **act)
    if which < 0.8:
        return costs.value(evidence=reason(w), **act)
    return costs.release(reason=reason(w), **act)


def team(w: Walk) -> Any:
    act = at(w)
    which = w.rng.random()
    if which < 0.6:
        return teams.form(partnership=w.partnership, name=text(w), led_by=company(w), **act)
    found = here(w, ActionTeam)
    if which < 0.75:
        return teams.hand_over(team=found, led_by=company(w), **act)
    if which < 0.9:
        return teams.join(team=found, seat=here(w, Seat), **act)
    return teams.end(team=found, reason=reason(w), **act)


def promise(w: Walk) -> Any:
    due = (w.now + timedelta(days=w.rng.choice((-2, 5, 40)))).date()
    if w.chance(0.4):
        return commitments.offer(
            partnership=w.partnership, what=text(w), due=due, **own(w, here(w, Seat))
        )
    found = here(w, Commitment)
    act: dict[str, Any] = {"commitment": found, **at(w)}
    which = w.rng.random()
    if which < 0.5:
        return commitments.accept(**act)
    if which < 0.7:
        return commitments.keep(**act)
    act["by"] = w.speaker(found.seat)
    if which < 0.8:
        return commitments.renegotiate(what="less", due=due, reason=reason(w), **act)
    return (
        commitments.run_late(**act)
        if which < 0.9
        else commitments.withdraw(reason=reason(w), **act)
    )
