"""What a meeting sends: calendar entries, their changes, and minutes."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from sectoral.workspace import outbox
from sectoral.workspace.actions.access import letter_link
from sectoral.workspace.addresses import address
from sectoral.workspace.calendars import invitation
from sectoral.workspace.models import Meeting, User
from sectoral.workspace.reads.dates import there_words
from sectoral.workspace.reads.meetings import delegates_of


def send_calendar(meeting: Meeting, *, at: datetime) -> None:
    """Post the entry as it is now to everybody who acts for an invited seat.

    The sequence is part of the key: a change is one message more, a repeat is none. What waits
    of an earlier sequence is taken back, so that nobody gets the old entry after the new.
    """
    partnership = meeting.partnership
    for about in (f"meeting {meeting.pk} sequence ", _reminder(meeting)):
        outbox.withdraw(partnership.messages.filter(key__startswith=about), at=at)
    organizer = meeting.invited_by.email if meeting.invited_by else ""
    cancelled = meeting.state == Meeting.State.CANCELLED
    head = "Cancelled: " if cancelled else "Changed: " if meeting.sequence else ""
    why = f"\nWhy: {meeting.cancelled_because}" if cancelled else ""
    key = f"meeting {meeting.pk} sequence {meeting.sequence}"
    told = set(partnership.messages.filter(key__startswith=f"{key} to ").values_list("key"))
    for person in delegates_of(meeting, at=at):
        if (f"{key} to {person.pk}",) in told:
            continue
        onward = "" if cancelled else _onward(meeting, person, at)
        outbox.post(
            key=key,
            to=person,
            subject=f"{head}{meeting.title}",
            body=f"{partnership}\nDecision wanted: {meeting.decision_wanted}{why}{onward}",
            calendar=invitation(meeting, to=person.email, organizer=organizer, at=at),
            at=at,
            partnership=partnership,
        )


def _onward(meeting: Meeting, person: User, at: datetime) -> str:
    """The meeting's page, for this reader alone: the letter's calendar entry holds no way in."""
    link = letter_link(person=person, leads_to=address(meeting), at=at, by=None)
    return f"\n\nThe meeting's page, which opens for you alone, once, within a week:\n{link}"


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


REMIND_BEFORE = timedelta(days=2)


@transaction.atomic
def remind(*, at: datetime) -> int:
    """Remind those who act for an invited seat of a meeting that is near; once a day of meeting.

    Asked on the night itself, so that whoever left since the invitation is not written to.
    Returns  how many meetings are near; run twice, it posts nothing twice.
    """
    near = Meeting.objects.select_related("partnership").filter(
        state=Meeting.State.INVITED, starts__gt=at, starts__lte=at + REMIND_BEFORE
    )
    for meeting in near:
        starts = meeting.starts.astimezone(ZoneInfo(meeting.timezone))
        begins = there_words(meeting.starts, meeting.timezone)
        where = f"\nWhere: {meeting.place}" if meeting.place else ""
        for person in delegates_of(meeting, at=at):
            outbox.post(
                key=f"{_reminder(meeting)}{starts:%Y-%m-%d}",
                to=person,
                subject=f"Soon: {meeting.title}",
                body=f"{meeting.partnership}\nBegins {begins}{where}\n"
                f"Decision wanted: {meeting.decision_wanted}",
                at=at,
                partnership=meeting.partnership,
            )
    return len(near)


def _reminder(meeting: Meeting) -> str:
    return f"reminder of meeting {meeting.pk} on "
