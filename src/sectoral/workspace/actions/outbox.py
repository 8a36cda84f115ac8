"""Messages leave the house once: posted with a change, sent by a command, never sent twice.

A message is posted in the transaction of the change it tells of, so that one exists exactly
when the other does. Sending takes three steps, each its own transaction:

    claim   a sender takes a message for the length of a lease; if it dies here, the next takes it
    hand    the message is marked as handed over; if the sender dies after this, nobody can know
            whether the mail server has it, so it is never sent again by itself: it is in doubt
    sent    the mail server has said yes

A mail server cannot promise exactly once; between twice and perhaps not, this chooses perhaps
not, and says which messages a person should look at.
"""

import secrets
import smtplib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Q, QuerySet

from sectoral.workspace.actions import letter_links
from sectoral.workspace.models.outbox import Message
from sectoral.workspace.models.partnerships import Partnership
from sectoral.workspace.models.users import User

LEASE = timedelta(minutes=10)
TRIES = 8
_FIRST_WAIT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class OutgoingLetter:
    """A message as it is handed over: its links are in the text, which no row keeps.

    sender      in whose name it goes: the partnership's; empty = the system's
    answers_to  the address of whoever convenes; empty = the system's
    """

    pk: int
    key: str
    to: str
    subject: str
    body: str
    calendar: str = ""
    sender: str = ""
    answers_to: str = ""


Sender = Callable[[OutgoingLetter], None]


class NotSent(Exception):
    """The mail server certainly does not have the message; it may be tried again."""


@dataclass(frozen=True, slots=True)
class SendCounts:
    """What one run did: messages sent, to be tried again, given up, and in doubt."""

    sent: int = 0
    again: int = 0
    given_up: int = 0
    in_doubt: int = 0


def post(
    *,
    key: str,
    to: User | str,
    subject: str,
    body: str,
    at: datetime,
    due_at: datetime | None = None,
    partnership: Partnership | None = None,
    calendar: str = "",
) -> Message | None:
    """Put a message into the outbox; the same key twice is the same message.

    Takes    key: what it is about, stable over repeats; whom it goes to is added to it.
             to: a person; or an address, of somebody who has no account yet.
    Returns  the message, or the one already posted under this key; None for a person who has
             no address or whose account has ended.
    """
    person = to if isinstance(to, User) else None
    address = str(to) if person is None else person.email
    if not address or (person is not None and not person.is_active):
        return None
    message, _ = Message.objects.get_or_create(
        key=f"{key} to {address if person is None else person.pk}",
        defaults={
            "person": person,
            "to": address,
            "subject": " ".join(subject.split())[:200],
            "body": body,
            "calendar": calendar,
            "partnership": partnership,
            "posted_at": at,
            "due_at": due_at or at,
        },
    )
    return message


@transaction.atomic
def withdraw(messages: QuerySet[Message], *, at: datetime) -> int:
    """Take back those that have not been handed over.  Returns how many."""
    taken = 0
    for message in messages.select_for_update().filter(_WAITS):
        message.withdrawn_at = at
        message.save(update_fields=["withdrawn_at"])
        taken += 1
    return taken


_WAITS = Q(handed_at__isnull=True, withdrawn_at__isnull=True)


def waiting_messages(at: datetime) -> QuerySet[Message]:
    """Those that a sender may take now: due, not handed over, in nobody's lease."""
    free = Q(claim="") | Q(lease_ends__lte=at)
    return Message.objects.filter(_WAITS, free, due_at__lte=at, tries__lt=TRIES)


def in_doubt(at: datetime) -> QuerySet[Message]:
    """Those handed over of which nothing was heard within the lease: a person decides."""
    return Message.objects.filter(
        handed_at__lte=at - LEASE, sent_at__isnull=True
    ) | Message.objects.exclude(doubt="").filter(sent_at__isnull=True)


def send_due(at: datetime, sender: Sender, *, most: int = 500) -> SendCounts:
    """Send what is due, one message at a time.

    Several may run at once, on several machines: each message goes to one of them.
    """
    counts: dict[str, int] = {}
    # The keys are read first, so that a message that fails is met once in a run.
    for pk in list(waiting_messages(at).values_list("pk", flat=True)[:most]):
        claim = _claim_message(pk, at)
        letter = _hand_over(pk, claim, at) if claim else None
        if letter is not None:
            outcome = _deliver_letter(letter, sender, at)
            counts[outcome] = counts.get(outcome, 0) + 1
    return SendCounts(**counts)


@transaction.atomic
def _claim_message(pk: int, at: datetime) -> str:
    """Take a message for the length of a lease; empty where another was quicker."""
    message = waiting_messages(at).select_for_update().filter(pk=pk).first()
    if message is None:
        return ""
    message.claim, message.lease_ends = secrets.token_hex(16), at + LEASE
    message.save(update_fields=["claim", "lease_ends"])
    return message.claim


@transaction.atomic
def _hand_over(pk: int, claim: str, at: datetime) -> OutgoingLetter | None:
    """Mark it as handed over, if the claim still stands: another may have taken it meanwhile.

    Returns  the letter with its links, which are made here; None where it does not go out.
    """
    message = Message.objects.select_for_update().filter(_WAITS, pk=pk, claim=claim).first()
    if message is None:
        return None
    if message.person is not None and not message.person.is_active:
        # Departure ends access the same minute, to what waits in the outbox as well.
        message.withdrawn_at = at
        message.save(update_fields=["withdrawn_at"])
        return None
    message.handed_at, message.tries = at, message.tries + 1
    message.save(update_fields=["handed_at", "tries"])
    return as_letter(message, letter_links.body_with_links(message, at=at))


def as_letter(message: Message, body: str) -> OutgoingLetter:
    """The message as it is handed over, with this text."""
    partnership = message.partnership
    return OutgoingLetter(
        message.pk,
        message.key,
        message.to,
        message.subject,
        body,
        message.calendar,
        sender=str(partnership or ""),
        answers_to=_convener_of(partnership) if partnership else "",
    )


def _convener_of(partnership: Partnership) -> str:
    """The address of whoever convenes a table: a reader who answers a letter asks there."""
    lead = partnership.appointments.filter(lead=True, until=None).select_related("person").first()
    return lead.person.email if lead else ""


def _deliver_letter(letter: OutgoingLetter, sender: Sender, at: datetime) -> str:
    """Give it to the mail server and write down what it said."""
    try:
        sender(letter)
    except NotSent as error:
        return _try_again(letter.pk, str(error), at)
    except Exception as error:
        # Whatever it was, the message may have left.
        return _mark_in_doubt(letter.pk, f"{type(error).__name__}: {error}")
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=letter.pk)
        message.sent_at, message.claim, message.lease_ends = at, "", None
        message.save(update_fields=["sent_at", "claim", "lease_ends"])
    return "sent"


@transaction.atomic
def _try_again(pk: int, why: str, at: datetime) -> str:
    """It certainly did not leave: wait twice as long each time, and give up in the end."""
    message = Message.objects.select_for_update().get(pk=pk)
    letter_links.end_links(message, at=at)
    message.handed_at, message.claim, message.lease_ends = None, "", None
    message.due_at = at + _FIRST_WAIT * 2 ** (message.tries - 1)
    if message.tries >= TRIES:
        message.doubt = f"Gave up after {message.tries} tries: {why}"
    message.save(update_fields=["handed_at", "claim", "lease_ends", "due_at", "doubt"])
    return "given_up" if message.doubt else "again"


@transaction.atomic
def _mark_in_doubt(pk: int, why: str) -> str:
    message = Message.objects.select_for_update().get(pk=pk)
    message.doubt = why
    message.save(update_fields=["doubt"])
    return "in_doubt"


# ── the mail server ───────────────────────────────────────────────────────────────────────────

_SAID_NO = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
)


def by_mail(letter: OutgoingLetter) -> None:
    """Give a letter to the configured mail server.  Raises NotSent where it surely has it not.

    The connection is opened and closed apart from the sending: what goes wrong before is surely
    not sent, what goes wrong after changes nothing.
    """
    mail = as_mail(letter)
    connection = get_connection()
    try:
        connection.open()
    except Exception as error:
        raise NotSent(str(error)) from error
    try:
        connection.send_messages([mail])
    except _SAID_NO as error:
        raise NotSent(str(error)) from error
    finally:
        with suppress(Exception):
            connection.close()


def as_mail(letter: OutgoingLetter) -> EmailMultiAlternatives:
    """The letter as e-mail; one Message-ID for ever, so that mail servers see a repeat."""
    name = sha256(letter.key.encode()).hexdigest()[:32]
    mail = EmailMultiAlternatives(
        letter.subject,
        letter.body,
        from_email=_from_address(letter.sender),
        reply_to=[letter.answers_to] if letter.answers_to else None,
        to=[letter.to],
        headers={"Message-ID": f"<{name}@sectoral>", "Auto-Submitted": "auto-generated"},
    )
    if letter.calendar:
        method = _calendar_method(letter.calendar.splitlines())
        mail.attach_alternative(letter.calendar, f"text/calendar; method={method}")
    return mail


def _from_address(sender: str) -> str:
    """Our own address, in the partnership's name where a letter is of one."""
    own, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    sender = " ".join(sender.split())
    return formataddr((f"{sender} ({own or 'Sectoral'})" if sender else own, address))


def _calendar_method(lines: Iterable[str]) -> str:
    """What an iCalendar object asks for: REQUEST, CANCEL or, if it says nothing, PUBLISH."""
    said = (line.partition(":")[2].strip() for line in lines if line.startswith("METHOD:"))
    return next(said, "PUBLISH")
