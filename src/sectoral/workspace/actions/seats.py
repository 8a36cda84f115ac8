"""Seats: offered within the scope, approved, acted for by named delegates, suspended, left."""

from datetime import datetime

from django.db import transaction

from sectoral.workspace.actions.calendar_entries import settle_entries
from sectoral.workspace.actions.record import note
from sectoral.workspace.actions.welcome_letters import (
    welcome_champion,
    welcome_delegate,
    welcome_seat,
)
from sectoral.workspace.models import (
    Championship,
    Delegate,
    Event,
    Membership,
    Organization,
    Partnership,
    Seat,
    Suspension,
    User,
)
from sectoral.workspace.models.organizations import System
from sectoral.workspace.models.partnerships import LIVE
from sectoral.workspace.queries.roles import Sitting, roles_of, sitting_of
from sectoral.workspace.queries.scope import fits_scope, vendor_of
from sectoral.workspace.queries.solutions import related_rows
from sectoral.workspace.rules.answers import YES, Refused, Ruling, first_no, require
from sectoral.workspace.rules.dates import day_words
from sectoral.workspace.rules.permissions import CONVENERS, PartnershipRole, may
from sectoral.workspace.rules.policy import CHAMPION_TERM


@transaction.atomic
def offer(
    *,
    partnership: Partnership,
    organization: Organization,
    voting: bool | None = None,
    exception: str = "",
    at: datetime,
    by: User,
) -> Seat:
    """Give an organization a seat.

    A company has to be of the industry and the region, or `exception` says why it belongs
    (P1, P2); one that looks like a vendor waits, without a vote, for a convener and a champion
    (S3). Companies vote unless told otherwise; labor only at a declared labor-management table.
    """
    require(may(roles_of(by, partnership, at=at), "seat"))
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    partnership.refresh_from_db()
    votes = organization.system == System.EMPLOYER if voting is None else voting
    require(_may_seat(partnership, organization, votes=votes, exception=exception))
    vendor = vendor_of(organization)
    seat = Seat.objects.create(
        partnership=partnership,
        organization=organization,
        system=organization.system,
        voting=votes and not vendor,
        standing=Seat.Standing.WAITING if vendor else Seat.Standing.SEATED,
        vendor_like=bool(vendor),
        exception=exception.strip(),
        since=at,
    )
    words = f"{organization} has a seat"
    if vendor:
        words = (
            f"{organization} looks like {vendor}, so its seat needs the approval of the "
            "convener and a champion"
        )
    _note_seat("offer_seat", words, seat, at=at, by=by, reason=exception.strip())
    return seat


def _may_seat(
    partnership: Partnership, organization: Organization, *, votes: bool, exception: str
) -> Ruling:
    seated = Seat.objects.filter(partnership=partnership, organization=organization, until=None)
    return first_no(
        YES if partnership.stage in LIVE else Ruling(f"{partnership} has ended."),
        Ruling(f"{organization} already has a seat.") if seated.exists() else YES,
        YES if exception.strip() else fits_scope(partnership, organization),
        _may_hold_vote(partnership, organization.system) if votes else YES,
    )


def _may_hold_vote(partnership: Partnership, system: str) -> Ruling:
    if system == System.EMPLOYER:
        return YES
    if system == System.LABOR and partnership.labor_votes:
        return YES
    if system == System.LABOR:
        return Ruling("Labor can vote only at a labor-management table.")
    return Ruling("Companies decide what matters. A public partner's seat has no vote.")


@transaction.atomic
def approve(*, seat: Seat, voting: bool = True, at: datetime, by: User) -> Seat:
    """Say yes to a seat that waits; seated once a convener and a champion, two people, have.

    Takes    voting: False seats it as a supplier, without a vote.
    """
    _lock_seat(seat)
    sitting = sitting_of(by, seat.partnership, at=at)
    require(first_no(sitting.may("approve_seat"), may_approve(sitting, seat)))
    if _approves_as_convener(sitting, seat):
        seat.approved_by_convener = True
    else:
        seat.approved_by_champion = True
    if seat.approved_by_convener and seat.approved_by_champion:
        seat.standing, seat.voting = Seat.Standing.SEATED, voting
    seat.save()
    _note_seat("approve_seat", f"the seat of {seat.organization} is approved", seat, at=at, by=by)
    settle_entries(seat.partnership, at=at)
    if seat.standing == Seat.Standing.SEATED:
        welcome_seat(seat, at=at, by=by)
    return seat


def may_approve(sitting: Sitting, seat: Seat) -> Ruling:
    """Whether a seat waits for this person's yes: one by a convener and one by a champion."""
    if not may_refuse(seat):
        return may_refuse(seat)
    said = sitting.ask_once(("approved",), lambda: _seats_approved_by(sitting.person))
    if seat.pk in said:
        return Ruling("You have already approved it. A second person has to approve it too.")
    leads = PartnershipRole.CHAMPION in sitting.roles and not seat.approved_by_champion
    if leads or _approves_as_convener(sitting, seat):
        return YES
    return Ruling("It still needs the other approval: a convener's or a champion's.")


def _approves_as_convener(sitting: Sitting, seat: Seat) -> bool:
    return bool(sitting.roles & CONVENERS) and not seat.approved_by_convener


def _seats_approved_by(person: User | None) -> set[int]:
    """The seats that this person has approved: one question for a page of many."""
    lines = Event.objects.filter(verb="approve_seat", subject="seat", actor=person)
    return set(lines.values_list("subject_id", flat=True))


@transaction.atomic
def set_vote(*, seat: Seat, voting: bool, reason: str, at: datetime, by: User) -> Seat:
    """Give a seat its vote or take it, with the reason; never to a public partner (P6)."""
    require(may(roles_of(by, seat.partnership, at=at), "seat"))
    _lock_seat(seat)
    require(may_set_vote(seat))
    _require_reason(reason)
    require(_may_be_given_vote(seat) if voting else YES)
    seat.voting = voting
    seat.save(update_fields=["voting"])
    words = f"the seat of {seat.organization} {'has' if voting else 'no longer has'} a vote"
    _note_seat("set_vote", words, seat, at=at, by=by, reason=reason)
    settle_entries(seat.partnership, at=at)
    return seat


def may_set_vote(seat: Seat) -> Ruling:
    """Whether a seat has a vote to take, or may be given one."""
    return YES if seat.voting else _may_be_given_vote(seat)


def _may_be_given_vote(seat: Seat) -> Ruling:
    acts = seat.standing == Seat.Standing.SEATED and not seat.vendor_like
    return first_no(
        _may_hold_vote(seat.partnership, seat.system),
        YES
        if acts
        else Ruling("Only an active seat that is not a supplier's can get a vote here."),
    )


@transaction.atomic
def refuse(*, seat: Seat, reason: str, at: datetime, by: User) -> Seat:
    """Say no to a seat that waits, with the reason."""
    require(may(roles_of(by, seat.partnership, at=at), "approve_seat"))
    _lock_seat(seat)
    require(may_refuse(seat))
    _require_reason(reason)
    seat.standing, seat.until = Seat.Standing.REFUSED, at
    seat.save(update_fields=["standing", "until"])
    words = f"the seat of {seat.organization} is refused"
    _note_seat("refuse_seat", words, seat, at=at, by=by, reason=reason)
    return seat


@transaction.atomic
def leave(*, seat: Seat, reason: str, at: datetime, by: User) -> Seat:
    """End a seat; everyone who acted for it stops this minute (S21)."""
    _lock_seat(seat)
    require(may_leave(sitting_of(by, seat.partnership, at=at), seat))
    _require_reason(reason)
    for rows in (Championship.objects, Delegate.objects):
        rows.filter(seat=seat, until=None).update(until=at)
    seat.standing, seat.until = Seat.Standing.LEFT, at
    seat.save(update_fields=["standing", "until"])
    _note_seat("leave_seat", f"{seat.organization} left", seat, at=at, by=by, reason=reason)
    settle_entries(seat.partnership, at=at)
    return seat


def may_leave(sitting: Sitting, seat: Seat) -> Ruling:
    """Whether a seat is the person's to end: as its delegate, seated or not, or as convener."""
    if seat.until is not None:
        return Ruling(f"The seat of {seat.organization} has already ended.")
    own = sitting.ask_once(("acts for",), lambda: _seats_held_by(sitting.person, sitting.at))
    return YES if seat.pk in own else sitting.may("seat")


def _seats_held_by(person: User | None, at: datetime) -> set[int]:
    """The seats for which a person is a delegate: one question for a page of many."""
    held = Delegate.objects.in_force(at).filter(person=person)
    return set(held.values_list("seat", flat=True))


@transaction.atomic
def suspend(*, seat: Seat, reason: str, at: datetime, by: User) -> Suspension:
    """Ask that a seat be kept from acting, or agree to it: convener and state both have to (S1)."""
    _lock_seat(seat)
    sitting = sitting_of(by, seat.partnership, at=at)
    require(first_no(sitting.may("suspend_seat"), may_suspend(sitting, seat)))
    _require_reason(reason)
    found = _running_suspension(seat) or Suspension(seat=seat, reason=reason.strip(), asked_at=at)
    if _suspends_as_convener(sitting, found):
        found.by_convener = by
    else:
        found.by_state = by
    if found.by_convener is not None and found.by_state is not None:
        found.since, seat.standing = at, Seat.Standing.SUSPENDED
        seat.save(update_fields=["standing"])
    found.save()
    done = "is suspended" if found.since else "will be suspended once the other side agrees"
    words = f"the seat of {seat.organization} {done}"
    _note_seat("suspend_seat", words, seat, at=at, by=by, reason=reason)
    settle_entries(seat.partnership, at=at)
    return found


def may_suspend(sitting: Sitting, seat: Seat) -> Ruling:
    """Whether a person may ask that a seat be kept from acting, or agree for the other side."""
    if not seat.partnership.is_live:
        return _has_ended(seat.partnership)
    if seat.standing != Seat.Standing.SEATED:
        return Ruling(f"Only an active seat can be suspended. This one is “{seat.standing}”.")
    asked = _running_suspension(seat) or Suspension(seat=seat)
    if sitting.person is None or sitting.person.pk in (asked.by_convener_id, asked.by_state_id):
        return Ruling(
            "You have already asked for it. The other side has to agree: the convener or the state."
        )
    as_state = PartnershipRole.STATE in sitting.roles and asked.by_state_id is None
    if as_state or _suspends_as_convener(sitting, asked):
        return YES
    return Ruling(
        "Your side has already asked for it. The other has to agree: the convener or the state."
    )


def _suspends_as_convener(sitting: Sitting, asked: Suspension) -> bool:
    return bool(sitting.roles & CONVENERS) and asked.by_convener_id is None


def _running_suspension(seat: Seat) -> Suspension | None:
    """What keeps a seat from acting, or was asked for; of the rows that a page has read already."""
    rows = related_rows(seat, "suspensions")
    return next((row for row in rows if row.until is None), None)


@transaction.atomic
def reinstate(*, seat: Seat, reason: str, at: datetime, by: User) -> Seat:
    """End a suspension, or drop one that was only asked for."""
    require(may(roles_of(by, seat.partnership, at=at), "suspend_seat"))
    _lock_seat(seat)
    require(may_reinstate(seat))
    _require_reason(reason)
    seat.suspensions.filter(until=None).update(until=at)
    if seat.standing == Seat.Standing.SUSPENDED:
        seat.standing = Seat.Standing.SEATED
        seat.save(update_fields=["standing"])
    words = f"the seat of {seat.organization} is no longer suspended"
    _note_seat("reinstate_seat", words, seat, at=at, by=by, reason=reason)
    settle_entries(seat.partnership, at=at)
    return seat


def may_reinstate(seat: Seat) -> Ruling:
    """Whether there is a suspension to end, or to drop."""
    if not seat.partnership.is_live:
        return _has_ended(seat.partnership)
    if _running_suspension(seat) is not None:
        return YES
    return Ruling(f"The seat of {seat.organization} is not suspended.")


# ── who acts for a seat ───────────────────────────────────────────────────────────────────


def may_say_who_acts(sitting: Sitting, seat: Seat) -> Ruling:
    """Whether a person may say who acts for a seat: whoever convenes, a champion for the own.

    Otherwise a champion could shut a competitor's people out, or act for it by a friend.
    """
    if sitting.may("seat"):
        return YES
    answer = sitting.may("invite")
    if not answer or seat in sitting.seats:
        return answer
    return Ruling(
        f"A champion can name people only for their own company. For {seat.organization}, its "
        "own people and the convener do."
    )


@transaction.atomic
def name_delegate(
    *,
    seat: Seat,
    person: User,
    role: str = Delegate.Role.PRIMARY,
    at: datetime,
    by: User,
) -> Delegate:
    """Name a person of the organization to act for its seat; a new first delegate replaces."""
    _lock_seat(seat)
    sitting = sitting_of(by, seat.partnership, at=at)
    require(may_name_delegate(sitting, seat))
    require(_is_member(sitting, seat, person))
    return delegate(seat, person, role, at=at, by=by)


def may_name_delegate(sitting: Sitting, seat: Seat) -> Ruling:
    """Whether a person may name who acts for a seat that is still there."""
    ended = Ruling(f"The seat of {seat.organization} has ended.")
    return first_no(may_say_who_acts(sitting, seat), YES if seat.until is None else ended)


def delegate(seat: Seat, person: User, role: str, *, at: datetime, by: User) -> Delegate:
    """The delegation's row and line; the action around it has asked whether it may be."""
    ending = seat.delegates.filter(until=None, person=person)
    if role == Delegate.Role.PRIMARY:
        ending = ending | seat.delegates.filter(until=None, role=Delegate.Role.PRIMARY)
    ending.update(until=at)
    named = Delegate.objects.create(seat=seat, person=person, role=role, since=at, confirmed_at=at)
    _end_terms_without_delegation(seat, at)
    words = f"{person} acts for {seat.organization} ({named.get_role_display()})"
    note("name_delegate", words, of=named, at=at, by=by, partnership=seat.partnership)
    settle_entries(seat.partnership, at=at)
    welcome_delegate(named, at=at, by=by)
    return named


@transaction.atomic
def end_delegate(*, delegate: Delegate, reason: str, at: datetime, by: User) -> Delegate:
    """A person stops acting for a seat, this minute (S21)."""
    seat = delegate.seat
    _lock_seat(seat)
    delegate.refresh_from_db()
    require(may_end_delegate(sitting_of(by, seat.partnership, at=at), delegate))
    _require_reason(reason)
    delegate.until = at
    delegate.save(update_fields=["until"])
    _end_terms_without_delegation(seat, at)
    words = f"{delegate.person} no longer acts for {seat.organization}"
    note(
        "end_delegate", words, of=delegate, at=at, by=by, partnership=seat.partnership,
        reason=reason.strip(),
    )  # fmt: skip
    settle_entries(seat.partnership, at=at)
    return delegate


def may_end_delegate(sitting: Sitting, delegate: Delegate) -> Ruling:
    """Whether it is this person's to say that somebody stops acting for a seat."""
    if delegate.until is not None:
        return Ruling(f"{delegate.person} has already stopped acting for it.")
    if sitting.person == delegate.person:
        return YES
    return may_say_who_acts(sitting, delegate.seat)


@transaction.atomic
def confirm_delegate(*, delegate: Delegate, at: datetime, by: User) -> Delegate:
    """Say that a delegate still acts for the seat: access runs for another year (S21)."""
    seat = delegate.seat
    require(may_confirm_delegate(sitting_of(by, seat.partnership, at=at), delegate))
    delegate.confirmed_at = at
    delegate.save(update_fields=["confirmed_at"])
    words = f"{delegate.person} still acts for {seat.organization}"
    note("confirm_delegate", words, of=delegate, at=at, by=by, partnership=seat.partnership)
    settle_entries(seat.partnership, at=at)
    return delegate


def may_confirm_delegate(sitting: Sitting, delegate: Delegate) -> Ruling:
    """Whether it is this person's to say that somebody still acts for a seat, and it may be so."""
    if delegate.until is not None:
        return Ruling(f"{delegate.person} no longer acts for it. Name the delegate again.")
    return first_no(
        may_say_who_acts(sitting, delegate.seat),
        _is_member(sitting, delegate.seat, delegate.person),
    )


@transaction.atomic
def name_champion(*, seat: Seat, person: User, at: datetime, by: User) -> Championship:
    """Name a company's delegate a champion, for the term that `CHAMPION_TERM` says (P14)."""
    require(may(roles_of(by, seat.partnership, at=at), "name_champion"))
    _lock_seat(seat)
    require(first_no(may_name_champion(seat), _acts_for(seat, person, at)))
    # A term that ran out is ended first, so that the next one is a term of its own.
    seat.championships.filter(person=person, until=None, term_ends__lte=at).update(until=at)
    if seat.championships.filter(person=person, until=None).exists():
        raise Refused(f"{person} is already a champion.")
    term = Championship.objects.create(
        seat=seat, person=person, since=at, term_ends=at + CHAMPION_TERM.span
    )
    words = f"{person} of {seat.organization} is a champion until {day_words(term.term_ends)}"
    note("name_champion", words, of=term, at=at, by=by, partnership=seat.partnership)
    welcome_champion(term, at=at, by=by)
    return term


@transaction.atomic
def end_champion(*, term: Championship, reason: str, at: datetime, by: User) -> Championship:
    """A champion's term ends before its time."""
    term.refresh_from_db()
    if by != term.person:
        require(may(roles_of(by, term.seat.partnership, at=at), "name_champion"))
    require(may_end_champion(term))
    _require_reason(reason)
    term.until = at
    term.save(update_fields=["until"])
    words = f"{term.person} is no longer a champion"
    note(
        "end_champion", words, of=term, at=at, by=by, partnership=term.seat.partnership,
        reason=reason.strip(),
    )  # fmt: skip
    return term


def may_end_champion(term: Championship) -> Ruling:
    """Whether a champion's term is still there to be ended."""
    if term.until is None:
        return YES
    return Ruling(f"The term of {term.person} has already ended.")


def may_name_champion(seat: Seat) -> Ruling:
    """Whether a champion may come from a seat: a company's that acts at the table."""
    return first_no(
        YES if seat.is_employer else Ruling("Only people from companies can be champions."),
        YES
        if seat.standing == Seat.Standing.SEATED and not seat.is_supplier
        else Ruling(f"The seat of {seat.organization} does not act at this table yet."),
    )


def _acts_for(seat: Seat, person: User, at: datetime) -> Ruling:
    if seat.delegates.in_force(at).filter(person=person).exists():
        return YES
    return Ruling(f"{person} does not act for {seat.organization}.")


def _end_terms_without_delegation(seat: Seat, at: datetime) -> None:
    acting = seat.delegates.filter(until=None).values("person_id")
    seat.championships.filter(until=None).exclude(person__in=acting).update(until=at)


def _is_member(sitting: Sitting, seat: Seat, person: User) -> Ruling:
    here = seat.partnership_id
    belong = sitting.ask_once(("belong", here), lambda: _members_at(here, sitting.at))
    if (person.pk, seat.organization_id) in belong:
        return YES
    return Ruling(
        f"{person} does not belong to {seat.organization}. Invite the person or add "
        "them to it first."
    )


def _members_at(partnership: int, at: datetime) -> set[tuple[int, int]]:
    """Who belongs to whom, of the organizations of a table: one question for a page of many."""
    sits = Seat.objects.filter(partnership=partnership, until=None).values("organization")
    held = Membership.objects.in_force(at).filter(organization__in=sits)
    return set(held.values_list("person", "organization"))


def may_refuse(seat: Seat) -> Ruling:
    """Whether a seat waits to be approved or refused."""
    if seat.standing == Seat.Standing.WAITING:
        return YES
    return Ruling(f"The seat of {seat.organization} does not need approval.")


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Say why. The reason goes on record.")


def _lock_seat(seat: Seat) -> None:
    """Hold the seat's row.  Raises Refused where its table has ended: nothing is done there."""
    Seat.objects.select_for_update().get(pk=seat.pk)
    seat.refresh_from_db()
    require(YES if seat.partnership.is_live else _has_ended(seat.partnership))


def _has_ended(partnership: Partnership) -> Ruling:
    return Ruling(f"{partnership} has ended, so its seats can no longer change.")


def _note_seat(
    verb: str, words: str, seat: Seat, *, at: datetime, by: User, reason: str = ""
) -> None:
    note(
        verb,
        words,
        of=seat,
        at=at,
        by=by,
        partnership=seat.partnership,
        reason=reason.strip(),
    )
