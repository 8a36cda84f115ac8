"""The stranger's walk: people of three tables try every act on things of all of them.

Two tables live, one was closed. A move picks a person, an act and a thing by chance, most often of
a table at which the person is a stranger, and goes through the acts' own door (`nouns.find`, the
form, `Act.perform`). What it changed is held against who stood where before it, told from the rows
alone (oracle.py): no seat, vote, owner, stage, convening or membership may have been changed by
anybody without a right at its table. A walk is drawn from a seed, and its rows are rolled back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from time import monotonic
from typing import Any

from django import forms
from django.db import transaction

from sectoral.errors import SectoralError
from sectoral.workspace.acts import ACTS, Act
from sectoral.workspace.acts.fields.basic import RowField, RowsField
from sectoral.workspace.acts.subjects import NOUNS, UnknownSubject, find_subject
from sectoral.workspace.models import User
from tests.attack import oracle
from tests.attack.asked import Asked, Told
from tests.workspace.channels.partnership import NOW
from tests.workspace.channels.partnerships import three

OFTEN = {
    # Acts on people, organizations and owners: what this walk is about.
    **dict.fromkeys(("organization.depart", "organization.join"), 12.0),
    **dict.fromkeys(("state.declare_ownership", "change.undo", "claim.agree"), 10.0),
    **dict.fromkeys(("organization.end_ownership", "claim.decline"), 4.0),
    **dict.fromkeys(("seat.leave", "delegate.end", "seat.name_delegate", "seat.set_vote"), 5.0),
    **dict.fromkeys(("appointment.end", "partnership.hand_over", "partnership.close"), 3.0),
    **dict.fromkeys(("round.cast", "round.void", "partnership.offer_seat"), 3.0),
}
_WORDS = ("Welders first", "A bus for the late shift", "Moved away", "One Holding", "Sea Holding")


def attack(asked: Asked) -> Told:
    """Walk until all walks are done, or the time is up."""
    told, ends = Told(), monotonic() + asked.seconds
    told.count("walks", 0)
    with transaction.atomic():
        three()
        for number in range(asked.walks):
            if monotonic() > ends:
                break
            with transaction.atomic():
                Walk(f"{asked.seed} {number}", told).go(asked.moves)
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    return told


@dataclass
class Walk:
    """One walk over the tables as they stand; the caller rolls its rows back."""

    seed: str
    told: Told
    now: datetime = NOW
    trail: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)  # noqa: S311 - it has to be walked again
        self.people = list(User.objects.order_by("pk"))

    def go(self, moves: int) -> None:
        """Make so many moves; the first wrong one ends the walk."""
        self.told.count("walks")
        for _ in range(moves):
            self.now += timedelta(minutes=self.rng.choice((1, 1, 1, 30, 600)))
            self.told.count("moves")
            wrong = list(self._moved())
            if wrong:
                trail = " · ".join(self.trail[-8:])
                self.told.faults.append(f"walk {self.seed}: {'; '.join(wrong)}\n    by {trail}")
                return

    def _moved(self) -> Iterator[str]:
        act = self._act()
        key = None if act.noun == "state" else self._key(act.noun)
        # Mostly somebody of anywhere; often enough whoever is let in, so that things do change.
        for _ in range(self.rng.choice((1, 8))):
            person = self.rng.choice(self.people)
            try:
                thing, sitting = find_subject(act.noun, key, person, at=self.now)
            except UnknownSubject:
                why = "not known of"
                continue
            why = "" if act.may_here(sitting) else "not allowed"
            if not why:
                break
        if why:
            self.told.count(why)
            return
        before, who = oracle.snapshot(), oracle.standing_of(person.pk, self.now)
        reaches = oracle.reaches()
        try:
            with transaction.atomic():
                form = act.form(sitting, thing, self._typed(act, sitting, thing))
                if not form.is_valid():
                    self.told.count("did not fit")
                    return
                act.perform(sitting, thing, form.cleaned_data)
        except SectoralError:
            self.told.count("refused")
            return
        self.told.count("done")
        self.trail.append(f"{act.key} {key} by {person.username}")
        move = oracle.Move(before, oracle.snapshot(), who, reaches, oracle.agreed_by_now())
        yield from move.wrongs()

    def _act(self) -> Act:
        return self.rng.choices(ACTS, [OFTEN.get(act.key, 1.0) for act in ACTS])[0]

    def _key(self, noun: str) -> int:
        """A thing of any table: what is there now, most often the latest."""
        model = NOUNS[noun].model._base_manager
        keys = list(model.order_by("-pk").values_list("pk", flat=True)[:60])
        return self.rng.choice(keys) if keys else 0

    def _typed(self, act: Act, sitting: Any, thing: Any) -> dict[str, Any]:
        """A body that fits: rows as they are offered, now and then any row at all."""
        drawn = act.form(sitting, thing)
        return {name: self._value(asked) for name, asked in drawn.fields.items()}

    def _value(self, asked: forms.Field) -> Any:
        if isinstance(asked, RowsField | RowField):
            return self._rows(asked)
        for kind, drawn in _DRAWN:
            if isinstance(asked, kind):
                return drawn(self.rng, asked, self.now)
        return self.rng.choice(_WORDS)

    def _rows(self, asked: RowsField | RowField) -> Any:
        """Of the rows offered; now and then any row at all."""
        keys = list(asked.by_key)
        if isinstance(asked, RowsField):
            return self.rng.sample(keys, min(len(keys), self.rng.randint(1, 3)))
        far = self.rng.random() < 0.1 or not keys
        return str(self.rng.randint(1, 60)) if far else self.rng.choice(keys)


def _choice(rng: Random, asked: Any, _: datetime) -> Any:
    keys = [str(key) for key, _ in asked.choices if key]
    one = rng.choice(keys) if keys else ""
    return [one] if isinstance(asked, forms.MultipleChoiceField) else one


def _moment(rng: Random, _: Any, now: datetime) -> str:
    return (now + timedelta(days=rng.choice((1, 10, 20)))).strftime("%Y-%m-%dT%H:%M")


def _day(rng: Random, _: Any, now: datetime) -> str:
    return (now + timedelta(days=rng.choice((30, 400)))).date().isoformat()


_DRAWN: tuple[tuple[type[forms.Field], Any], ...] = (
    (forms.ChoiceField, _choice),
    (forms.BooleanField, lambda rng, asked, _: rng.random() < 0.8 or asked.required),
    (forms.DateTimeField, _moment),
    (forms.DateField, _day),
    (forms.IntegerField, lambda rng, *_: str(rng.choice((1, 2, 500)))),
    (forms.EmailField, lambda rng, *_: f"new{rng.randrange(40)}@walk.example"),
    (forms.URLField, lambda *_: "https://quayland.example/"),
)
"""What is drawn for a field of a kind: the first that fits."""
