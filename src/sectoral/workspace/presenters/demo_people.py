"""Who there is, by role: the demo's list of people to look through the eyes of."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from sectoral.workspace.models import (
    Appointment,
    Championship,
    Delegate,
    Office,
    Partnership,
    Seat,
    User,
)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person, and what they are here: “convener, Harbour Workforce Board”."""

    person: User
    role: str
    organization: str = ""


@dataclass(slots=True)
class DemoGroup:
    """The people of one partnership, those who lead first; the state's where it is None."""

    partnership: Partnership | None
    players: list[DemoPerson] = field(default_factory=list)


def list_demo_groups(*, at: datetime) -> list[DemoGroup]:
    """Everybody who holds a role now, grouped; a person once in each group, by the first role."""
    offices = Office.objects.in_force(at).select_related("person").order_by("pk")
    state = [DemoPerson(office.person, office.get_role_display()) for office in offices]
    players: dict[int, list[DemoPerson]] = defaultdict(list)
    for pk, player in (*_demo_conveners(at), *_demo_champions(at), *_demo_delegates(at)):
        if player.person not in [known.person for known in players[pk]]:
            players[pk].append(player)
    places = Partnership.objects.filter(pk__in=players).order_by("name")
    return [DemoGroup(None, state), *(DemoGroup(place, players[place.pk]) for place in places)]


def _demo_conveners(at: datetime) -> list[tuple[int, DemoPerson]]:
    rows = Appointment.objects.in_term(at).select_related("person", "organization")
    return [
        (row.partnership_id, DemoPerson(row.person, "convener", str(row.organization)))
        for row in rows.order_by("-lead", "pk")
    ]


def _demo_champions(at: datetime) -> list[tuple[int, DemoPerson]]:
    rows = Championship.objects.in_term(at).select_related("person", "seat__organization")
    return [
        (row.seat.partnership_id, DemoPerson(row.person, "champion", str(row.seat.organization)))
        for row in rows.order_by("pk")
    ]


def _demo_delegates(at: datetime) -> list[tuple[int, DemoPerson]]:
    rows = (
        Delegate.objects.in_force(at)
        .filter(seat__standing=Seat.Standing.SEATED)
        .select_related("person", "seat__organization")
    )
    return [
        (
            row.seat.partnership_id,
            DemoPerson(row.person, row.seat.get_system_display(), str(row.seat.organization)),
        )
        for row in rows.order_by("seat__system", "pk")
    ]
