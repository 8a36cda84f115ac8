"""Invitations to act for a seat: sent by champions and conveners, expire, work once."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from sectoral.workspace.actions import letter_links, outbox
from sectoral.workspace.actions.change_notices import conveners_of, note_everywhere, send_news
from sectoral.workspace.actions.letter_links import digest_token
from sectoral.workspace.actions.people import (
    ensure_membership,
    open_account,
    vouched_by_another,
)
from sectoral.workspace.actions.record import note
from sectoral.workspace.actions.seats import delegate as begin
from sectoral.workspace.actions.seats import may_say_who_acts
from sectoral.workspace.actions.welcome_letters import invitation_text
from sectoral.workspace.addresses import page_address, way_in_marker
from sectoral.workspace.models import Delegate, Invitation, Membership, Message, Seat, User
from sectoral.workspace.queries.reach import partnerships_of
from sectoral.workspace.queries.roles import Sitting, roles_of, sitting_of
from sectoral.workspace.queries.solutions import related_rows
from sectoral.workspace.rules.answers import YES, Refused, Ruling, first_no, require
from sectoral.workspace.rules.mailboxes import mailbox_of
from sectoral.workspace.rules.permissions import may
from sectoral.workspace.rules.policy import INVITATION_LASTS

_UNKNOWN = Ruling("We do not know this invitation. Ask the person who sent it for a new one.")


@transaction.atomic
def invite(
    *,
    seat: Seat,
    email: str,
    role: str = Delegate.Role.PRIMARY,
    at: datetime,
    by: User,
) -> Invitation:
    """Invite somebody to act for a seat, by a letter that goes out through the outbox.

    Its link is made when the letter is handed over, and its fourteen days count from then.
    """
    sitting = sitting_of(by, seat.partnership, at=at)
    require(first_no(sitting.may("invite"), may_invite(sitting, seat)))
    address = mailbox_of(email)
    # A second letter to the same person makes the first one worthless.
    for earlier in seat.invitations.filter(email=address, used_at=None, withdrawn_at=None):
        _make_worthless(earlier, at)
    invitation = Invitation.objects.create(
        seat=seat,
        email=address,
        role=role,
        sent_by=by,
        sent_at=at,
        expires_at=at + INVITATION_LASTS.span,
    )
    words = f"somebody is invited to act for {seat.organization}"
    note("invite", words, of=invitation, at=at, by=by, partnership=seat.partnership)
    _post_letter(invitation, at)
    return invitation


def may_invite(sitting: Sitting, seat: Seat) -> Ruling:
    """Whether a person may invite somebody to act for a seat.

    A champion invites companies that nobody acts for yet; never into another's seat.
    """
    if seat.until is not None or seat.standing in (Seat.Standing.LEFT, Seat.Standing.REFUSED):
        return Ruling(f"The seat of {seat.organization} has ended.")
    if _is_acted_for(seat, sitting.at):
        return may_say_who_acts(sitting, seat)
    return YES


def _is_acted_for(seat: Seat, at: datetime) -> bool:
    held = related_rows(seat, "delegates")
    return any(row.since <= at and (row.until is None or row.until > at) for row in held)


def _post_letter(invitation: Invitation, at: datetime) -> None:
    seat = invitation.seat
    outbox.post(
        key=_letter_key(invitation),
        to=invitation.email,
        subject=f"{invitation.sent_by} invites you to {seat.partnership}",
        body=invitation_text(
            invitation,
            way_in_marker(letter_links.INVITATION, str(invitation.pk)),
            INVITATION_LASTS.value,
            at=at,
        ),
        at=at,
        partnership=seat.partnership,
    )


def _letter_key(invitation: Invitation) -> str:
    return f"invitation {invitation.pk}"


def _make_worthless(invitation: Invitation, at: datetime) -> None:
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    outbox.withdraw(_letters_of(invitation), at=at)


def _letters_of(invitation: Invitation) -> QuerySet[Message]:
    return Message.objects.filter(key=f"{_letter_key(invitation)} to {invitation.email}")


def find_invitation(*, token: str, at: datetime) -> Invitation:
    """The invitation, if it could be taken up now; nothing is used up.

    Raises   Refused where it is unknown, used, withdrawn or over.
    """
    found = (
        Invitation.objects.select_related("seat__organization", "seat__partnership", "sent_by")
        .filter(token_digest=digest_token(token))
        .first()
    )
    if found is None:
        raise Refused(_UNKNOWN.reason)
    require(_is_usable(found, at))
    return found


@transaction.atomic
def accept(*, token: str, name: str = "", at: datetime, by: User | None = None) -> Delegate:
    """Take an invitation up, once: the person gets an account where none is, and the seat.

    Takes    by: who is signed in, or None for somebody who comes from the letter.
    Raises   Refused where the invitation is unknown, used, withdrawn or over, or was sent to
             somebody else.
    """
    invitation = (
        Invitation.objects.select_for_update().filter(token_digest=digest_token(token)).first()
    )
    if invitation is None:
        raise Refused(_UNKNOWN.reason)
    require(_is_usable(invitation, at))
    person = _accepting_person(invitation, name, by)
    seat = invitation.seat
    require(vouched_by_another(person, seat.organization, at=at, by=invitation.sent_by))
    _begin_belonging(person, seat, at)
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    words = f"{person} accepted the invitation for {seat.organization}"
    note("accept", words, of=invitation, at=at, by=person, partnership=seat.partnership)
    return begin(seat, person, invitation.role, at=at, by=person)


def _begin_belonging(person: User, seat: Seat, at: datetime) -> None:
    """The membership; the other tables of the organization have its line, and their conveners know.

    It gives nothing there: who acts for its seat is said by that table's own people.
    """
    organization = seat.organization
    if Membership.objects.filter(person=person, organization=organization, until=None).exists():
        return
    membership = ensure_membership(person, organization, at)
    others = [
        partnership
        for partnership in partnerships_of([organization])
        if partnership != seat.partnership
    ]
    if not others:
        return
    words = f"{person} is at {organization}"
    note_everywhere("join", words, of=membership, tables=others, at=at, by=person)
    send_news(
        f"joined {membership.pk}",
        f"{words}through an invitation to act for it at another table. Nobody new acts for it "
        "at yours. See who does:",
        subject=words,
        to=conveners_of(others, at=at),
        at=at,
        by=person,
        page=page_address(organization),
    )


@transaction.atomic
def copy_link(*, invitation: Invitation, at: datetime, by: User) -> str:
    """Take an invitation's link, to hand it over oneself; the letter that waits does not go out.

    A link that was sent or taken before opens nothing any more.
    Returns  its whole address: it is shown once, nothing of ours keeps it.
    Raises   Refused where the invitation was used, withdrawn, or its seat has ended.
    """
    seat = invitation.seat
    # One that is over begins anew: its fourteen days count from now.
    require(_is_still_valid(invitation))
    sitting = sitting_of(by, seat.partnership, at=at)
    require(first_no(sitting.may("invite"), may_invite(sitting, seat)))
    outbox.withdraw(_letters_of(invitation), at=at)
    words = f"an invitation to act for {seat.organization} is passed on in person"
    note("copy_link", words, of=invitation, at=at, by=by, partnership=seat.partnership)
    return letter_links.invitation_address(invitation, at=at)


@transaction.atomic
def withdraw(*, invitation: Invitation, at: datetime, by: User) -> Invitation:
    """Make an invitation worthless."""
    seat = invitation.seat
    require(may(roles_of(by, seat.partnership, at=at), "invite"))
    require(may_withdraw(invitation))
    _make_worthless(invitation, at)
    words = f"an invitation to act for {seat.organization} is withdrawn"
    note("withdraw_invitation", words, of=invitation, at=at, by=by, partnership=seat.partnership)
    return invitation


def may_withdraw(invitation: Invitation) -> Ruling:
    """Whether an invitation is still out."""
    if invitation.used_at is not None:
        return Ruling("It has already been used. End the person's role as delegate instead.")
    return YES if invitation.withdrawn_at is None else Ruling("It was withdrawn already.")


def _is_usable(invitation: Invitation, at: datetime) -> Ruling:
    over = Ruling("This invitation has expired. Ask for a new one.")
    return first_no(_is_still_valid(invitation), over if at >= invitation.expires_at else YES)


def _is_still_valid(invitation: Invitation) -> Ruling:
    ended = Ruling("This seat has ended, so its invitations no longer work.")
    return first_no(
        Ruling("This invitation has already been used.") if invitation.used_at else YES,
        Ruling("This invitation was withdrawn.") if invitation.withdrawn_at else YES,
        ended if invitation.seat.until is not None else YES,
        YES if invitation.seat.partnership.is_live else ended,
    )


def _accepting_person(invitation: Invitation, name: str, by: User | None) -> User:
    if by is not None:
        if by.mailbox != invitation.email:
            raise Refused("This invitation was sent to a different address than yours.")
        return by
    known = User.objects.filter(mailbox=invitation.email).first()
    if known is not None and not known.is_active:
        raise Refused("This account is closed. Ask the state to reopen it.")
    if known is not None:
        return known
    if not name.strip():
        raise Refused("Give your name. The others at the table will see it.")
    return open_account(email=invitation.email, name=name)
