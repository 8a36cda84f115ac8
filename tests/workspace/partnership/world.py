"""A small table in Quayland: boat builders in Harbour, and the public partners who listen.

Companies (NAICS 3366, worksites in Harbour): Keel & Sons, Mast Works, Hull Yard, Rope Walk,
Sail Loft, and Anchor Forge; Mast Works and Hull Yard have one owner, so that six companies
count as five. Quick Hands is a staffing firm. Public partners: a college, a workforce board,
a chamber, a union, a community organization.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sectoral.workspace.actions import (
    conveners,
    listening,
    meetings,
    needs,
    organizations,
    partnerships,
    people,
    rolls,
    rounds,
    seats,
    teams,
)
from sectoral.workspace.actions.reviews import review
from sectoral.workspace.models import (
    Appointment,
    Meeting,
    Need,
    Organization,
    Partnership,
    Priority,
    Seat,
    User,
)
from tests.workspace.partnership.kept import kept

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
HARBOUR, INLAND = "99001", "99003"

CASE = partnerships.ProposalCase(
    region="harbour",
    region_name="Harbour",
    sector="boats",
    sector_name="Boat building",
    naics=("3366",),
    areas=(HARBOUR,),
    edition="2026-01",
    decision="critical",
    words="Boat building is 2.25 times as common in Harbour as in Quayland.",
)

COMPANIES = {
    "keel": "Keel & Sons",
    "mast": "Mast Works",
    "hull": "Hull Yard",
    "rope": "Rope Walk",
    "sail": "Sail Loft",
    "anchor": "Anchor Forge",
}
PARTNERS = {
    "college": ("Quayland College", "education"),
    "board": ("Harbour Workforce Board", "workforce"),
    "chamber": ("Harbour Chamber", "economic"),
    "union": ("Shipwrights' Union", "labor"),
    "community": ("Harbour House", "community"),
}


def day(number: float) -> datetime:
    """So many days after the start."""
    return START + timedelta(days=number)


@dataclass(frozen=True)
class Town:
    """Where a world lies: worlds of several towns stand side by side, and nothing is alike.

    tail   what its people's addresses and its organizations' names end in
    """

    tail: str = ""
    area: str = HARBOUR
    case: partnerships.ProposalCase = CASE


HOME = Town()


@dataclass
class World:
    """The state lead, and everything by its short name."""

    state: User
    town: Town = HOME
    orgs: dict[str, Organization] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    partnership: Partnership = field(default_factory=Partnership)
    lead: Appointment = field(default_factory=Appointment)

    @property
    def convener(self) -> User:
        """The board's person, who convenes."""
        return self.people["board"]


@kept
def begun(town: Town = HOME) -> World:
    """A state lead, and every organization with one person; nobody sits anywhere yet."""
    world = World(_state(), town)
    for key, name in COMPANIES.items():
        enter(world, key, name, "employer", naics="336612", size="10-49")
    for key, (name, system) in PARTNERS.items():
        enter(world, key, name, system)
    enter(world, "staffing", "Quick Hands", "employer", naics="561320", size="50-249")
    organizations.declare_ownership(
        organizations=(world.orgs["mast"], world.orgs["hull"]),
        owner=f"Mast & Hull Holding{town.tail}",
        at=START,
        by=world.state,
    )
    return world


def _state() -> User:
    """The one state lead, whatever the town."""
    known = User.objects.filter(username="state@quayland.example").first()
    if known is None:
        known = people.open_account(email="state@quayland.example", name="Stella State")
        people.found_state_office(person=known, at=START)
    return known


def enter(
    world: World, key: str, name: str, system: str, *, naics: str = "", size: str = ""
) -> User:
    """Register an organization and a person who belongs to it."""
    world.orgs[key] = organizations.register(
        name=f"{name}{world.town.tail}",
        system=system,
        naics=naics,
        size=size,
        areas=(world.town.area,),
        at=START,
        by=world.state,
    )
    person = people.add_person(
        email=f"{key}{world.town.tail.lower().replace(' ', '-')}@quayland.example",
        name=f"{key.title()} Person{world.town.tail}",
        at=START,
        by=world.state,
    )
    people.join(person=person, organization=world.orgs[key], at=START, by=world.state)
    world.people[key] = person
    return person


def proposed(
    case: partnerships.ProposalCase | None = None, town: Town = HOME, **kwargs: object
) -> World:
    """A proposal, convened by the workforce board."""
    world, case = begun(town), case or town.case
    world.partnership = partnerships.propose(case=case, at=START, by=world.state, **kwargs)  # type: ignore[arg-type]
    world.lead = appoint(world, "board")
    return world


def appoint(world: World, key: str, *, lead: bool = True) -> Appointment:
    """Appoint an organization in its person, for two years."""
    return conveners.appoint(
        partnership=world.partnership,
        organization=world.orgs[key],
        person=world.people[key],
        basis="trusted by companies and by public partners",
        term_ends=date(2028, 1, 5),
        lead=lead,
        at=START,
        by=world.state,
    )


@kept
def formed(*, labor_votes: bool = False, town: Town = HOME) -> World:
    """A forming partnership: six companies and five partners seated, two champions."""
    world = proposed(labor_votes=labor_votes, town=town)
    partnerships.form(partnership=world.partnership, at=START, by=world.state)
    for key in (*COMPANIES, *PARTNERS):
        sit(world, key)
    for key in ("keel", "rope"):
        seats.name_champion(
            seat=world.seats[key], person=world.people[key], at=START, by=world.convener
        )
    partnerships.set_scope(
        partnership=world.partnership,
        words="Companies that build and mend boats in Harbour.",
        naics=town.case.naics,
        areas=town.case.areas,
        at=START,
        by=world.convener,
    )
    return world


def sit(world: World, key: str, *, at: datetime = START, **kwargs: object) -> Seat:
    """Offer a seat, and name the organization's person its delegate."""
    world.seats[key] = seats.offer(
        partnership=world.partnership,
        organization=world.orgs[key],
        at=at,
        by=world.convener,
        **kwargs,  # type: ignore[arg-type]
    )
    seats.name_delegate(seat=world.seats[key], person=world.people[key], at=at, by=world.convener)
    return world.seats[key]


@kept
def ready(town: Town = HOME) -> World:
    """A partnership that is ready to launch."""
    world = formed(town=town)
    partnerships.make_ready(partnership=world.partnership, at=day(30), by=world.convener)
    return world


def held(
    world: World,
    kind: str = "regular",
    *,
    at: datetime,
    companies: int = 6,
    partners: int = 3,
    chair: str = "keel",
) -> Meeting:
    """A meeting that was held, with so many companies and partners on its roll."""
    meeting = meetings.call(
        partnership=world.partnership,
        kind=kind,
        title=f"{kind} meeting",
        starts=at,
        ends=at + timedelta(hours=2),
        decision_wanted="what we do first",
        at=at,
        by=world.convener,
    )
    here: dict[str, Any] = {"meeting": meeting, "at": at, "by": world.convener}
    meeting = rolls.open_meeting(chair=world.seats[chair], **here)
    for key in (*list(COMPANIES)[:companies], *list(PARTNERS)[:partners]):
        rolls.take_roll(seat=world.seats[key], person=world.people[key], acknowledged=True, **here)
    return rolls.hold(**here)


def chosen(world: World) -> list[Priority]:
    """Two needs raised on day 42 and heard on day 44; a round on day 50 makes one a priority."""
    convener: dict[str, Any] = {"by": world.convener}
    heard = [_shared(world, "keel", "Welders"), _shared(world, "rope", "A dry dock")]
    listening.release(partnership=world.partnership, needs=heard, at=day(44), **convener)
    drafted = rounds.prepare(
        partnership=world.partnership, needs=heard, keep=1, at=day(46), **convener
    )
    running = rounds.open_round(round=drafted, closes_at=day(50), at=day(46), **convener)
    rounds.cast(
        round=running,
        seat=world.seats["keel"],
        choice=[need.pk for need in heard],
        at=day(47),
        by=world.people["keel"],
    )
    done = rounds.close(round=running, at=day(50), **convener)
    return rounds.publish(round=done, at=day(50), **convener)


def _shared(world: World, key: str, title: str) -> Need:
    """A need that this company raised and Sail Loft stands by."""
    mine: dict[str, Any] = {"at": day(42), "by": world.people[key]}
    need = needs.draft(
        seat=world.seats[key], category="talent", title=title, text=f"{title}.", **mine
    )
    needs.raise_need(need=need, **mine)
    needs.support(need=need, seat=world.seats["sail"], at=day(43), by=world.people["sail"])
    need.refresh_from_db()
    return need


@kept
def launched() -> World:
    """A partnership whose companies met on day 40 and launched it on day 41."""
    world = ready()
    held(world, "launch", at=day(40))
    partnerships.launch(partnership=world.partnership, at=day(41), by=world.convener)
    return world


@kept
def active() -> World:
    """A partnership that has all that its checklist asks for on day 60."""
    world = launched()
    chosen(world)
    teams.form(
        partnership=world.partnership,
        name="Welders",
        led_by=world.seats["keel"],
        at=day(52),
        by=world.convener,
    )
    partnerships.write_plan(
        partnership=world.partnership, text="Train welders.", at=day(55), by=world.convener
    )
    review(world.partnership, day(60))
    return world
