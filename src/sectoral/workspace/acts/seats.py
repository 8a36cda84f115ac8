"""Seats: offered, approved, acted for by delegates, led by champions, suspended, left."""

from typing import Any

from sectoral.workspace.actions import invitations, seats
from sectoral.workspace.acts.act import Act
from sectoral.workspace.acts.fields.basic import (
    REASON,
    WHY_HERE,
    EmptyChoice,
    choice_field,
    email_field,
    row_field,
    text_field,
    tick_field,
)
from sectoral.workspace.acts.fields.row_choices import organizations_without_seat, people_of
from sectoral.workspace.models import Delegate
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.policy import CHAMPION_TERM
from sectoral.workspace.rules.wording.readers import KEEPERS, TABLE_AND_STATE

_CHAMPION_MONTHS = round(CHAMPION_TERM.value / 30.4)

_ROLE = choice_field("role", "Primary or alternate", Delegate.Role.choices)


def _people_of_seat(_: Sitting, seat: Any) -> list[Any]:
    return people_of(seat.organization)


def _delegates_of(sitting: Sitting, seat: Any) -> list[Any]:
    held = seat.delegates.in_force(sitting.at).select_related("person")
    return [delegate.person for delegate in held]


SEATS = (
    Act(
        key="partnership.offer_seat",
        run=seats.offer,
        takes="partnership",
        permission="seat",
        words="Offer a seat",
        fields=(
            row_field(
                "organization",
                "To which organization",
                organizations_without_seat,
                lack=EmptyChoice(
                    "Every registered organization already has a seat. Register the company "
                    "or partner first, with its industry and counties.",
                    act="state.register",
                ),
            ),
            text_field(
                "exception",
                "Why it belongs although it is outside the scope",
                readers=TABLE_AND_STATE,
                required=False,
                rows=2,
                help="Only needed if it is in another industry or another region.",
            ),
        ),
        intro="A company has to be in the industry and work in the region. One that sells "
        "staffing, training or advice needs the approval of the convener and a "
        "champion.",
        done="The seat is offered. Next, choose who acts for it.",
    ),
    Act(
        key="seat.approve",
        run=seats.approve,
        takes="seat",
        permission="approve_seat",
        words="Approve this seat",
        fields=(tick_field("voting", "It votes like any company of the industry"),),
        done="Your approval is recorded. Two people have to approve: a convener and a champion.",
        may=seats.may_approve,
    ),
    Act(
        key="seat.refuse",
        run=seats.refuse,
        takes="seat",
        permission="approve_seat",
        words="Refuse this seat",
        fields=(REASON,),
        done="Refused, with your reason.",
        may=lambda _, it: seats.may_refuse(it),
        small=True,
    ),
    Act(
        key="seat.set_vote",
        run=seats.set_vote,
        takes="seat",
        permission="seat",
        words="Change whether it has a vote",
        fields=(tick_field("voting", "It has a vote", start=lambda _, it: it.voting), REASON),
        done="Recorded.",
        may=lambda _, it: seats.may_set_vote(it),
        small=True,
    ),
    Act(
        key="seat.leave",
        run=seats.leave,
        takes="seat",
        permission="",
        words="Leave the table",
        fields=(REASON,),
        done="The seat has ended. Nobody acts for it anymore.",
        may=seats.may_leave,
        small=True,
    ),
    Act(
        key="seat.suspend",
        run=seats.suspend,
        takes="seat",
        permission="suspend_seat",
        words="Suspend this seat",
        fields=(WHY_HERE,),
        intro="It takes both the convener and the state. One asks, the other agrees.",
        done="Recorded. It takes effect once both the convener and the state agree.",
        may=seats.may_suspend,
        small=True,
    ),
    Act(
        key="seat.reinstate",
        run=seats.reinstate,
        takes="seat",
        permission="suspend_seat",
        words="End the suspension",
        fields=(REASON,),
        done="The suspension has ended.",
        may=lambda _, it: seats.may_reinstate(it),
        small=True,
    ),
    Act(
        key="seat.invite",
        run=invitations.invite,
        takes="seat",
        permission="invite",
        words="Invite somebody to act for it",
        fields=(email_field("email", "E-mail address", readers=KEEPERS), _ROLE),
        intro="The letter goes out in your name. The link works once, for 14 days.",
        done="The invitation is on its way.",
        may=invitations.may_invite,
    ),
    Act(
        key="invitation.withdraw",
        run=invitations.withdraw,
        takes="invitation",
        permission="invite",
        words="Withdraw the invitation",
        done="Withdrawn. The link in the letter no longer works.",
        may=lambda _, it: invitations.may_withdraw(it),
        small=True,
    ),
    Act(
        key="seat.name_delegate",
        run=seats.name_delegate,
        takes="seat",
        permission="seat",
        words="Name who acts for it",
        fields=(
            row_field(
                "person",
                "Person from the organization",
                _people_of_seat,
                lack=EmptyChoice(
                    "Nobody is listed for this organization. Invite somebody by e-mail, or "
                    "add people on its page.",
                    page="organizations",
                    link="Organizations",
                ),
            ),
            _ROLE,
        ),
        done="Named.",
        may=seats.may_name_delegate,
        small=True,
    ),
    Act(
        key="delegate.end",
        run=seats.end_delegate,
        takes="delegate",
        permission="",
        words="End as delegate",
        fields=(REASON,),
        done="Access has ended.",
        may=seats.may_end_delegate,
        small=True,
    ),
    Act(
        key="delegate.confirm",
        run=seats.confirm_delegate,
        takes="delegate",
        permission="",
        words="Confirm for another year",
        done="Confirmed for another year.",
        may=seats.may_confirm_delegate,
        small=True,
    ),
    Act(
        key="seat.name_champion",
        run=seats.name_champion,
        takes="seat",
        permission="name_champion",
        words="Name a champion",
        fields=(
            row_field(
                "person",
                "Person",
                _delegates_of,
                lack=EmptyChoice(
                    "Nobody acts for this company yet. Invite somebody, or name a delegate."
                ),
            ),
        ),
        intro="A champion leads: invites, opens and chairs meetings. The term is "
        f"{_CHAMPION_MONTHS} months.",
        done=f"Named for {_CHAMPION_MONTHS} months.",
        may=lambda _, it: seats.may_name_champion(it),
        small=True,
    ),
    Act(
        key="champion.end",
        run=seats.end_champion,
        takes="term",
        permission="name_champion",
        words="End the champion's term",
        fields=(REASON,),
        done="Ended.",
        may=lambda _, it: seats.may_end_champion(it),
        small=True,
    ),
)
