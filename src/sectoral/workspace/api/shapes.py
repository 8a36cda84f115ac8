"""What goes out: one shape a thing, with no field that its reader may not see."""

from datetime import date, datetime
from decimal import Decimal

from ninja import Schema


class PartnershipOut(Schema):
    """A partnership as everybody may know it."""

    slug: str
    name: str
    region: str
    region_name: str
    sector: str
    sector_name: str
    stage: str
    stage_since: datetime
    active: bool
    edition: str
    href: str


class SeatOut(Schema):
    """An organization at the table."""

    id: int
    organization: str
    system: str
    voting: bool
    standing: str
    since: datetime
    until: datetime | None


class NeedOut(Schema):
    """A need as the caller may see it."""

    id: int
    category: str
    state: str
    title: str
    text: str
    version: int
    raised_by: str
    companies: int
    supporters: list[str]
    released_at: datetime | None


class OpportunityOut(Schema):
    """What the industry could win; who said so stays out."""

    id: int
    text: str
    raised_at: datetime


class ReleaseOut(Schema):
    """A listening release: one moment for every public partner."""

    id: int
    released_at: datetime
    window_ends: datetime
    needs: list[int]


class PlacedOut(Schema):
    """Where a need came out."""

    need: int
    place: int


class RoundOut(Schema):
    """A round; its result only once it is published."""

    id: int
    rule: str
    state: str
    keep: int
    opened_at: datetime | None
    closes_at: datetime | None
    needs: list[int]
    result: list[PlacedOut] | None


class PriorityOut(Schema):
    """A need that the companies chose."""

    need: int
    round: int
    place: int
    since: datetime
    until: datetime | None


class MeetingOut(Schema):
    """A meeting, with the numbers that say whether companies led it."""

    id: int
    kind: str
    state: str
    title: str
    starts: datetime
    ends: datetime
    timezone: str
    place: str
    decision_wanted: str
    open_to_public: bool
    agenda: list[str]
    decisions: list[str]


class SolutionOut(Schema):
    """A solution and the needs it answers."""

    id: int
    title: str
    for_whom: str
    state: str
    needs: list[int]
    contributions: list[str]


class CommitmentOut(Schema):
    """Who will do what by when."""

    id: int
    organization: str
    what: str
    amount: Decimal | None
    unit: str
    due: date
    state: str
    solution: int | None


class LineOut(Schema):
    """A line of the record as members read it."""

    id: int
    at: datetime
    who: str
    words: str
    reason: str


class OrganizationOut(Schema):
    """An organization as it is registered."""

    id: int
    name: str
    system: str
    naics: str
    size: str
    counties: list[str]
    owner: str


class RoleOut(Schema):
    """What the caller is at one partnership."""

    partnership: str
    roles: list[str]
    seats: list[int]


class MeOut(Schema):
    """Whom the token acts for, and how far it reaches."""

    name: str
    email: str
    scopes: list[str]
    offices: list[str]
    tables: list[RoleOut]


class DoneOut(Schema):
    """An act was done: what it was done to or made, and the page that shows it."""

    words: str
    kind: str
    id: int | None
    href: str
