"""Meetings: called, asked to, opened, held, and written down."""

from dataclasses import replace
from typing import Any

from django import forms

from sectoral.workspace.actions import meetings, replies, rolls
from sectoral.workspace.actions.calendar_entries import WORDS_OF
from sectoral.workspace.acts.act import Act
from sectoral.workspace.acts.fields import meeting_times
from sectoral.workspace.acts.fields.basic import (
    ActField,
    choice_field,
    count_field,
    line_field,
    link_field,
    row_field,
    text_field,
    tick_field,
)
from sectoral.workspace.acts.fields.row_choices import (
    NO_DELEGATE,
    NO_SEAT,
    delegates_here,
    organization_of,
    own_seat_field,
    seats_here,
)
from sectoral.workspace.guards.meeting import within_a_day
from sectoral.workspace.models import Attendance, Meeting
from sectoral.workspace.queries.meetings import STATEMENT, before_its_day
from sectoral.workspace.queries.replies import own_reply
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.lifecycles import MEETING
from sectoral.workspace.rules.wording.readers import JOINING, OPEN_MEETING

_MODE = choice_field("mode", "How", Attendance.Mode.choices, start=lambda *_: "room")


def _why_early() -> ActField:
    """Asked for before the meeting's day alone."""
    asked = text_field(
        "reason", "Why it starts early", readers=OPEN_MEETING, rows=2, required=False,
        help="This meeting is planned for a later day. Say for the record why it starts now.",
    )  # fmt: skip

    def make(sitting: Sitting, meeting: Any) -> forms.Field:
        drawn = asked.make(sitting, meeting)
        if not before_its_day(meeting, sitting.at):
            drawn.widget = forms.HiddenInput()
        return drawn

    return replace(asked, make=make)


_EARLY = _why_early()

_VIDEO = link_field(
    "video_link",
    "Video link",
    readers=JOINING,
    help="Starts with https://. It is shown on the meeting page and in everybody's "
    "invitation and calendar.",
)
_VIDEO_PUBLIC = tick_field("video_public", "The public can join by the video link too")

MEETINGS = (
    Act(
        key="partnership.call_meeting",
        run=meeting_times.call_meeting,
        takes="partnership",
        permission="call_meeting",
        words="Call a meeting",
        fields=(
            choice_field("kind", "Type of meeting", Meeting.Kind.choices),
            line_field("title", "Title", readers=OPEN_MEETING),
            meeting_times.wall_time_field("starts", "Starts"),
            meeting_times.wall_time_field("ends", "Ends"),
            meeting_times.zone_field(),
            line_field(
                "decision_wanted",
                "Decision needed",
                readers=OPEN_MEETING,
                most=240,
                help="If there is nothing to decide, you may not need the meeting.",
            ),
            line_field("place", "Where", readers=OPEN_MEETING, most=200, required=False),
            tick_field(
                "open_to_public",
                "Open-meetings law applies: the public may come",
                start=lambda _, it: it.open_meetings,
            ),
            link_field("public_link", "Link for the public", readers=OPEN_MEETING),
            _VIDEO,
            _VIDEO_PUBLIC,
        ),
        done="Planned. Add agenda points, then invite people.",
    ),
    Act(
        key="meeting.add_item",
        run=meetings.add_item,
        takes="meeting",
        permission="add_agenda",
        words="Add a point to the agenda",
        fields=(
            line_field("text", "The point", readers=OPEN_MEETING, most=240),
            count_field("minutes", "Minutes", least=1, most=240, start=lambda *_: 10),
            own_seat_field("add_agenda"),
        ),
        done="It is on the agenda, with the name of who asked for it.",
        may=meetings.may_ask_for_item,
    ),
    Act(
        key="meeting.add_convener_item",
        run=meetings.add_item,
        takes="meeting",
        permission="take_roll",
        words="Add a point from the convener",
        fields=(
            line_field("text", "The point", readers=OPEN_MEETING, most=240),
            count_field("minutes", "Minutes", least=1, most=240, start=lambda *_: 10),
        ),
        done="It is on the agenda.",
        may=lambda _, it: meetings.may_change_meeting(it),
    ),
    Act(
        key="meeting.fill_agenda",
        run=meetings.fill_agenda,
        takes="meeting",
        permission="take_roll",
        words="Use the standard agenda",
        done="The standard agenda is in place, as the convener's points. Now ask companies "
        "for theirs.",
        may=lambda _, it: meetings.may_fill_agenda(it),
    ),
    Act(
        key="meeting.set_aside",
        run=meetings.set_aside,
        takes="meeting",
        permission="add_agenda",
        words="Move a point to the parking lot",
        fields=(
            line_field("text", "The point", readers=OPEN_MEETING, most=240),
            own_seat_field("add_agenda"),
        ),
        done="In the parking lot, for later.",
        may=meetings.may_set_own_aside,
        small=True,
    ),
    Act(
        key="meeting.set_aside_as_convener",
        run=meetings.set_aside,
        takes="meeting",
        permission="take_roll",
        words="Add a point to the parking lot",
        fields=(line_field("text", "The point", readers=OPEN_MEETING, most=240),),
        done="In the parking lot, for later.",
        may=lambda _, it: meetings.may_set_aside(it),
        small=True,
    ),
    Act(
        key="item.park",
        run=meetings.park_item,
        takes="item",
        permission="take_roll",
        words="Park it",
        done="In the parking lot, for later.",
        may=lambda _, it: meetings.may_park_item(it),
        small=True,
    ),
    Act(
        key="meeting.announce",
        run=meetings.announce,
        takes="meeting",
        permission="call_meeting",
        words="Announce it to the public",
        done="It is now on the public page.",
        may=lambda _, it: meetings.may_announce(it),
    ),
    Act(
        key="meeting.invite",
        run=meetings.invite,
        takes="meeting",
        permission="call_meeting",
        words="Invite people",
        intro="Everybody who acts for an invited seat gets a calendar invitation in your name.",
        done="Everybody who acts for an invited seat gets a calendar invitation.",
        life=MEETING,
        verb="invite",
        may=meetings.may_invite,
    ),
    Act(
        key="meeting.reply",
        run=replies.reply,
        takes="meeting",
        permission="reply_to_meeting",
        words="Say whether you will come",
        fields=(
            choice_field(
                "answer",
                "Will you come?",
                [(reply.value, words) for reply, words in WORDS_OF.items()],
                start=lambda sitting, it: own_reply(it, sitting.person),
            ),
        ),
        sees="the convener, the champions, and the person who called the meeting.",
        done="Your answer is in. You can change it until the meeting starts.",
        may=replies.may_reply,
        buttons=True,
    ),
    Act(
        key="meeting.change",
        run=meeting_times.change_meeting,
        takes="meeting",
        permission="call_meeting",
        words="Change time or place",
        fields=(
            line_field("title", "Title", readers=OPEN_MEETING, start=lambda _, it: it.title),
            meeting_times.wall_time_field(
                "starts", "Starts", start=lambda _, it: meeting_times.wall_time_of(it.starts, it)
            ),
            meeting_times.wall_time_field(
                "ends", "Ends", start=lambda _, it: meeting_times.wall_time_of(it.ends, it)
            ),
            meeting_times.zone_field(),
            line_field(
                "place",
                "Where",
                readers=OPEN_MEETING,
                most=200,
                required=False,
                start=lambda _, it: it.place,
            ).clearable(),
            link_field(
                "public_link",
                "Link for the public",
                readers=OPEN_MEETING,
                start=lambda _, it: it.public_link,
            ).clearable(),
            replace(_VIDEO, start=lambda _, it: it.video_link).clearable(),
            replace(_VIDEO_PUBLIC, start=lambda _, it: it.video_public).clearable(),
        ),
        done="Changed. Everybody invited gets an updated calendar invitation.",
        may=lambda _, it: meetings.may_change_meeting(it),
        small=True,
    ),
    Act(
        key="meeting.cancel",
        run=meetings.cancel,
        takes="meeting",
        permission="call_meeting",
        words="Cancel the meeting",
        fields=(text_field("reason", "Why", readers=OPEN_MEETING, rows=2),),
        done="Canceled. It is removed from everybody's calendar.",
        life=MEETING,
        verb="cancel",
        small=True,
    ),
    Act(
        key="meeting.open",
        run=rolls.open_meeting,
        takes="meeting",
        permission="take_roll",
        words="Start the meeting",
        fields=(
            row_field("chair", "Who chairs", seats_here, say=organization_of, lack=NO_SEAT),
            _EARLY,
        ),
        intro=f"Read this aloud first: {STATEMENT}",
        done="Started. People in the room can now sign in on their phones.",
        life=MEETING,
        verb="open",
    ),
    Act(
        key="meeting.sign_in",
        run=rolls.sign_in,
        takes="meeting",
        permission="sign_in_to_meeting",
        words="I am here",
        fields=(
            own_seat_field("sign_in_to_meeting"),
            tick_field(
                "acknowledged", "I have read the statement and will follow it", help=STATEMENT
            ),
            _MODE,
        ),
        done="You are on the attendance list.",
        may=rolls.may_sign_in,
    ),
    Act(
        key="meeting.take_roll",
        run=rolls.take_roll,
        takes="meeting",
        permission="take_roll",
        words="Add somebody to the attendance list",
        fields=(
            row_field("seat", "Organization", seats_here, say=organization_of, lack=NO_SEAT),
            row_field("person", "Who", delegates_here, lack=NO_DELEGATE),
            tick_field("acknowledged", "They said in the room that they have read the statement"),
            _MODE,
        ),
        done="On the attendance list.",
        may=lambda _, it: rolls.may_take_roll(it),
    ),
    Act(
        key="meeting.decide",
        run=rolls.decide,
        takes="meeting",
        permission="write_minutes",
        words="Record a decision",
        fields=(text_field("text", "What was decided", readers=OPEN_MEETING, rows=2),),
        done="Recorded.",
        may=lambda _, it: rolls.may_decide(it),
    ),
    Act(
        key="meeting.hold",
        run=rolls.hold,
        takes="meeting",
        permission="take_roll",
        words="End the meeting",
        intro="This closes the attendance list, and the meeting counts from then on.",
        done="The meeting has ended.",
        life=MEETING,
        verb="hold",
    ),
    Act(
        key="meeting.take_back",
        run=rolls.take_back,
        takes="meeting",
        permission="take_roll",
        words="Reopen the meeting",
        fields=(text_field("reason", "Why", readers=OPEN_MEETING, rows=2),),
        intro="The meeting continues with the same attendance list. Minutes that were sent "
        "are not sent again.",
        done="The meeting is open again.",
        life=MEETING,
        verb="take_back",
        # Its guard's no would stand there for ever after: it is told to who presses all the same.
        shown_when=lambda sitting, it: bool(within_a_day(it, sitting.at)),
        small=True,
    ),
    Act(
        key="meeting.write_minutes",
        run=rolls.write_minutes,
        takes="meeting",
        permission="write_minutes",
        words="Write the minutes",
        fields=(
            text_field(
                "text",
                "Minutes",
                readers=OPEN_MEETING,
                rows=12,
                start=lambda _, it: it.minutes,
            ),
        ),
        done="Saved. Send them today.",
        may=lambda _, it: rolls.may_write_minutes(it),
    ),
    Act(
        key="meeting.send",
        run=rolls.send,
        takes="meeting",
        permission="write_minutes",
        words="Send the minutes",
        done="Sent to everybody who was invited or came.",
        may=lambda _, it: rolls.may_send(it),
    ),
)
