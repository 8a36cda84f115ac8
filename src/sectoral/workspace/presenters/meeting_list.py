"""The meetings of a partnership: for members those to come and past, for visitors the open ones."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from sectoral.workspace.models import Meeting
from sectoral.workspace.presenters.meeting import ratio_words
from sectoral.workspace.queries.meetings import (
    MeetingBalance,
    called_off,
    meeting_balances,
    open_to_all,
    same_day,
    why_led,
    with_open_minutes,
)
from sectoral.workspace.queries.roles import Sitting

A_PAGE = 25
COMING = (Meeting.State.PLANNED, Meeting.State.INVITED, Meeting.State.OPEN)


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting as the list shows it; what only a held one has is empty before.

    decisions   how many it took
    minutes     whether they were sent, and on the day
    """

    meeting: Meeting
    room: MeetingBalance | None
    ratio: str
    why_led: str
    decisions: int
    minutes: str


@dataclass(frozen=True, slots=True)
class MeetingListPage:
    """A page of lines: Django's page for its numbers, and what stands on it."""

    page: Page[Meeting]
    lines: tuple[MeetingLine, ...]


def to_come(sitting: Sitting, page: str) -> MeetingListPage:
    """Meetings that have not been held, the next first."""
    return _list_page(
        _meetings_with_related(sitting).filter(state__in=COMING).order_by("starts", "pk"), page
    )


def past_meetings(sitting: Sitting, page: str) -> MeetingListPage:
    """Meetings that were held or cancelled, the last first."""
    over = _meetings_with_related(sitting).exclude(state__in=COMING)
    return _list_page(over.order_by("-starts", "-pk"), page)


def _meetings_with_related(sitting: Sitting) -> QuerySet[Meeting]:
    """The partnership's meetings with what a line is made of."""
    meetings = Meeting.objects.filter(partnership=sitting.partnership)
    near = meetings.select_related("chaired_by__organization", "partnership")
    return near.annotate(taken=Count("decisions"))


def _list_page(meetings: QuerySet[Meeting], page: str) -> MeetingListPage:
    found = Paginator(meetings, A_PAGE).get_page(page)
    return MeetingListPage(found, _meeting_lines(found.object_list))


def _meeting_lines(meetings: Iterable[Meeting]) -> tuple[MeetingLine, ...]:
    listed = list(meetings)
    here = meeting_balances(meeting for meeting in listed if meeting.state == Meeting.State.HELD)
    return tuple(_meeting_line(meeting, here.get(meeting.pk)) for meeting in listed)


def _meeting_line(meeting: Meeting, here: MeetingBalance | None) -> MeetingLine:
    if here is None:
        return MeetingLine(meeting, None, "", "", 0, "")
    taken: int = getattr(meeting, "taken", 0)
    return MeetingLine(
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
