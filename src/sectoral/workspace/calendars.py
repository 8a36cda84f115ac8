"""Meetings as iCalendar text (RFC 5545, sent as RFC 5546 says).

A meeting's entry keeps one UID for ever; each change counts its SEQUENCE up, so that a calendar
replaces what it has; a cancelled meeting goes out as METHOD:CANCEL and disappears. Times carry
their time zone with its rules (VTIMEZONE), so that they are right on either side of a change
of clocks.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from sectoral.workspace.models import Meeting

PRODUCT = "-//Sectoral//Partnership meetings//EN"
TYPE = "text/calendar; charset=utf-8"


def invitation(meeting: Meeting, *, to: str, organizer: str, at: datetime) -> str:
    """What one member's calendar gets: a request, its update, or its cancellation.

    Takes    to, organizer: e-mail addresses; only the reader's own address stands in it, so
             that an invitation never lists who else was asked; at: when this text is made.
    Returns  iCalendar text with CRLF lines, METHOD:REQUEST or METHOD:CANCEL.
    """
    cancelled = meeting.state == Meeting.State.CANCELLED
    entry = _entry(meeting, at)
    entry.add("organizer", vCalAddress(f"mailto:{organizer}"))
    entry.add("description", f"Decision wanted: {meeting.decision_wanted}")
    entry.add("attendee", _attendee(to))
    return _text([entry], "CANCEL" if cancelled else "REQUEST", _years([meeting]))


def published(meetings: Iterable[Meeting], *, at: datetime) -> str:
    """Open meetings for whoever subscribes: when, where and under which link, nothing else."""
    listed = list(meetings)
    return _text([_entry(meeting, at) for meeting in listed], "PUBLISH", _years(listed))


def _entry(meeting: Meeting, at: datetime) -> Event:
    zone = ZoneInfo(meeting.timezone)
    cancelled = meeting.state == Meeting.State.CANCELLED
    entry = Event()
    entry.add("uid", meeting.uid)
    entry.add("sequence", meeting.sequence)
    entry.add("dtstamp", at.astimezone(UTC))
    entry.add("dtstart", meeting.starts.astimezone(zone))
    entry.add("dtend", meeting.ends.astimezone(zone))
    entry.add("summary", meeting.title)
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if meeting.place:
        entry.add("location", meeting.place)
    if meeting.open_to_public and meeting.public_link:
        entry.add("url", meeting.public_link)
    return entry


def _attendee(address: str) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{address}")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("TRUE")
    return attendee


def _years(meetings: list[Meeting]) -> list[int]:
    return [moment.year for meeting in meetings for moment in (meeting.starts, meeting.ends)]


def _text(entries: list[Event], method: str, years: list[int]) -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for entry in entries:
        calendar.add_component(entry)
    if years:
        # The rules of these years only: a zone's whole history is longer than the meeting.
        calendar.add_missing_timezones(
            first_date=date(min(years) - 1, 1, 1), last_date=date(max(years) + 2, 1, 1)
        )
    text: bytes = calendar.to_ical()
    return text.decode()
