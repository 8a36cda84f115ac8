"""When a meeting is, as typed: an hour without a zone is an hour of the zone that is chosen."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone as zones

from sectoral.workspace.actions import meetings
from sectoral.workspace.acts.fields import Field, choice
from sectoral.workspace.models import Meeting, Partnership, User
from sectoral.workspace.roles import Sitting

ZONES = (
    ("America/New_York", "Eastern"),
    ("America/Chicago", "Central"),
    ("America/Denver", "Mountain"),
    ("America/Phoenix", "Mountain, the same all year (Arizona)"),
    ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
    ("America/Puerto_Rico", "Atlantic (Puerto Rico)"),
)
"""The zones of the United States that a form offers; the pages' own is offered as well."""


def zone() -> Field:
    """The time zone that the hours are meant in: the pages' own, unless the meeting has one."""
    return choice(
        "timezone", "Time zone", _offered, start=lambda _, it: _own(it) or settings.TIME_ZONE
    )


def _offered(_: Sitting, thing: Any) -> Iterable[tuple[str, str]]:
    listed = dict(ZONES)
    more = [name for name in (_own(thing), settings.TIME_ZONE) if name and name not in listed]
    return [*ZONES, *((name, name) for name in dict.fromkeys(more))]


def _own(thing: Any) -> str:
    return thing.timezone if isinstance(thing, Meeting) else ""


def here(moment: datetime, meeting: Meeting) -> datetime:
    """A moment as the clock on the meeting's wall shows it: what stands in a form."""
    return moment.astimezone(ZoneInfo(meeting.timezone)).replace(tzinfo=None)


def meant(moment: datetime, timezone: str) -> datetime:
    """What was meant: an hour typed without its zone is one of the chosen zone.

    A form gives such an hour the pages' own zone; one that came with an offset of its own, as
    programs send it, stays as it is. A zone that is none is left for the action to refuse.
    """
    typed = isinstance(moment.tzinfo, ZoneInfo) and moment.tzinfo == zones.get_current_timezone()
    known = timezone in dict(ZONES) or timezone == settings.TIME_ZONE
    return moment.replace(tzinfo=ZoneInfo(timezone)) if typed and known else moment


def call(  # noqa: PLR0913 - the facts of a meeting
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
    at: datetime,
    by: User,
) -> Meeting:
    """`meetings.call`, with the hours as a form brings them."""
    zone = timezone or settings.TIME_ZONE
    return meetings.call(
        partnership=partnership,
        kind=kind,
        title=title,
        starts=meant(starts, zone),
        ends=meant(ends, zone),
        decision_wanted=decision_wanted,
        timezone=zone,
        place=place,
        open_to_public=open_to_public,
        public_link=public_link,
        at=at,
        by=by,
    )


def change(  # noqa: PLR0913 - the facts of a meeting
    *,
    meeting: Meeting,
    title: str,
    starts: datetime,
    ends: datetime,
    timezone: str = "",
    place: str | None = None,
    public_link: str | None = None,
    at: datetime,
    by: User,
) -> Meeting:
    """`meetings.change`, with the hours as a form brings them."""
    zone = timezone or meeting.timezone
    return meetings.change(
        meeting=meeting,
        title=title,
        starts=meant(starts, zone),
        ends=meant(ends, zone),
        timezone=zone,
        place=place,
        public_link=public_link,
        at=at,
        by=by,
    )
