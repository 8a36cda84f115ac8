"""A yes, or a no that carries its reason: the page shows it and the action raises it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sectoral.errors import SectoralError


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether something may be done; `reason` says why not, and what would make it a yes."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason


YES = Ruling()


class Refused(SectoralError):
    """An action that may not be done; its message is the reason."""


class AnswerNeeded(Refused):
    """A no that turns into a yes where the person answers `field`: a box that is shown then."""

    def __init__(self, words: str, field: str) -> None:
        self.field = field
        super().__init__(words)


def require(answer: Ruling) -> None:
    """Go on where the answer is yes.  Raises Refused with the reason otherwise."""
    if not answer:
        raise Refused(answer.reason)


def one_yes(answers: Iterable[Ruling], otherwise: Ruling) -> Ruling:
    """Yes where one of several is, else the first no; `otherwise` where there is none to ask."""
    asked = list(answers) or [otherwise]
    return YES if any(asked) else asked[0]


def first_no(*answers: Ruling) -> Ruling:
    """The first no of several, else yes."""
    return next((answer for answer in answers if not answer), YES)
