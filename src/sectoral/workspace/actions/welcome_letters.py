"""Letters to whoever is given an account, a seat to act for, a convening or a champion's term.

Each says who gave it and why, what it is, when and where the next meeting is, what to press, and
whom to ask. It is written in the name of the partnership and of whoever convenes it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from sectoral.workspace.actions import outbox
from sectoral.workspace.addresses import full_address, page_address, way_in
from sectoral.workspace.models import (
    Appointment,
    Championship,
    Delegate,
    Invitation,
    Meeting,
    Message,
    Partnership,
    Seat,
    User,
)
from sectoral.workspace.rules.dates import day_words, span_words
from sectoral.workspace.rules.policy import ACCOUNT_LETTER_WAITS

_COMPANY = (
    "Companies of one industry and public partners work together at this table. Your company "
    "says what it needs, supports what other companies need, and votes on what comes first. "
    "Each company has one vote. It takes a few minutes now and then, also on a phone."
)
_PARTNER = (
    "Companies of one industry and public partners work together at this table. Companies "
    "say what they need. You hear it at the same moment as every other partner, and answer "
    "together. Nobody sells anything here."
)
_CONVENER = (
    "As convener you fill the seats, call the meetings, keep the table’s rules, and make "
    "sure that promises are kept. Your first page shows what to do next."
)
_CHAMPION = (
    "As a champion you lead for the companies. You invite the others, open and chair the "
    "meetings, and say yes or no to companies that ask for a seat."
)
_ACCOUNT = (
    "Companies of one industry and public partners work together here, each partnership in "
    "its own region. You do not need a password. A link by e-mail signs you in."
)


@dataclass(frozen=True, slots=True)
class WelcomeLetter:
    """What one of these letters says.

    opening  who gave what, and why
    means    what it is
    press    what the reader does first, and `path`, the page it is done on
    """

    subject: str
    opening: str
    means: str
    press: str
    path: str


_LOOK = "See what there is to do, and who can see what you type"


def welcome_account(person: User, *, at: datetime, by: User) -> None:
    """Tell a person that an account was opened; a letter that says more takes its place."""
    welcome = WelcomeLetter(
        subject=f"{by} opened an account for you",
        opening=f"{by} opened an account for you, so that you can take part in a sector "
        "partnership.",
        means=_ACCOUNT,
        press="Look around, and check your name",
        path=reverse("account"),
    )
    outbox.post(
        key=_account_key(person),
        to=person,
        subject=welcome.subject,
        body=_welcome_text(person, welcome, _contact_line(by)),
        at=at,
        due_at=at + ACCOUNT_LETTER_WAITS.span,
    )


def welcome_delegate(delegate: Delegate, *, at: datetime, by: User) -> None:
    """Tell a person that he or she acts for a seat."""
    seat, person = delegate.seat, delegate.person
    does = "you act" if by == person else f"{by} named you to act"
    alone = delegate.role == Delegate.Role.PRIMARY
    opening = (
        f"{_capitalize(does)} for {seat.organization} at {seat.partnership}, "
        f"{'as its primary delegate' if alone else 'when its primary delegate cannot'}."
    )
    welcome = WelcomeLetter(
        subject=f"You act for {seat.organization} at {seat.partnership}",
        opening=opening,
        means=what_a_seat_is(seat),
        press=_LOOK,
        path=reverse("my_table"),
    )
    _post_welcome(f"delegate {delegate.pk}", person, seat.partnership, welcome, at=at, by=by)


def welcome_seat(seat: Seat, *, at: datetime, by: User) -> None:
    """Tell everybody who acts for a seat that waited that it was approved."""
    welcome = WelcomeLetter(
        subject=f"{seat.organization} has its seat at {seat.partnership}",
        opening=f"The seat of {seat.organization} at {seat.partnership} was approved by a "
        "champion and the convener. You can act for it now.",
        means=what_a_seat_is(seat),
        press=_LOOK,
        path=reverse("my_table"),
    )
    for delegate in seat.delegates.filter(until=None).select_related("person"):
        key = f"seat {seat.pk} approved"
        _post_welcome(key, delegate.person, seat.partnership, welcome, at=at, by=by)


def welcome_convener(appointment: Appointment, *, at: datetime, by: User | None) -> None:
    """Tell a person that he or she convenes a partnership."""
    partnership, office = appointment.partnership, _office_name(appointment)
    who = "The state appointed you" if by is None else f"{by} appointed you"
    welcome = WelcomeLetter(
        subject=f"You convene {partnership}",
        opening=f"{who}, for {appointment.organization}, as {office} of {partnership} until "
        f"{day_words(appointment.term_ends)}. The reason on record: {appointment.basis}",
        means=_CONVENER,
        press="See what to do first",
        path=reverse("my_table"),
    )
    _post_welcome(
        f"appointment {appointment.pk}", appointment.person, partnership, welcome, at=at, by=by
    )


def welcome_champion(term: Championship, *, at: datetime, by: User) -> None:
    """Tell a person that he or she is a champion."""
    partnership = term.seat.partnership
    welcome = WelcomeLetter(
        subject=f"You are a champion of {partnership}",
        opening=f"{by} named you a champion of {partnership} for {term.seat.organization}, until "
        f"{day_words(term.term_ends)}.",
        means=_CHAMPION,
        press="See what there is to do",
        path=reverse("my_table"),
    )
    _post_welcome(f"champion {term.pk}", term.person, partnership, welcome, at=at, by=by)


def invitation_text(invitation: Invitation, link: str, days: int, *, at: datetime) -> str:
    """The letter to somebody who is invited to act for a seat and has no account yet."""
    seat, by = invitation.seat, invitation.sent_by
    return _join_paragraphs(
        "Hello,",
        f"{by} invites you to act for {seat.organization} at {seat.partnership}.",
        what_a_seat_is(seat),
        meeting_words(seat.partnership, at=at),
        "This page tells you what you will see and who can see what you type. You can accept "
        f"there:\n{link}",
        f"The link works once, within {days} days. If you did not expect this letter, ignore it.",
        _whom_to_ask(seat.partnership, by),
        letter_signature(seat.partnership),
    )


def what_a_seat_is(seat: Seat) -> str:
    """What sitting at the table means, for a company or for a public partner."""
    means = _COMPANY if seat.is_employer else _PARTNER
    if seat.standing != Seat.Standing.WAITING:
        return means
    return f"{means} The seat still needs the approval of a champion and the convener."


def meeting_words(partnership: Partnership, *, at: datetime) -> str:
    """When and where the next meeting is, as far as people are asked to one."""
    meeting = (
        partnership.meetings.filter(state=Meeting.State.INVITED, starts__gt=at)
        .order_by("starts", "pk")
        .first()
    )
    if meeting is None:
        return "No meeting is planned yet. When one is, you will get a calendar invitation."
    when = span_words(meeting.starts, meeting.ends, meeting.timezone)
    where = f", {meeting.place}" if meeting.place else ""
    return (
        f"The next meeting: {meeting.title}, {when}{where}. You will get a calendar "
        "invitation for it."
    )


def letter_signature(partnership: Partnership) -> str:
    """In whose name a letter is written: the partnership's, and whoever convenes it."""
    lead = _lead_appointment(partnership)
    return f"{partnership}\n{lead.person}, {lead.organization}" if lead else f"{partnership}"


def _post_welcome(
    key: str,
    person: User,
    partnership: Partnership,
    welcome: WelcomeLetter,
    *,
    at: datetime,
    by: User | None,
) -> None:
    body = _welcome_text(
        person,
        welcome,
        meeting_words(partnership, at=at),
        _whom_to_ask(partnership, by, reader=person),
        f"The partnership’s own page:\n{full_address(page_address(partnership))}",
        letter_signature(partnership),
    )
    outbox.withdraw(Message.objects.filter(key=f"{_account_key(person)} to {person.pk}"), at=at)
    outbox.post(
        key=key, to=person, subject=welcome.subject, body=body, at=at, partnership=partnership
    )


def _welcome_text(person: User, welcome: WelcomeLetter, *more: str) -> str:
    later = full_address(reverse("account_login"))
    return _join_paragraphs(
        f"Hello {person.first_name or person},",
        welcome.opening,
        welcome.means,
        f"{welcome.press}:\n{way_in(welcome.path)}",
        f"That link signs you in once, within a week. After that, ask for a new one here:\n{later}",
        *more,
    )


def _join_paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _whom_to_ask(partnership: Partnership, by: User | None, *, reader: User | None = None) -> str:
    """Whoever convenes; where that is the reader, whoever gave the office."""
    lead = _lead_appointment(partnership)
    if lead is not None and lead.person != reader and lead.person.email:
        who = f"{lead.person} of {lead.organization}, who convenes {partnership}"
        return f"Questions? Ask {who}: {lead.person.email}"
    return _contact_line(by) if by is not None and by != reader else ""


def _contact_line(by: User) -> str:
    return f"Questions? Ask {by}: {by.email}" if by.email else ""


def _lead_appointment(partnership: Partnership) -> Appointment | None:
    return (
        partnership.appointments.filter(lead=True, until=None)
        .select_related("person", "organization")
        .first()
    )


def _office_name(appointment: Appointment) -> str:
    if appointment.interim:
        return "interim lead convener"
    return "lead convener" if appointment.lead else "co-convener"


def _account_key(person: User) -> str:
    return f"account of {person.pk}"


def _capitalize(words: str) -> str:
    return words[:1].upper() + words[1:]
