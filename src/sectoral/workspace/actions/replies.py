"""Whether somebody comes to a meeting: said by whoever was asked, until it begins."""

from datetime import datetime

from django.db import transaction

from sectoral.workspace.actions.record import note
from sectoral.workspace.models import Invitee, Meeting, User
from sectoral.workspace.queries.replies import own_reply
from sectoral.workspace.queries.roles import Sitting, roles_of, sitting_of
from sectoral.workspace.rules.answers import YES, Refused, Ruling, require
from sectoral.workspace.rules.permissions import may


@transaction.atomic
def reply(*, meeting: Meeting, answer: str, at: datetime, by: User) -> Meeting:
    """Say whether one comes, joins remotely, or does not; it may be changed until the meeting.

    The line stays out of the members' history: who comes is for whoever calls the meeting.
    Raises   Refused for whoever was not asked, and once the meeting has begun.
    """
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    require(may(roles_of(by, locked.partnership, at=at), "reply_to_meeting"))
    require(may_reply(sitting_of(by, locked.partnership, at=at), locked))
    row = locked.invitees.get(person=by, holds=True)
    if answer not in Invitee.Reply.values:
        raise Refused("Answer yes, no, or remotely.")
    if row.reply == answer:
        return locked
    row.reply, row.replied_at = answer, at
    row.save(update_fields=["reply", "replied_at"])
    words = f"{by} answers for {locked}: {row.get_reply_display()}"
    note("reply", words, of=locked, at=at, by=by)
    return locked


def may_reply(sitting: Sitting, meeting: Meeting) -> Ruling:
    """Whether this person was asked to it, and it has not begun."""
    if own_reply(meeting, sitting.person) is None:
        return Ruling(f"You are not asked to {meeting}; its convener can tell you why.")
    if meeting.state == Meeting.State.INVITED and sitting.at < meeting.starts:
        return YES
    return Ruling(f"{meeting} has started. People who are there sign in on the attendance list.")
