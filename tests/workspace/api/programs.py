"""Programs of several people at one table: each does by its token what it found by reading."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sectoral.workspace.models import User
from tests.workspace.api.conftest import Caller, caller
from tests.workspace.api.walking import Walker, body_for
from tests.workspace.channels.doors import undone
from tests.workspace.partnership.world import day

Words = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """An act, by whom it is done, and what the body says besides.

    who    whose program does it; empty: the first that may
    to     words by which the list tells of the thing it is done to; empty: the first it fits
    on     the day on which it is done; None: still the day of the step before
    said   values; for a choice, words that one of the offered is called by; or a
           function that makes the value of what the program reads
    """

    key: str
    who: str = ""
    to: str = ""
    on: float | None = None
    said: Words = field(default_factory=dict)

    @property
    def noun(self) -> str:
        """What it is done to."""
        return self.key.partition(".")[0]


def step(key: str, who: str = "", to: str = "", on: float | None = None, **said: Any) -> Step:
    """A step, written short."""
    return Step(key, who, to, on, said)


@dataclass(frozen=True)
class Done:
    """A call that did what was wanted: whose, where, with what, and its answer."""

    by: Caller
    path: str
    body: Words
    answer: Any

    def again(self) -> Any:
        """The same call once more, under the same key."""
        return _send(self.by, self.path, self.body)


class Undone(AssertionError):
    """No program found how to do it, or each was refused: what they were told."""


class Programs:
    """Everybody's programs at one table, and what each of them has read.

    now    what the clock says
    """

    def __init__(self, people: Mapping[str, User], now: datetime) -> None:
        self.callers = {who: caller(person) for who, person in people.items()}
        self.now = now
        self._forget()

    def _forget(self) -> None:
        """What was read is read anew."""
        self.read = {who: Walker(one) for who, one in self.callers.items()}

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Whatever is done within is undone; what was read before holds again."""
        now, read = self.now, self.read
        with undone():
            yield
        self.now, self.read = now, read

    def do(self, *steps: Step) -> Done:
        """Find by reading how to do each step, and do it.  Returns the last one.

        Raises   Undone.
        """
        *before, last = steps
        for wanted in before:
            self._do(wanted)
            self._forget()
        return self._do(last)

    def _do(self, wanted: Step) -> Done:
        if wanted.on is not None:
            self.now = day(wanted.on)
            self._forget()
        told: list[str] = []
        for who, walker in self.read.items():
            if wanted.who in ("", who):
                for offer in _offers(walker, wanted, told):
                    path = offer["path"].removeprefix("/api/acts/")
                    body = {**body_for(offer), **_chosen(walker, offer, wanted.said)}
                    answer = _send(walker.caller, path, body)
                    if answer.status_code == 200:
                        return Done(walker.caller, path, body, answer)
                    # The moment may be wrong, or the first of what is offered; the door is not.
                    assert answer.status_code in (409, 422), (who, path, answer.content)
                    told.append(f"{who}: {answer.status_code} {answer.json()}"[:240])
        raise Undone(f"{wanted.key}: {told[:3] or 'it is offered to nobody'}")


def _offers(walker: Walker, wanted: Step, told: list[str]) -> list[Words]:
    """The offers of the wanted act that are ready; why others are not is told."""
    found = [
        offer
        for _, offer in walker.offers(wanted.noun, called=wanted.to)
        if offer["key"] == wanted.key
    ]
    told += [f"not ready: {offer['reason']}" for offer in found if not offer["ready"]]
    return [offer for offer in found if offer["ready"]]


def _send(by: Caller, path: str, body: Words) -> Any:
    return by.client.post(
        f"/api/acts/{path}",
        body,
        content_type="application/json",
        headers={"Idempotency-Key": f"walk-{path}"},
    )


def _chosen(walker: Walker, offer: Words, said: Words) -> Words:
    """What is said: words for a row turned into the id that the offer gives."""
    asked = {field["name"]: field for field in offer["fields"]}
    return {name: _value(walker, asked[name], value) for name, value in said.items()}


def _value(walker: Walker, asked: Words, value: Any) -> Any:
    return value(walker) if callable(value) else choose(asked, value)


def choose(asked: Words, value: Any) -> Any:
    """A value, or the id of what the offer calls by these words."""
    if asked["kind"] not in ("row", "word"):
        return value
    fit = (
        one["value"] for one in asked["choices"] if value == one["value"] or value in one["words"]
    )
    return next(fit, "not offered")
