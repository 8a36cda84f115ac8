"""What a meeting sends: calendar entries, their changes, and minutes."""

from datetime import datetime

from sectoral.workspace import outbox
from sectoral.workspace.calendars import invitation
from sectoral.workspace.models import Meeting
from sectoral.workspace.reads.meetings import delegates_of


def send_calendar(meeting: Meeting, *, at: datetime) -> None:
    """Post the entry as it is now to everybody who acts for an invited seat.

    The sequence is part of the key: a change is one message more, a repeat is none. What waits
    of an earlier sequence is taken back, so that nobody gets the old entry after the new.
    """
    partnership = meeting.partnership
    waiting = partnership.messages.filter(key__startswith=f"meeting {meeting.pk} sequence ")
    outbox.withdraw(waiting, at=at)
    organizer = meeting.invited_by.email if meeting.invited_by else ""
    cancelled = meeting.state == Meeting.State.CANCELLED
    head = "Cancelled: " if cancelled else "Changed: " if meeting.sequence else ""
    why = f"\nWhy: {meeting.cancelled_because}" if cancelled else ""
    for person in delegates_of(meeting, at=at):
        outbox.post(
            key=f"meeting {meeting.pk} sequence {meeting.sequence}",
            to=person,
            subject=f"{head}{meeting.title}",
            body=f"{partnership}\nDecision wanted: {meeting.decision_wanted}{why}",
            calendar=invitation(meeting, to=person.email, organizer=organizer, at=at),
            at=at,
            partnership=partnership,
        )


def send_minutes(meeting: Meeting, *, at: datetime) -> None:
    """Post the minutes to everybody who acts for an invited seat, and to all who came."""
    people = {person.pk: person for person in delegates_of(meeting, at=at)}
    people |= {row.person_id: row.person for row in meeting.roll.select_related("person")}
    for person in people.values():
        outbox.post(
            key=f"minutes of meeting {meeting.pk}",
            to=person,
            subject=f"Minutes: {meeting.title}",
            body=meeting.minutes,
            at=at,
            partnership=meeting.partnership,
        )
