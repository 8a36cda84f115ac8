"""Which partnerships somebody may know of: published ones, one's own, and for offices all."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from sectoral.workspace.models import Partnership, User
from sectoral.workspace.models.partnerships import Stage
from sectoral.workspace.permissions import Role
from sectoral.workspace.roles import Sitting, offices_of, sittings_of

_OFFICES = frozenset({Role.STATE, Role.ANALYST, Role.STEWARD})


def known_to(person: User | AnonymousUser | None, *, at: datetime) -> Q:
    """The partnerships that a person may know of.

    What a spreadsheet brought in is for those who sit or convene there and for offices of the
    state, until it is published.
    """
    if person is None or not person.is_authenticated:
        return Q(published_at__isnull=False)
    offices = offices_of(person, at=at)
    return known_by(offices, () if offices else sittings_of(person, at=at))


def known_by(roles: frozenset[Role], tables: Iterable[Sitting]) -> Q:
    """The same of roles that hold at every table, and of the tables one sits at or convenes."""
    if roles & _OFFICES:
        return Q()
    mine = [one.partnership.pk for one in tables if one.partnership]
    return Q(published_at__isnull=False) | Q(pk__in=mine)


def knows(person: User | None, *, at: datetime) -> Callable[[Partnership], bool]:
    """The same as a question that words for this reader ask of each partnership they name."""
    if person is None:
        return lambda it: it.published_at is not None
    offices = offices_of(person, at=at)
    tables = () if offices else sittings_of(person, at=at)
    mine = {one.partnership.pk for one in tables if one.partnership}
    every = bool(offices & _OFFICES)
    return lambda it: every or it.published_at is not None or it.pk in mine


def is_known(partnership: Partnership, sitting: Sitting) -> bool:
    """Whether somebody may know of this one; what was not taken up is the state's to know."""
    if partnership.published_at is not None and partnership.stage != Stage.REJECTED:
        return True
    return bool(sitting.may("see_partnership"))
