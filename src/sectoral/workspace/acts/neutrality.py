"""Nobody sells wares: messages to companies, and reports of pitches."""

from datetime import datetime
from typing import Any

from django import forms

from sectoral.workspace.actions import neutrality
from sectoral.workspace.acts.act import Act
from sectoral.workspace.acts.fields.basic import (
    REASON,
    ActField,
    EmptyChoice,
    RowField,
    line_field,
    row_field,
    text_field,
)
from sectoral.workspace.acts.fields.row_choices import (
    open_solutions,
    organization_of,
    own_seat_field,
    partners_here,
)
from sectoral.workspace.guards.neutrality import speaks_about
from sectoral.workspace.models import PitchReport, Post, Seat, User
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.dates import day_words
from sectoral.workspace.rules.wording.readers import REPORT, TABLE_AND_STATE, WATCH


def _solution_field() -> ActField:
    """About which open solution: a public partner names one it has a part in (I5)."""

    def make(sitting: Sitting, thing: Any) -> forms.Field:
        company = any(seat.is_company for seat in sitting.seats)
        offered = open_solutions(sitting, thing)
        if not company:
            offered = speaks_about(sitting.seats, offered)
        label = "About which solution"
        return RowField(offered, str, label=label, required=not company)

    return ActField("solution", make, int, required=False)


def _other_partners(sitting: Sitting, thing: Any) -> list[Seat]:
    own = {seat.pk for seat in sitting.seats}
    return [seat for seat in partners_here(sitting, thing) if seat.pk not in own]


def report_post(*, post: Post, at: datetime, by: User) -> PitchReport:
    """`neutrality.report_pitch` about whoever wrote a post, with one click."""
    where = f"the message of {day_words(post.at)}"
    return neutrality.report_pitch(about=post.seat, where=where, at=at, by=by)


NEUTRALITY = (
    Act(
        key="partnership.write",
        run=neutrality.write,
        takes="partnership",
        permission="message_employers",
        words="Write to the companies",
        fields=(
            own_seat_field("message_employers"),
            _solution_field(),
            text_field(
                "text",
                "What you write",
                readers=TABLE_AND_STATE,
                help="A message with a link, a file, a price or a sales pitch waits until "
                "the convener has read it.",
            ),
        ),
        intro="Public partners can only write about an open solution. Anything that looks "
        "like an offer waits for the convener.",
        done="Sent. If it looks like an offer, the convener reads it first.",
        may=neutrality.may_write,
        holds=True,
    ),
    Act(
        key="post.show",
        run=neutrality.show,
        takes="post",
        permission="handle_pitch",
        words="Show it to the companies",
        done="The companies can read it now.",
        may=neutrality.may_look_at_post,
    ),
    Act(
        key="post.refuse",
        run=neutrality.refuse,
        takes="post",
        permission="handle_pitch",
        words="Do not show it",
        fields=(REASON,),
        done="It will not be shown.",
        may=neutrality.may_look_at_post,
        small=True,
    ),
    Act(
        key="seat.report_pitch",
        run=neutrality.report_pitch,
        takes="about",
        permission="report_pitch",
        words="This is a pitch",
        fields=(line_field("where", "Where it happened", readers=WATCH, most=200),),
        intro="Only the convener and the state know who reported it.",
        done="Reported. The convener and the state will look into it.",
        may=neutrality.may_report,
        # Whoever sits at no seat handles reports, and has the other button for an own one.
        shown_when=lambda sitting, _: bool(sitting.seats),
        small=True,
    ),
    Act(
        key="partnership.report_pitch",
        run=neutrality.report_pitch,
        takes="",
        permission="report_pitch",
        words="Report a pitch",
        fields=(
            row_field(
                "about",
                "Who made the pitch",
                _other_partners,
                say=organization_of,
                lack=EmptyChoice("You are the only public partner at this table."),
            ),
            line_field(
                "where",
                "Where it happened",
                readers=WATCH,
                most=200,
                help="At which meeting or in which letter.",
            ),
        ),
        intro="Only the convener and the state know who reported it.",
        done="Reported. The convener and the state will look into it.",
        small=True,
    ),
    Act(
        key="post.report_pitch",
        run=report_post,
        takes="post",
        permission="report_pitch",
        words="This is a pitch",
        done="Reported. The convener and the state will look into it. Only they know who "
        "reported it.",
        may=lambda sitting, it: neutrality.may_report(sitting, it.seat),
        small=True,
    ),
    Act(
        key="pitch.uphold",
        run=neutrality.handle,
        takes="report",
        permission="handle_pitch",
        words="It was a pitch",
        fields=(text_field("outcome", "What happens next", readers=REPORT, rows=2),),
        done="Recorded.",
        may=neutrality.may_handle,
        given=lambda _, __: {"upheld": True},
    ),
    Act(
        key="pitch.dismiss",
        run=neutrality.handle,
        takes="report",
        permission="handle_pitch",
        words="It was not a pitch",
        fields=(text_field("outcome", "Why not", readers=REPORT, rows=2),),
        done="Recorded.",
        may=neutrality.may_handle,
        given=lambda _, __: {"upheld": False},
        small=True,
    ),
)
