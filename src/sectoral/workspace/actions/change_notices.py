"""What was done to a person, an organization or an owner: a line at each table, and letters.

A letter goes to each person concerned and to whoever convenes a table concerned, one to each;
not to the one who did it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from sectoral.workspace.actions import outbox
from sectoral.workspace.actions.record import note
from sectoral.workspace.addresses import full_address
from sectoral.workspace.models import (
    Appointment,
    Change,
    Delegate,
    Event,
    Organization,
    Partnership,
    User,
)
from sectoral.workspace.rules.dates import here_words
from sectoral.workspace.rules.policy import UNDO_LASTS


def note_everywhere(
    verb: str,
    words: str,
    *,
    of: models.Model,
    tables: Iterable[Partnership],
    at: datetime,
    by: User,
    reason: str = "",
) -> Event:
    """Write the same line into the record of each table; one line beside them where none is.

    Returns  the first of the lines: what letters about it are known by.
    """
    where: list[Partnership | None] = [*tables]
    lines = [
        note(verb, words, of=of, at=at, by=by, partnership=partnership, reason=reason)
        for partnership in where or [None]
    ]
    return lines[0]


def keep_change(
    kind: str,
    words: str,
    *,
    organizations: Iterable[Organization],
    tables: Iterable[Partnership],
    before: dict[str, object],
    person: User | None = None,
    at: datetime,
    by: User,
) -> Change:
    """Keep what was changed, so that it can be undone for seven days; and tell by letter."""
    change = Change.objects.create(
        kind=kind, person=person, words=words[:400], before=before, made_by=by, made_at=at
    )
    change.organizations.set(organizations)
    change.tables.set(tables)
    if kind != Change.Kind.DEPART and not change.tables.exists():
        # Nothing is different for anybody yet: what comes of it has letters of its own.
        return change
    ends = here_words(at + UNDO_LASTS.span)
    send_news(
        f"change {change.pk}",
        f"{words}. {by} recorded it.\n\n{by} or the state can undo it until {ends}. If it is "
        "wrong, tell one of them or your convener. See how it is now:",
        subject=words,
        to=told_of(change, at=at),
        at=at,
        by=by,
    )
    return change


def told_of(change: Change, *, at: datetime) -> list[User]:
    """Whom a change concerns: the person, an owner's companies, whoever convenes the tables."""
    people = [change.person] if change.person is not None else delegates_of(change, at)
    return [*people, *conveners_of(change.tables.all(), at=at)]


def delegates_of(change: Change, at: datetime) -> list[User]:
    """Whoever acts for the organizations of a change at the tables it touched."""
    acting = Delegate.objects.in_force(at).filter(
        seat__organization__in=change.organizations.all(), seat__partnership__in=change.tables.all()
    )
    return list(User.objects.filter(pk__in=acting.values("person")))


def conveners_of(tables: Iterable[Partnership], *, at: datetime) -> list[User]:
    """Whoever convenes one of the tables now, or did until this moment."""
    lasting = Q(until__isnull=True) | Q(until__gte=at)
    held = Appointment.objects.filter(lasting, partnership__in=list(tables), since__lte=at)
    return list(User.objects.filter(pk__in=held.values("person")))


def send_news(
    key: str,
    body: str,
    *,
    subject: str,
    to: Iterable[User],
    at: datetime,
    by: User,
    page: str = "",
) -> None:
    """One letter to each, whatever the reasons to write to somebody; none to who did it."""
    for person in {one.pk: one for one in to if one != by}.values():
        outbox.post(
            key=key,
            to=person,
            subject=subject[:1].upper() + subject[1:],
            body=f"{body[:1].upper()}{body[1:]}\n{full_address(page or reverse('my_table'))}",
            at=at,
        )
