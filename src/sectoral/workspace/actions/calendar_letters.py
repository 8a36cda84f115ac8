"""What a meeting sends beside its calendar entries (`calendar_entries`): reminders and minutes."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from sectoral.workspace.actions import outbox
from sectoral.workspace.actions.calendar_entries import presses_of, reminder_of
from sectoral.workspace.models import Meeting
from sectoral.workspace.queries.meetings import (
    calendar_entry_holders,
    delegates_of,
    may_read_minutes,
)
from sectoral.workspace.rules.dates import there_words
from sectoral.workspace.rules.policy import MEETING_REMINDER


def send_minutes(meeting: Meeting, *, at: datetime) -> None:
    """Post the minutes to everybody who acts for an invited seat, and to all who came.

    Whoever came and has left the table since reads on only what everybody may.
    """
    people = {person.pk: person for person in delegates_of(meeting, at=at)}
    came = [row.person for row in meeting.roll.select_related("person")]
    people |= {it.pk: it for it in came if may_read_minutes(meeting, it, at=at)}
    for person in people.values():
        outbox.post(
            key=f"minutes of meeting {meeting.pk}",
            to=person,
            subject=f"Minutes: {meeting.title}",
            body=meeting.minutes,
            at=at,
            partnership=meeting.partnership,
        )


@transaction.atomic
def send_reminders(*, at: datetime) -> int:
    """Remind those whose calendar holds a meeting that is near; once a day of meeting.

    Asked on the night itself, so that whoever left since the invitation is not written to.
    Returns  how many meetings are near; run twice, it posts nothing twice.
    """
    near = Meeting.objects.select_related("partnership").filter(
        state=Meeting.State.INVITED, starts__gt=at, starts__lte=at + MEETING_REMINDER.span
    )
    for meeting in near:
        starts = meeting.starts.astimezone(ZoneInfo(meeting.timezone))
        begins = there_words(meeting.starts, meeting.timezone)
        where = f"\nWhere: {meeting.place}" if meeting.place else ""
        where += f"\nJoin by video: {meeting.video_link}" if meeting.video_link else ""
        silent = set(meeting.invitees.filter(reply="").values_list("person_id", flat=True))
        for person in calendar_entry_holders(meeting, at=at).values():
            ask = f"\n\nWill you come?\n{presses_of(meeting)}" if person.pk in silent else ""
            outbox.post(
                key=f"{reminder_of(meeting)}{starts:%Y-%m-%d}",
                to=person,
                subject=f"Soon: {meeting.title}",
                body=f"{meeting.partnership}\nBegins {begins}{where}\nDecision needed: "
                f"{meeting.decision_wanted}{ask}",
                at=at,
                partnership=meeting.partnership,
            )
    return len(near)
