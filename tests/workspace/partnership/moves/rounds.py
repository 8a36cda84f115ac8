"""Moves of rounds and ballots."""

from datetime import timedelta
from typing import Any

from sectoral.workspace.actions import rounds
from sectoral.workspace.models import Need, Round, Seat
from sectoral.workspace.rules.ballots import BALLOT_RULES
from tests.workspace.partnership.moves.given import RULES, Walk, at, here, own, reason


def prepare(w: Walk) -> Any:
    wanted = {} if w.chance(0.1) else {"released_at__isnull": False}
    drafted = rounds.prepare(
        partnership=w.partnership,
        needs=w.some(Need, 4, partnership=w.partnership, **wanted),
        rule=w.rng.choice(RULES),
        keep=w.rng.choice((0, 1, 2)),
        most_points=w.rng.choice((None, None, 40, 100)),
        tenure_days=w.rng.choice((0, 0, 30)),
        count_each_because=w.rng.choice(("", "", "", "they compete")),
        **at(w),
    )
    return open_round(w, drafted) if w.chance(0.7) else drafted


def open_round(w: Walk, drafted: Round | None = None) -> Any:
    closes = w.now + timedelta(days=w.rng.choice((-1, 3, 10)))
    chosen = drafted or here(w, Round, state="draft")
    return rounds.open_round(round=chosen, closes_at=closes, **at(w))


def choice(w: Walk, round: Round) -> Any:
    asked = [need.pk for need in round.needs.all()] + ([10**6] if w.chance(0.05) else [])
    w.rng.shuffle(asked)
    rule = round.rule if w.chance(0.95) else w.rng.choice(RULES)
    if rule == "points":
        given = [w.rng.randrange(40) for _ in asked[1:]]
        return dict(zip(map(str, asked), [100 - sum(given), *given], strict=False))
    known = BALLOT_RULES.get(rule)
    return known.example(asked, w.rng.randrange(9)) if known and asked else asked


def cast(w: Walk) -> Any:
    round = here(w, Round, state="open") if w.chance(0.9) else here(w, Round)
    elector = w.chance(0.8) and round.electors.exists()
    seat = w.pick(Seat, electorates__round=round) if elector else here(w, Seat)
    return rounds.cast(round=round, choice=choice(w, round), **own(w, seat))


def count(w: Walk) -> Any:
    return rounds.close(round=here(w, Round, state="open"), **at(w))


def publish(w: Walk) -> Any:
    return rounds.publish(round=here(w, Round, state="closed"), **at(w))


def void(w: Walk) -> Any:
    round = here(w, Round)
    if round.state == "void":
        return rounds.rerun(round=round, **at(w))
    return rounds.void(round=round, reason=reason(w), **at(w))
