"""Files that are brought in: kept while they are matched, done once, dropped or undone.

What a run makes, other actions make; this keeps the run's own row, and takes back what it made.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from sectoral.workspace.actions import conveners, outbox, partnerships
from sectoral.workspace.actions.calendar_entries import settle_entries
from sectoral.workspace.actions.record import note
from sectoral.workspace.models import (
    Appointment,
    Change,
    Delegate,
    Import,
    Membership,
    Message,
    Partnership,
    Seat,
    User,
)
from sectoral.workspace.models.partnerships import Stage
from sectoral.workspace.queries.imports import (
    LETTERS_BY_THEMSELVES,
    WELCOMES,
    built_on,
    made_of,
    may_bring,
    partnerships_made_at,
)
from sectoral.workspace.queries.reach import may_keep
from sectoral.workspace.queries.roles import roles_of
from sectoral.workspace.rules.answers import Refused, require
from sectoral.workspace.rules.permissions import PartnershipRole

_AT_ONCE = 500


@transaction.atomic
def receive(  # noqa: PLR0913 - a file has its parts
    *,
    kind: str,
    file: str,
    headings: Sequence[str],
    rows: Sequence[Any],
    columns: Mapping[str, int],
    remarks: Sequence[str] = (),
    answers: Mapping[str, str] | None = None,
    at: datetime,
    by: User,
) -> Import:
    """Keep a file's rows for the one who brought it, until they are brought in or dropped."""
    require(may_bring(by, kind, at=at))
    run = Import.objects.create(
        kind=kind,
        file=file[:200],
        headings=list(headings),
        rows=list(rows),
        columns=dict(columns),
        remarks=list(remarks),
        answers=dict(answers or {}),
        brought_by=by,
        brought_at=at,
    )
    note("receive_file", f"a file of {kind} is uploaded", of=run, at=at, by=by)
    return run


@transaction.atomic
def check(
    *,
    run: Import,
    columns: Mapping[str, int],
    findings: Mapping[str, Any],
    answers: Mapping[str, str],
    at: datetime,
    by: User,
) -> Import:
    """Keep how the columns are matched, and what a check of the rows found. Nothing else changes.

    No line in the record: nothing that anybody else sees is different.
    """
    _require_own_run(run, by)
    _lock_open_run(run)
    run.columns, run.findings, run.checked_at = dict(columns), dict(findings), at
    run.answers = dict(answers)
    run.save(update_fields=["columns", "findings", "answers", "checked_at"])
    return run


@transaction.atomic
def finish(
    *,
    run: Import,
    made: Sequence[Mapping[str, Any]],
    findings: Mapping[str, Any],
    words: str,
    at: datetime,
    by: User,
) -> Import:
    """Say that a run is done, with what it made; the file's rows are not needed any more."""
    _require_own_run(run, by)
    _lock_open_run(run)
    require(may_bring(by, run.kind, at=at))
    run.made, run.findings, run.rows, run.done_at = list(made), dict(findings), [], at
    run.remarks = []  # the findings hold them
    run.save(update_fields=["made", "findings", "rows", "remarks", "done_at"])
    note("import", f"imported: {words}", of=run, at=at, by=by)
    return run


@transaction.atomic
def drop(*, run: Import, at: datetime, by: User) -> Import:
    """Let a file go that was not brought in; nothing of its rows stays."""
    _require_own_run(run, by)
    _lock_open_run(run)
    run.rows, run.findings, run.remarks, run.answers, run.dropped_at = [], {}, [], {}, at
    run.save(update_fields=["rows", "findings", "remarks", "answers", "dropped_at"])
    note("drop_file", f"a file of {run.kind} is discarded", of=run, at=at, by=by)
    return run


@transaction.atomic
def undo(*, run: Import, at: datetime, by: User) -> Import:
    """Take back what a run made, where nothing was built on it since.

    Organizations, people, memberships, seats and delegations are removed. A partnership is
    never removed: it is not taken up, or closed, with the reason; whoever was named to convene
    it stays on record with it, the person's account closed.
    Raises   Refused naming the rows that something was built on.
    """
    require(may_bring(by, run.kind, at=at))
    locked = Import.objects.select_for_update().get(pk=run.pk)
    if locked.done_at is None or locked.undone_at is not None:
        raise Refused("Only an import that was carried out can be undone, and only once.")
    if by.pk != locked.brought_by_id and PartnershipRole.STATE not in roles_of(by, None, at=at):
        raise Refused("Only the person who imported it or the state can undo an import.")
    require(may_keep(by, partnerships_made_at(locked), about=locked, at=at))
    blocked = built_on(locked)
    if blocked:
        raise Refused(f"It can no longer be undone. {' '.join(blocked[:5])}")
    made = made_of(locked)
    kept = _close_partnerships(made, at=at, by=by)
    _take_out_of_calendars(made, at)
    gone = _remove_rows(made, kept)
    # What the check said of people goes with them.
    locked.undone_at, locked.findings = at, {}
    locked.save(update_fields=["undone_at", "findings"])
    note("undo_import", f"undone: {gone} rows removed", of=locked, at=at, by=by)
    run.undone_at = at
    return locked


def _close_partnerships(
    made: dict[str, dict[int, int]], *, at: datetime, by: User
) -> dict[str, set[int]]:
    """End the partnerships of a run and the appointments at them.

    Returns  the rows that stay with them, by model.
    """
    reason = "the import that created it was undone"
    for partnership in Partnership.objects.filter(pk__in=made.get("partnership", {})):
        if partnership.stage == Stage.PROPOSED:
            partnerships.reject(partnership=partnership, reason=reason, at=at, by=by)
        else:
            partnerships.close(
                partnership=partnership, because="data_changed", closing_note=reason, at=at, by=by
            )
    kept: dict[str, set[int]] = {"user": set(), "organization": set(), "membership": set()}
    for appointment in Appointment.objects.filter(pk__in=made.get("appointment", {})):
        conveners.step_down(appointment=appointment, reason=reason, at=at, by=by)
        kept["user"].add(appointment.person_id)
        kept["organization"].add(appointment.organization_id)
    _close_accounts(made, kept, at)
    return kept


def _close_accounts(
    made: dict[str, dict[int, int]], kept: dict[str, set[int]], at: datetime
) -> None:
    """Close the accounts that a run opened and that have to stay; end their memberships."""
    people = kept["user"] & set(made.get("user", {}))
    User.objects.filter(pk__in=people).update(is_active=False)
    belonging = Membership.objects.filter(pk__in=made.get("membership", {}), person__in=people)
    kept["membership"] |= set(belonging.values_list("pk", flat=True))
    belonging.update(until=at)


def _take_out_of_calendars(made: dict[str, dict[int, int]], at: datetime) -> None:
    """Whoever loses a seat by it loses the entries of its meetings as well.

    A cancellation already on its way goes to the address, though the person is removed.
    """
    tables = Partnership.objects.filter(
        Q(seats__in=made.get("seat", {})) | Q(seats__delegates__in=made.get("delegate", {}))
    )
    found = list(tables.distinct())
    Delegate.objects.filter(pk__in=made.get("delegate", {})).update(until=at)
    Seat.objects.filter(pk__in=made.get("seat", {})).update(until=at)
    for partnership in found:
        settle_entries(partnership, at=at)
    letters = Message.objects.filter(LETTERS_BY_THEMSELVES, person__in=made.get("user", {}))
    # What they would tell is true no more; what went out stays, without the person.
    outbox.withdraw(letters.filter(WELCOMES | Q(key__startswith="change ")), at=at)
    letters.update(person=None)
    letters.update(person=None)


def _remove_rows(made: dict[str, dict[int, int]], kept: dict[str, set[int]]) -> int:
    """Remove what was made and need not stay; what points at another thing goes before it."""
    gone = 0
    people = set(made.get("user", {})) - kept.get("user", set())
    bodies = set(made.get("organization", {})) - kept.get("organization", set())
    # What could be undone of them is undone with them.
    Change.objects.filter(Q(person__in=people) | Q(organizations__in=bodies)).delete()
    for name in ("delegate", "seat", "membership", "user", "organization", "ownershipgroup"):
        model = apps.get_model("workspace", name)
        keys = [pk for pk in made.get(name, {}) if pk not in kept.get(name, set())]
        for start in range(0, len(keys), _AT_ONCE):
            rows = model._base_manager.filter(pk__in=keys[start : start + _AT_ONCE])
            gone += rows.delete()[1].get(model._meta.label, 0)
    return gone


def _require_own_run(run: Import, by: User) -> None:
    if run.brought_by_id != by.pk:
        raise Refused("Only the person who uploaded a file can continue with it.")


def _lock_open_run(run: Import) -> None:
    """Hold the run's row, and say no where it has ended."""
    locked = Import.objects.select_for_update().only("done_at", "dropped_at").get(pk=run.pk)
    if locked.done_at is not None:
        raise Refused("This file has already been imported.")
    if locked.dropped_at is not None:
        raise Refused("This file was discarded. Upload it again.")
