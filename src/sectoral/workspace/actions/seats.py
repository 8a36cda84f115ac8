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
        words = f"{organization} looks like {vendor}: its seat waits for convener and champion"
    _note_seat("offer_seat", words, seat, at=at, by=by, reason=exception.strip())
    return seat


def _may_seat(
    partnership: Partnership, organization: Organization, *, votes: bool, exception: str
) -> Ruling:
    seated = Seat.objects.filter(partnership=partnership, organization=organization, until=None)
    return first_no(
        YES if partnership.stage in LIVE else Ruling(f"{partnership} has ended."),
        Ruling(f"{organization} has a seat already.") if seated.exists() else YES,
        YES if exception.strip() else fits_scope(partnership, organization),
        _may_hold_vote(partnership, organization.system) if votes else YES,
    )


def _may_hold_vote(partnership: Partnership, system: str) -> Ruling:
    if system == System.EMPLOYER:
        return YES
    if system == System.LABOR and partnership.labor_votes:
        return YES
    if system == System.LABOR:
        return Ruling("Labor votes only at a declared labor-management industry table.")
    return Ruling("Companies rank what matters; a public partner's seat holds no vote.")


@transaction.atomic
def approve(*, seat: Seat, voting: bool = True, at: datetime, by: User) -> Seat:
    """Say yes to a seat that waits; seated once a convener and a champion, two people, have.

    Takes    voting: False seats it as a supplier, without a vote.
    """
    roles = roles_of(by, seat.partnership, at=at)
    require(may(roles, "approve_seat"))
    _lock_seat(seat)
    require(_is_waiting(seat))
    if Event.objects.filter(
        verb="approve_seat", subject="seat", subject_id=seat.pk, actor=by
    ).exists():
        raise Refused("You approved it already; a second person has to.")
    if roles & CONVENERS and not seat.approved_by_convener:
        seat.approved_by_convener = True
    elif PartnershipRole.CHAMPION in roles and not seat.approved_by_champion:
        seat.approved_by_champion = True
    else:
        raise Refused("The other approval, convener's or champion's, is the one it waits for.")
    if seat.approved_by_convener and seat.approved_by_champion:
        seat.standing, seat.voting = Seat.Standing.SEATED, voting
    seat.save()
    _note_seat("approve_seat", f"the seat of {seat.organization} is approved", seat, at=at, by=by)
    settle_entries(seat.partnership, at=at)
    if seat.standing == Seat.Standing.SEATED:
        welcome_seat(seat, at=at, by=by)
    return seat


@transaction.atomic
def set_vote(*, seat: Seat, voting: bool, reason: str, at: datetime, by: User) -> Seat:
    """Give a seat its vote or take it, with the reason; never to a public partner (P6)."""
    require(may(roles_of(by, seat.partnership, at=at), "seat"))
    _lock_seat(seat)
    _require_reason(reason)
    if voting:
        require(_may_hold_vote(seat.partnership, seat.system))
        if seat.standing != Seat.Standing.SEATED or seat.vendor_like:
            raise Refused("Only a seat that acts, and looks like no vendor, is given a vote here.")
    seat.voting = voting
    seat.save(update_fields=["voting"])
    words = f"the seat of {seat.organization} {'holds' if voting else 'no longer holds'} a vote"
    _note_seat("set_vote", words, seat, at=at, by=by, reason=reason)
    settle_entries(seat.partnership, at=at)
    return seat


@transaction.atomic
def refuse(*, seat: Seat, reason: str, at: datetime, by: User) -> Seat:
    """Say no to a seat that waits, with the reason."""
    require(may(roles_of(by, seat.partnership, at=at), "approve_seat"))
    _lock_seat(seat)
    require(_is_waiting(seat))
    _require_reason(reason)
    seat.standing, seat.until = Seat.Standing.REFUSED, at
    seat.save(update_fields=["standing", "until"])
    words = f"the seat of {seat.organization} is refused"
    _note_seat("refuse_seat", words, seat, at=at, by=by, reason=reason)
    return seat


@transaction.atomic
def leave(*, seat: Seat, reason: str, at: datetime, by: User) -> Seat:
    """End a seat; everyone who acted for it stops this minute (S21)."""
    own = Delegate.objects.in_force(at).filter(seat=seat, person=by).exists()
    require(YES if own else may(roles_of(by, seat.partnership, at=at), "seat"))
    _lock_seat(seat)
    if seat.until is not None:
        raise Refused(f"The seat of {seat.organization} has ended already.")
    _require_reason(reason)
    for rows in (Championship.objects, Delegate.objects):
        rows.filter(seat=seat, until=None).update(until=at)
    seat.standing, seat.until = Seat.Standing.LEFT, at
    seat.save(update_fields=["standing", "until"])
    _note_seat("leave_seat", f"{seat.organization} left", seat, at=at, by=by, reason=reason)
    settle_entries(seat.partnership, at=at)
    return seat


@transaction.atomic
def suspend(*, seat: Seat, reason: str, at: datetime, by: User) -> Suspension:
    """Ask that a seat be kept from acting, or agree to it: convener and state both have to (S1)."""
    roles = roles_of(by, seat.partnership, at=at)
    require(may(roles, "suspend_seat"))
    _lock_seat(seat)
    if seat.standing != Seat.Standing.SEATED:
        raise Refused(f"Only a seat that may act is suspended; it is “{seat.standing}”.")
    _require_reason(reason)
    asked = seat.suspensions.filter(until=None).first()
    found = asked or Suspension(seat=seat, reason=reason.strip(), asked_at=at)
    _add_agreement(found, roles, by)
    if found.by_convener is not None and found.by_state is not None:
        found.since, seat.standing = at, Seat.Standing.SUSPENDED
        seat.save(update_fields=["standing"])
    found.save()
    done = "is suspended" if found.since else "may be suspended, once the other agrees"
    words = f"the seat of {seat.organization} {done}"
    _note_seat("suspend_seat", words, seat, at=at, by=by, reason=reason)
    settle_entries(seat.partnership, at=at)
    return found


def _add_agreement(found: Suspension, roles: frozenset[PartnershipRole], by: User) -> None:
    if by in (found.by_convener, found.by_state):
        raise Refused("You asked for it already; the other side, convener or state, has to agree.")
    if roles & CONVENERS and found.by_convener is None:
        found.by_convener = by
    elif PartnershipRole.STATE in roles and found.by_state is None:
        found.by_state = by
    else:
        raise Refused("Your side asked for it already; the other, convener or state, has to agree.")


@transaction.atomic
def reinstate(*, seat: Seat, reason: str, at: datetime, by: User) -> Seat:
    """End a suspension, or drop one that was only asked for."""
    require(may(roles_of(by, seat.partnership, at=at), "suspend_seat"))
    _lock_seat(seat)
    running = seat.suspensions.filter(until=None).first()
    if running is None:
        raise Refused(f"The seat of {seat.organization} is not suspended.")
    _require_reason(reason)
    running.until = at
    running.save(update_fields=["until"])
    if seat.standing == Seat.Standing.SUSPENDED:
        seat.standing = Seat.Standing.SEATED
        seat.save(update_fields=["standing"])
    words = f"the seat of {seat.organization} acts again"
    _note_seat("reinstate_seat", words, seat, at=at, by=by, reason=reason)
    settle_entries(seat.partnership, at=at)
    return seat


# ── who acts for a seat ───────────────────────────────────────────────────────────────────


def says_who_acts(seat: Seat, *, by: User, at: datetime) -> Ruling:
    """Whether a person may say who acts for a seat: whoever convenes, a champion for the own.

    Otherwise a champion could shut a competitor's people out, or act for it by a friend.
    """
    return may_say_who_acts(seat, sitting_of(by, seat.partnership, at=at))


def may_say_who_acts(seat: Seat, sitting: Sitting) -> Ruling:
    """`says_who_acts`, of a person whose roles and seats a page has read already."""
    if sitting.may("seat"):
        return YES
    answer = sitting.may("invite")
    if not answer or seat in sitting.seats:
        return answer
    return Ruling(
        f"A champion says who acts for the own company; for {seat.organization} its own people "
        "and the convener do."
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
    require(says_who_acts(seat, by=by, at=at))
    _lock_seat(seat)
    require(_is_member(seat, person, at))
    return delegate(seat, person, role, at=at, by=by)


def delegate(seat: Seat, person: User, role: str, *, at: datetime, by: User) -> Delegate:
    """The delegation's row and line; the action around it has asked whether it may be."""
    if seat.until is not None:
        raise Refused(f"The seat of {seat.organization} has ended.")
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
    if by != delegate.person:
        require(says_who_acts(seat, by=by, at=at))
    _lock_seat(seat)
    _require_reason(reason)
    if delegate.until is not None:
        raise Refused(f"{delegate.person} has stopped acting for it already.")
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


@transaction.atomic
def confirm_delegate(*, delegate: Delegate, at: datetime, by: User) -> Delegate:
    """Say that a delegate still acts for the seat: access runs for another year (S21)."""
    seat = delegate.seat
    require(says_who_acts(seat, by=by, at=at))
    if delegate.until is not None:
        raise Refused(f"{delegate.person} no longer acts for it: name the delegate anew.")
    require(_is_member(seat, delegate.person, at))
    delegate.confirmed_at = at
    delegate.save(update_fields=["confirmed_at"])
    words = f"{delegate.person} still acts for {seat.organization}"
    note("confirm_delegate", words, of=delegate, at=at, by=by, partnership=seat.partnership)
    settle_entries(seat.partnership, at=at)
    return delegate


@transaction.atomic
def name_champion(*, seat: Seat, person: User, at: datetime, by: User) -> Championship:
    """Name a company's delegate a champion, for the term that `CHAMPION_TERM` says (P14)."""
    require(may(roles_of(by, seat.partnership, at=at), "name_champion"))
    _lock_seat(seat)
    require(_may_lead(seat, person, at))
    # A term that ran out is ended first, so that the next one is a term of its own.
    seat.championships.filter(person=person, until=None, term_ends__lte=at).update(until=at)
    if seat.championships.filter(person=person, until=None).exists():
        raise Refused(f"{person} is a champion already.")
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
    if by != term.person:
        require(may(roles_of(by, term.seat.partnership, at=at), "name_champion"))
    _require_reason(reason)
    term.until = at
    term.save(update_fields=["until"])
    words = f"{term.person} is no longer a champion"
    note(
        "end_champion", words, of=term, at=at, by=by, partnership=term.seat.partnership,
        reason=reason.strip(),
    )  # fmt: skip
    return term


def _may_lead(seat: Seat, person: User, at: datetime) -> Ruling:
    acts = seat.delegates.in_force(at).filter(person=person).exists()
    return first_no(
        YES if seat.is_employer else Ruling("A champion comes from a company."),
        YES
        if seat.standing == Seat.Standing.SEATED and not seat.is_supplier
        else Ruling(f"The seat of {seat.organization} does not act at this table yet."),
        YES if acts else Ruling(f"{person} does not act for {seat.organization}."),
    )


def _end_terms_without_delegation(seat: Seat, at: datetime) -> None:
    acting = seat.delegates.filter(until=None).values("person_id")
    seat.championships.filter(until=None).exclude(person__in=acting).update(until=at)


def _is_member(seat: Seat, person: User, at: datetime) -> Ruling:
    member = Membership.objects.in_force(at).filter(person=person, organization=seat.organization)
    if member.exists():
        return YES
    return Ruling(f"{person} does not belong to {seat.organization}: invite or record that first.")


def _is_waiting(seat: Seat) -> Ruling:
    if seat.standing == Seat.Standing.WAITING:
        return YES
    return Ruling(f"The seat of {seat.organization} does not wait for anyone.")


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Say why: the record keeps the reason.")


def _lock_seat(seat: Seat) -> None:
    """Hold the seat's row.  Raises Refused where its table has ended: nothing is done there."""
    Seat.objects.select_for_update().get(pk=seat.pk)
    seat.refresh_from_db()
    if not seat.partnership.is_live:
        raise Refused(f"{seat.partnership} has ended: nothing changes at its seats any more.")


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
