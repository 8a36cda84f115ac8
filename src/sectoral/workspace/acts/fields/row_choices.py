"""The rows that a form offers: who sits here, whose needs, which counties."""

from typing import Any

from django.db.models import Q

from sectoral.workspace.acts.fields.basic import ActField, EmptyChoice, row_field
from sectoral.workspace.models import (
    Delegate,
    Membership,
    Need,
    Organization,
    Partnership,
    Round,
    Seat,
    Solution,
    User,
)
from sectoral.workspace.models.organizations import System
from sectoral.workspace.models.partnerships import LIVE
from sectoral.workspace.models.solutions import OPEN
from sectoral.workspace.queries.known_partnerships import known_to
from sectoral.workspace.queries.measures import company_seats, seated_seats
from sectoral.workspace.queries.people import people_near
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.queries.scope import expand_codes

NO_COMPANY = EmptyChoice(
    "No company has a seat yet. Offer one a seat first.", page="seats", link="Seats"
)
NO_SEAT = EmptyChoice("Nobody has a seat yet. Offer seats first.", page="seats", link="Seats")
NO_DELEGATE = EmptyChoice(
    "No seat has a delegate yet. Invite somebody for each seat.",
    page="seats",
    link="Seats",
)
NO_ORGANIZATION = EmptyChoice("No organization is registered yet.", act="state.register")


def partnership_of_thing(thing: Any) -> Partnership:
    """The partnership that a thing is or belongs to."""
    if isinstance(thing, Partnership):
        return thing
    for owner in ("partnership", "solution", "meeting", "need", "seat"):
        near = getattr(thing, owner, None)
        if near is not None:
            return near if isinstance(near, Partnership) else partnership_of_thing(near)
    raise TypeError(f"{type(thing).__name__} belongs to no partnership")


def organization_of(seat: Seat) -> str:
    """A seat by its organization's name."""
    return seat.organization.name


def own_seat_field(permission: str, label: str = "For which seat") -> ActField:
    """One of the person's own seats that may; not asked for where it is the only one."""
    return row_field(
        "seat", label, lambda sitting, _: sitting.seats_that_may(permission), say=organization_of
    )


def seats_here(sitting: Sitting, thing: Any) -> list[Seat]:
    """Everybody who sits at the table."""
    return list(seated_seats(partnership_of_thing(thing), sitting.at))


def companies_here(sitting: Sitting, thing: Any) -> list[Seat]:
    """The companies at the table."""
    return company_seats(partnership_of_thing(thing), sitting.at)


def partners_here(sitting: Sitting, thing: Any) -> list[Seat]:
    """Everybody at the table but the companies."""
    companies = {seat.pk for seat in companies_here(sitting, thing)}
    return [seat for seat in seats_here(sitting, thing) if seat.pk not in companies]


def delegates_here(sitting: Sitting, thing: Any) -> list[User]:
    """Everybody who acts for a seat of the table."""
    acting = Delegate.objects.in_force(sitting.at).filter(
        seat__partnership=partnership_of_thing(thing), seat__standing="seated"
    )
    return list(User.objects.filter(delegations__in=acting).distinct().order_by("username"))


def people_known(sitting: Sitting, _: Any) -> list[User]:
    """Everybody with an account for the state; for a convener the others near. By name."""
    if sitting.person is None:
        return []
    if sitting.may("give_office"):
        known = User.objects.all()
    else:
        known = people_near(sitting.person, at=sitting.at).exclude(pk=sitting.person.pk)
    return list(known.filter(is_active=True).order_by("first_name", "last_name"))


def people_of(organization: Organization) -> list[User]:
    """The people of an organization."""
    held = organization.members.filter(until=None).select_related("person")
    return [membership.person for membership in held]


def all_organizations(_: Sitting, __: Any) -> list[Organization]:
    """Every organization, by name."""
    return list(Organization.objects.all())


def organizations_without_seat(_: Sitting, thing: Any) -> list[Organization]:
    """Those without a seat at the table that could take one, by name.

    Public organizations, and companies that are of its industry or work in its counties; a
    company that is only one of the two sits there with a reason.
    """
    partnership = partnership_of_thing(thing)
    taken = partnership.seats.filter(until=None).values("organization")
    near = ~Q(system=System.EMPLOYER) | Q(worksites__area__in=partnership.areas)
    for code in expand_codes(partnership.naics):
        near |= Q(naics__startswith=code)
    return list(Organization.objects.filter(near).exclude(pk__in=taken).distinct())


def possible_conveners(_: Sitting, thing: Any) -> list[Organization]:
    """Organizations that could convene: public ones, and last the companies that sit here."""
    here = partnership_of_thing(thing).seats.filter(until=None).values("organization")
    every = Organization.objects.filter(~Q(system=System.EMPLOYER) | Q(pk__in=here))
    return sorted(every, key=lambda one: (one.system == System.EMPLOYER, one.name))


def people_of_providers(sitting: Sitting, thing: Any) -> list[User]:
    """The people of the organizations that could convene, by name."""
    held = Membership.objects.filter(
        until=None, organization__in=possible_conveners(sitting, thing)
    )
    people = User.objects.filter(is_active=True, pk__in=held.values("person"))
    return list(people.order_by("first_name", "last_name"))


def partnerships_beside(sitting: Sitting, thing: Any) -> list[Partnership]:
    """The other live partnerships that the person may know of."""
    others = Partnership.objects.filter(known_to(sitting.person, at=sitting.at), stage__in=LIVE)
    return list(others.exclude(pk=partnership_of_thing(thing).pk))


def needs_in(*states: str) -> Any:
    """The table's needs that stand in one of these states, as rows to choose from."""

    def find_needs(_: Sitting, thing: Any) -> list[Need]:
        found = (
            partnership_of_thing(thing).needs.filter(state__in=states).prefetch_related("versions")
        )
        return list(found)

    return find_needs


def title_heard(need: Need) -> str:
    """A need by the title that public partners read."""
    return need.text_heard.title


def needs_of_round(round: Round) -> list[Need]:
    """The needs a round asks about."""
    return list(round.needs.prefetch_related("versions").order_by("created_at", "pk"))


def open_solutions(_: Sitting, thing: Any) -> list[Solution]:
    """The table's open solutions, which its partners may speak about."""
    return list(partnership_of_thing(thing).solutions.filter(state__in=OPEN))


def is_own(sitting: Sitting, it: Any) -> bool:
    """Whether it is of a seat that the person acts for."""
    return it.seat in sitting.seats
