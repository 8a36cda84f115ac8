"""Meetings: called for a decision, invited by champions, opened under the antitrust statement."""

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.db.models import Max

from sectoral.workspace.actions.agendas import USUAL
from sectoral.workspace.actions.calendar_entries import settle_entries
from sectoral.workspace.actions.moves import advance, may_begin
from sectoral.workspace.actions.record import note
from sectoral.workspace.guards.seat import has_own_seat
from sectoral.workspace.models import AgendaItem, Meeting, Partnership, Seat, User
from sectoral.workspace.queries.meetings import asked_seats, organizer_of
from sectoral.workspace.queries.roles import Sitting, role_of_seat, roles_of, sitting_of
from sectoral.workspace.rules.answers import YES, Ruling, first_no, require
from sectoral.workspace.rules.dates import day_words
from sectoral.workspace.rules.lifecycles import MEETING
from sectoral.workspace.rules.permissions import CONVENERS, PartnershipRole, may
from sectoral.workspace.rules.wording.text import may_keep, may_show_at_once

BEFORE = (Meeting.State.PLANNED, Meeting.State.INVITED)
_CHANGED = (
    "title", "place", "starts", "ends", "timezone", "public_link", "video_link", "video_public",
    "sequence",
)  # fmt: skip


@transaction.atomic
def call(  # noqa: PLR0913 - the facts of a meeting
    *,
    partnership: Partnership,
    kind: str,
    title: str,
    starts: datetime,
    ends: datetime,
    decision_wanted: str,
    timezone: str = "America/Denver",
    place: str = "",
    open_to_public: bool | None = None,
    public_link: str = "",
    video_link: str = "",
    video_public: bool = False,
    at: datetime,
    by: User,
) -> Meeting:
    """Plan a meeting; it names the decision that is wanted of it.

    Takes    open_to_public: whether open-meetings law holds; None = as the partnership says;
             video_link: by which members join remotely; video_public: so may everybody.
    """
    require(may(roles_of(by, partnership, at=at), "call_meeting"))
    require(
        first_no(
            _check_kind(kind),
            _check_texts(title, decision_wanted),
            _check_times(starts, ends, timezone),
        )
    )
    opened = partnership.open_meetings if open_to_public is None else open_to_public
    require(_check_video(video_link, opened=opened, public=video_public))
    meeting = Meeting.objects.create(
        partnership=partnership,
        kind=kind,
        title=_single_line(title),
        starts=starts,
        ends=ends,
        timezone=timezone,
        place=_single_line(place),
        decision_wanted=_single_line(decision_wanted),
        open_to_public=opened,
        public_link=public_link,
        video_link=video_link,
        video_public=video_public,
        uid=f"{uuid4()}@sectoral",
    )
    words = f"A {meeting.get_kind_display()} is planned for {_local_day(meeting)}"
    _note_meeting("call", words, meeting, at=at, by=by)
    return meeting


@transaction.atomic
def add_item(
    *,
    meeting: Meeting,
    text: str,
    minutes: int = 10,
    seat: Seat | None = None,
    at: datetime,
    by: User,
) -> AgendaItem:
    """Put a point on the agenda, marked by the seat that asked for it.

    Takes    seat: None for the convener's own point.
    Raises   Refused for a public partner's text that sells something (P24, S1).
    """
    meeting = _lock_meeting(meeting)
    sitting = sitting_of(by, meeting.partnership, at=at)
    require(may_change_meeting(meeting) if seat is None else may_ask_for_item(sitting, meeting))
    require(first_no(_may_ask(sitting, seat), _check_texts(text)))
    if seat is not None and role_of_seat(seat) in (PartnershipRole.PUBLIC, PartnershipRole.LABOR):
        require(may_show_at_once(text))
    last = meeting.agenda.aggregate(last=Max("place"))["last"] or 0
    item = AgendaItem.objects.create(
        meeting=meeting, place=last + 1, text=_single_line(text), asked_by=seat, minutes=minutes
    )
    who = seat.organization.name if seat else "The convener"
    _note_meeting("add_item", f"{who} adds a point to the agenda", meeting, at=at, by=by)
    return item


def may_ask_for_item(sitting: Sitting, meeting: Meeting) -> Ruling:
    """Whether a person may put a point of an own seat on the agenda."""
    return first_no(may_change_meeting(meeting), has_own_seat(sitting, "add_agenda"))


def may_change_meeting(meeting: Meeting) -> Ruling:
    """Whether a meeting and its agenda may still be changed: it has not begun."""
    if meeting.state in BEFORE:
        return YES
    return Ruling(f"{meeting} is “{meeting.get_state_display()}” already.")


@transaction.atomic
def fill_agenda(*, meeting: Meeting, at: datetime, by: User) -> Meeting:
    """Put the usual points of its kind on an empty agenda, as the convener's own."""
    meeting = _lock_meeting(meeting)
    require(may_fill_agenda(meeting))
    require(_may_ask(sitting_of(by, meeting.partnership, at=at), None))
    for place, (text, minutes) in enumerate(USUAL[meeting.kind], start=1):
        AgendaItem.objects.create(meeting=meeting, place=place, text=text, minutes=minutes)
    _note_meeting("fill_agenda", "The standard agenda is used", meeting, at=at, by=by)
    return meeting


def may_fill_agenda(meeting: Meeting) -> Ruling:
    """Whether the usual points may be put down: while there are none."""
    if may_change_meeting(meeting) and meeting.agenda.exists():
        return Ruling("The agenda already has points. Add what is missing one by one.")
    return may_change_meeting(meeting)


@transaction.atomic
def set_aside(
    *, meeting: Meeting, text: str, seat: Seat | None = None, at: datetime, by: User
) -> AgendaItem:
    """Put a point that came up at the meeting straight into the parking lot.

    Takes    seat: who asked for it; None for the convener.
    """
    meeting = _lock_meeting(meeting)
    sitting = sitting_of(by, meeting.partnership, at=at)
    require(may_set_aside(meeting) if seat is None else may_set_own_aside(sitting, meeting))
    require(first_no(_may_ask(sitting, seat), _check_texts(text)))
    if seat is not None and role_of_seat(seat) in (PartnershipRole.PUBLIC, PartnershipRole.LABOR):
        require(may_show_at_once(text))
    last = meeting.agenda.aggregate(last=Max("place"))["last"] or 0
    item = AgendaItem.objects.create(
        meeting=meeting, place=last + 1, text=_single_line(text), asked_by=seat, parked=True
    )
    _note_meeting("set_aside", "A point is added to the parking lot", meeting, at=at, by=by)
    return item


def may_set_aside(meeting: Meeting) -> Ruling:
    """Whether the parking lot takes what comes up at a meeting: while it is on."""
    if meeting.state == Meeting.State.OPEN:
        return YES
    return Ruling("Points can go to the parking lot only during the meeting.")


def may_set_own_aside(sitting: Sitting, meeting: Meeting) -> Ruling:
    """Whether a person may put a point of an own seat into the parking lot."""
    return first_no(may_set_aside(meeting), has_own_seat(sitting, "add_agenda"))


@transaction.atomic
def park_item(*, item: AgendaItem, at: datetime, by: User) -> AgendaItem:
    """Put a point into the parking lot: not now, not forgotten."""
    meeting = _lock_meeting(item.meeting)
    item.refresh_from_db()
    require(may(roles_of(by, meeting.partnership, at=at), "take_roll"))
    require(may_park_item(item))
    item.parked = True
    item.save(update_fields=["parked"])
    _note_meeting("park_item", "An agenda point is moved to the parking lot", meeting, at=at, by=by)
    return item


def may_park_item(item: AgendaItem) -> Ruling:
    """Whether a point may be put into the parking lot: until the meeting has ended."""
    if item.meeting.state not in (*BEFORE, Meeting.State.OPEN):
        return Ruling(f"{item.meeting} is over: its agenda stays as it was.")
    return Ruling("It is in the parking lot already.") if item.parked else YES


@transaction.atomic
def announce(*, meeting: Meeting, at: datetime, by: User) -> Meeting:
    """Publish the notice of an open meeting (S15)."""
    meeting = _lock_meeting(meeting)
    require(may(roles_of(by, meeting.partnership, at=at), "call_meeting"))
    require(may_announce(meeting))
    meeting.noticed_at = at
    meeting.save(update_fields=["noticed_at"])
    _note_meeting("announce", f"{meeting} is announced to the public", meeting, at=at, by=by)
    return meeting


def may_announce(meeting: Meeting) -> Ruling:
    """Whether a meeting's notice may be published: of an open one, once, before it begins."""
    if not meeting.open_to_public:
        return Ruling("This meeting is not open to the public.")
    if meeting.noticed_at is not None:
        return Ruling(f"{meeting} is announced already.")
    return may_change_meeting(meeting)


@transaction.atomic
def invite(*, meeting: Meeting, at: datetime, by: User) -> Meeting:
    """Ask the seats to come, in the convener's name; each delegate and convener gets an entry.

    The support team is the public partners; every other meeting is the whole table's. A launch
    is invited to by a champion: companies come when companies ask.
    """
    meeting = _lock_meeting(meeting)
    require(may_begin(meeting, MEETING, "invite"))
    require(may_invite(sitting_of(by, meeting.partnership, at=at), meeting))
    meeting.invited.set(asked_seats(meeting, at=at))
    meeting.invited_by = by
    organizer = organizer_of(meeting)
    meeting.organizer_name, meeting.organizer_email = organizer.name, organizer.email
    meeting.save(update_fields=["invited_by", "organizer_name", "organizer_email"])
    advance(meeting, MEETING, "invite", by=by, at=at)
    settle_entries(meeting.partnership, at=at)
    return meeting


def may_invite(sitting: Sitting, meeting: Meeting) -> Ruling:
    """Whether it is this person's to ask people to come: to a launch, a champion does."""
    if meeting.kind != Meeting.Kind.LAUNCH or PartnershipRole.CHAMPION in sitting.roles:
        return YES
    return Ruling("Only a champion can invite people to a launch meeting.")


@transaction.atomic
def change(  # noqa: PLR0913 - the facts of a meeting
    *,
    meeting: Meeting,
    title: str | None = None,
    starts: datetime | None = None,
    ends: datetime | None = None,
    timezone: str | None = None,
    place: str | None = None,
    public_link: str | None = None,
    video_link: str | None = None,
    video_public: bool | None = None,
    at: datetime,
    by: User,
) -> Meeting:
    """Change when, where or what; whoever was asked gets the entry's next sequence.

    Where the hour moves, whoever said that they come is asked anew.
    """
    meeting = _lock_meeting(meeting)
    require(may(roles_of(by, meeting.partnership, at=at), "call_meeting"))
    require(may_change_meeting(meeting))
    before = (meeting.starts, meeting.ends)
    meeting.title = meeting.title if title is None else _single_line(title)
    meeting.place = meeting.place if place is None else _single_line(place)
    meeting.starts, meeting.ends = starts or meeting.starts, ends or meeting.ends
    meeting.timezone = timezone or meeting.timezone
    meeting.public_link = meeting.public_link if public_link is None else public_link
    meeting.video_link = meeting.video_link if video_link is None else video_link
    shown = meeting.video_public and bool(meeting.video_link)
    meeting.video_public = shown if video_public is None else video_public
    moved = (meeting.starts, meeting.ends) != before
    require(_check_texts(meeting.title))
    require(_check_times(meeting.starts, meeting.ends, meeting.timezone))
    require(
        _check_video(meeting.video_link, opened=meeting.open_to_public, public=meeting.video_public)
    )
    meeting.sequence += 1
    meeting.save(update_fields=list(_CHANGED))
    if moved:
        meeting.invitees.update(reply="", replied_at=None)
    words = f"{meeting} moves to {_local_day(meeting)}" if moved else f"{meeting} is changed"
    _note_meeting("change", words, meeting, at=at, by=by)
    settle_entries(meeting.partnership, at=at)
    return meeting


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str, at: datetime, by: User) -> Meeting:
    """Cancel a meeting with its reason; it disappears from the calendars it went to."""
    meeting = _lock_meeting(meeting)
    require(may_begin(meeting, MEETING, "cancel"))
    meeting.cancelled_because, meeting.sequence = reason.strip(), meeting.sequence + 1
    meeting.save(update_fields=["cancelled_because", "sequence"])
    advance(meeting, MEETING, "cancel", by=by, at=at, reason=reason)
    settle_entries(meeting.partnership, at=at)
    return meeting


@transaction.atomic
def fall_away(partnership: Partnership, *, because: str, at: datetime) -> None:
    """Cancel the coming meetings of a partnership that has ended, and take them out of calendars.

    It follows from the end itself: who may end a partnership was asked there.
    """
    coming = partnership.meetings.filter(state__in=BEFORE, ends__gt=at).order_by("pk")
    for meeting in coming.select_for_update():
        meeting.cancelled_because, meeting.sequence = because, meeting.sequence + 1
        meeting.save(update_fields=["cancelled_because", "sequence"])
        advance(meeting, MEETING, "cancel", by=None, at=at, reason=because)
    settle_entries(partnership, at=at)


def _lock_meeting(meeting: Meeting) -> Meeting:
    """The row, held until the change ends."""
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def _may_ask(sitting: Sitting, seat: Seat | None) -> Ruling:
    if seat is None:
        return may(sitting.roles & CONVENERS, "add_agenda")
    if seat not in sitting.seats:
        return Ruling("You do not act for this seat.")
    return may(frozenset({role_of_seat(seat)}), "add_agenda")


def _check_kind(kind: str) -> Ruling:
    if kind in Meeting.Kind.values:
        return YES
    return Ruling(f"A meeting is one of: {', '.join(Meeting.Kind.labels)}.")


def _check_texts(*texts: str) -> Ruling:
    if not all(text.strip() for text in texts):
        return Ruling("Give it a title, and say what decision is needed.")
    return first_no(*(may_keep(text) for text in texts))


def _check_times(starts: datetime, ends: datetime, timezone: str) -> Ruling:
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return Ruling(f"“{timezone}” is not a time zone. Time zones look like “America/Denver”.")
    return YES if ends > starts else Ruling("The meeting has to end after it starts.")


def _check_video(video: str, *, opened: bool, public: bool) -> Ruling:
    if video and not video.startswith("https://"):
        return Ruling("A video link starts with https://. Copy it again from the video service.")
    if public and not opened:
        return Ruling("The video link can be public only if the meeting is open to the public.")
    return Ruling("Give the video link that the public can use.") if public and not video else YES


def _local_day(meeting: Meeting) -> str:
    """The day on the clock of the meeting's own room."""
    return day_words(meeting.starts.astimezone(ZoneInfo(meeting.timezone)).date())


def _single_line(text: str) -> str:
    """A text on one line: it goes into subjects and calendar entries."""
    return " ".join(text.split())


def _note_meeting(verb: str, words: str, meeting: Meeting, *, at: datetime, by: User) -> None:
    note(verb, words, of=meeting, at=at, by=by, partnership=meeting.partnership)
