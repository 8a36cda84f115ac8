"""Commitments: promised, accepted, kept or late, put in each other's place, taken back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from sectoral.workspace.actions import commitments
from sectoral.workspace.models import Commitment, Event, Message
from sectoral.workspace.queries.commitments import (
    CommitmentOutcomes,
    commitment_outcomes,
)
from sectoral.workspace.rules.answers import Refused
from tests.workspace.partnership.heard import HEARD, Heard, heard

pytestmark = pytest.mark.django_db

DUE = HEARD.date() + timedelta(days=30)


@pytest.fixture
def table(db: None) -> Heard:
    return heard()


def promised(table: Heard, key: str = "keel", due: date = DUE) -> Commitment:
    return commitments.offer(
        partnership=table.world.partnership,
        seat=table.world.seats[key],
        what="Lend two welding booths",
        amount=Decimal(2),
        unit="booths",
        due=due,
        at=HEARD,
        by=table.person(key),
    )


def accepted(table: Heard, key: str = "keel", due: date = DUE) -> Commitment:
    return commitments.accept(commitment=promised(table, key, due), at=HEARD, by=table.convener)


def test_a_promise_is_offered_accepted_and_kept(table: Heard) -> None:
    promise = accepted(table)
    commitments.keep(commitment=promise, at=HEARD, by=table.convener)
    promise.refresh_from_db()
    assert (promise.state, promise.settled_at) == ("kept", HEARD)
    lines = Event.objects.filter(subject="commitment", subject_id=promise.pk)
    assert [line.verb for line in lines] == ["offer_commitment", "accept", "keep"]


def test_nobody_promises_for_another_seat(table: Heard) -> None:
    with pytest.raises(Refused, match="do not act for"):
        commitments.offer(
            partnership=table.world.partnership,
            seat=table.world.seats["sail"],
            what="x",
            due=DUE,
            at=HEARD,
            by=table.person("keel"),
        )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"due": HEARD.date()}, "a date in the future"),
        ({"what": " "}, "what you will do"),
        ({"amount": Decimal(0)}, "above zero"),
        ({"unit": ""}, "what the amount counts"),
        ({"what": "Train Jo, 123-45-6789"}, "Social Security"),
    ],
)
def test_a_promise_that_is_none_says_why(
    table: Heard, change: dict[str, object], reason: str
) -> None:
    facts = {"what": "Lend booths", "amount": Decimal(2), "unit": "booths", "due": DUE} | change
    with pytest.raises(Refused, match=reason):
        commitments.offer(
            partnership=table.world.partnership,
            seat=table.world.seats["keel"],
            at=HEARD,
            by=table.person("keel"),
            **facts,  # type: ignore[arg-type]
        )


def test_what_was_promised_cannot_be_changed_through_any_door(table: Heard) -> None:
    promise = promised(table)
    for change in ({"what": "less"}, {"amount": 1}, {"due": DUE + timedelta(days=9)}):
        with pytest.raises(DatabaseError, match="renegotiate"), transaction.atomic():
            Commitment.objects.filter(pk=promise.pk).update(**change)


def test_a_renegotiated_promise_names_the_one_in_its_place(table: Heard) -> None:
    first = accepted(table)
    second = commitments.renegotiate(
        commitment=first,
        what="Lend one welding booth",
        amount=Decimal(1),
        unit="booths",
        due=DUE + timedelta(days=30),
        reason="One booth burned.",
        at=HEARD,
        by=table.person("keel"),
    )
    first.refresh_from_db()
    assert (first.state, first.reason) == ("renegotiated", "One booth burned.")
    assert (second.state, second.replaces) == ("offered", first)
    with pytest.raises(Refused):
        commitments.renegotiate(
            commitment=first, what="x", due=DUE, reason="x", at=HEARD, by=table.person("keel")
        )


def test_a_promise_is_taken_back_with_a_reason_by_its_own_or_the_convener(table: Heard) -> None:
    promise = accepted(table)
    with pytest.raises(Refused):
        commitments.withdraw(commitment=promise, reason="x", at=HEARD, by=table.person("sail"))
    with pytest.raises(Refused), transaction.atomic():
        commitments.withdraw(commitment=promise, reason="", at=HEARD, by=table.person("keel"))
    commitments.withdraw(
        commitment=promise, reason="The yard closes.", at=HEARD, by=table.person("keel")
    )
    assert promise.state == "withdrawn"


# ── the clock ─────────────────────────────────────────────────────────────────────────────────


def noon(days: float) -> object:
    """So many days from the due day, at noon."""
    start = HEARD.replace(hour=12) + (DUE - HEARD.date())
    return start + timedelta(days=days)


def test_the_clock_calls_it_due_on_its_day_and_late_once_the_day_ended_everywhere(
    table: Heard,
) -> None:
    promise = accepted(table)
    states = []
    for days in (-1, 0, 0.9, 1):
        commitments.run_clock(at=noon(days))  # type: ignore[arg-type]
        promise.refresh_from_db()
        states.append(promise.state)
    assert states == ["accepted", "due", "due", "late"]


def test_a_clock_that_slept_past_the_day_calls_it_late_at_once(table: Heard) -> None:
    promise = accepted(table)
    assert commitments.run_clock(at=noon(20)) == 1  # type: ignore[arg-type]
    promise.refresh_from_db()
    assert promise.state == "late"


def test_running_the_clock_twice_changes_nothing(table: Heard) -> None:
    accepted(table)
    for days in (-7, -1, 0, 2):
        commitments.run_clock(at=noon(days))  # type: ignore[arg-type]
        before = (Event.objects.count(), Message.objects.count())
        assert commitments.run_clock(at=noon(days)) == 0  # type: ignore[arg-type]
        assert (Event.objects.count(), Message.objects.count()) == before


def test_the_nights_command_runs_the_clock_of_promises_too(
    table: Heard, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    promise = accepted(table)
    monkeypatch.setattr(timezone, "now", lambda: noon(2))
    call_command("table_clocks")
    call_command("table_clocks")
    promise.refresh_from_db()
    assert promise.state == "late"
    said = capsys.readouterr().out.splitlines()
    told = [part for line in said for part in line.split(", ") if "promises" in part]
    assert told == ["1 promises came due or ran late", "0 promises came due or ran late"]


def test_each_is_reminded_once_a_week_before_once_the_day_before_and_once_when_late(
    table: Heard,
) -> None:
    promise = accepted(table)
    for days in range(-20, 20):
        commitments.run_clock(at=noon(days))  # type: ignore[arg-type]
    keys = list(Message.objects.order_by("pk").values_list("key", flat=True))
    keel, board = table.person("keel").pk, table.convener.pk
    assert keys[:2] == [
        f"commitment {promise.pk} 7 days before to {keel}",
        f"commitment {promise.pk} 1 days before to {keel}",
    ]
    assert set(keys[2:]) == {
        f"commitment {promise.pk} late to {keel}",
        f"commitment {promise.pk} late to {board}",
    }


def test_nobody_is_reminded_whose_right_has_run_out_with_time(table: Heard) -> None:
    # S21, by letter: a delegate not confirmed for a year, a convener past the term.
    accepted(table)
    late = noon(3)
    year = late - timedelta(days=365)  # type: ignore[operator]
    table.world.seats["keel"].delegates.update(confirmed_at=year)
    lead = table.world.partnership.appointments.filter(lead=True, until=None)
    lead.update(term_ends=DUE)
    commitments.run_clock(at=late)  # type: ignore[arg-type]
    assert not Message.objects.exists()


def test_nobody_is_reminded_of_what_is_settled(table: Heard) -> None:
    promise = accepted(table)
    commitments.run_clock(at=noon(-7))  # type: ignore[arg-type]
    commitments.keep(commitment=promise, at=HEARD, by=table.convener)
    assert not Message.objects.filter(withdrawn_at__isnull=True).exists()
    commitments.run_clock(at=noon(3))  # type: ignore[arg-type]
    assert Message.objects.count() == 1


def test_an_offer_that_nobody_accepted_is_never_due(table: Heard) -> None:
    promise = promised(table)
    commitments.run_clock(at=noon(9))  # type: ignore[arg-type]
    promise.refresh_from_db()
    assert promise.state == "offered"


def test_nobody_calls_it_late_before_its_day_has_ended(table: Heard) -> None:
    with pytest.raises(Refused, match="not late yet"):
        commitments.run_late(
            commitment=accepted(table),
            at=noon(0),  # type: ignore[arg-type]
            by=table.convener,
        )


def test_what_was_kept_is_counted_among_what_ended(table: Heard) -> None:
    assert commitment_outcomes(table.world.partnership) == CommitmentOutcomes(0, 0, 0, None)
    one, other, third = (accepted(table, key) for key in ("keel", "rope", "sail"))
    commitments.keep(commitment=one, at=HEARD, by=table.convener)
    commitments.keep(commitment=third, at=HEARD, by=table.convener)
    commitments.withdraw(commitment=other, reason="x", at=HEARD, by=table.person("rope"))
    assert commitment_outcomes(table.world.partnership) == CommitmentOutcomes(2, 0, 1, 2 / 3)
