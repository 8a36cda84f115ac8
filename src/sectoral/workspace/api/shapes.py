"""What goes out: one shape a thing, with no field that its reader may not see."""

from datetime import date, datetime
from decimal import Decimal

from ninja import Schema


class PartnershipOut(Schema):
    """What the public can see of a partnership."""

    id: int
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
    organization_id: int
    system: str
    voting: bool
    standing: str
    since: datetime
    until: datetime | None


class NeedOut(Schema):
    """A need as the caller can see it."""

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
    """What the industry could gain, without who said it."""

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
    """The place of a need in the result."""

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


class ComingOut(Schema):
    """Who is coming, from the answers so far; organizations with the same owner count once."""

    companies: int
    public: int
    remote: int
    unanswered: int
    employer_led: bool


class MeetingOut(Schema):
    """A meeting, with the numbers that show whether companies led it."""

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
    video_link: str
    coming: ComingOut | None
    agenda: list[str]
    decisions: list[str]


class ReplyOut(Schema):
    """Whether an invited person is coming: yes, no or remote. Empty until they answer."""

    id: int
    meeting: int
    person: str
    reply: str
    replied_at: datetime | None


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
    seat: int
    organization: str
    what: str
    amount: Decimal | None
    unit: str
    due: date
    state: str
    solution: int | None


class AppointmentOut(Schema):
    """An organization that convenes, and the person in charge."""

    id: int
    organization: str
    organization_id: int
    person: int
    name: str
    lead: bool
    since: datetime
    term_ends: date
    until: datetime | None


class RealignmentOut(Schema):
    """A proposed merger, split, change of scope or closing; `successor` would continue."""

    id: int
    kind: str
    partnership: str
    successor: str | None
    reason: str
    proposed_at: datetime
    confirmed_at: datetime | None
    done_at: datetime | None
    dropped_at: datetime | None


class DelegateOut(Schema):
    """Somebody who acts for a seat."""

    id: int
    seat: int
    organization: str
    person: int
    name: str
    role: str
    since: datetime
    confirmed_at: datetime
    until: datetime | None


class ChampionOut(Schema):
    """A company's delegate who leads, for a term."""

    id: int
    seat: int
    organization: str
    person: int
    name: str
    since: datetime
    term_ends: datetime
    until: datetime | None


class InvitationOut(Schema):
    """An invitation to act for a seat."""

    id: int
    seat: int
    organization: str
    role: str
    sent_at: datetime
    expires_at: datetime
    used_at: datetime | None
    withdrawn_at: datetime | None


class RewordingOut(Schema):
    """A suggested wording. `agreed` is null until the company answers."""

    id: int
    need: int
    title: str
    text: str
    agreed: bool | None
    offered_at: datetime


class ItemOut(Schema):
    """A point of an agenda."""

    id: int
    meeting: int
    place: int
    text: str
    minutes: int
    parked: bool


class AnswerOut(Schema):
    """That a solution answers a need, and how the companies will know."""

    id: int
    solution: int
    need: int
    acceptance_test: str
    accepted_at: datetime | None


class ContributionOut(Schema):
    """What one organization contributes to a solution."""

    id: int
    solution: int
    seat: int
    organization: str
    what: str
    delivers: bool
    withdrawn_at: datetime | None


class ShareOut(Schema):
    """What one seat pays or gives. What it would pay alone is shown only to that seat."""

    id: int
    solution: int
    seat: int
    organization: str
    kind: str
    state: str
    amount_usd: Decimal
    alone_usd: Decimal | None
    received_usd: Decimal | None


class TeamOut(Schema):
    """An action team: the seat that leads it, and the seats that are on it."""

    id: int
    name: str
    led_by: int
    members: list[int]
    solution: int | None
    since: datetime
    until: datetime | None


class PostOut(Schema):
    """What a seat wrote to the companies; `shown_at` is null while it waits or was refused."""

    id: int
    seat: int
    organization: str
    solution: int | None
    text: str
    at: datetime
    shown_at: datetime | None
    refused_at: datetime | None


class PitchOut(Schema):
    """A report that somebody made a sales pitch, without who reported it."""

    id: int
    seat: int
    organization: str
    where: str
    at: datetime
    handled_at: datetime | None
    upheld: bool | None


class FlagOut(Schema):
    """Words that somebody has to review: where they are, and what was found."""

    id: int
    of: str
    of_id: int
    words: str
    written_at: datetime
    stands: bool | None


class LineOut(Schema):
    """A line of the record as members see it."""

    id: int
    at: datetime
    who: str
    words: str
    reason: str


class OrganizationOut(Schema):
    """A registered organization."""

    id: int
    name: str
    system: str
    naics: str
    size: str
    counties: list[str]
    owner: str


class PersonOut(Schema):
    """A person with an account, and the organizations they belong to now."""

    id: int
    name: str
    active: bool
    organizations: list[int]


class OfficeOut(Schema):
    """A state office, and who holds it."""

    id: int
    person: int
    name: str
    role: str
    since: datetime
    until: datetime | None


class ClaimOut(Schema):
    """A declared owner of organizations, waiting to be confirmed by their tables."""

    id: int
    owner: str
    organizations: list[int]
    claimed_at: datetime
    settled_at: datetime | None
    dropped_at: datetime | None


class ChangeOut(Schema):
    """A change of members or owners that can still be undone."""

    id: int
    kind: str
    words: str
    made_at: datetime


class ChecklistOut(Schema):
    """A checklist that the state loaded."""

    id: int
    name: str
    version: int


class RoleOut(Schema):
    """The caller's roles at one partnership."""

    partnership: str
    roles: list[str]
    seats: list[int]


class MeOut(Schema):
    """Whom the token acts for, and what it can reach."""

    name: str
    email: str
    scopes: list[str]
    offices: list[str]
    tables: list[RoleOut]


class DoneOut(Schema):
    """The result of an act: what it was done to or what it made, and the page that shows it."""

    words: str
    kind: str
    id: int | None
    href: str
