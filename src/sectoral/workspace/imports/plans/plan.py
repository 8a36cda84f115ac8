"""What is known before a file comes in, and what its rows are planned to make."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from sectoral.errors import BadInput
from sectoral.names import name_key
from sectoral.workspace.imports.plans.counties import CountyFinder


@dataclass(frozen=True, slots=True)
class OrganizationRef:
    """An organization that is there, or that a row before would make (then its key is 0)."""

    key: int
    name: str
    system: str


@dataclass(frozen=True, slots=True)
class RegionOrSector:
    """A region or a sector of the edition: its id, its name, and its counties or codes."""

    id: str
    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What is there before the file comes in; mappings are by the `key` of a name.

    organizations  name → those of that name
    owners         the names of owners
    people         e-mail → the account's key
    tables         name → the key of the live partnership
    counties       those that the edition knows
    regions, sectors   id and name, loose spellings too → what the edition says
    edition        its id; empty where none is shown
    """

    organizations: Mapping[str, tuple[OrganizationRef, ...]] = field(default_factory=dict)
    owners: tuple[str, ...] = ()
    people: Mapping[str, int] = field(default_factory=dict)
    tables: Mapping[str, int] = field(default_factory=dict)
    counties: CountyFinder = field(default_factory=CountyFinder)
    regions: Mapping[str, RegionOrSector] = field(default_factory=dict)
    sectors: Mapping[str, RegionOrSector] = field(default_factory=dict)
    edition: str = ""


@dataclass(frozen=True, slots=True)
class PlannedOrganization:
    """An organization to register."""

    row: int
    name: str
    system: str
    naics: str
    size: str
    areas: tuple[str, ...]
    owner: str


@dataclass(frozen=True, slots=True)
class PlannedContact:
    """A person of an organization, and the table at which the person is to act for it.

    table   the partnership's key, or None; role: primary, alternate or empty
    """

    row: int
    name: str
    email: str
    organization: OrganizationRef
    table: int | None
    role: str


@dataclass(frozen=True, slots=True)
class PlannedConvener:
    """Who convenes: the organization, whether its kind was guessed, and its person, if named."""

    organization: OrganizationRef
    guessed: bool
    person: str
    email: str


@dataclass(frozen=True, slots=True)
class PlannedPartnership:
    """A partnership to propose."""

    row: int
    name: str
    region: RegionOrSector
    sector: RegionOrSector
    edition: str
    decision: str
    waiver: str
    started: str
    convener: PlannedConvener | None
    companies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameQuestion:
    """Two names that look alike: only a person can say whether they are one.

    sort    owner or organization
    name    as a row gives it, in row `row`
    like    the one that is known, or that an earlier row gave: `where` says which
    """

    sort: str
    name: str
    like: str
    row: int
    where: str

    @property
    def id(self) -> str:
        """What its answer is kept under, whichever of the two comes first."""
        return question_id(self.sort, self.name, self.like)

    @property
    def words(self) -> str:
        """The question, as a person reads it."""
        return (
            f"Row {self.row:,}: “{self.name}” looks like “{self.like}” ({self.where}). "
            f"The same {self.sort}?"
        )


def question_id(sort: str, one: str, other: str) -> str:
    """What the answer about two names is kept under."""
    pair = "\n".join((sort, *sorted((name_key(one), name_key(other)))))
    return hashlib.sha256(pair.encode()).hexdigest()[:16]


Act = PlannedOrganization | PlannedContact | PlannedPartnership


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would make.

    acts     one a row, in the file's order
    faults   what is wrong; while there is one, nothing comes in
    notes    what is passed over and why, in sentences
    questions  names that look alike; while there is one, nothing comes in
    """

    acts: tuple[Act, ...]
    faults: tuple[BadInput, ...]
    notes: tuple[str, ...]
    questions: tuple[NameQuestion, ...] = ()
