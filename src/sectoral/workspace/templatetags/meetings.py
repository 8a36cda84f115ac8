"""When a meeting is, in the meeting's own time zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template

from sectoral.workspace.models import Meeting
from sectoral.workspace.rules.dates import hour_words, span_words, there_words

register = template.Library()


@register.filter
def when(meeting: Meeting) -> str:
    """Its day and hours with the zone: “Tuesday, March 10, 2026, 9:00 AM to 11:00 AM MDT”."""
    return span_words(meeting.starts, meeting.ends, meeting.timezone)


@register.filter
def hour_there(meeting: Meeting, moment: datetime) -> str:
    """A moment as the clock in the meeting's room shows it: “9:05 AM MDT”."""
    local = moment.astimezone(ZoneInfo(meeting.timezone))
    return f"{hour_words(local)} {local:%Z}"


@register.filter
def day_there(meeting: Meeting, moment: datetime) -> str:
    """A moment's day and hour there: “Tuesday, March 10, 2026, 5:30 PM MDT”."""
    return there_words(moment, meeting.timezone)
