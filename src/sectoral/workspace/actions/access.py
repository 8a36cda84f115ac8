"""Ways in: links that sign a person in once, tokens by which a program acts for a person.

Of both only a digest is kept: the tables give nobody a way in. Signing in gives nothing by
itself: what a person may do is read from seats and offices, so that somebody who left everything
can still sign in, and sees nothing (S21).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from sectoral.workspace.actions import letter_links, outbox, people
from sectoral.workspace.actions.change_notices import note_everywhere
from sectoral.workspace.actions.letter_links import ASKED, digest_token
from sectoral.workspace.actions.record import note
from sectoral.workspace.addresses import full_address, way_in_marker
from sectoral.workspace.models import Event, Message, Office, Partnership, SignInLink, Token, User
from sectoral.workspace.queries import access
from sectoral.workspace.queries.roles import roles_of, sittings_of
from sectoral.workspace.rules.answers import YES, Refused, Ruling, first_no, require
from sectoral.workspace.rules.dates import here_words
from sectoral.workspace.rules.mailboxes import mailbox_of
from sectoral.workspace.rules.permissions import may
from sectoral.workspace.rules.policy import (
    HANDED_LINK_LASTS,
    LINK_LASTS,
    TOKEN_LASTS,
    TOKEN_LASTS_AT_MOST,
    TOKENS_AT_MOST,
)
from sectoral.workspace.rules.wording.text import may_keep

_TOUCH = timedelta(minutes=1)
_MARK = "sectoral_"
"""How every token begins, so that a search for secrets that got out finds it."""

_ASKED_FOR = "sign-in link "
"""How the key of a letter begins that somebody asked for."""

_NOT_KNOWN = "We do not know this link. Ask for a new one below."
_NOT_A_WAY_IN = (
    "This token is unknown, was ended or has expired. Make a new one on your account page."
)


@dataclass(frozen=True, slots=True)
class TokenGrant:
    """What a token gives: whom it acts for, how far, and at which partnership (null = any)."""

    token: Token
    person: User
    scopes: frozenset[str]
    partnership: Partnership | None


def person_of(email: str) -> User | None:
    """The open account of a mailbox, however its address is spelt; none for what is no address."""
    try:
        return User.objects.filter(mailbox=mailbox_of(email), is_active=True).first()
    except Refused:
        return None


# ── links ─────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def send_link(*, email: str, leads_to: str = "", at: datetime) -> None:
    """Send a link to whoever has an account under this address; to others nothing, silently.

    The link is made when the letter is handed over, and its quarter of an hour counts from then.

    Takes    leads_to: the page it opens; anything that is not a page of ours is left out.
    Returns  nothing: nobody learns from the answer who has an account.
    """
    person = person_of(email)
    if person is None:
        return
    minutes = LINK_LASTS.value
    line = note(
        "ask_link", f"somebody asked for a link to sign in as {person}", of=person, at=at, by=None
    )
    outbox.post(
        key=f"{_ASKED_FOR}{line.pk}",
        to=person,
        subject="Your link to sign in",
        body=f"Somebody, probably you, asked to sign in as {person}.\n\nOpen this page within "
        f"{minutes} minutes and press the "
        f"button:\n{way_in_marker(ASKED, leads_to)}\n\nIt works once. If you did not ask "
        "for it, ignore this letter. Nothing will happen.",
        at=at,
    )


@transaction.atomic
def hand_link(*, person: User, at: datetime, by: User) -> str:
    """Make a link that signs another person in, to be handed over where no letter can leave.

    For the state's lead alone, and only for whoever has never signed in or has asked for a link
    within a day: nobody becomes somebody else unasked. Each table of the person reads of it, and
    so does the person, as soon as letters leave.

    Returns  its whole address: it is shown once, nothing of ours keeps it.
    Raises   Refused for everybody else, and where there is a mail server.
    """
    require(may(roles_of(by, None, at=at), "give_office"))
    require(_may_be_handed(person, at=at, by=by))
    words = f"{by} took a sign-in link for {person}, to pass it on"
    tables = [one.partnership for one in sittings_of(person, at=at) if one.partnership]
    line = note_everywhere("hand_link", words, of=person, tables=tables, at=at, by=by)
    outbox.post(
        key=f"link in hand {line.pk}",
        to=person,
        subject="Somebody took a link that signs you in",
        body=f"{words}, on {here_words(at)}, because this site sends no e-mail. If you did "
        "not get it, sign out everywhere and ask about it:\n" + full_address(reverse("account")),
        at=at,
    )
    # Pressed twice, the last link counts.
    person.sign_in_links.filter(letter=None, used_at=None, ended_at=None).update(ended_at=at)
    return letter_links.sign_in_address(person, lasts=HANDED_LINK_LASTS.span, words=words, at=at)


def _may_be_handed(person: User, *, at: datetime, by: User) -> Ruling:
    lately = Event.objects.filter(
        verb="ask_link", subject="user", subject_id=person.pk, at__gt=at - HANDED_LINK_LASTS.span
    )
    return first_no(
        Ruling("You are already signed in.") if person == by else YES,
        YES if person.is_active else Ruling("This account is closed."),
        Ruling(f"E-mail works here. {person} can ask for a link on the “Sign in” page.")
        if settings.SECTORAL_MAIL
        else YES,
        YES
        if person.last_login is None or lately.exists()
        else Ruling(
            f"{person} has signed in before. You can pass on a link for one day after "
            f"{person} asks for one on the “Sign in” page."
        ),
    )


def find_link(*, token: str, at: datetime) -> SignInLink:
    """The link, if it would sign in now; nothing is used up.

    Raises   Refused where it is unknown, used or over, or the account is closed.
    """
    found = (
        SignInLink.objects.select_related("person").filter(token_digest=digest_token(token)).first()
    )
    if found is None:
        raise Refused(_NOT_KNOWN)
    require(_may_use_link(found, at))
    return found


def leads_to(*, token: str) -> str:
    """The page that a link would have opened, though it is used or over: a new one leads there."""
    found = SignInLink.objects.filter(token_digest=digest_token(token))
    return found.values_list("leads_to", flat=True).first() or ""


@transaction.atomic
def use_link(*, token: str, at: datetime) -> SignInLink:
    """Use a link up: of two who try at once, one gets in.

    Returns  the link; whoever calls signs its person in.
    Raises   Refused as `find_link` does.
    """
    link = find_link(token=token, at=at)
    if not SignInLink.objects.filter(pk=link.pk, used_at=None, ended_at=None).update(used_at=at):
        raise Refused(_USED)
    link.used_at = at
    note("use_link", f"{link.person} signed in by a link", of=link, at=at, by=link.person)
    return link


@transaction.atomic
def sign_out_everywhere(*, at: datetime, by: User) -> None:
    """End every session of one's own, every link not used yet, and those that were asked for."""
    outbox.withdraw(Message.objects.filter(person=by, key__startswith=_ASKED_FOR), at=at)
    by.sign_in_links.filter(used_at=None, ended_at=None).update(ended_at=at)
    people.sign_out_everywhere(by)
    note("sign_out_everywhere", f"{by} signed out everywhere", of=by, at=at, by=by)


@transaction.atomic
def open_workspace(*, email: str, name: str, another: bool = False, at: datetime) -> str:
    """The first state lead's account, office and link; the lead's next link, where all stands.

    It is for whoever runs the machine: the command line, never a page.

    Takes    another: open a further lead's account beside those there are; each is told.
    Returns  the whole address of a page that signs the lead in, once, within a day.
    Raises   Refused where somebody else holds the office, or a name is missing.
    """
    address = mailbox_of(email)
    person = person_of(address)
    if person is None or not _is_lead(person):
        if person is None and not name.strip():
            raise Refused("Give the lead's name as well. The others will see it.")
        person = person or people.open_account(email=address, name=name)
        if another and Office.objects.exists():
            people.add_state_office(person=person, at=at)
        else:
            people.found_state_office(person=person, at=at)
    words = f"the server's operator took a sign-in link for {person}"
    return letter_links.sign_in_address(person, lasts=HANDED_LINK_LASTS.span, words=words, at=at)


def _is_lead(person: User) -> bool:
    return Office.objects.filter(person=person, role=Office.Role.STATE, until=None).exists()


_USED = "This link has already been used. Each link works once. Ask for a new one below."
_ENDED = "This link no longer works. Ask for a new one below."


def _may_use_link(link: SignInLink, at: datetime) -> Ruling:
    return first_no(
        Ruling(_USED) if link.used_at else YES,
        Ruling(_ENDED) if link.ended_at else YES,
        Ruling("This link has expired. Ask for a new one below.") if at >= link.expires_at else YES,
        YES if link.person.is_active else Ruling("This account is closed."),
    )


@transaction.atomic
def note_change(*, person: User, words: str, at: datetime) -> None:
    """Write down that a person's way in has changed, and tell the person by e-mail."""
    line = note("change_way_in", f"{words}: {person}", of=person, at=at, by=person)
    outbox.post(
        key=f"change of a way in {line.pk}",
        to=person,
        subject="A way to sign in as you has changed",
        body=f"{words}, on {here_words(at)}.\n\nIf it was not you, sign in with a link, "
        "correct it and sign out everywhere:\n" + full_address(reverse("account")),
        at=at,
    )


# ── tokens ────────────────────────────────────────────────────────────────────────────────────


def token_letters(chance: str) -> str:
    """A token as a program sends it, from letters drawn by chance."""
    return _MARK + chance


@transaction.atomic
def make_token(
    *,
    name: str,
    scopes: Iterable[str],
    partnership: Partnership | None = None,
    lasts: timedelta = TOKEN_LASTS.span,
    letters: str = "",
    at: datetime,
    by: User,
) -> tuple[Token, str]:
    """Make a token for a program that acts for oneself.

    Takes    scopes: some of Token.SCOPES; partnership: where it is bound to one; letters: what
             it is to be, as `token_letters` gives them; else drawn here.
    Returns  the row, and the token itself: kept nowhere, it cannot be read again.
    Raises   Refused where the second factor is missing that one's office asks for.
    """
    wanted = sorted(set(scopes))
    require(_may_make(name, wanted, partnership, lasts, at=at, by=by))
    key = letters or token_letters(token_urlsafe(32))
    token = Token.objects.create(
        person=by,
        name=name.strip(),
        token_digest=digest_token(key),
        scopes=wanted,
        partnership=partnership,
        made_at=at,
        expires_at=at + lasts,
    )
    words = f"{by} made a token “{token}” to {' and '.join(wanted)}"
    note("make_token", words, of=token, at=at, by=by)
    return token, key


@transaction.atomic
def end_token(*, token: Token, at: datetime, by: User) -> Token:
    """End a token of one's own, this minute."""
    if token.person_id != by.pk:
        raise Refused("Only the owner of this token can end it.")
    if token.ended_at is None:
        token.ended_at = at
        token.save(update_fields=["ended_at"])
        note("end_token", f"{by} ended the token “{token}”", of=token, at=at, by=by)
    return token


@transaction.atomic
def use_token(*, key: str, at: datetime) -> TokenGrant:
    """Whom a token acts for, and how far; what the person may do is asked of roles as ever.

    Its last use is written down once a minute at most.

    Raises   Refused where it is unknown, ended or over, or the person may not sign in.
    """
    token = (
        Token.objects.select_related("person", "partnership")
        .filter(token_digest=digest_token(key), ended_at=None, expires_at__gt=at)
        .first()
    )
    if token is None or not token.person.is_active:
        raise Refused(_NOT_A_WAY_IN)
    require(access.second_factor(token.person, at=at))
    if token.last_used_at is None or token.last_used_at <= at - _TOUCH:
        Token.objects.filter(pk=token.pk).update(last_used_at=at)
    return TokenGrant(token, token.person, frozenset(token.scopes), token.partnership)


def _may_make(
    name: str,
    scopes: list[str],
    partnership: Partnership | None,
    lasts: timedelta,
    *,
    at: datetime,
    by: User,
) -> Ruling:
    many = access.tokens_of(by, at=at)
    sees = partnership is None or may(roles_of(by, partnership, at=at), "see_partnership")
    return first_no(
        access.second_factor(by, at=at),
        YES if name.strip() else Ruling("Say what the token is for."),
        may_keep(name),
        YES if len(name.strip()) <= 80 else Ruling("Say what it is for in at most 80 characters."),
        YES
        if scopes and set(scopes) <= set(Token.SCOPES)
        else Ruling("Choose what the program may do: read, write, or both."),
        YES
        if timedelta() < lasts <= TOKEN_LASTS_AT_MOST.span
        else Ruling("A token works for at most a year."),
        YES if sees else Ruling(f"You are not a member of {partnership}."),
        YES
        if len(list(many)) < TOKENS_AT_MOST.value
        else Ruling(
            f"You have {TOKENS_AT_MOST.value} tokens. End one that you no longer use first."
        ),
    )
