"""When a meeting is, as typed: an hour without a zone is an hour of the zone that is chosen."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import forms
from django.conf import settings
from django.utils.dateparse import parse_datetime

from sectoral.workspace.actions import meetings
from sectoral.workspace.acts.fields.basic import ActField, Start, choice_field
from sectoral.workspace.models import Meeting, Partnership, User
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.dates import day_words, hour_words

ZONES = (
    ("America/New_York", "Eastern"),
    ("America/Chicago", "Central"),
    ("America/Denver", "Mountain"),
    ("America/Phoenix", "Mountain without daylight saving (Arizona)"),
    ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
    ("America/Puerto_Rico", "Atlantic (Puerto Rico)"),
)
"""The zones of the United States that a form offers; the pages' own is offered as well."""


def zone_field() -> ActField:
    """The time zone that the hours are meant in: the pages' own, unless the meeting has one."""
    return choice_field(
        "timezone",
        "Time zone",
        _zone_choices,
        start=lambda _, it: _zone_of(it) or settings.TIME_ZONE,
    )


def _zone_choices(_: Sitting, thing: Any) -> Iterable[tuple[str, str]]:
    listed = dict(ZONES)
    more = [name for name in (_zone_of(thing), settings.TIME_ZONE) if name and name not in listed]
    return [*ZONES, *((name, name) for name in dict.fromkeys(more))]


def _zone_of(thing: Any) -> str:
    """The meeting's own zone; for a table, that of the meeting it called last."""
    if isinstance(thing, Meeting):
        return thing.timezone
    if isinstance(thing, Partnership):
        return thing.meetings.order_by("-pk").values_list("timezone", flat=True).first() or ""
    return ""


def wall_time_field(name: str, label: str, *, start: Start | None = None) -> ActField:
    """A day and its hour on the clock of the zone that is chosen beside it."""
    return ActField(
        name,
        lambda *_: WallField(
            label=label,
            widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        ),
        datetime,
        start=start,
    )


class WallField(forms.DateTimeField):
    """A moment as it was typed: without a zone, unless it came with an offset of its own.

    Django's own would give it the pages' zone, and refuse an hour that this zone leaves out.
    """

    def to_python(self, value: Any) -> datetime | None:
        """Naive where it stands for a clock on a wall, aware where it names an offset."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value
        typed = str(value).strip()
        try:
            found = parse_datetime(typed)
        except ValueError:
            found = None
        if found is not None:
            return found
        for form in self.input_formats or ():
            try:
                return self.strptime(typed, form)
            except ValueError:
                continue
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


def wall_time_of(moment: datetime, meeting: Meeting) -> datetime:
    """A moment as the clock on the meeting's wall shows it: what stands in a form."""
    return _wall_time(moment, ZoneInfo(meeting.timezone))


def _wall_time(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def resolve_time(typed: datetime, timezone: str, *, was: datetime | None = None) -> datetime:
    """What was meant: an hour typed without its zone is one of the chosen zone.

    An hour that came with an offset of its own, as programs send it, stays as it is. A zone that
    is none is left for the action to refuse.

    Takes    was: the moment it was before; where the form shows that very minute, it stays.
    Raises   Refused for an hour that the zone leaves out, or has twice, when its clocks change.
    """
    if typed.tzinfo is not None:
        return typed
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return typed.replace(tzinfo=UTC)
    if was is not None and typed == _wall_time(was, zone).replace(second=0, microsecond=0):
        return was
    first, second = (typed.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    words = f"{day_words(typed.date())}, clocks change in {timezone}: {hour_words(typed)}"
    if _wall_time(first.astimezone(UTC), zone) == typed:
        raise Refused(f"On {words} comes twice that day. Choose a time that comes once.")
    raise Refused(f"On {words} does not exist that day. Choose a time before or after it.")


def call_meeting(  # noqa: PLR0913 - the facts of a meeting
    *,
    partnership: Partnership,
    kind: str,
    title: str,
    starts: datetime,
    ends: datetime,
    decision_wanted: str,
    timezone: str = "",
    place: str = "",
    open_to_public: bool | None = None,
    public_link: str = "",
    video_link: str = "",
    video_public: bool = False,
    at: datetime,
    by: User,
) -> Meeting:
    """`meetings.call`, with the hours as a form brings them."""
    zone = timezone or settings.TIME_ZONE
    return meetings.call(
        partnership=partnership,
        kind=kind,
        title=title,
        starts=resolve_time(starts, zone),
        ends=resolve_time(ends, zone),
        decision_wanted=decision_wanted,
        timezone=zone,
        place=place,
        open_to_public=open_to_public,
        public_link=public_link,
        video_link=video_link,
        video_public=video_public,
        at=at,
        by=by,
    )


def change_meeting(  # noqa: PLR0913 - the facts of a meeting
    *,
    meeting: Meeting,
    title: str,
    starts: datetime,
    ends: datetime,
    timezone: str = "",
    place: str | None = None,
    public_link: str | None = None,
    video_link: str | None = None,
    video_public: bool | None = None,
    at: datetime,
    by: User,
) -> Meeting:
    """`meetings.change`, with the hours as a form brings them."""
    zone = timezone or meeting.timezone
    return meetings.change(
        meeting=meeting,
        title=title,
        starts=resolve_time(starts, zone, was=meeting.starts),
        ends=resolve_time(ends, zone, was=meeting.ends),
        timezone=zone,
        place=place,
        public_link=public_link,
        video_link=video_link,
        video_public=video_public,
        at=at,
        by=by,
    )
