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
from sectoral.workspace.queries.roles import current


@dataclass(frozen=True, slots=True)
class Player:
    """A person, and what they are here: “convener, Harbour Workforce Board”."""

    person: User
    role: str
    organization: str = ""


@dataclass(slots=True)
class Group:
    """The people of one partnership, those who lead first; the state's where it is None."""

    partnership: Partnership | None
    players: list[Player] = field(default_factory=list)


def everybody(*, at: datetime) -> list[Group]:
    """Everybody who holds a role now, grouped; a person once in each group, by the first role."""
    offices = Office.objects.filter(current(at)).select_related("person").order_by("pk")
    state = [Player(office.person, office.get_role_display()) for office in offices]
    players: dict[int, list[Player]] = defaultdict(list)
    for pk, player in (*_conveners(at), *_champions(at), *_delegates(at)):
        if player.person not in [known.person for known in players[pk]]:
            players[pk].append(player)
    places = Partnership.objects.filter(pk__in=players).order_by("name")
    return [Group(None, state), *(Group(place, players[place.pk]) for place in places)]


def _conveners(at: datetime) -> list[tuple[int, Player]]:
    rows = Appointment.objects.filter(current(at), term_ends__gte=at.date()).select_related(
        "person", "organization"
    )
    return [
        (row.partnership_id, Player(row.person, "convener", str(row.organization)))
        for row in rows.order_by("-lead", "pk")
    ]


def _champions(at: datetime) -> list[tuple[int, Player]]:
    rows = Championship.objects.filter(current(at), term_ends__gt=at).select_related(
        "person", "seat__organization"
    )
    return [
        (row.seat.partnership_id, Player(row.person, "champion", str(row.seat.organization)))
        for row in rows.order_by("pk")
    ]


def _delegates(at: datetime) -> list[tuple[int, Player]]:
    rows = Delegate.objects.filter(current(at), seat__standing=Seat.Standing.SEATED).select_related(
        "person", "seat__organization"
    )
    return [
        (
            row.seat.partnership_id,
            Player(row.person, row.seat.get_system_display(), str(row.seat.organization)),
        )
        for row in rows.order_by("seat__system", "pk")
    ]
