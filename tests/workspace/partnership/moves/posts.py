"""Moves of posts and reported pitches."""

from typing import Any

from sectoral.workspace.actions import neutrality
from sectoral.workspace.models import PitchReport, Post, Seat, Solution
from tests.workspace.partnership.moves.given import Walk, at, here, own, reason, text


def post(w: Walk) -> Any:
    which = w.rng.random()
    if which < 0.7:
        solution = here(w, Solution) if w.chance(0.7) else None
        return neutrality.write(
            partnership=w.partnership, text=text(w), solution=solution, **own(w, here(w, Seat))
        )
    if which < 0.85:
        return neutrality.show(post=here(w, Post), **at(w))
    return neutrality.refuse(post=here(w, Post), reason=reason(w), **at(w))


def pitch(w: Walk) -> Any:
    if w.chance(0.6):
        about = here(w, Seat)
        return neutrality.report_pitch(about=about, where=text(w), at=w.now, by=w.anyone())
    report = here(w, PitchReport)
    return neutrality.handle(report=report, upheld=w.chance(0.5), outcome=reason(w), **at(w))
