"""Meetings, who comes to them, and what they decided."""

from collections.abc import Iterable
from typing import NamedTuple

from sectoral.workspace.columns import meetings as columns
from sectoral.workspace.columns import seats
from sectoral.workspace.drawings.sheets import SheetColumn
from sectoral.workspace.exports.reader import RecordKind, RecordReader
from sectoral.workspace.models import Decision, Meeting
from sectoral.workspace.queries.replies import MeetingGuest, expected_of


class _ReadMeeting(NamedTuple):
    """A meeting, and its minutes where the reader reads them."""

    meeting: Meeting
    minutes: str | None


def _meeting_rows(reader: RecordReader) -> Iterable[_ReadMeeting]:
    rows = reader.partnership.meetings.select_related("chaired_by__organization")
    return (_ReadMeeting(row, row.minutes if reader.minutes(row) else None) for row in rows)


MEETINGS: RecordKind[_ReadMeeting] = RecordKind(
    "meetings",
    "Meetings",
    "see_partnership",
    _meeting_rows,
    (
        *(column.within(lambda row: row.meeting) for column in columns.MEETINGS),
        SheetColumn("Minutes", lambda row: row.minutes),
    ),
)


class _AskedGuest(NamedTuple):
    """Somebody who was asked to a meeting."""

    meeting: Meeting
    guest: MeetingGuest


def _reply_rows(reader: RecordReader) -> Iterable[_AskedGuest]:
    meetings = list(reader.partnership.meetings.order_by("starts", "pk"))
    found = expected_of(meetings, reader.sitting)
    return (
        _AskedGuest(meeting, guest) for meeting in meetings for guest in found[meeting.pk].guests
    )


REPLIES: RecordKind[_AskedGuest] = RecordKind(
    "replies",
    "Who comes to meetings",
    "see_replies",
    _reply_rows,
    (
        columns.TITLE.within(lambda row: row.meeting),
        columns.STARTS.within(lambda row: row.meeting),
        seats.ORGANIZATION.within(lambda row: row.guest.seat),
        seats.KIND.within(lambda row: row.guest.seat),
        SheetColumn("Person", lambda row: str(row.guest.person)),
        SheetColumn("Answer", lambda row: row.guest.reply_words),
    ),
)


def _decision_rows(reader: RecordReader) -> Iterable[Decision]:
    rows = Decision.objects.select_related("meeting").filter(
        meeting__partnership=reader.partnership
    )
    return (row for row in rows if reader.minutes(row.meeting))


DECISIONS: RecordKind[Decision] = RecordKind(
    "decisions",
    "Decisions",
    "see_partnership",
    _decision_rows,
    (
        columns.TITLE.within(lambda row: row.meeting),
        columns.STARTS.within(lambda row: row.meeting),
        SheetColumn("Decision", lambda row: row.text),
    ),
)
