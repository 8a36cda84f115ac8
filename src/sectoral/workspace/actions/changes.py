"""Undoing within seven days: who belongs where, and who owns whom, as it was before."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from sectoral.workspace.actions.calendar_entries import settle_entries
from sectoral.workspace.actions.change_notices import note_everywhere, send_news, told_of
from sectoral.workspace.actions.conveners import take_up
from sectoral.workspace.actions.people import end_belonging, ensure_membership
from sectoral.workspace.models import (
    Appointment,
    Championship,
    Change,
    Delegate,
    Membership,
    Organization,
    Seat,
    User,
)
from sectoral.workspace.models.partnerships import LIVE
from sectoral.workspace.queries.reach import may_keep, may_keep_person, may_part, partnerships_of
from sectoral.workspace.queries.roles import Sitting, sitting_of
from sectoral.workspace.rules.answers import YES, Refused, Ruling, require
from sectoral.workspace.rules.permissions import PartnershipRole
from sectoral.workspace.rules.policy import UNDO_LASTS


@transaction.atomic
def undo(*, change: Change, at: datetime, by: User) -> Change:
    """Take a change back, within seven days: the one who made it, or the state.

    Who left belongs again, and acts, leads and convenes again where the place is still free; who
    was joined leaves; organizations have the owner they had. Rounds keep their electorates.
    Raises   Refused for anybody else, or after seven days; for the one who made it also where a
             right at one of the tables has gone since.
    """
    Change.objects.select_for_update().get(pk=change.pk)
    change.refresh_from_db()
    sitting = sitting_of(by, None, at=at)
    require(may_undo(sitting, change))
    require(YES if PartnershipRole.STATE in sitting.roles else _still_may(change, at=at, by=by))
    tables = partnerships_of(change.organizations.all())
    told = told_of(change, at=at)
    change.undone_by, change.undone_at = by, at
    change.save(update_fields=["undone_by", "undone_at"])
    left = _KINDS[Change.Kind(change.kind)](change, at, by)
    words = f"undone: {change.words}"
    note_everywhere("undo_change", words, of=change, tables=tables, at=at, by=by, reason=left)
    send_news(
        f"change {change.pk} undone",
        f"{change.words}: {by} undid it.{' ' + left if left else ''}\n\nSee how it is now:",
        subject=words,
        to=[*told, *told_of(change, at=at), change.made_by],
        at=at,
        by=by,
    )
    return change


def may_still_be_undone(change: Change, at: datetime) -> Ruling:
    """Whether a change can be undone at all: not twice, and not after its days are over."""
    if change.undone_at is not None:
        return Ruling("It has already been undone.")
    if at < change.made_at + UNDO_LASTS.span:
        return YES
    return Ruling("Seven days have passed. Record the change again instead.")


def may_undo(sitting: Sitting, change: Change) -> Ruling:
    """Whether a change is this person's to take back: who made it, or the state."""
    if not may_still_be_undone(change, sitting.at):
        return may_still_be_undone(change, sitting.at)
    if PartnershipRole.STATE in sitting.roles or sitting.person == change.made_by:
        return YES
    return Ruling(f"Only {change.made_by}, who recorded it, or the state can undo it.")


def _still_may(change: Change, *, at: datetime, by: User) -> Ruling:
    """Whether the one who made a change still has a right at every table that it touches."""
    organizations = list(change.organizations.all())
    if change.kind == Change.Kind.DEPART and change.person is not None:
        return may_part(by, change.person, organizations[0], at=at)
    tables = [*partnerships_of(organizations), *change.tables.filter(stage__in=LIVE)]
    if change.person is not None:
        return may_keep_person(by, change.person, tables, at=at)
    return may_keep(by, tables, about=change, at=at)


# ── each kind ─────────────────────────────────────────────────────────────────────────────────


def _undo_join(change: Change, at: datetime, by: User) -> str:
    person, organization = _person_and_organization(change)
    if Membership.objects.filter(person=person, organization=organization, until=None).exists():
        because = f"that {person} is at {organization} was undone"
        end_belonging(person, organization, because=because, at=at, by=by)
    return ""


def _undo_depart(change: Change, at: datetime, by: User) -> str:
    """Everything that ended begins again where nobody has the place now.

    Returns  what could not be given back, in a sentence; else nothing.
    """
    person, organization = _person_and_organization(change)
    if not person.is_active:
        raise Refused(f"The account of {person} is closed. The state can reopen it.")
    ensure_membership(person, organization, at)
    lost = [
        *_restore_rows(Delegate, change, "delegates", _act_again, at),
        *_restore_rows(Championship, change, "champions", _lead_again, at),
        *(
            str(held)
            for held in Appointment.objects.filter(pk__in=change.before["appointments"])
            if not take_up(held, at=at, by=by)
        ),
    ]
    for seat in Seat.objects.filter(delegates__person=person, delegates__since=at):
        settle_entries(seat.partnership, at=at)
    return f"Not restored, because the seat is taken or has ended: {'; '.join(lost)}." * bool(lost)


def _restore_rows(
    model: Any,
    change: Change,
    name: str,
    begin: Callable[[Any, Seat, datetime], bool],
    at: datetime,
) -> Iterator[str]:
    rows = model.objects.select_related("seat__partnership", "seat__organization", "person")
    for row in rows.filter(pk__in=change.before[name]):
        seat = row.seat
        runs = seat.until is None and seat.partnership.stage in LIVE
        if not (runs and begin(row, seat, at)):
            yield str(row)


def _act_again(former: Delegate, seat: Seat, at: datetime) -> bool:
    """Let somebody act for a seat again; beside whoever is first delegate now, as alternate."""
    held = seat.delegates.filter(until=None)
    if held.filter(person=former.person).exists():
        return True
    first = held.filter(role=Delegate.Role.PRIMARY).exists()
    role = Delegate.Role.ALTERNATE if first else former.role
    Delegate.objects.create(
        seat=seat, person=former.person, role=role, since=at, confirmed_at=former.confirmed_at
    )
    return True


def _lead_again(former: Championship, seat: Seat, at: datetime) -> bool:
    """Let a champion lead on, to the end of the same term, where the person acts for the seat."""
    acts = seat.delegates.filter(until=None, person=former.person).exists()
    if not acts or former.term_ends <= at:
        return False
    if not seat.championships.filter(until=None, person=former.person).exists():
        Championship.objects.create(
            seat=seat, person=former.person, since=at, term_ends=former.term_ends
        )
    return True


def _undo_owner(change: Change, *_: object) -> str:
    """Give organizations the owner they had, where it is still the one that was set."""
    kept = []
    before: dict[str, int | None] = change.before["owners"]
    for organization in change.organizations.all():
        since = Change.objects.filter(
            organizations=organization, pk__gt=change.pk, undone_at=None,
            kind__in=(Change.Kind.OWNERSHIP, Change.Kind.END_OWNERSHIP),
        )  # fmt: skip
        if since.exists():
            kept.append(organization.name)
            continue
        organization.owner_id = before[str(organization.pk)]
        organization.save(update_fields=["owner"])
    return f"Another owner has been recorded since for {', '.join(kept)}: it stays." if kept else ""


_KINDS: dict[str, Callable[[Change, datetime, User], str]] = {
    Change.Kind.JOIN: _undo_join,
    Change.Kind.DEPART: _undo_depart,
    Change.Kind.OWNERSHIP: _undo_owner,
    Change.Kind.END_OWNERSHIP: _undo_owner,
}


def _person_and_organization(change: Change) -> tuple[User, Organization]:
    assert change.person is not None  # noqa: S101 - a change of a membership has its person
    return change.person, change.organizations.get()
