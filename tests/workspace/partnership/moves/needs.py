"""Moves of needs, from a draft to their release and back."""

from typing import Any

from sectoral.workspace.actions import listening, needs, opportunities
from sectoral.workspace.models import Need, Release, Rewording
from tests.workspace.partnership.moves.given import (
    TEXTS,
    Walk,
    at,
    company,
    here,
    own,
    partner,
    reason,
    text,
)


def put_forward(w: Walk) -> Any:
    return opportunities.put_forward(text=text(w), attested=w.chance(0.5), **own(w, company(w)))


def draft(w: Walk) -> Any:
    seat = company(w)
    act = own(w, seat) if w.chance(0.8) else {"seat": seat, "attested": w.chance(0.7), **at(w)}
    title = w.rng.choice(TEXTS[:2])
    need = needs.draft(category="talent", title=title, text=title, **act)
    if w.chance(0.8):
        needs.raise_need(need=need, at=w.now, by=act["by"])
    return need


def bring(w: Walk) -> Any:
    need = here(w, Need, state__in=("draft", "raised", "clarified"))
    verb = w.rng.choice((needs.raise_need, needs.clarify, needs.raise_need, needs.set_apart))
    return verb(need=need, at=w.now, by=w.speaker(need.raised_by))


def reword(w: Walk) -> Any:
    if w.chance(0.3):
        offered = w.pick(Rewording)
        by = w.speaker(offered.need.raised_by)
        return needs.answer_wording(rewording=offered, yes=w.chance(0.6), at=w.now, by=by)
    need = here(w, Need)
    by = w.speaker(need.raised_by) if w.chance(0.6) else w.convener()
    return needs.reword(need=need, title=text(w)[:80], text=text(w), at=w.now, by=by)


def support(w: Walk) -> Any:
    return needs.support(need=here(w, Need), **own(w, company(w)))


def release(w: Walk) -> Any:
    wanted = {} if w.chance(0.1) else {"state": "validated"}
    chosen = w.some(Need, 3, partnership=w.partnership, **wanted)
    return listening.release(partnership=w.partnership, needs=chosen, **at(w))


def receive(w: Walk) -> Any:
    return listening.receive(release=here(w, Release), **own(w, partner(w)))


def reopen(w: Walk) -> Any:
    need = here(w, Need, state__in=("answered", "closed", "released"))
    return needs.reopen(need=need, reason=reason(w), at=w.now, by=w.speaker(need.raised_by))
