"""What a move may ask of its walk, and what most moves ask."""

from collections.abc import Callable
from typing import Any, Protocol

from django.db.models import Model

from sectoral.workspace.models import Partnership, Seat, User
from sectoral.workspace.models.organizations import System
from sectoral.workspace.rules.ballots import BALLOT_RULES


class Walk(Protocol):
    """What a move may ask of the walk it is part of."""

    now: Any
    rng: Any
    partnership: Partnership

    def pick(self, kind: type[Model], **wanted: Any) -> Any: ...

    def some(self, kind: type[Model], most: int, **wanted: Any) -> list[Any]: ...

    def anyone(self) -> User: ...

    def convener(self) -> User: ...

    def champion(self) -> User: ...

    def lead_state(self) -> User: ...

    def speaker(self, seat: Seat) -> User: ...

    def chance(self, share: float) -> bool: ...


TEXTS = ("Welders who read drawings", "A dry dock", "We sell courses, $99 at https://x.example",
         "Shall we agree what we pay?", "", "Childcare at five")  # fmt: skip
RULES = (*BALLOT_RULES, "lots")


def text(w: Walk) -> str:
    return f"{w.rng.choice(TEXTS)} {w.rng.randrange(1000)}".strip()


def reason(w: Walk) -> str:
    return "" if w.chance(0.1) else "because it was so"


def at(w: Walk) -> dict[str, Any]:
    return {"at": w.now, "by": w.convener()}


def here(w: Walk, kind: type[Model], **wanted: Any) -> Any:
    """A row of the partnership that the walk is about."""
    return w.pick(kind, partnership=w.partnership, **wanted)


def own(w: Walk, seat: Seat) -> dict[str, Any]:
    return {"seat": seat, "at": w.now, "by": w.speaker(seat)}


def company(w: Walk) -> Seat:
    wanted = {} if w.chance(0.1) else {"system": System.EMPLOYER}
    seat: Seat = here(w, Seat, **wanted)
    return seat


def partner(w: Walk) -> Seat:
    systems = ("education", "workforce", "economic", "labor")
    seat: Seat = w.pick(Seat, partnership=w.partnership, system__in=systems)
    return seat


Play = Callable[[Walk], Any]
