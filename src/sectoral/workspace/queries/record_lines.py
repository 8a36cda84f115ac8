"""Lines of the record, and how each reader reads who did it.

Every door words the actor here, pages, interface and files alike: who answered for a company
about its need would tell which company raised it (S23).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sectoral.workspace.models import Answer, Delegate, Event, Partnership, User
from sectoral.workspace.models.organizations import System
from sectoral.workspace.queries.needs import A_MEMBER
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.permissions import PartnershipRole

_ABOUT_NEEDS = ("need", "solution", "answer")
_OPENLY = frozenset(
    {
        # The line says for whom it was done.
        "propose_solution",
        "contribute",
        "take_back_contribution",
        # Done by whoever convenes or leads, whichever company raised the need.
        *("release", "prioritise", "park", "unrank", "answer", "let_go"),
        *("design", "put_to_employers", "resource", "deliver", "measure", "stop"),
        *("invite", "stand_aside", "explain_one_system", "set_target", "waive_costs"),
    }
)
"""What is done to a need or a solution without telling who raised it."""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A line of the record before one reader.

    who             empty for what time did
    before, after   the stages of a move, where it is one
    """

    pk: int
    at: datetime
    who: str
    words: str
    reason: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ActorNames:
    """How the record calls who did a thing, before one reader.

    person     the reader, who always reads the own name
    knows      may know which company raised a need
    trusted    even one on whose behalf the convener spoke
    companies  everybody who ever acted for a company at the table
    attested   needs, and solutions for needs, that a convener raised on a company's behalf
    """

    person: User | None
    knows: bool
    trusted: bool
    companies: Collection[int]
    attested: Collection[tuple[str, int]]

    def who(self, line: Event) -> str:
        """The actor's name, or "an employer member"; empty for what time did."""
        if line.actor is None:
            return ""
        return A_MEMBER if self._is_withheld(line) else str(line.actor)

    def _is_withheld(self, line: Event) -> bool:
        if line.subject not in _ABOUT_NEEDS or line.verb in _OPENLY:
            return False
        if line.actor_id not in self.companies or line.actor == self.person:
            return False
        quiet = (line.subject, line.subject_id) in self.attested
        return not (self.trusted if quiet else self.knows)


def actor_names(sitting: Sitting, partnership: Partnership, *, travels: bool = False) -> ActorNames:
    """How the record names people before this reader, in three queries.

    Takes    travels: for a file, which is read by others too: it names nobody but its reader.
    """
    acting = Delegate.objects.filter(
        seat__partnership=partnership, seat__system=System.EMPLOYER
    ).values_list("person", flat=True)
    spoken = Answer.objects.filter(
        need__attested_by__isnull=False, solution__partnership=partnership
    )
    needs = partnership.needs.filter(attested_by__isnull=False)
    return ActorNames(
        person=sitting.person,
        knows=not travels and bool(sitting.may("see_who_raised")),
        trusted=not travels and PartnershipRole.CONVENER in sitting.roles,
        companies=set(acting),
        attested={("need", pk) for pk in needs.values_list("pk", flat=True)}
        | {("solution", pk) for pk in spoken.values_list("solution", flat=True)},
    )


def line_of(line: Event, called: ActorNames) -> RecordLine:
    """A line as this reader reads it."""
    return RecordLine(
        pk=line.pk,
        at=line.at,
        who=called.who(line),
        words=line.words,
        reason=line.reason,
        before=line.before,
        after=line.after,
    )
