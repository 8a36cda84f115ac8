"""At a meeting: opened under the antitrust statement, roll, decisions, minutes."""

from datetime import datetime

from django.db import transaction

from sectoral.workspace.actions.calendar_entries import settle_entries
from sectoral.workspace.actions.calendar_letters import send_minutes
from sectoral.workspace.actions.moves import advance, may_begin
from sectoral.workspace.actions.record import note
from sectoral.workspace.actions.reviews import REVIEWED, review
from sectoral.workspace.guards.partnership import no_launch
from sectoral.workspace.guards.seat import has_own_seat
from sectoral.workspace.models import Attendance, Decision, Meeting, Partnership, Seat, User
from sectoral.workspace.models.partnerships import Stage
from sectoral.workspace.queries.meetings import before_its_day
from sectoral.workspace.queries.roles import Sitting, roles_of, seats_of, sitting_of
from sectoral.workspace.rules.answers import YES, Refused, Ruling, first_no, require
from sectoral.workspace.rules.dates import there_words
from sectoral.workspace.rules.lifecycles import MEETING, PARTNERSHIP
from sectoral.workspace.rules.permissions import may
from sectoral.workspace.rules.policy import ENDED_TAKEN_BACK
from sectoral.workspace.rules.wording.text import may_keep


@transaction.atomic
def open_meeting(
    *, meeting: Meeting, chair: Seat, reason: str = "", at: datetime, by: User
) -> Meeting:
    """Open a meeting: a seat chairs, and the antitrust statement is read out (S9).

    Takes    reason: why it is opened before its day; the record keeps it.
    Raises   Refused before the meeting's day, on its own clock, where no reason is given.
    """
    meeting = _lock_meeting(meeting)
    require(may_begin(meeting, MEETING, "open"))
    require(_on_its_day(meeting, reason, at))
    if chair.partnership_id != meeting.partnership_id or chair.standing != Seat.Standing.SEATED:
        raise Refused("The chair has to be somebody at this table.")
    meeting.antitrust_opened, meeting.chaired_by = True, chair
    meeting.save(update_fields=["antitrust_opened", "chaired_by"])
    advance(meeting, MEETING, "open", by=by, at=at, reason=reason)
    return meeting


def _on_its_day(meeting: Meeting, reason: str, at: datetime) -> Ruling:
    if reason.strip() or not before_its_day(meeting, at):
        return YES
    return Ruling(
        f"{meeting} begins {there_words(meeting.starts, meeting.timezone)}. To start it on an "
        "earlier day, say why."
    )


@transaction.atomic
def sign_in(
    *,
    meeting: Meeting,
    seat: Seat,
    acknowledged: bool,
    mode: str = Attendance.Mode.ROOM,
    at: datetime,
    by: User,
) -> Attendance:
    """Put oneself on the roll, having read the antitrust statement.

    Raises   Refused for a company's delegate who does not acknowledge it: not on this roll.
    """
    meeting = _lock_meeting(meeting)
    sitting = sitting_of(by, meeting.partnership, at=at)
    require(first_no(sitting.may("sign_in_to_meeting"), may_sign_in(sitting, meeting)))
    if seat.is_employer and not acknowledged:
        raise Refused("Read and accept the antitrust statement first.")
    return _add_attendance(meeting, seat, by, acknowledged, mode, at=at, by=by)


def may_sign_in(sitting: Sitting, meeting: Meeting) -> Ruling:
    """Whether a person may put oneself on the roll for an own seat."""
    return first_no(may_take_roll(meeting), has_own_seat(sitting, "sign_in_to_meeting"))


@transaction.atomic
def take_roll(
    *,
    meeting: Meeting,
    seat: Seat,
    person: User,
    acknowledged: bool = False,
    mode: str = Attendance.Mode.ROOM,
    at: datetime,
    by: User,
) -> Attendance:
    """Put a delegate on the roll; `acknowledged` where the person said so in the room."""
    meeting = _lock_meeting(meeting)
    require(may(roles_of(by, meeting.partnership, at=at), "take_roll"))
    return _add_attendance(meeting, seat, person, acknowledged, mode, at=at, by=by)


def _add_attendance(
    meeting: Meeting,
    seat: Seat,
    person: User,
    acknowledged: bool,
    mode: str,
    *,
    at: datetime,
    by: User,
) -> Attendance:
    require(first_no(may_take_roll(meeting), _acts_for(meeting, seat, person, at)))
    row, new = Attendance.objects.get_or_create(
        meeting=meeting,
        seat=seat,
        person=person,
        defaults={"mode": mode, "acknowledged": acknowledged, "at": at},
    )
    if acknowledged and not row.acknowledged:
        row.acknowledged = True
        row.save(update_fields=["acknowledged"])
    words = f"{seat.organization} is at {meeting}"
    words += ", statement accepted" if row.acknowledged else ""
    if new or acknowledged:
        note("take_roll", words, of=meeting, at=at, by=by, partnership=meeting.partnership)
    return row


def may_take_roll(meeting: Meeting) -> Ruling:
    """Whether a meeting has a roll to be put on: while it is on."""
    if meeting.state == Meeting.State.OPEN:
        return YES
    return Ruling(
        f"{meeting} is “{meeting.get_state_display()}”. Attendance is taken only "
        "during the meeting."
    )


def _acts_for(meeting: Meeting, seat: Seat, person: User, at: datetime) -> Ruling:
    if seat in seats_of(person, meeting.partnership, at=at):
        return YES
    return Ruling(f"{person} does not act for {seat.organization} here.")


@transaction.atomic
def decide(*, meeting: Meeting, text: str, at: datetime, by: User) -> Decision:
    """Write down what the meeting decided."""
    meeting = _lock_meeting(meeting)
    require(may(roles_of(by, meeting.partnership, at=at), "write_minutes"))
    require(first_no(may_decide(meeting), _check_text(text)))
    decision = Decision.objects.create(meeting=meeting, text=text.strip(), at=at)
    words = f"{meeting} makes a decision"
    note("decide", words, of=meeting, at=at, by=by, partnership=meeting.partnership)
    return decision


def may_decide(meeting: Meeting) -> Ruling:
    """Whether a decision of a meeting may be written down: once it has begun."""
    if meeting.state in (Meeting.State.OPEN, Meeting.State.HELD):
        return YES
    return Ruling("Decisions can be recorded only during the meeting.")


@transaction.atomic
def hold(*, meeting: Meeting, at: datetime, by: User) -> Meeting:
    """End a meeting: from now on it counts, with its roll as it stands.

    For a day it can be taken back.
    """
    meeting = _lock_meeting(meeting)
    require(may_begin(meeting, MEETING, "hold"))
    meeting.final_at = at + ENDED_TAKEN_BACK.span
    meeting.save(update_fields=["final_at"])
    advance(meeting, MEETING, "hold", by=by, at=at)
    settle_entries(meeting.partnership, at=at)
    return meeting


@transaction.atomic
def take_back(*, meeting: Meeting, reason: str, at: datetime, by: User) -> Meeting:
    """Take back that a meeting has ended, within a day: it is under way again, with its roll.

    Minutes that went out stay as they were sent, and none are sent a second time. What followed
    from the meeting is asked anew: a launch without another launch meeting behind it is taken
    back as well, and an active badge is reviewed.
    """
    meeting = _lock_meeting(meeting)
    advance(meeting, MEETING, "take_back", by=by, at=at, reason=reason)
    partnership = Partnership.objects.select_for_update().get(pk=meeting.partnership_id)
    launched = meeting.kind == Meeting.Kind.LAUNCH and partnership.stage == Stage.LAUNCHED
    if launched and no_launch(partnership, at):
        because = f"its launch meeting was reopened: {reason.strip()}"
        advance(partnership, PARTNERSHIP, "take_back_launch", by=None, at=at, reason=because)
    elif partnership.stage in REVIEWED:
        review(partnership, at)
    settle_entries(partnership, at=at)
    return meeting


@transaction.atomic
def write_minutes(*, meeting: Meeting, text: str, at: datetime, by: User) -> Meeting:
    """Write the minutes; they stand from the moment they are sent."""
    meeting = _lock_meeting(meeting)
    require(may(roles_of(by, meeting.partnership, at=at), "write_minutes"))
    require(first_no(may_write_minutes(meeting), _check_text(text)))
    meeting.minutes = text.strip()
    meeting.save(update_fields=["minutes"])
    words = f"The minutes of {meeting} are written"
    note("write_minutes", words, of=meeting, at=at, by=by, partnership=meeting.partnership)
    return meeting


def may_write_minutes(meeting: Meeting) -> Ruling:
    """Whether minutes may be written: of a meeting that was held, until they are sent."""
    if meeting.state != Meeting.State.HELD:
        return Ruling("Minutes can be written only for a meeting that was held.")
    if meeting.minutes_sent_at is not None:
        return Ruling("These minutes have been sent. Correct them at the next meeting.")
    return YES


@transaction.atomic
def send(*, meeting: Meeting, at: datetime, by: User) -> Meeting:
    """Send the minutes to everybody who was asked or came; wanted is the same day."""
    meeting = _lock_meeting(meeting)
    require(may(roles_of(by, meeting.partnership, at=at), "write_minutes"))
    require(may_send(meeting))
    meeting.minutes_sent_at = at
    meeting.save(update_fields=["minutes_sent_at"])
    words = f"The minutes of {meeting} are sent"
    note("send_minutes", words, of=meeting, at=at, by=by, partnership=meeting.partnership)
    send_minutes(meeting, at=at)
    return meeting


def may_send(meeting: Meeting) -> Ruling:
    """Whether there are minutes to send, once."""
    if not meeting.minutes:
        return Ruling("There are no minutes to send yet.")
    if meeting.state != Meeting.State.HELD:
        return Ruling("This meeting is open again. End it, then send the minutes.")
    if meeting.minutes_sent_at is not None:
        return Ruling("These minutes have already been sent.")
    return YES


def _check_text(text: str) -> Ruling:
    return may_keep(text) if text.strip() else Ruling("The text is empty.")


def _lock_meeting(meeting: Meeting) -> Meeting:
    """The meeting's row, held until the change ends."""
    return Meeting.objects.select_for_update().get(pk=meeting.pk)
