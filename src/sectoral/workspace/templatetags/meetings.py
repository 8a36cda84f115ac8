"""When a meeting is, in the meeting's own time zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template

from sectoral.workspace.models import Meeting

register = template.Library()


@register.filter
def when(meeting: Meeting) -> str:
    """Its day and hours with the zone: “Tuesday 10 March 2026, 9:00 am to 11:00 am MDT”."""
    zone = ZoneInfo(meeting.timezone)
    starts, ends = meeting.starts.astimezone(zone), meeting.ends.astimezone(zone)
    end = _hour(ends) if ends.date() == starts.date() else f"{_day(ends)}, {_hour(ends)}"
    return f"{_day(starts)}, {_hour(starts)} to {end} {starts:%Z}"


@register.filter
def hour_there(meeting: Meeting, moment: datetime) -> str:
    """A moment as the clock in the meeting's room shows it: “9:05 am MDT”."""
    local = moment.astimezone(ZoneInfo(meeting.timezone))
    return f"{_hour(local)} {local:%Z}"


@register.filter
def day_there(meeting: Meeting, moment: datetime) -> str:
    """A moment's day and hour there: “Tuesday 10 March 2026, 5:30 pm MDT”."""
    local = moment.astimezone(ZoneInfo(meeting.timezone))
    return f"{_day(local)}, {_hour(local)} {local:%Z}"


def _day(moment: datetime) -> str:
    return f"{moment:%A} {moment.day} {moment:%B %Y}"


def _hour(moment: datetime) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M} {'am' if moment.hour < 12 else 'pm'}"
