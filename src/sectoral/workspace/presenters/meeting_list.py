"""The meetings of a partnership: for members those to come and past, for visitors the open ones."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone

from sectoral.workspace.addresses import page_address
from sectoral.workspace.drawings.lists import ListColumn, ListFilter, PageList, rank_of
from sectoral.workspace.drawings.sheets import SheetCell, SheetHeading, state_cell, text_cell
from sectoral.workspace.models import Decision, Meeting
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
from sectoral.workspace.rules.dates import span_words

A_PAGE = 25
_STATES = (
    *(Meeting.State.OPEN, Meeting.State.INVITED, Meeting.State.PLANNED),
    *(Meeting.State.HELD, Meeting.State.CANCELLED),
)
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


def meeting_rows(sitting: Sitting) -> QuerySet[Meeting]:
    """The partnership's meetings with what a line is made of."""
    meetings = Meeting.objects.filter(partnership=sitting.partnership)
    return meetings.select_related("chaired_by__organization", "partnership").annotate(
        taken=_decisions_taken()
    )


def _decisions_taken() -> Coalesce:
    many = Decision.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting")
    counted = Subquery(many.annotate(many=Count("pk")).values("many"))
    return Coalesce(counted, Value(0), output_field=IntegerField())


def meeting_lines(meetings: Iterable[Meeting]) -> tuple[MeetingLine, ...]:
    """Each of these meetings with what the list says of it; one query for all of them."""
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


# ── the list of members ───────────────────────────────────────────────────────────────────────


def _title_cell(line: MeetingLine) -> SheetCell:
    row = line.meeting
    why = row.cancelled_because if row.state == Meeting.State.CANCELLED else ""
    note = f"Canceled: {why}" if why else f"Decision wanted: {row.decision_wanted}"
    return text_cell(row.title, href=page_address(row), note=note)


def _when_cell(line: MeetingLine) -> SheetCell:
    """From when to when on the meeting's own clock, and where."""
    row = line.meeting
    words = span_words(row.starts, row.ends, row.timezone)
    return SheetCell(words, timezone.make_naive(row.starts), note=row.place)


def _state_cell(line: MeetingLine) -> SheetCell:
    row, note = line.meeting, ""
    if row.open_to_public:
        note = "open to the public" if row.noticed_at else "open to the public, not announced yet"
    return state_cell(f"meeting-{row.state}", row.get_state_display(), note=note)


def _came_cell(line: MeetingLine) -> SheetCell:
    """Who came, with the companies' share of them as a bar."""
    if line.room is None:
        return SheetCell("", None)
    companies, public = line.room.companies, line.room.public
    words = f"{companies} compan{'y' if companies == 1 else 'ies'}, {public} public"
    both = companies + public
    share = companies / both if both else None
    led = "employer-led" if line.room.employer_led else line.why_led
    return SheetCell(words, words, note=led, share=share)


def _minutes_cell(line: MeetingLine) -> SheetCell:
    row = line.meeting
    if row.state != Meeting.State.HELD:
        return SheetCell("", None)
    if row.minutes_sent_at is None:
        return state_cell("late", "not sent yet")
    return text_cell(
        line.minutes.removeprefix("minutes ").capitalize(),
        href=reverse("minutes", args=[row.partnership.slug, row.pk]),
    )


_PLACE = Case(When(state__in=COMING, then=Value(0)), default=Value(1), output_field=IntegerField())
_TO_COME = Case(When(state__in=COMING, then=F("starts")))

MEETINGS: PageList[MeetingLine] = PageList(
    name="meetings",
    things=("meeting", "meetings"),
    caption="Meetings",
    columns=(
        ListColumn("title", "Meeting", _title_cell, sort=(Lower("title"),)),
        ListColumn("starts", "When", _when_cell, sort=("starts",), falls=True),
        ListColumn(
            "kind",
            "Kind",
            lambda line: line.meeting.get_kind_display(),
            sort=(rank_of("kind", Meeting.Kind.values),),
        ),
        ListColumn("state", "Status", _state_cell, sort=(rank_of("state", _STATES),)),
        ListColumn("came", "Who came", _came_cell),
        ListColumn(
            "decisions",
            SheetHeading("Decisions", number=True),
            lambda line: line.decisions if line.room else None,
            sort=(Case(When(state=Meeting.State.HELD, then=F("taken"))),),
            falls=True,
        ),
        ListColumn("minutes", "Minutes", _minutes_cell),
    ),
    order=(_PLACE, _TO_COME, "-starts"),
    order_words="The next one first, then those that were held, the latest first.",
    filters=(
        ListFilter(
            "when",
            "When",
            lambda rows, when: (
                rows.filter(state__in=COMING)
                if when == "coming"
                else rows.exclude(state__in=COMING)
            ),
            (("coming", "To come"), ("past", "Past")),
        ),
        ListFilter(
            "kind",
            "Kind",
            lambda rows, kind: rows.filter(kind=kind),
            tuple((value, str(label).capitalize()) for value, label in Meeting.Kind.choices),
            every="All kinds",
        ),
        ListFilter(
            "unsent",
            "Minutes",
            lambda rows, _: rows.filter(state=Meeting.State.HELD, minutes_sent_at=None),
            (("yes", "Not sent yet"),),
        ),
    ),
    empty="No meeting is planned. A convener or a champion calls one; companies then ask for "
    "points on its agenda.",
    acts="partnership/rows/meeting.html",
)
