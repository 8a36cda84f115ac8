"""Who lives in the demo: the state's people, organizations of every kind, and their delegates."""

import csv
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from django.utils.text import slugify

from sectoral.workspace.actions import organizations, people
from sectoral.workspace.actions.partnerships import ProposalCase
from sectoral.workspace.demo.timeline import DemoTimeline
from sectoral.workspace.models import Organization, User


@cache
def load_rows(file: str) -> tuple[dict[str, str], ...]:
    """The rows of one of the demo's tables."""
    text = (files(__package__) / file).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def rows_of(file: str, table: str) -> list[dict[str, str]]:
    """The rows of one of the demo's tables that belong to one partnership's story."""
    return [row for row in load_rows(file) if row["table"] == table]


@dataclass
class DemoCast:
    """Organizations and people by their keys: `metal/brightline`, `college/80007`, `state`."""

    line: DemoTimeline
    seed: int
    orgs: dict[str, Organization] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    @property
    def state(self) -> User:
        """The state's policy lead."""
        return self.people["state"]

    def begin(self) -> None:
        """Open the state's office: its lead, an analyst and a data steward."""
        self.people["state"] = people.open_account(**self._next("commerce"))
        people.found_state_office(person=self.state, at=self.line.at)
        for office in ("analyst", "steward"):
            self.people[office] = self._account("commerce")
            people.give_office(
                person=self.people[office], role=office, at=self.line.at, by=self.state
            )

    def company(self, table: str, row: dict[str, str], case: ProposalCase) -> str:
        """Register a company of a table, with one person and a worksite.  Returns its key."""
        place = sum(map(ord, row["key"])) % len(case.areas)
        areas = {case.areas[place], case.areas[0]} if row["size"] == "250+" else {case.areas[place]}
        key = f"{table}/{row['key']}"
        self._register(key, row["name"], "employer", areas, row["naics"], row["size"])
        return key

    def partner(self, kind: str, case: ProposalCase, *, metropolitan: bool) -> str:
        """A public partner of a region, or of the whole state; registered where it is new."""
        row = next(row for row in load_rows("partners.csv") if row["key"] == kind)
        name = row["metropolitan" if metropolitan else "rural"]
        local = name.format(region=case.region_name)
        key = next((k for k, o in self.orgs.items() if o.name == local), "")
        if not key:
            key = f"{kind}/{case.region}" if local != name else f"{kind}/{slugify(local)}"
            self._register(key, local, row["system"], set(case.areas[:1]), "", "")
        return key

    def vendor(self, key: str, name: str, naics: str, case: ProposalCase) -> str:
        """A firm that sells to a table rather than sits at it."""
        self._register(key, name, "employer", set(case.areas[:1]), naics, "10-49")
        return key

    def second(self, key: str) -> User:
        """One more person of an organization, who may stand in for its delegate."""
        mate = f"{key}+"
        if mate not in self.people:
            self.people[mate] = self._person(self.orgs[key])
        return self.people[mate]

    def own(self, owner: str, *keys: str) -> None:
        """Declare that organizations have one owner."""
        owned = [self.orgs[key] for key in keys]
        organizations.declare_ownership(
            organizations=owned, owner=owner, at=self.line.at, by=self.state
        )

    def _register(
        self, key: str, name: str, system: str, areas: set[str], naics: str, size: str
    ) -> None:
        self.orgs[key] = organizations.register(
            name=name, system=system, naics=naics, size=size, areas=areas,
            at=self.line.at, by=self.state,
        )  # fmt: skip
        self.people[key] = self._person(self.orgs[key])

    def _person(self, organization: Organization) -> User:
        person = self._account(slugify(organization.name))
        people.join(person=person, organization=organization, at=self.line.at, by=self.state)
        return person

    def _account(self, house: str) -> User:
        return people.add_person(**self._next(house), at=self.line.at, by=self.state)

    def _next(self, house: str) -> dict[str, str]:
        """The next name of the list, at an address of its house in the invented state."""
        names = (files(__package__) / "names.txt").read_text(encoding="utf-8").split("\n")[:-1]
        name = names[(len(self.people) + 7 * (self.seed - 1)) % len(names)]
        first, _, last = name.partition(" ")
        address = f"{slugify(first)}.{slugify(last)}@{house}.quayland.example"
        return {"email": address, "name": name}
