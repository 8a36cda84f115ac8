"""Meetings as iCalendar text (RFC 5545, sent as RFC 5546 says).

A meeting's entry keeps one UID for ever; each change counts its SEQUENCE up, so that a calendar
replaces what it has; a cancelled meeting goes out as METHOD:CANCEL and disappears. Times carry
their time zone with its rules (VTIMEZONE), so that they are right on either side of a change
of clocks.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vText,
    vUri,
)

from sectoral.workspace.models import Meeting
from sectoral.workspace.models.meetings import Organizer

PRODUCT = "-//Sectoral//Partnership meetings//EN"
TYPE = "text/calendar; charset=utf-8"


def invitation_calendar(
    meeting: Meeting,
    *,
    to: str,
    organizer: Organizer,
    at: datetime,
    sequence: int | None = None,
    reply: str = "",
    more: str = "",
    video: bool = True,
) -> str:
    """What one member's calendar gets: a request, its update, or its cancellation.

    Whoever organizes it gets it published: a calendar asks nobody to come to the own meeting.

    Takes    to: the reader's e-mail address; no other stands in it but the organizer's, so that
             an invitation never lists who else was asked; at: when this text is made;
             sequence: the number on this reader's entry, else the meeting's own; reply: what the
             reader has said so far; more: further lines of its description; video: whether the
             reader may join by the video link.
    Returns  iCalendar text with CRLF lines, METHOD:REQUEST, METHOD:PUBLISH or METHOD:CANCEL.
    """
    cancelled = meeting.state == Meeting.State.CANCELLED
    link = meeting.video_link if video and not cancelled else ""
    entry = _meeting_event(meeting, at, sequence, video=link)
    entry.add("organizer", _organizer(organizer))
    afar = f"\nJoin by video: {link}" if link else ""
    further = f"\n\n{more}" if more else ""
    entry.add("description", f"Decision needed: {meeting.decision_wanted}{afar}{further}")
    own = to == organizer.email and not cancelled
    if not own:
        entry.add("attendee", _calendar_attendee(to, reply))
    method = "CANCEL" if cancelled else "PUBLISH" if own else "REQUEST"
    return _calendar_text([entry], method, [meeting])


def withdrawal_calendar(
    meeting: Meeting, *, to: str, organizer: Organizer, sequence: int, words: str, at: datetime
) -> str:
    """What takes an entry out of the calendar of somebody who is not asked any more.

    Takes    words: what stands in place of the title: nothing of the meeting's own text is in it,
             since its reader may have lost the right to read that.
    Returns  iCalendar text with CRLF lines, METHOD:CANCEL.
    """
    entry = Event()
    entry.add("uid", meeting.uid)
    entry.add("sequence", sequence)
    entry.add("dtstamp", at.astimezone(UTC))
    entry.add("dtstart", meeting.starts.astimezone(ZoneInfo(meeting.timezone)))
    entry.add("summary", words)
    entry.add("status", "CANCELLED")
    entry.add("organizer", _organizer(organizer))
    attendee = vCalAddress(f"mailto:{to}")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    entry.add("attendee", attendee)
    return _calendar_text([entry], "CANCEL", [meeting])


def public_calendar(meetings: Iterable[Meeting], *, at: datetime) -> str:
    """Open meetings for whoever subscribes: when, where and under which link, nothing else."""
    listed = list(meetings)
    entries = [_meeting_event(meeting, at, video=meeting.shown_video) for meeting in listed]
    return _calendar_text(entries, "PUBLISH", listed)


def _meeting_event(
    meeting: Meeting, at: datetime, sequence: int | None = None, *, video: str = ""
) -> Event:
    zone = ZoneInfo(meeting.timezone)
    cancelled = meeting.state == Meeting.State.CANCELLED
    entry = Event()
    entry.add("uid", meeting.uid)
    entry.add("sequence", meeting.sequence if sequence is None else sequence)
    entry.add("dtstamp", at.astimezone(UTC))
    entry.add("dtstart", meeting.starts.astimezone(zone))
    entry.add("dtend", meeting.ends.astimezone(zone))
    entry.add("summary", meeting.title)
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if meeting.place or video:
        entry.add("location", meeting.place or video)
    if video:
        # RFC 7986, 5.11: calendars that know it show a button to join by.
        features = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join by video"}
        entry.add("conference", vUri(video), parameters=features)
    if meeting.open_to_public and meeting.public_link:
        entry.add("url", meeting.public_link)
    return entry


_PARTSTAT = {"yes": "ACCEPTED", "remote": "ACCEPTED", "no": "DECLINED"}
"""What a reply is in a calendar: it knows of coming, not of from where."""


def _organizer(organizer: Organizer) -> vCalAddress:
    found = vCalAddress(f"mailto:{organizer.email}")
    if organizer.name:
        found.params["CN"] = vText(organizer.name)
    return found


def _calendar_attendee(address: str, reply: str = "") -> vCalAddress:
    attendee = vCalAddress(f"mailto:{address}")
    attendee.params["CUTYPE"] = vText("INDIVIDUAL")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText(_PARTSTAT.get(reply, "NEEDS-ACTION"))
    attendee.params["RSVP"] = vText("FALSE" if reply else "TRUE")
    return attendee


def _calendar_text(entries: list[Event], method: str, meetings: list[Meeting]) -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    years = [moment.year for meeting in meetings for moment in (meeting.starts, meeting.ends)]
    for zone in sorted({meeting.timezone for meeting in meetings}):
        first, last = min(RULES_FROM, *years), max(RULES_TO, *years)
        calendar.add_component(_zone_rules(zone, first, last))
    for entry in entries:
        calendar.add_component(entry)
    text: bytes = calendar.to_ical()
    return text.decode()


# ── a zone's rules ────────────────────────────────────────────────────────────────────────────

RULES_FROM, RULES_TO = 2020, 2037
"""Years whose changes every entry's rules are made from: the same for all entries, since some
calendars keep the first rules they meet under a zone's name and use them ever after."""


@dataclass(frozen=True, slots=True)
class _ClockChange:
    """A change of clocks: its local time before the change, and the offsets on either side."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


def _zone_rules(name: str, first: int, last: int) -> Timezone:
    """The rules of a zone from the first year to the end of the last (VTIMEZONE).

    Each onset is written in the local time that holds before it, as RFC 5545 (3.6.5) asks.
    """
    start = datetime(first, 1, 1, tzinfo=UTC)
    zone = Timezone()
    zone.add("tzid", name)
    kinds: dict[tuple[timedelta, timedelta, str, bool], list[datetime]] = {}
    for turn in _clock_changes(name, start, datetime(last + 1, 1, 1, tzinfo=UTC)):
        kind = (turn.before, turn.after, turn.name, turn.summer)
        kinds.setdefault(kind, []).append(turn.onset)
    for (before, after, words, summer), onsets in kinds.items():
        rule = _yearly_rule(onsets, last)
        for onset in onsets[:1] if rule else onsets:
            part = TimezoneDaylight() if summer else TimezoneStandard()
            part.add("dtstart", onset)
            if rule:
                part.add("rrule", rule)
            part.add("tzoffsetfrom", before)
            part.add("tzoffsetto", after)
            part.add("tzname", words)
            zone.add_component(part)
    return zone


def _yearly_rule(onsets: list[datetime], last: int) -> dict[str, object] | None:
    """The rule "every year, the n-th such day of the month", where the onsets keep to one.

    Several rules fit a few years; the one counted from the month's beginning is tried first.
    """
    years = [onset.year for onset in onsets]
    if len(years) < 2 or years != list(range(years[0], last + 1)):
        return None
    if len({(onset.month, onset.weekday(), onset.time()) for onset in onsets}) > 1:
        return None
    forward = {(onset.day + 6) // 7 for onset in onsets}
    backward = {
        -((monthrange(onset.year, onset.month)[1] - onset.day) // 7) - 1 for onset in onsets
    }
    nth = next((found for found in (forward, backward) if len(found) == 1), None)
    if nth is None:
        return None
    day = f"{nth.pop()}{_DAYS[onsets[0].weekday()]}"
    return {"freq": "yearly", "bymonth": onsets[0].month, "byday": day}


_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@cache
def _clock_changes(name: str, start: datetime, end: datetime) -> tuple[_ClockChange, ...]:
    """The state at the start, and every change of clocks until the end."""
    zone = ZoneInfo(name)
    found, moment = [_clock_change(zone, start, start)], start
    while moment < end:
        later = moment + timedelta(days=1)
        if moment.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
            found.append(_clock_change(zone, moment, _find_change(zone, moment, later)))
        moment = later
    return tuple(found)


def _find_change(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first minute at which the clock no longer shows what it did at `low`."""
    while high - low > timedelta(minutes=1):
        middle = low + timedelta(minutes=(high - low) // timedelta(minutes=2))
        same = middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset()
        low, high = (middle, high) if same else (low, middle)
    return high


def _clock_change(zone: ZoneInfo, before: datetime, onset: datetime) -> _ClockChange:
    was, now = before.astimezone(zone), onset.astimezone(zone)
    old, new = was.utcoffset() or timedelta(), now.utcoffset() or timedelta()
    local = (onset + old).replace(tzinfo=None)
    return _ClockChange(local, old, new, now.tzname() or "", bool(now.dst()))
