"""Joint listening: needs reach every public partner at one moment, and receipts say who read."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from sectoral.workspace.actions import outbox
from sectoral.workspace.actions.moves import advance
from sectoral.workspace.actions.record import note
from sectoral.workspace.guards.seat import has_own_seat
from sectoral.workspace.models import (
    Delegate,
    GroundRules,
    Need,
    Partnership,
    Receipt,
    Release,
    Seat,
    User,
)
from sectoral.workspace.queries.needs import listening_seats
from sectoral.workspace.queries.roles import Sitting, role_of_seat, roles_of, sitting_of
from sectoral.workspace.rules.answers import YES, Refused, Ruling, require
from sectoral.workspace.rules.dates import day_words
from sectoral.workspace.rules.lifecycles import NEED
from sectoral.workspace.rules.permissions import may
from sectoral.workspace.rules.policy import DELEGATE_CONFIRMED_FOR


@transaction.atomic
def release(*, partnership: Partnership, needs: Iterable[Need], at: datetime, by: User) -> Release:
    """Release validated needs to every public seat at once; the listening window begins (I4).

    Every need becomes readable at `at`, by all of them, whoever joins later included; each of
    their delegates gets the same message, due at the same moment.
    """
    require(may(roles_of(by, partnership, at=at), "release"))
    require(may_release(partnership, at))
    rows, seats = _lock_needs(partnership, needs), listening_seats(partnership, at)
    days = GroundRules.of(partnership).listening_days
    made = Release.objects.create(
        partnership=partnership,
        released_at=at,
        window_ends=at + timedelta(days=days),
        released_by=by,
    )
    made.needs.set(rows)
    for need in rows:
        need.released_at, need.released_version = at, need.version
        need.save(update_fields=["released_at", "released_version"])
        advance(need, NEED, "release", by=by, at=at)
    words = (
        f"{_count_phrase(len(rows), 'need')} released to all {len(seats)} public partners at "
        f"once. They listen until {day_words(made.window_ends)}"
    )
    note("release", words, of=made, at=at, by=by, partnership=partnership)
    _tell_delegates(made, seats, len(rows), at)
    return made


def may_release(partnership: Partnership, at: datetime) -> Ruling:
    """Whether anybody is there to listen."""
    if listening_seats(partnership, at):
        return YES
    return Ruling("No public partner has a seat at this table yet, so nobody would listen.")


def _lock_needs(partnership: Partnership, needs: Iterable[Need]) -> list[Need]:
    wanted = {need.pk for need in needs}
    rows = list(partnership.needs.select_for_update().filter(pk__in=wanted).order_by("pk"))
    if not rows or len(rows) < len(wanted):
        raise Refused("A release needs at least one need, all from this partnership.")
    again = [need for need in rows if need.released_at is not None]
    if again:
        raise Refused(
            f"{_count_phrase(len(again), 'need')} already released. Each need is "
            "released only once."
        )
    return rows


def _tell_delegates(made: Release, seats: list[Seat], needs: int, at: datetime) -> None:
    """One message to each delegate, all due at the release's moment; the texts stay inside."""
    acting = (
        Delegate.objects.select_related("person")
        .in_force(at)
        .filter(seat__in=seats, confirmed_at__gt=at - DELEGATE_CONFIRMED_FOR.span)
    )
    for person in {delegate.person_id: delegate.person for delegate in acting}.values():
        outbox.post(
            key=f"release {made.pk}",
            to=person,
            subject=f"{made.partnership}: what companies need",
            body=(
                f"{_count_phrase(needs, 'need')} of the companies released to all public "
                "partners at the same moment.\nSign in to read. The listening period lasts "
                f"until {day_words(made.window_ends)}. Ideas for solutions are welcome after "
                "that."
            ),
            at=at,
            partnership=made.partnership,
        )


def _count_phrase(number: int, noun: str) -> str:
    return f"{number} {noun} is" if number == 1 else f"{number} {noun}s are"


@transaction.atomic
def receive(*, release: Release, seat: Seat, at: datetime, by: User) -> Receipt:
    """Record that a public seat has read a release; a second reading changes nothing."""
    sitting = sitting_of(by, release.partnership, at=at)
    require(may_receive(sitting, release))
    require(YES if seat in sitting.seats else Ruling("You do not act for this seat."))
    require(may(frozenset({role_of_seat(seat)}), "receive"))
    receipt, new = Receipt.objects.get_or_create(
        release=release, seat=seat, person=by, defaults={"at": at}
    )
    if new:
        words = f"{seat.organization} has read the {release}"
        note("receive", words, of=release, at=at, by=by, partnership=release.partnership)
    return receipt


def may_receive(sitting: Sitting, release: Release) -> Ruling:
    """Whether a person may say for an own seat that a release was read."""
    if sitting.at < release.released_at:
        return Ruling("The release has not gone out yet.")
    return has_own_seat(sitting, "receive")
