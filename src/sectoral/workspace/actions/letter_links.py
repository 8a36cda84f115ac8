"""Links in letters: a letter that waits holds a marker; the link is made when it is handed over.

The database keeps a link's digest and nothing else, so that neither its rows, nor a backup, nor a
letter that waits for a mail server gives anybody a way in. A link's time counts from its sending.
A letter that is tried again gets another link, and the former one ends.
"""

import re
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from urllib.parse import unquote

from django.core.signing import BadSignature
from django.urls import reverse

from sectoral.workspace.actions.record import note
from sectoral.workspace.addresses import SIGNED, full_address, is_ours
from sectoral.workspace.models import Invitation, Message, SignInLink, User
from sectoral.workspace.rules.policy import INVITATION_LASTS, LETTER_LASTS, LINK_LASTS

ASKED, LETTER, INVITATION = "asked", "letter", "invitation"
_LASTS = {ASKED: LINK_LASTS.span, LETTER: LETTER_LASTS.span}
_MARKER = re.compile(r"\[\[way in ([^]\s]+ [^]\s]*)\]\]")


def body_with_links(message: Message, *, at: datetime) -> str:
    """A letter's text as its reader gets it, each link made now; the row keeps the markers."""
    end_links(message, at=at)
    return _MARKER.sub(lambda found: _make_link(found, message, at), message.body)


def end_links(message: Message, *, at: datetime) -> None:
    """End the links of a letter that did not leave; links that were used stay as they are."""
    message.links.filter(used_at=None, ended_at=None).update(ended_at=at)
    for kind, what in _find_markers(message.body):
        if kind == INVITATION:
            Invitation.objects.filter(pk=int(what), used_at=None).update(token_digest=None)


def sign_in_address(
    person: User,
    *,
    leads_to: str = "",
    lasts: timedelta,
    words: str,
    at: datetime,
    letter: Message | None = None,
) -> str:
    """Make a link that signs a person in, once.

    Takes    leads_to: the page it opens; anything that is not a page of ours is left out.
             words: its line in the record. letter: which letter carries it, if one does.
    Returns  its whole address: nothing of ours keeps it.
    """
    token = token_urlsafe(32)
    link = SignInLink.objects.create(
        person=person,
        token_digest=digest_token(token),
        leads_to=leads_to if is_ours(leads_to) else "",
        letter=letter,
        sent_at=at,
        expires_at=at + lasts,
    )
    note("send_link", words, of=link, at=at, by=None)
    return full_address(reverse("link", args=[token]))


def invitation_address(invitation: Invitation, *, at: datetime) -> str:
    """Make an invitation's link, good for fourteen days from now; an earlier one ends.

    Returns  its whole address: nothing of ours keeps it.
    """
    token = token_urlsafe(32)
    invitation.token_digest, invitation.expires_at = digest_token(token), at + INVITATION_LASTS.span
    invitation.save(update_fields=["token_digest", "expires_at"])
    return full_address(reverse("invited", args=[token]))


def digest_token(token: str) -> str:
    """What is kept of a token: it shows that a token is right and gives none away."""
    return sha256(token.encode()).hexdigest()


def _make_link(found: re.Match[str], message: Message, at: datetime) -> str:
    read = _read_marker(found[1])
    if read is None:
        return found[0]
    kind, what = read
    if kind == INVITATION:
        return invitation_address(Invitation.objects.get(pk=int(what)), at=at)
    if message.person is None:
        return full_address(what)
    words = {
        ASKED: f"a link to sign in goes to {message.person}",
        LETTER: f"a letter to {message.person} carries a link to sign in",
    }[kind]
    return sign_in_address(
        message.person, leads_to=what, lasts=_LASTS[kind], words=words, at=at, letter=message
    )


def _find_markers(body: str) -> list[tuple[str, str]]:
    return [read for found in _MARKER.findall(body) if (read := _read_marker(found)) is not None]


def _read_marker(signed: str) -> tuple[str, str] | None:
    """The kind and what it is for; None for what somebody typed."""
    try:
        kind, _, what = SIGNED.unsign(signed).partition(" ")
    except BadSignature:
        return None
    return kind, unquote(what)
