"""The meetings of a partnership: for members those to come and past, for visitors the open ones."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from sectoral.workspace.models import Meeting
from sectoral.workspace.presenters.meeting import ratio_words
from sectoral.workspace.queries.meetings import (
    Room,
    called_off,
    open_to_all,
    rooms,
    same_day,
    why_led,
    with_open_minutes,
)
from sectoral.workspace.queries.roles import Sitting

A_PAGE = 25
COMING = (Meeting.State.PLANNED, Meeting.State.INVITED, Meeting.State.OPEN)


@dataclass(frozen=True, slots=True)
class Line:
    """A meeting as the list shows it; what only a held one has is empty before.

    decisions   how many it took
    minutes     whether they were sent, and on the day
    """

    meeting: Meeting
    room: Room | None
    ratio: str
    why_led: str
    decisions: int
    minutes: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of lines: Django's page for its numbers, and what stands on it."""

    page: Page[Meeting]
    lines: tuple[Line, ...]


def to_come(sitting: Sitting, page: str) -> Listed:
    """Meetings that have not been held, the next first."""
    return _listed(_near(sitting).filter(state__in=COMING).order_by("starts", "pk"), page)


def past(sitting: Sitting, page: str) -> Listed:
    """Meetings that were held or cancelled, the last first."""
    over = _near(sitting).exclude(state__in=COMING)
    return _listed(over.order_by("-starts", "-pk"), page)


def _near(sitting: Sitting) -> QuerySet[Meeting]:
    """The partnership's meetings with what a line is made of."""
    meetings = Meeting.objects.filter(partnership=sitting.partnership)
    near = meetings.select_related("chaired_by__organization", "partnership")
    return near.annotate(taken=Count("decisions"))


def _listed(meetings: QuerySet[Meeting], page: str) -> Listed:
    found = Paginator(meetings, A_PAGE).get_page(page)
    return Listed(found, _lines(found.object_list))


def _lines(meetings: Iterable[Meeting]) -> tuple[Line, ...]:
    listed = list(meetings)
    here = rooms(meeting for meeting in listed if meeting.state == Meeting.State.HELD)
    return tuple(_line(meeting, here.get(meeting.pk)) for meeting in listed)


def _line(meeting: Meeting, here: Room | None) -> Line:
    if here is None:
        return Line(meeting, None, "", "", 0, "")
    taken: int = getattr(meeting, "taken", 0)
    return Line(
        meeting, here, ratio_words(here), why_led(meeting, here), taken, minutes_words(meeting)
    )


def minutes_words(meeting: Meeting) -> str:
    """Whether the minutes went out, and when: wanted is the same day."""
    if meeting.minutes_sent_at is None:
        return "minutes not sent yet"
    return "minutes sent the same day" if same_day(meeting) else "minutes sent later"


@dataclass(frozen=True, slots=True)
class OpenMeetings:
    """What everybody may know of a partnership's meetings (S15): nothing of any other."""

    coming: tuple[Meeting, ...]
    called_off: tuple[Meeting, ...]
    with_minutes: Page[Meeting]


def open_meetings(sitting: Sitting, page: str = "1") -> OpenMeetings:
    """The announced open meetings, those called off, and open minutes."""
    partnership, at = sitting.partnership, sitting.at
    if partnership is None:
        raise ValueError("open meetings are of a partnership; got none")
    return OpenMeetings(
        coming=tuple(open_to_all(partnership, at=at)[:A_PAGE]),
        called_off=tuple(called_off(partnership, at=at)[:A_PAGE]),
        with_minutes=Paginator(with_open_minutes(partnership, at=at), A_PAGE).get_page(page),
    )
