"""A small table in Quayland: boat builders of Harbour, and the public partners who listen.

Companies (NAICS 3366, worksites in Harbour): Keel & Sons, Mast Works, Hull Yard, Rope Walk,
Sail Loft, and Anchor Forge; Mast Works and Hull Yard have one owner, so that six companies
count as five. Quick Hands is a staffing firm. Public partners: a college, a workforce board,
a chamber, a union, a community organization.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sectoral.workspace.actions import conveners, organizations, partnerships, people, seats
from sectoral.workspace.models import Appointment, Organization, Partnership, Seat, User

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
HARBOUR, INLAND = "99001", "99003"

CASE = partnerships.Case(
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


@dataclass
class World:
    """The state lead, and everything by its short name."""

    state: User
    orgs: dict[str, Organization] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    partnership: Partnership = field(default_factory=Partnership)
    lead: Appointment = field(default_factory=Appointment)

    @property
    def convener(self) -> User:
        """The board's person, who convenes."""
        return self.people["board"]


def begun() -> World:
    """A state lead, and every organization with one person; nobody sits anywhere yet."""
    state = people.open_account(email="state@quayland.example", name="Stella State")
    people.found_state_office(person=state, at=START)
    world = World(state)
    for key, name in COMPANIES.items():
        enter(world, key, name, "employer", naics="336612", size="10-49")
    for key, (name, system) in PARTNERS.items():
        enter(world, key, name, system)
    enter(world, "staffing", "Quick Hands", "employer", naics="561320", size="50-249")
    organizations.declare_ownership(
        organizations=(world.orgs["mast"], world.orgs["hull"]),
        owner="Mast & Hull Holding",
        at=START,
        by=state,
    )
    return world


def enter(
    world: World, key: str, name: str, system: str, *, naics: str = "", size: str = ""
) -> User:
    """Register an organization and a person who belongs to it."""
    world.orgs[key] = organizations.register(
        name=name,
        system=system,
        naics=naics,
        size=size,
        areas=(HARBOUR,),
        at=START,
        by=world.state,
    )
    person = people.add_person(
        email=f"{key}@quayland.example", name=f"{key.title()} Person", at=START, by=world.state
    )
    people.join(person=person, organization=world.orgs[key], at=START, by=world.state)
    world.people[key] = person
    return person


def proposed(case: partnerships.Case = CASE, **kwargs: object) -> World:
    """A proposal, convened by the workforce board."""
    world = begun()
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


def formed(*, labor_votes: bool = False) -> World:
    """A forming partnership: six companies and five partners seated, two champions."""
    world = proposed(labor_votes=labor_votes)
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
        naics=CASE.naics,
        areas=CASE.areas,
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


def ready() -> World:
    """A partnership that is ready to launch."""
    world = formed()
    partnerships.make_ready(partnership=world.partnership, at=day(30), by=world.convener)
    return world
