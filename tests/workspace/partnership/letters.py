"""A mail server of the tests: it keeps each letter as its reader gets it, links and all."""

import re
from datetime import datetime

from sectoral.workspace.actions import invitations, outbox
from sectoral.workspace.actions.outbox import OutgoingLetter
from sectoral.workspace.models import Invitation, Message, User


def delivered(at: datetime) -> list[OutgoingLetter]:
    """Send what is due, as the operator's mail server would; the letters, in their order."""
    got: list[OutgoingLetter] = []
    outbox.send_due(at, got.append)
    return got


def path_in(letter: OutgoingLetter) -> str:
    """The path of the page that a letter leads to."""
    found = re.search(r"https?://[^/]+(/\S+)", letter.body)
    assert found is not None, letter.body
    return found[1]


def token_of(invitation: Invitation, at: datetime) -> str:
    """What the invitation's letter carries, once it is sent."""
    key = Message.objects.get(key__startswith=f"invitation {invitation.pk} to ").key
    (letter,) = [one for one in delivered(at) if one.key == key]
    return path_in(letter).strip("/").split("/")[-1]


def token_in_hand(invitation: Invitation, *, at: datetime, by: User) -> str:
    """The same, without a letter: somebody took the link to hand it over."""
    return invitations.copy_link(invitation=invitation, at=at, by=by).strip("/").split("/")[-1]
