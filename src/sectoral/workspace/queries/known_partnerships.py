"""Which partnerships somebody may know of: published ones, one's own, and for offices all."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from sectoral.workspace.models import Partnership, User
from sectoral.workspace.models.partnerships import Stage
from sectoral.workspace.queries.roles import Sitting, offices_of, sittings_of
from sectoral.workspace.rules.permissions import PartnershipRole

_OFFICES = frozenset({PartnershipRole.STATE, PartnershipRole.ANALYST, PartnershipRole.STEWARD})


def known_to(person: User | AnonymousUser | None, *, at: datetime) -> Q:
    """The partnerships that a person may know of.

    What a spreadsheet brought in is for those who sit or convene there and for offices of the
    state, until it is published.
    """
    if person is None or not person.is_authenticated:
        return Q(published_at__isnull=False)
    offices = offices_of(person, at=at)
    return known_by(offices, () if offices else sittings_of(person, at=at))


def known_by(roles: frozenset[PartnershipRole], tables: Iterable[Sitting]) -> Q:
    """The same of roles that hold at every table, and of the tables one sits at or convenes."""
    if roles & _OFFICES:
        return Q()
    mine = [one.partnership.pk for one in tables if one.partnership]
    return Q(published_at__isnull=False) | Q(pk__in=mine)


def knows(person: User | None, *, at: datetime) -> Callable[[Partnership], bool]:
    """The same as a question that words for this reader ask of each partnership they name.

    The reader's offices and tables are read once one is named that is not published: most words
    name none.
    """

    @cache
    def own() -> frozenset[int] | None:
        """The tables one sits at or convenes; None for offices, which may know of all."""
        if offices_of(person, at=at) & _OFFICES:
            return None
        return frozenset(
            one.partnership.pk for one in sittings_of(person, at=at) if one.partnership
        )

    def may_know(partnership: Partnership) -> bool:
        if partnership.published_at is not None:
            return True
        mine = own()
        return mine is None or partnership.pk in mine

    return may_know


def is_known(partnership: Partnership, sitting: Sitting) -> bool:
    """Whether somebody may know of this one; what was not taken up is the state's to know."""
    if partnership.published_at is not None and partnership.stage != Stage.REJECTED:
        return True
    return bool(sitting.may("see_partnership"))
