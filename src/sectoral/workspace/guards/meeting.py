"""Whether a meeting may be invited to, opened and held."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sectoral.workspace.guards.guard import Guard
from sectoral.workspace.models import GroundRules, Meeting
from sectoral.workspace.models.partnerships import GOING
from sectoral.workspace.queries.meetings import missing_acknowledgments
from sectoral.workspace.rules.answers import YES, Ruling
from sectoral.workspace.rules.dates import there_words


def table_meets(meeting: Meeting, _: datetime) -> Ruling:
    """The partnership has begun, and neither rests nor has ended."""
    partnership = meeting.partnership
    if partnership.stage in GOING:
        return YES
    return Ruling(
        f"{partnership} is “{partnership.get_stage_display()}”. It can meet again once it "
        "continues."
    )


def agenda(meeting: Meeting, _: datetime) -> Ruling:
    """It has an agenda."""
    if meeting.agenda.filter(parked=False).exists():
        return YES
    return Ruling("The agenda is empty. Add at least one point before you invite people.")


def notice_given(meeting: Meeting, _: datetime) -> Ruling:
    """An open meeting was announced in time (S15)."""
    if not meeting.open_to_public:
        return YES
    days = GroundRules.of(meeting.partnership).notice_days
    last = meeting.starts - timedelta(days=days)
    if meeting.noticed_at is not None and meeting.noticed_at <= last:
        return YES
    return Ruling(
        f"An open meeting must be announced {days} days ahead. The deadline for this one was "
        f"{there_words(last, meeting.timezone)}. Move the meeting to a later day, or cancel "
        "it and plan another."
    )


def antitrust_acknowledged(meeting: Meeting, _: datetime) -> Ruling:
    """The antitrust statement was opened, and every company on the roll has read it (S9)."""
    if not meeting.antitrust_opened:
        return Ruling("The antitrust statement was not read at this meeting.")
    missing = missing_acknowledgments(meeting)
    if not missing:
        return YES
    names = ", ".join(sorted({row.seat.organization.name for row in missing}))
    return Ruling(f"{names} did not confirm the antitrust statement.")


def chaired(meeting: Meeting, _: datetime) -> Ruling:
    """Somebody chaired who is on the roll (I13)."""
    if meeting.chaired_by_id and meeting.roll.filter(seat=meeting.chaired_by_id).exists():
        return YES
    return Ruling("Say which organization chaired. It has to be on the attendance list.")


def within_a_day(meeting: Meeting, at: datetime) -> Ruling:
    """It ended less than a day ago."""
    if meeting.final_at is not None and at < meeting.final_at:
        return YES
    return Ruling(f"{meeting} ended more than a day ago. Correct it at the next meeting.")


GUARDS: Mapping[str, Guard] = {
    "table_meets": table_meets,
    "agenda": agenda,
    "notice_given": notice_given,
    "antitrust_acknowledged": antitrust_acknowledged,
    "chaired": chaired,
    "within_a_day": within_a_day,
}
