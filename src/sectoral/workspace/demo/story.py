"""One table of the demo: its partnership, and the verbs its story is told with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sectoral.workspace.actions.partnerships import ProposalCase
from sectoral.workspace.demo.places import DemoPlace
from sectoral.workspace.demo.residents import DemoCast, rows_of
from sectoral.workspace.models import Need, Partnership, Seat, Solution, User
from sectoral.workspace.queries.measures import company_seats

Done = TypeVar("Done")


@dataclass
class DemoTable:
    """A partnership with its seats, needs and solutions by short keys.

    convener   short key of whoever convenes
    doing      people who act under another key than their organization's: "deputy"
    """

    key: str
    cast: DemoCast
    place: DemoPlace
    convener: str = ""
    slug: str = ""
    seats: dict[str, Seat] = field(default_factory=dict)
    needs: dict[str, int] = field(default_factory=dict)
    solutions: dict[str, int] = field(default_factory=dict)
    doing: dict[str, User] = field(default_factory=dict)

    @property
    def case(self) -> ProposalCase:
        """What the edition says of its sector and region."""
        return self.place.case

    @property
    def at(self) -> datetime:
        """The moment of the story."""
        return self.cast.line.at

    def day(self, number: float, hour: float = 9) -> datetime:
        """A working day, counted from now."""
        return self.cast.line.day(number, hour)

    @property
    def here(self) -> Partnership:
        """The partnership as it stands."""
        return Partnership.objects.get(slug=self.slug)

    @property
    def companies(self) -> list[str]:
        """The short keys of the companies that sit at it."""
        sitting = {seat.pk for seat in company_seats(self.here, self.at)}
        return [key for key, seat in self.seats.items() if seat.pk in sitting]

    def org(self, short: str) -> str:
        """The cast's key of an organization of this table."""
        own = f"{self.key}/{short}"
        if own in self.cast.orgs:
            return own
        return self.cast.partner(short, self.case, metropolitan=self.place.metropolitan)

    def person(self, short: str) -> User:
        """Whoever acts under a short key: the state, the convener, a seat's first delegate."""
        if short in self.doing:
            return self.doing[short]
        if short in self.cast.people:
            return self.cast.people[short]
        return self.cast.people[self.org(self.convener if short == "convener" else short)]

    def do(self, verb: Callable[..., Done], who: str = "convener", **what: Any) -> Done:
        """Take an action as somebody, at the moment of the story."""
        return verb(**what, at=self.at, by=self.person(who))

    def need(self, key: str) -> Need:
        """A need as it stands."""
        return Need.objects.get(pk=self.needs[key])

    def needs_of(self, keys: Iterable[str]) -> list[Need]:
        """Several needs, in their order."""
        return [self.need(key) for key in keys]

    def solution(self, key: str) -> Solution:
        """A solution as it stands."""
        return Solution.objects.get(pk=self.solutions[key])

    def words(self, file: str) -> list[dict[str, str]]:
        """This table's rows of one of the demo's files."""
        return rows_of(file, self.key)
