"""Invitations to act for a seat: sent by champions and conveners, expire, work once."""

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction
from django.urls import reverse

from sectoral.workspace import outbox
from sectoral.workspace.actions.people import belong, open_account, sound_address
from sectoral.workspace.actions.seats import delegate as begin
from sectoral.workspace.actions.seats import says_who_acts
from sectoral.workspace.addresses import whole
from sectoral.workspace.answers import YES, Answer, Refused, first_no, require
from sectoral.workspace.models import Delegate, Invitation, Message, Seat, User
from sectoral.workspace.permissions import may
from sectoral.workspace.record import note
from sectoral.workspace.roles import current, roles_of

VALID = timedelta(days=14)

_UNKNOWN = Answer("This invitation is not known: ask whoever sent it for a new one.")


@transaction.atomic
def invite(
    *,
    seat: Seat,
    email: str,
    role: str = Delegate.Role.PRIMARY,
    at: datetime,
    by: User,
) -> tuple[Invitation, str]:
    """Invite somebody to act for a seat, by a letter that goes out through the outbox.

    Returns  the invitation, and the token in the letter: no row of ours keeps it once it is sent.
    """
    require(may(roles_of(by, seat.partnership, at=at), "invite"))
    if seat.delegates.filter(current(at)).exists():
        # A champion invites companies that nobody acts for yet; never into another's seat.
        require(says_who_acts(seat, by=by, at=at))
    address = sound_address(email)
    if seat.until is not None or seat.standing in (Seat.Standing.LEFT, Seat.Standing.REFUSED):
        raise Refused(f"The seat of {seat.organization} has ended.")
    # A second letter to the same person makes the first one worthless.
    for earlier in seat.invitations.filter(email=address, used_at=None, withdrawn_at=None):
        _make_worthless(earlier, at)
    token = token_urlsafe(32)
    invitation = Invitation.objects.create(
        seat=seat,
        email=address,
        role=role,
        token_digest=digest(token),
        sent_by=by,
        sent_at=at,
        expires_at=at + VALID,
    )
    words = f"somebody is invited to act for {seat.organization}"
    note("invite", words, of=invitation, at=at, by=by, partnership=seat.partnership)
    _post_letter(invitation, token, at)
    return invitation, token


def _post_letter(invitation: Invitation, token: str, at: datetime) -> None:
    seat = invitation.seat
    outbox.post(
        key=_letter(invitation),
        to=invitation.email,
        subject=f"{invitation.sent_by} invites you to {seat.partnership}",
        body=f"{invitation.sent_by} invites you to act for {seat.organization} at "
        f"{seat.partnership}.\n\nThis page says what you will see, and who sees what you type. "
        f"You can accept there:\n{whole(reverse('invited', args=[token]))}\n\n"
        f"It works once, until {invitation.expires_at:%d %B %Y}. If you did not expect it, leave "
        "it: nothing happens.",
        at=at,
        partnership=seat.partnership,
    )


def _letter(invitation: Invitation) -> str:
    return f"invitation {invitation.pk}"


def _make_worthless(invitation: Invitation, at: datetime) -> None:
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    letters = Message.objects.filter(key=f"{_letter(invitation)} to {invitation.email}")
    outbox.withdraw(letters, at=at)


def find(*, token: str, at: datetime) -> Invitation:
    """The invitation, if it could be taken up now; nothing is used up.

    Raises   Refused where it is unknown, used, withdrawn or over.
    """
    found = (
        Invitation.objects.select_related("seat__organization", "seat__partnership", "sent_by")
        .filter(token_digest=digest(token))
        .first()
    )
    if found is None:
        raise Refused(_UNKNOWN.reason)
    require(_usable(found, at))
    return found


@transaction.atomic
def accept(*, token: str, name: str = "", at: datetime, by: User | None = None) -> Delegate:
    """Take an invitation up, once: the person gets an account where none is, and the seat.

    Takes    by: who is signed in, or None for somebody who comes from the letter.
    Raises   Refused where the invitation is unknown, used, withdrawn or over, or was sent to
             somebody else.
    """
    invitation = Invitation.objects.select_for_update().filter(token_digest=digest(token)).first()
    if invitation is None:
        raise Refused(_UNKNOWN.reason)
    require(_usable(invitation, at))
    person = _person(invitation, name, by)
    seat = invitation.seat
    belong(person, seat.organization, at)
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    words = f"{person} took up the invitation for {seat.organization}"
    note("accept", words, of=invitation, at=at, by=person, partnership=seat.partnership)
    return begin(seat, person, invitation.role, at=at, by=person)


@transaction.atomic
def withdraw(*, invitation: Invitation, at: datetime, by: User) -> Invitation:
    """Make an invitation worthless."""
    seat = invitation.seat
    require(may(roles_of(by, seat.partnership, at=at), "invite"))
    if invitation.used_at is not None:
        raise Refused("It was used already: end the delegation instead.")
    _make_worthless(invitation, at)
    words = f"an invitation to act for {seat.organization} is withdrawn"
    note("withdraw_invitation", words, of=invitation, at=at, by=by, partnership=seat.partnership)
    return invitation


def digest(token: str) -> str:
    """What is kept of a token: it shows that a token is right and gives none away."""
    return sha256(token.encode()).hexdigest()


def _usable(invitation: Invitation, at: datetime) -> Answer:
    ended = Answer("This seat has ended; its invitations work no more.")
    return first_no(
        Answer("This invitation was used already.") if invitation.used_at else YES,
        Answer("This invitation was withdrawn.") if invitation.withdrawn_at else YES,
        Answer("This invitation is over: ask for a new one.")
        if at >= invitation.expires_at
        else YES,
        ended if invitation.seat.until is not None else YES,
    )


def _person(invitation: Invitation, name: str, by: User | None) -> User:
    if by is not None:
        if by.email.lower() != invitation.email:
            raise Refused("This invitation was sent to another address than yours.")
        return by
    known = User.objects.filter(username=invitation.email).first()
    if known is not None and not known.is_active:
        raise Refused("This account is closed; ask the state to open it again.")
    if known is not None:
        return known
    if not name.strip():
        raise Refused("Say your name: the others at the table will see it.")
    return open_account(email=invitation.email, name=name)
