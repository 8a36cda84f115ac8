"""Random walks: people try actions by chance while time passes; what must hold is asked each time.

A walk begins at one of several moments of a partnership's life and is drawn from one seed, so
that it can be walked again. Each move is made at a moment of its own: chance picks an action,
a person and rows (`moves`), now and then one that reaches past the actions for the rows
themselves. A refusal is fine, and so is the database's no to whoever reached past the actions.
Anything else that an action raises is a defect, and so is any sentence of `invariants` that has
come true.

A seeded walker, and no state machine of hypothesis: a table is built once and its walks are rolled
back. Each step has a chance of its own, so that a walk that failed can be walked again with ever
fewer of its steps (`_shrunk`), until each that is left is needed: that short trail, with the seed
and the numbers of its steps, is what a failure says.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from random import Random
from time import monotonic
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Max, Model

from sectoral.errors import SectoralError
from sectoral.workspace.actions import calendar_entries, commitments, reviews, rounds, stage_clocks
from sectoral.workspace.models import (
    Appointment,
    Championship,
    Delegate,
    Event,
    Office,
    Partnership,
    Round,
    Seat,
    User,
)
from sectoral.workspace.queries.needs import seen_by
from tests.workspace.partnership import heard, invariants, rows, world
from tests.workspace.partnership.moves import MOVES, REACHES, Play
from tests.workspace.partnership.refusing import without

STARTS: dict[str, Callable[[], Partnership]] = {
    "proposed": lambda: world.proposed().partnership,
    "formed": lambda: world.formed().partnership,
    "labor": lambda: world.formed(labor_votes=True).partnership,
    "ready": lambda: world.ready().partnership,
    "launched": lambda: world.launched().partnership,
    "active": lambda: world.active().partnership,
    "heard": lambda: heard.heard().world.partnership,
    "reviewed": lambda: _begun(lambda it: it.in_review()),
    "measured": lambda: _begun(lambda it: it.measuring()),
}
"""Where walks begin."""


def _begun(by: Callable[[heard.Heard], object]) -> Partnership:
    here = heard.heard()
    by(here)
    return here.world.partnership


class Nothing(Exception):
    """There is no row that a move could be about; another move is drawn."""


@dataclass
class Tale:
    """What came of walks: moves made and refused, by name, and the defects with their trails."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    defects: list[str] = field(default_factory=list)
    walks: int = 0

    @property
    def moves(self) -> int:
        return self.done.total() + self.refused.total()


@dataclass(frozen=True, slots=True)
class Fall:
    """A walk that broke something: what is wrong, after which steps, and what they tried."""

    seed: str
    wrong: list[str]
    steps: list[int]
    trail: list[str]

    def __str__(self) -> str:
        trail = " · ".join(self.trail)
        return f"{self.seed}: {'; '.join(self.wrong)}\n    by steps {self.steps}: {trail}"

    def is_like(self, other: "Fall | None") -> bool:
        """Whether another walk broke the same sentence, whichever its rows."""
        return other is not None and self._sentence == other._sentence

    @property
    def _sentence(self) -> str:
        return re.sub(r"\d+", "", self.wrong[0].partition(" (rows")[0])


class Walker:
    """One walk over the table as it stands; the caller rolls its rows back."""

    rng: Random

    def __init__(self, seed: str, start: Partnership, *, moves: dict[Play, float] = MOVES) -> None:
        self.seed, self.moves, self.trail = seed, moves, list[str]()
        self.partnership = start
        last: datetime = Event.objects.aggregate(last=Max("at"))["last"]
        self.now = last + timedelta(hours=1)
        self.record = invariants.Record()

    def go(self, steps: Sequence[int], tale: Tale) -> "Fall | None":
        """Take the steps with these numbers until something is wrong."""
        for taken, number in enumerate(steps, 1):
            self.rng = Random(f"{self.seed} {number}")  # noqa: S311 - it has to be walked again
            wrong = [*self._pass_time(), *self._move(tale)]
            if wrong:
                return Fall(self.seed, wrong, list(steps[:taken]), self.trail)
        return None

    # ── one step ─────────────────────────────────────────────────────────────────────────────

    def _pass_time(self) -> Iterator[str]:
        """Time moves on; where it is a night or more, the clocks run."""
        hours = self.rng.choices((0.1, 6, 30, 24 * 8, 24 * 50, 24 * 130), (60, 20, 6, 7, 2, 1))[0]
        self.now += timedelta(hours=hours)
        # By hours alone a delegate's year may end: what time does to calendars, the night mends.
        calendar_entries.settle_all(at=self.now)
        if hours < 24:
            return
        self.trail.append(f"{hours / 24:.0f} days")
        yield from self._tried("clocks", self._clocks)
        yield from self._checked()

    def _clocks(self) -> None:
        reviews.run_clocks(self.now)
        stage_clocks.run_clock(self.now)
        commitments.run_clock(at=self.now)
        for round in Round.objects.filter(state="open", closes_at__lte=self.now):
            rounds.close(round=round, at=self.now, by=None)

    def _move(self, tale: Tale) -> Iterator[str]:
        self.now += timedelta(minutes=1)
        self.partnership = self._table()
        for _ in range(50):
            play = self.rng.choices(list(self.moves), list(self.moves.values()))[0]
            reaching = self.moves is MOVES and self.rng.random() < 0.04
            play = self.rng.choice(REACHES) if reaching else play
            try:
                yield from self._tried(play.__name__, lambda play=play: play(self), tale)  # type: ignore[misc]
                break
            except Nothing:
                continue
        yield from self._checked()
        said = self.trail[-1:] == [play.__name__] and play.__name__ in ("release", "support")
        if said and (play.__name__ == "release" or self.chance(0.1)):
            yield from self._heard_at_once()

    def _table(self) -> Partnership:
        """Mostly the partnership the walk began with, sometimes another one."""
        if self.rng.random() < 0.06:
            found: Partnership = self.pick(Partnership)
            return found
        mine: Partnership = rows.row(Partnership, self.partnership.pk)
        return mine

    def _tried(self, name: str, play: Callable[[], Any], tale: Tale | None = None) -> Iterator[str]:
        try:
            with transaction.atomic():
                play()
        except SectoralError as no:
            self.trail.append(f"{name}: no")
            if tale is not None:
                tale.refused[name] += 1
            if name == "clocks":
                yield f"the clocks were refused: {no}"
        except Nothing:
            raise
        except DatabaseError as error:
            # Somebody who reaches past the actions meets the database; an action never does.
            self.trail.append(f"{name}: the database refused")
            if tale is not None:
                tale.refused[name] += 1
            if not name.startswith("reach_"):
                yield f"{name} was refused by the database alone: {error}"
        except Exception as error:
            self.trail.append(f"{name}: {type(error).__name__}")
            yield f"{name} raised {type(error).__name__}: {error}"
        else:
            self.trail.append(name)
            if tale is not None:
                tale.done[name] += 1

    def _checked(self) -> Iterator[str]:
        yield from invariants.broken(self.now)
        yield from self.record.faults(self.now)
        yield from invariants.overlapping()
        yield from invariants.untold(self.now)

    def _heard_at_once(self) -> Iterator[str]:
        """I4: every public seat reads what is released, and nothing else, at the same moment."""
        table = self.partnership
        listening = Delegate.objects.select_related("person").filter(
            seat__partnership=table,
            seat__standing="seated",
            seat__system__in=("education", "workforce", "economic", "labor", "community"),
            until=None,
            confirmed_at__gt=self.now - timedelta(days=365),
        )
        inside = set(Appointment.objects.filter(until=None).values_list("person", flat=True))
        companies = Delegate.objects.filter(seat__system="employer", until=None)
        inside |= set(companies.values_list("person", flat=True))
        released = set(table.needs.exclude(released_at=None).values_list("pk", flat=True))
        new = set(table.needs.filter(released_at=self.now).values_list("pk", flat=True))
        just_before = self.now - timedelta(seconds=1)
        for person in {row.person for row in listening if row.person_id not in inside}:
            for at, wanted in ((self.now, released), (just_before, released - new)):
                read = {need.pk for need in seen_by(person, table, at=at)}
                if read != wanted:
                    yield f"I4: {person} reads {read} at {at}, the others {wanted}"

    # ── what a move may ask ──────────────────────────────────────────────────────────────────

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def pick(self, kind: type[Model], **wanted: Any) -> Any:
        """A row by chance; Nothing where there is none."""
        return self.some(kind, 1, **wanted)[0]

    def some(self, kind: type[Model], most: int, **wanted: Any) -> list[Any]:
        """Rows by chance, in an order by chance, one at least."""
        numbers = rows.numbers(kind, "pk", wanted)
        if not numbers:
            raise Nothing
        chosen = self.rng.sample(numbers, min(max(most, 1), len(numbers)))
        return [rows.row(kind, number) for number in chosen]

    def anyone(self) -> User:
        found: User = self.pick(User)
        return found

    def convener(self) -> User:
        return self._one_of(Appointment, 0.9, partnership=self.partnership, until=None)

    def champion(self) -> User:
        return self._one_of(Championship, 0.9, seat__partnership=self.partnership, until=None)

    def lead_state(self) -> User:
        return self._one_of(Office, 0.9, role="state", until=None)

    def speaker(self, seat: Seat) -> User:
        return self._one_of(Delegate, 0.9, seat=seat, until=None)

    def _one_of(self, kind: type[Model], share: float, **wanted: Any) -> User:
        """Mostly the person of such a row, else anyone at all."""
        numbers = rows.numbers(kind, "person", wanted)
        if numbers and self.chance(share):
            found: User = rows.row(User, self.rng.choice(numbers))
            return found
        return self.anyone()


# ── many walks ────────────────────────────────────────────────────────────────────────────────


def walk(
    start: str,
    *,
    seed: str,
    walks: int,
    moves: int,
    seconds: float = inf,
    chosen: dict[Play, float] = MOVES,
    broken: str = "",
    open_gates: tuple[str, ...] = (),
) -> Tale:
    """Walk so often from one start, which is built once; each walk is undone.

    Takes    seconds: no walk begins after so long; broken: stop at the first defect that says so;
             open_gates: triggers taken out once the start stands (laying it down puts all back).
    """
    tale, ends = Tale(), monotonic() + seconds
    with transaction.atomic():
        table = STARTS[start]()
        for gate in open_gates:
            without(gate)
        for number in range(walks):
            if monotonic() > ends or (broken and any(broken in told for told in tale.defects)):
                break
            name = f"{seed} {start} {number}"
            fall = _walked(name, table, range(moves), chosen, tale)
            if fall is not None:
                tale.defects.append(str(fall if broken else _shrunk(fall, table, chosen)))
            tale.walks += 1
        transaction.set_rollback(True)
    return tale


def _walked(
    seed: str, start: Partnership, steps: Sequence[int], chosen: dict[Play, float], tale: Tale
) -> Fall | None:
    """One walk, whose rows are gone afterwards."""
    with transaction.atomic():
        fall = Walker(seed, start, moves=chosen).go(steps, tale)
        transaction.set_rollback(True)
    return fall


def _shrunk(fall: Fall, start: Partnership, chosen: dict[Play, float], tries: int = 120) -> Fall:
    """The same fall by fewer steps: parts of the walk are left out as long as it still falls."""
    size = len(fall.steps) // 2
    while size:
        begin = 0
        while begin < len(fall.steps) and tries:
            fewer = [*fall.steps[:begin], *fall.steps[begin + size :]]
            again, tries = _walked(fall.seed, start, fewer, chosen, Tale()), tries - 1
            if again is not None and fall.is_like(again):
                fall = again
            else:
                begin += size
        size //= 2
    return fall
