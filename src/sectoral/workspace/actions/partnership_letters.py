"""Letters about a table to everybody of one kind: its companies, its conveners, the state."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from sectoral.workspace.actions import outbox
from sectoral.workspace.addresses import way_in
from sectoral.workspace.models import Appointment, Delegate, Office, Partnership, Seat, User
from sectoral.workspace.models.partnerships import of_company
from sectoral.workspace.models.terms import in_force
from sectoral.workspace.rules.policy import DELEGATE_CONFIRMED_FOR


def tell_companies(
    partnership: Partnership, key: str, subject: str, body: str, *, at: datetime, page: str = "life"
) -> None:
    """Write to whoever acts for a company at the table; a supplier without a vote is none."""
    acting = Delegate.objects.in_force(at).filter(
        in_force(at, "seat__"),
        of_company("seat__"),
        confirmed_at__gt=at - DELEGATE_CONFIRMED_FOR.span,
        seat__partnership=partnership,
        seat__standing=Seat.Standing.SEATED,
    )
    people = User.objects.filter(pk__in=acting.values("person"))
    _tell_people(people, partnership, key, subject, body, at=at, page=page)


def tell_conveners(
    partnership: Partnership, key: str, subject: str, body: str, *, at: datetime, page: str = "life"
) -> None:
    """Write to whoever convenes the table, in term."""
    held = Appointment.objects.in_term(at).filter(partnership=partnership)
    people = User.objects.filter(pk__in=held.values("person"))
    _tell_people(people, partnership, key, subject, body, at=at, page=page)


def tell_state(
    partnership: Partnership, key: str, subject: str, body: str, *, at: datetime, page: str = "life"
) -> None:
    """Write to the state's policy leads."""
    held = Office.objects.in_force(at).filter(role=Office.Role.STATE)
    people = User.objects.filter(pk__in=held.values("person"))
    _tell_people(people, partnership, key, subject, body, at=at, page=page)


def _tell_people(
    people: Iterable[User],
    partnership: Partnership,
    key: str,
    subject: str,
    body: str,
    *,
    at: datetime,
    page: str,
) -> None:
    for person in people:
        if not person.email or not person.is_active:
            continue
        outbox.post(
            key=key,
            to=person,
            subject=f"{partnership}: {subject}",
            body=f"{body}\n\n{_link_text(partnership, page)}",
            at=at,
            partnership=partnership,
        )


def _link_text(partnership: Partnership, page: str) -> str:
    link = way_in(_page_address(partnership, page))
    return f"This page signs you in. The link works once, within a week:\n{link}"


def _page_address(partnership: Partnership, page: str) -> str:
    return reverse(page) if page == "my_table" else reverse(page, args=[partnership.slug])
