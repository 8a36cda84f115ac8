"""The week's letter to whoever speaks for a company: at most three asks, and a way in."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from sectoral.workspace.actions import outbox
from sectoral.workspace.actions.night_faults import NightFaults, hold_fault
from sectoral.workspace.addresses import way_in
from sectoral.workspace.models import Delegate, Message, Seat, User
from sectoral.workspace.models.organizations import System
from sectoral.workspace.models.partnerships import LIVE
from sectoral.workspace.models.terms import in_force
from sectoral.workspace.queries.roles import sittings_of
from sectoral.workspace.queries.tasks import tasks_of
from sectoral.workspace.queries.tasks.context import speaks_for_company
from sectoral.workspace.queries.tasks.words import PersonTask
from sectoral.workspace.rules.policy import DELEGATE_CONFIRMED_FOR

_NUMBERS = {1: "One thing to do", 2: "Two things to do", 3: "Three things to do"}


def write_weekly(*, at: datetime, faults: NightFaults | None = None) -> int:
    """Write to every company's delegate for whom something waits, once in a calendar week.

    Who has no ask gets no letter; the first night on which one stands, the week's letter goes.
    Run twice, it writes nothing twice.  Returns how many letters were written.
    """
    written = 0
    for person in _find_recipients(at):
        with hold_fault(faults, f"the week's letter to {person}"):
            written += _write_letter(person, at)
    return written


def _find_recipients(at: datetime) -> Iterator[User]:
    """Those who act for a company at a live table and have had no letter this week."""
    acting = Delegate.objects.in_force(at).filter(
        in_force(at, "seat__"),
        confirmed_at__gt=at - DELEGATE_CONFIRMED_FOR.span,
        seat__system=System.EMPLOYER,
        seat__standing=Seat.Standing.SEATED,
        seat__partnership__stage__in=LIVE,
    )
    had = Message.objects.filter(key__startswith=f"{_week_key(at)} ").values("person")
    people = User.objects.filter(pk__in=acting.values("person"), is_active=True)
    yield from people.exclude(email="").exclude(pk__in=had).order_by("pk")


def _week_key(at: datetime) -> str:
    year, week, _ = timezone.localtime(at).isocalendar()
    return f"asks of {year}-W{week:02}"


@transaction.atomic
def _write_letter(person: User, at: datetime) -> bool:
    held = [one for one in sittings_of(person, at=at) if speaks_for_company(one)]
    waiting = tasks_of(held, at=at)
    if not waiting:
        return False
    outbox.post(
        key=_week_key(at),
        to=person,
        subject=f"{_NUMBERS[len(waiting)]} at your table",
        body=_letter_body(waiting),
        at=at,
    )
    return True


def _letter_body(waiting: list[PersonTask]) -> str:
    """The asks without words that are not everybody's: a letter may be read by others."""
    link = way_in(reverse("my_table"))
    lines = "\n".join(f"{n}. {_ask_line(ask)}" for n, ask in enumerate(waiting, start=1))
    return (
        f"{lines}\n\nIt takes a few minutes, also on a phone. This page signs you in. The "
        f"link works once, within a week:\n{link}\n\nYou get this letter at most once a week, "
        "and only when there is something for you to do."
    )


def _ask_line(ask: PersonTask) -> str:
    return f"{ask.plain} ({ask.sitting.partnership})"
