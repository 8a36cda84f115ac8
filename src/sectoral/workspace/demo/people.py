"""Who can be met in the demo: one person for each role, and what to try as that person."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from sectoral.workspace.models import Appointment, Delegate, Office, Partnership, User
from sectoral.workspace.models.organizations import System


@dataclass(frozen=True, slots=True)
class FeaturedPerson:
    """A person of the demo as its sign-in page shows one.

    role         what the person is, in plain words
    person       None for a visitor, who signs in as nobody
    partnership  whose table the person sits at; None for the state's people and the visitor
    try_this     one line: what to do first
    """

    role: str
    person: User | None
    partnership: Partnership | None
    try_this: str

    @property
    def name(self) -> str:
        """The person's name."""
        return str(self.person) if self.person else "Anybody"


METAL, CODE, POWER = "Brightline Gear Works", "Clearwell Software", "Millrace Electric"
"""A company of each table whose people are featured: tables are found by who sits at them."""

_OFFICES = (
    (
        Office.Role.STATE,
        "State policy lead",
        "See which partnerships are active and why, and decide on the one that was proposed.",
    ),
    (
        Office.Role.ANALYST,
        "Analyst",
        "Follow a partnership's badge down to the rows that it rests on.",
    ),
    (
        Office.Role.STEWARD,
        "Data steward",
        "See what a steward may read, and what nobody may.",
    ),
)

_CONVENERS = (
    (METAL, "Convener", "A meeting is under way: take the roll. Then see who is late."),
    (
        POWER,
        "Company that convenes",
        "Convene the table, and see no more of other companies than they do.",
    ),
    (CODE, "College that convenes", "A post waits for you. One solution is not yours to run."),
)

_COMPANIES = (
    (METAL, METAL, "Champion", "Say what your company thinks of the measuring room."),
    (
        CODE,
        "Paper Crane Studio",
        "Employer with a ballot to cast",
        "Four needs wait for 100 points.",
    ),
    (METAL, "Lumen Controls", "Employer", "The convener offers another wording of your need."),
)

_PARTNERS = (
    (System.EDUCATION, "Educator", "Read what companies need, before anybody may propose."),
    (
        System.WORKFORCE,
        "Workforce developer",
        "Read what companies need, and what your board promised.",
    ),
    (System.ECONOMIC, "Economic developer", "See needs that are not about training."),
    (System.COMMUNITY, "Community organization", "A release waits that you have not read."),
    (System.LABOR, "Labor", "Add what workers know to a need that was released."),
)


def list_featured_people(*, at: datetime) -> list[FeaturedPerson]:
    """One person for each role, in the order in which the sign-in page shows them."""
    found = [
        *(_featured_officer(role, words, hint, at) for role, words, hint in _OFFICES),
        *(_featured_convener(company, words, hint, at) for company, words, hint in _CONVENERS),
        *(
            _featured_company(seated, name, words, hint, at)
            for seated, name, words, hint in _COMPANIES
        ),
        *(_featured_partner(system, words, hint, at) for system, words, hint in _PARTNERS),
    ]
    visitor = FeaturedPerson("Visitor", None, None, "Find a partnership, and when it meets openly.")
    return [*(one for one in found if one is not None), visitor]


def _featured_officer(role: str, words: str, hint: str, at: datetime) -> FeaturedPerson | None:
    held = Office.objects.in_force(at).filter(role=role).select_related("person").first()
    return FeaturedPerson(words, held.person, None, hint) if held else None


def _featured_convener(company: str, words: str, hint: str, at: datetime) -> FeaturedPerson | None:
    partnership = _partnership_of(company)
    held = (
        Appointment.objects.in_force(at)
        .filter(partnership=partnership, lead=True)
        .select_related("person")
        .first()
    )
    return FeaturedPerson(words, held.person, partnership, hint) if held else None


def _featured_company(
    seated: str, name: str, words: str, hint: str, at: datetime
) -> FeaturedPerson | None:
    there = _partnership_of(seated)
    acting = (
        _acting_delegates(at).filter(seat__partnership=there, seat__organization__name=name).first()
    )
    return FeaturedPerson(words, acting.person, there, hint) if acting else None


def _featured_partner(system: str, words: str, hint: str, at: datetime) -> FeaturedPerson | None:
    there = _partnership_of(METAL)
    acting = _acting_delegates(at).filter(seat__partnership=there, seat__system=system)
    # The last to come to the table: of two community organizations the one that has not read.
    found = acting.order_by("-seat__pk").first()
    return FeaturedPerson(words, found.person, there, hint) if found else None


def _acting_delegates(at: datetime) -> QuerySet[Delegate]:
    rows = Delegate.objects.in_force(at).filter(seat__standing="seated", role="primary")
    return rows.select_related("person")


def _partnership_of(company: str) -> Partnership | None:
    return Partnership.objects.filter(
        seats__organization__name=company, seats__until__isnull=True
    ).first()
