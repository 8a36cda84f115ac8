"""Random walks: people try actions by chance while time passes; what must hold is asked each time.

A walk begins at one of several moments of a partnership's life and is drawn from one seed, so
that it can be walked again. Each move is made at a moment of its own: chance picks an action,
a person and rows (`walk_moves`), now and then one that reaches past the actions for the rows
themselves. A refusal is fine, and so is the database's no to whoever reached past the actions.
Anything else that an action raises is a defect, and so is any sentence of `invariants` that has
come true.

A seeded walker, and no state machine of hypothesis: hypothesis draws, replays and shrinks a walk
many times over, each time on a table built anew; here a table is built once and its walks are
rolled back. That hypothesis would be slower is reasoned, not measured. The trail of
a failed walk is its seed and its last moves.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from random import Random
from time import monotonic
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Max, Model

from sectoral.errors import SectoralError
from sectoral.workspace.actions import commitments, reviews, rounds
from sectoral.workspace.models import (
    Answer,
    Appointment,
    Ballot,
    Championship,
    Delegate,
    Elector,
    Event,
    Need,
    Office,
    Partnership,
    Post,
    Release,
    Round,
    Seat,
    Solution,
    User,
)
from sectoral.workspace.reads.needs import seen_by
from tests.workspace.table import heard, invariants, world
from tests.workspace.table.refusing import without
from tests.workspace.table.walk_moves import MOVES, Play

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


class Walker:
    """One walk over the table as it stands; the caller rolls its rows back."""

    def __init__(self, seed: str, start: Partnership, *, moves: dict[Play, float] = MOVES) -> None:
        self.rng = Random(seed)  # noqa: S311 - a walk has to be walked again
        self.seed, self.moves, self.trail = seed, moves, list[str]()
        self.partnership = start
        last: datetime = Event.objects.aggregate(last=Max("at"))["last"]
        self.now = last + timedelta(hours=1)
        self.record = invariants.Record()

    def go(self, moves: int, tale: Tale) -> None:
        """Walk on until something is wrong or `moves` moves are made."""
        for _ in range(moves):
            wrong = [*self._pass_time(), *self._move(tale)]
            if wrong:
                trail = " · ".join(self.trail[-12:])
                tale.defects.append(f"{self.seed}: {'; '.join(wrong)}\n    after {trail}")
                return

    # ── one step ─────────────────────────────────────────────────────────────────────────────

    def _pass_time(self) -> Iterator[str]:
        """Time moves on; where it is a night or more, the clocks run."""
        hours = self.rng.choices((0.1, 6, 30, 24 * 8, 24 * 50, 24 * 130), (50, 20, 8, 9, 2, 1))[0]
        self.now += timedelta(hours=hours)
        if hours < 24:
            return
        self.trail.append(f"{hours / 24:.0f} days")
        yield from self._tried("clocks", self._clocks)
        yield from self._checked()

    def _clocks(self) -> None:
        reviews.run_clocks(self.now)
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
        if said and (play.__name__ == "release" or self.chance(0.2)):
            yield from self._heard_at_once()

    def _table(self) -> Partnership:
        """Mostly the partnership the walk began with, sometimes another one."""
        if self.rng.random() < 0.06:
            found: Partnership = self.pick(Partnership)
            return found
        return Partnership.objects.get(pk=self.partnership.pk)

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
        rows = kind._base_manager.filter(**wanted)
        ids = sorted(set(rows.values_list("pk", flat=True)))
        if not ids:
            raise Nothing
        chosen = self.rng.sample(ids, min(max(most, 1), len(ids)))
        found = kind._base_manager.in_bulk(chosen)
        return [found[number] for number in chosen]

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
        ids = list(kind._base_manager.filter(**wanted).values_list("person", flat=True))
        if ids and self.chance(share):
            return User.objects.get(pk=self.rng.choice(sorted(ids)))
        return self.anyone()


# ── past the actions, at the rows themselves ──────────────────────────────────────────────────


def reach_stage(w: Walker) -> None:
    Partnership.objects.filter(pk=w.partnership.pk).update(
        stage=w.rng.choice(("active", "launched", "merged", "proposed")), stage_since=w.now
    )


def reach_need(w: Walker) -> None:
    states = ("validated", "released", "in_solution", "closed")
    Need.objects.filter(pk=w.pick(Need).pk).update(state=w.rng.choice(states))


def reach_answer(w: Walker) -> None:
    need = w.pick(Need)
    seat = w.pick(Seat, partnership=need.partnership)
    made = Solution.objects.create(
        partnership=need.partnership, title="x", for_whom="x", proposed_by=seat, created_at=w.now
    )
    Answer.objects.create(solution=made, need=need, at=w.now)


def reach_solution(w: Walker) -> None:
    Solution.objects.filter(pk=w.pick(Solution).pk).update(state="approved")


def reach_ballot(w: Walker) -> None:
    elector = w.pick(Elector)
    Ballot.objects.create(elector=elector, person=w.anyone(), choice=[], cast_at=w.now)


def reach_elector(w: Walker) -> None:
    seat, round = w.pick(Seat), w.pick(Round, opened_at__isnull=False)
    Elector.objects.create(round=round, seat=seat, group=f"seat {seat.pk}")


def reach_record(w: Walker) -> None:
    line = Event.objects.filter(pk=w.pick(Event).pk)
    if w.chance(0.5):
        line.delete()
    line.update(words="nothing was said")


def reach_release(w: Walker) -> None:
    Release.objects.filter(pk=w.pick(Release).pk).update(released_at=w.now)


def reach_post(w: Walker) -> None:
    seat = w.pick(Seat, partnership=w.partnership, system="education")
    table = w.partnership
    Post.objects.create(partnership=table, seat=seat, person=w.anyone(), text="Buy.", at=w.now)


def reach_vote(w: Walker) -> None:
    Seat.objects.filter(pk=w.pick(Seat, system__in=("education", "labor")).pk).update(voting=True)


REACHES: tuple[Callable[[Any], None], ...] = (
    reach_stage, reach_need, reach_answer, reach_solution, reach_ballot, reach_elector,
    reach_record, reach_release, reach_post, reach_vote,
)  # fmt: skip


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
            with transaction.atomic():
                Walker(f"{seed} {start} {number}", table, moves=chosen).go(moves, tale)
                transaction.set_rollback(True)
            tale.walks += 1
        transaction.set_rollback(True)
    return tale
