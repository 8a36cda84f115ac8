"""Who holds which calendar entry: brought to what it should be, by one letter to each it concerns.

Letters go by who was *told*, not by who acts now. Each meeting keeps, for each person, the entry
last sent (`Invitee`). `settle_entries` holds that against who should have one
(`queries.meetings.calendar_entry_holders`)
and posts the difference: a request to whoever joined, a change to whoever has an earlier one, a
cancellation to whoever was told and is asked no more. Every action that begins or ends
somebody's place at a table calls it; the night calls it for all tables, as a net.
"""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from sectoral.workspace.actions import outbox
from sectoral.workspace.addresses import full_address, page_address, way_in
from sectoral.workspace.calendars import invitation_calendar, withdrawal_calendar
from sectoral.workspace.models import Invitee, Meeting, Message, Partnership, User
from sectoral.workspace.models.partnerships import Stage
from sectoral.workspace.queries.meetings import (
    COMING,
    asked_seats,
    calendar_entry_holders,
    organizer_of,
    readers_of,
)
from sectoral.workspace.rules.dates import span_words, there_words


def settle_entries(partnership: Partnership, *, at: datetime) -> int:
    """Bring the entries of a table's coming meetings to what they should be.

    Returns  how many letters that took; run twice, it posts nothing twice.
    """
    return _settle_meetings(Meeting.objects.filter(partnership=partnership), at)


def settle_of(person: User, *, at: datetime) -> int:
    """The same for every meeting whose entry a person holds, at whatever table."""
    held = Invitee.objects.filter(meeting=OuterRef("pk"), person=person, holds=True)
    return _settle_meetings(Meeting.objects.filter(Exists(held)), at)


def settle_all(*, at: datetime) -> int:
    """The same for every table: what no action brought about, time alone did."""
    return _settle_meetings(Meeting.objects.all(), at)


def _settle_meetings(meetings: QuerySet[Meeting], at: datetime) -> int:
    """Each meeting that is not over and is asked to, or whose entry somebody holds."""
    held = Invitee.objects.filter(meeting=OuterRef("pk"), holds=True)
    asked = Q(state__in=COMING, invited_by__isnull=False)
    near = meetings.filter(asked | Exists(held), ends__gt=at)
    # One order for all, so that two who settle at once do not wait for each other.
    locked = near.select_for_update(of=("self",)).select_related("partnership").order_by("pk")
    return sum(_settle_one(meeting, at) for meeting in locked)


def _settle_one(meeting: Meeting, at: datetime) -> int:
    if meeting.state == Meeting.State.HELD and meeting.starts <= at:
        # It was held at its hour: its entry is right where it stands.
        return 0
    if meeting.state in COMING:
        meeting.invited.set(asked_seats(meeting, at=at))
    wanted = calendar_entry_holders(meeting, at=at)
    told = {row.person_id: row for row in meeting.invitees.select_related("person")}
    letters = 0
    for person in wanted.values():
        row = told.get(person.pk)
        if row is None or not row.holds or row.change < meeting.sequence:
            _post_request(meeting, person, row, at)
            letters += 1
    gone = [row for row in told.values() if row.holds and row.person_id not in wanted]
    here = readers_of(meeting, at=at) if gone else set()
    for row in gone:
        _post_cancellation(meeting, row, at=at, reads=row.person_id in here)
    return letters + len(gone)


def _record_entry(
    meeting: Meeting, person: User, row: Invitee | None, at: datetime, *, holds: bool
) -> int:
    """Write down what the person is told now.  Returns the number on the entry.

    A calendar takes an entry in only where its number is higher than that of the one it had, the
    last cancellation included.
    """
    sequence = meeting.sequence if row is None else max(meeting.sequence, row.sequence + 1)
    told = {"sequence": sequence, "change": meeting.sequence, "holds": holds, "told_at": at}
    if row is not None and not (row.holds and holds):
        # Whoever comes back is asked anew; whoever leaves is counted among nobody.
        told |= {"reply": "", "replied_at": None}
    Invitee.objects.update_or_create(meeting=meeting, person=person, defaults=told)
    about = Q(key__startswith=_entry_key(meeting)) | Q(key__startswith=reminder_of(meeting))
    mine = Message.objects.filter(about, Q(person=person) | Q(to=person.email))
    outbox.withdraw(mine, at=at)
    return sequence


def _post_request(meeting: Meeting, person: User, row: Invitee | None, at: datetime) -> None:
    """The entry as it is now; it is called changed to whoever has an earlier one alone."""
    changed = row is not None and row.holds
    said = row.reply if row is not None and changed else ""
    sequence = _record_entry(meeting, person, row, at, holds=True)
    outbox.post(
        key=f"{_entry_key(meeting)}{sequence}",
        to=person,
        subject=f"{'Changed: ' if changed else ''}{meeting.title}",
        body=_request_body(meeting, said),
        calendar=invitation_calendar(
            meeting,
            to=person.email,
            organizer=organizer_of(meeting),
            sequence=sequence,
            reply=said,
            more=lines_of(meeting),
            at=at,
        ),
        at=at,
        partnership=meeting.partnership,
    )


def _request_body(meeting: Meeting, said: str) -> str:
    """When, where, what for, and one press to say whether one comes."""
    when = span_words(meeting.starts, meeting.ends, meeting.timezone)
    where = f"\nWhere: {meeting.place}" if meeting.place else ""
    video = f"\nJoin by video: {meeting.video_link}" if meeting.video_link else ""
    ask = "Will you come? One click answers. You can change your answer until the meeting starts."
    if said:
        ask = f"Your answer: {WORDS_OF[Invitee.Reply(said)]}. To change it:"
    presses = presses_of(meeting)
    return (
        f"{meeting.partnership}\nWhen: {when}{where}{video}\nDecision needed: "
        f"{meeting.decision_wanted}\n\n{ask}\n{presses}\n\nThe meeting's "
        f"page:\n{way_in(page_address(meeting))}\n\nThese links sign you in. Each one works "
        "once, within a week. Please do not share them."
    )


def presses_of(meeting: Meeting) -> str:
    """The three answers as a letter has them: each a link that signs in and answers at once."""
    return "\n".join(f"{words}:\n{way_in(path)}" for words, path in answer_paths(meeting))


def answer_paths(meeting: Meeting) -> list[tuple[str, str]]:
    """The pages by which one says whether one comes, each with its words."""
    of = [meeting.partnership.slug, meeting.pk]
    return [(WORDS_OF[reply], reverse("reply", args=[*of, reply.value])) for reply in Invitee.Reply]


WORDS_OF = {
    Invitee.Reply.YES: "Yes, I’ll be there",
    Invitee.Reply.REMOTE: "I’ll join remotely",
    Invitee.Reply.NO: "No, I can’t make it",
}
"""What stands on the three buttons."""


def lines_of(meeting: Meeting) -> str:
    """What stands below an entry's description: plain addresses, since others read calendars too.

    None of them signs anybody in.
    """
    answers = "\n".join(f"{words}: {full_address(path)}" for words, path in answer_paths(meeting))
    return f"Will you come?\n{answers}\n\nThe meeting's page: {full_address(page_address(meeting))}"


def _post_cancellation(meeting: Meeting, row: Invitee, *, at: datetime, reads: bool) -> None:
    """Take the entry out of a calendar again.

    Takes    reads: whether the person may still read of the meeting. Whoever may not is sent
             nothing of its text, and at the address alone: an account that has ended gets no
             letters, yet the entry has to go.
    """
    person, partnership = row.person, meeting.partnership
    sequence = _record_entry(meeting, person, row, at, holds=False)
    if not person.email:
        return
    facts: dict[str, Any] = {
        "to": person.email, "organizer": organizer_of(meeting), "sequence": sequence, "at": at
    }  # fmt: skip
    off = meeting.state == Meeting.State.CANCELLED
    if reads and off:
        subject = f"Canceled: {meeting.title}"
        body = (
            f"{partnership}\nDecision needed: {meeting.decision_wanted}\nWhy: "
            f"{meeting.cancelled_because}"
        )
        calendar = invitation_calendar(meeting, **facts)
    else:
        subject = f"Removed from your calendar: a meeting of {partnership}"
        body = _cancellation_text(meeting, off=off)
        calendar = withdrawal_calendar(
            meeting, words=f"Canceled: a meeting of {partnership}", **facts
        )
    outbox.post(
        key=f"{_entry_key(meeting)}{sequence}",
        to=person if reads and off else person.email,
        subject=subject,
        body=body,
        calendar=calendar,
        at=at,
        partnership=partnership,
    )


def _cancellation_text(meeting: Meeting, *, off: bool) -> str:
    """Why an entry goes, in words that everybody may read."""
    partnership = meeting.partnership
    why = _ENDED.get(partnership.stage, "")
    if not why:
        why = "it was canceled" if off else "you are no longer invited"
    if meeting.state == Meeting.State.HELD:
        why = "it has already been held"
    return (
        f"The meeting of {partnership} planned for "
        f"{there_words(meeting.starts, meeting.timezone)} is removed from your calendar: "
        f"{why}.\n\nIf you did not expect this, ask the "
        f"convener:\n{full_address(page_address(partnership))}"
    )


_ENDED: dict[str, str] = {
    Stage.PAUSED: "the partnership is paused",
    Stage.CLOSED: "the partnership has closed",
    Stage.MERGED: "the partnership has merged into another",
    Stage.SPLIT: "the partnership has split",
}


def _entry_key(meeting: Meeting) -> str:
    return f"meeting {meeting.pk} sequence "


def reminder_of(meeting: Meeting) -> str:
    """How the key of every reminder of a meeting begins."""
    return f"reminder of meeting {meeting.pk} on "
