"""Commitments: who will do what by when; accepted, kept, late, renegotiated, withdrawn (P17)."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from sectoral.workspace.actions import outbox
from sectoral.workspace.actions.moves import advance, may_begin
from sectoral.workspace.actions.night_faults import NightFaults, hold_fault
from sectoral.workspace.actions.record import note
from sectoral.workspace.guards.seat import acts_for, has_own_seat
from sectoral.workspace.models import (
    Appointment,
    Commitment,
    Delegate,
    Message,
    Partnership,
    Seat,
    Solution,
    User,
)
from sectoral.workspace.queries.commitments import DAY_ENDS, REMIND_BEFORE, open_by
from sectoral.workspace.queries.roles import Sitting, sitting_of
from sectoral.workspace.rules.answers import YES, Refused, Ruling, first_no, require
from sectoral.workspace.rules.dates import day_words
from sectoral.workspace.rules.lifecycles import COMMITMENT
from sectoral.workspace.rules.policy import DELEGATE_CONFIRMED_FOR
from sectoral.workspace.rules.wording.text import may_keep


@transaction.atomic
def offer(  # noqa: PLR0913 - a promise has as many facts as it has
    *,
    partnership: Partnership,
    seat: Seat,
    what: str,
    due: date,
    amount: Decimal | None = None,
    unit: str = "",
    solution: Solution | None = None,
    at: datetime,
    by: User,
) -> Commitment:
    """Promise, for one's own seat, to do `what` by `due`; `amount` of `unit` where it has one."""
    sitting = sitting_of(by, partnership, at=at)
    require(first_no(sitting.may("commit"), may_promise(sitting, partnership)))
    require(acts_for(sitting, seat))
    if solution is not None and solution.partnership_id != partnership.pk:
        raise Refused(f"“{solution}” belongs to another partnership.")
    promise = Commitment(
        partnership=partnership,
        solution=solution,
        seat=seat,
        what=what.strip(),
        amount=amount,
        unit=unit.strip(),
        due=due,
        promised_by=by,
        promised_at=at,
    )
    return _record_offer(promise, at=at, by=by)


def may_promise(sitting: Sitting, _: Partnership) -> Ruling:
    """Whether a person may promise something for a seat of the table."""
    return has_own_seat(sitting, "commit")


@transaction.atomic
def accept(*, commitment: Commitment, at: datetime, by: User) -> Commitment:
    """The table takes the offer."""
    advance(commitment, COMMITMENT, "accept", by=by, at=at)
    return commitment


@transaction.atomic
def keep(*, commitment: Commitment, at: datetime, by: User) -> Commitment:
    """It was done."""
    _settle_commitment(commitment, "keep", at=at, by=by)
    return commitment


@transaction.atomic
def run_late(*, commitment: Commitment, at: datetime, by: User) -> Commitment:
    """Its day has passed and it is not done."""
    require(may_begin(_lock_commitment(commitment), COMMITMENT, "run_late"))
    require(is_past_due(commitment, at))
    advance(commitment, COMMITMENT, "run_late", by=by, at=at)
    return commitment


@transaction.atomic
def renegotiate(
    *,
    commitment: Commitment,
    what: str,
    due: date,
    reason: str,
    amount: Decimal | None = None,
    unit: str = "",
    at: datetime,
    by: User,
) -> Commitment:
    """Put another promise in its place, which the table has to accept anew.

    Returns  the new commitment; the old one stays on record, with the reason.
    """
    partnership = commitment.partnership
    sitting = sitting_of(by, partnership, at=at)
    require(may_begin(_lock_commitment(commitment), COMMITMENT, "renegotiate"))
    require(may_renegotiate(sitting, commitment))
    require(may_keep(reason))
    _settle_commitment(commitment, "renegotiate", at=at, by=by, reason=reason)
    promise = Commitment(
        partnership=partnership,
        solution=commitment.solution,
        seat=commitment.seat,
        what=what.strip(),
        amount=amount,
        unit=unit.strip(),
        due=due,
        replaces=commitment,
        promised_by=by,
        promised_at=at,
    )
    return _record_offer(promise, at=at, by=by)


def may_renegotiate(sitting: Sitting, commitment: Commitment) -> Ruling:
    """Whether it is the person's own seat that promised."""
    return acts_for(sitting, commitment.seat)


@transaction.atomic
def withdraw(*, commitment: Commitment, reason: str, at: datetime, by: User) -> Commitment:
    """Take a promise back, with the reason; by whoever promised, or the convener for them."""
    sitting = sitting_of(by, commitment.partnership, at=at)
    require(may_begin(_lock_commitment(commitment), COMMITMENT, "withdraw"))
    require(may_withdraw(sitting, commitment))
    require(may_keep(reason))
    _settle_commitment(commitment, "withdraw", at=at, by=by, reason=reason)
    return commitment


def may_withdraw(sitting: Sitting, commitment: Commitment) -> Ruling:
    """Whether a promise is the person's to take back: as the one who promised, or who settles."""
    return YES if sitting.may("settle") else acts_for(sitting, commitment.seat)


def _record_offer(promise: Commitment, *, at: datetime, by: User) -> Commitment:
    require(_check_offer(promise, at))
    promise.save()
    organization = promise.seat.organization
    words = f"{organization} promises {promise.what}, by {day_words(promise.due)}"
    partnership = promise.partnership
    note("offer_commitment", words, of=promise, at=at, by=by, partnership=partnership)
    return promise


def _check_offer(promise: Commitment, at: datetime) -> Ruling:
    if not promise.what:
        return Ruling("Say what you will do.")
    if promise.due <= at.date():
        return Ruling("A promise needs a date in the future.")
    if promise.amount is not None and promise.amount <= 0:
        return Ruling("The amount must be above zero. Leave it empty if there is none.")
    if promise.amount is not None and not promise.unit:
        return Ruling("Say what the amount counts: places, hours, dollars.")
    return may_keep(promise.what)


def _settle_commitment(
    commitment: Commitment, verb: str, *, at: datetime, by: User, reason: str = ""
) -> None:
    require(may_begin(_lock_commitment(commitment), COMMITMENT, verb))
    # The reason first: the database refuses a withdrawal that has none.
    commitment.reason, commitment.settled_at = reason.strip(), at
    commitment.save(update_fields=["reason", "settled_at"])
    advance(commitment, COMMITMENT, verb, by=by, at=at, reason=reason)
    # Nobody is reminded of what is settled.
    reminders = Message.objects.filter(key__startswith=f"commitment {commitment.pk} ")
    outbox.withdraw(reminders, at=at)


def _lock_commitment(commitment: Commitment) -> Commitment:
    """The row, held until the change ends."""
    return Commitment.objects.select_for_update().get(pk=commitment.pk)


def is_past_due(commitment: Commitment, at: datetime) -> Ruling:
    """Whether its day has ended everywhere in the country."""
    if (at - DAY_ENDS).date() > commitment.due:
        return YES
    return Ruling(f"It is due by {day_words(commitment.due)}, so it is not late yet.")


# ── the clock ─────────────────────────────────────────────────────────────────────────────────


def run_clock(*, at: datetime, faults: NightFaults | None = None) -> int:
    """Move what has fallen due or run late, and remind once; running it twice changes nothing.

    Returns  how many moved. Each commitment is its own transaction, so that one that cannot
             move holds nobody up.
    """
    moved = 0
    for commitment in list(open_by(at)):
        with hold_fault(faults, commitment):
            moved += _tick_commitment(commitment.pk, at)
    return moved


@transaction.atomic
def _tick_commitment(pk: int, at: datetime) -> int:
    commitment = Commitment.objects.select_for_update().get(pk=pk)
    moved = 0
    for verb in _due_moves(commitment, at):
        advance(commitment, COMMITMENT, verb, by=None, at=at)
        moved += 1
    _post_reminders(commitment, at)
    return moved


def _due_moves(commitment: Commitment, at: datetime) -> Iterator[str]:
    late = bool(is_past_due(commitment, at))
    if commitment.state == Commitment.State.ACCEPTED and at.date() >= commitment.due and not late:
        yield "fall_due"
    if commitment.state in (Commitment.State.ACCEPTED, Commitment.State.DUE) and late:
        yield "run_late"


def _post_reminders(commitment: Commitment, at: datetime) -> None:
    """Post the reminder of this moment, once for each person: before, and when it is late."""
    if commitment.state == Commitment.State.LATE:
        when, say, people = (
            "late",
            "was due",
            {*_delegates_of(commitment, at), *_lead_conveners_of(commitment, at)},
        )
    elif commitment.state in (Commitment.State.ACCEPTED, Commitment.State.DUE):
        days = next((d for d in REMIND_BEFORE if (commitment.due - at.date()).days <= d), None)
        if days is None:
            return
        when, say, people = f"{days} days before", "is due", set(_delegates_of(commitment, at))
    else:
        return
    for person in people:
        outbox.post(
            key=f"commitment {commitment.pk} {when}",
            to=person,
            subject=f"{commitment.what} {say} {day_words(commitment.due)}",
            body=(
                f"{commitment.seat.organization} promised "
                f"{commitment.partnership}:\n\n{commitment.what}, by "
                f"{day_words(commitment.due)}.\n\nIf it is done, tell the convener. If you "
                "need more time, promise another day."
            ),
            at=at,
            partnership=commitment.partnership,
        )


def _delegates_of(commitment: Commitment, at: datetime) -> Iterator[User]:
    """Those who still act for the seat; who was not confirmed for a year is told no more (S21)."""
    confirmed = Delegate.objects.in_force(at).filter(
        seat=commitment.seat, confirmed_at__gt=at - DELEGATE_CONFIRMED_FOR.span
    )
    for row in confirmed.select_related("person"):
        yield row.person


def _lead_conveners_of(commitment: Commitment, at: datetime) -> Iterator[User]:
    held = Appointment.objects.in_term(at).filter(partnership=commitment.partnership, lead=True)
    for row in held.select_related("person"):
        yield row.person
