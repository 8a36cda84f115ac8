"""Whom somebody knows of: the people of the own tables, and those one opened an account for."""

from datetime import datetime

from django.db.models import Q, QuerySet

from sectoral.workspace.models import Event, Membership, Seat, User
from sectoral.workspace.queries.roles import convened_by


def knows_person(convener: User, person: User, *, at: datetime) -> bool:
    """Whether a person is one of those whom a convener knows; see `people_near`."""
    return people_near(convener, at=at).filter(pk=person.pk).exists()


def people_near(convener: User | None, *, at: datetime) -> QuerySet[User]:
    """The people whom a convener knows: of the own live tables, and whom the convener added."""
    return User.objects.filter(who_is_near(convener, at))


def who_is_near(convener: User | None, at: datetime) -> Q:
    """The condition on people that `people_near` asks."""
    held = convened_by(convener, at=at)
    if convener is None or not held.exists():
        return Q(pk__in=())
    seats = Seat.objects.filter(until=None, partnership__in=held.values("partnership"))
    there = Membership.objects.filter(until=None, organization__in=seats.values("organization"))
    opened = Event.objects.filter(verb="add_person", subject="user", actor=convener)
    return Q(pk__in=there.values("person")) | Q(pk__in=opened.values("subject_id"))
