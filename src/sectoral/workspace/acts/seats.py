"""Seats: offered, approved, acted for by delegates, led by champions, suspended, left."""

from typing import Any

from sectoral.workspace.actions import invitations, seats
from sectoral.workspace.acts.act import Act
from sectoral.workspace.acts.fields.basic import (
    REASON,
    WHY_HERE,
    Lack,
    choice,
    email,
    row,
    text,
    tick,
)
from sectoral.workspace.acts.fields.row_choices import organizations_without_seat, people_of
from sectoral.workspace.models import Delegate
from sectoral.workspace.queries.roles import Sitting, current
from sectoral.workspace.rules.wording.readers import KEEPERS, TABLE

_ROLE = choice("role", "First or second", Delegate.Role.choices)


def _standing(*standings: str) -> Any:
    return lambda _, seat: seat.standing in standings


def _here(_: Sitting, seat: Any) -> bool:
    return seat.until is None and seat.standing != "refused"


def _members(_: Sitting, seat: Any) -> list[Any]:
    return people_of(seat.organization)


def _delegates(sitting: Sitting, seat: Any) -> list[Any]:
    held = seat.delegates.filter(current(sitting.at)).select_related("person")
    return [delegate.person for delegate in held]


def _own_or_convener(sitting: Sitting, it: Any) -> bool:
    return it.until is None and (it.seat in sitting.seats or bool(sitting.may("seat")))


SEATS = (
    Act(
        "partnership.offer_seat",
        seats.offer,
        "partnership",
        "seat",
        "Offer a seat",
        (
            row(
                "organization",
                "To which organization",
                organizations_without_seat,
                lack=Lack(
                    "No organization that could take a seat is left: register the company or "
                    "partner first, with its industry and its counties.",
                    act="state.register",
                ),
            ),
            text(
                "exception",
                "Why it belongs though outside the scope",
                readers=TABLE,
                required=False,
                rows=2,
                help="Only where it is of another industry, or works in another region.",
            ),
        ),
        intro="A company has to be of the industry and work in the region. One that sells "
        "staffing, training or advice waits for the convener and a champion.",
        done="The seat is offered. Next: who acts for it.",
    ),
    Act(
        "seat.approve",
        seats.approve,
        "seat",
        "approve_seat",
        "Approve this seat",
        (tick("voting", "It votes as a company of the industry does"),),
        done="Your approval is on record. A convener and a champion, two people, both have to.",
        offered=_standing("waiting"),
    ),
    Act(
        "seat.refuse",
        seats.refuse,
        "seat",
        "approve_seat",
        "Refuse this seat",
        (REASON,),
        done="Refused, with its reason.",
        offered=_standing("waiting"),
        small=True,
    ),
    Act(
        "seat.set_vote",
        seats.set_vote,
        "seat",
        "seat",
        "Give or take its vote",
        (tick("voting", "It holds a vote", start=lambda _, it: it.voting), REASON),
        done="Recorded.",
        offered=lambda _, it: it.standing == "seated" and it.system in ("employer", "labor"),
        small=True,
    ),
    Act(
        "seat.leave",
        seats.leave,
        "seat",
        "",
        "Leave the table",
        (REASON,),
        done="The seat has ended. Everybody who acted for it stopped this minute.",
        offered=lambda sitting, it: (
            _here(sitting, it) and (it in sitting.seats or bool(sitting.may("seat")))
        ),
        small=True,
    ),
    Act(
        "seat.suspend",
        seats.suspend,
        "seat",
        "suspend_seat",
        "Keep it from acting",
        (WHY_HERE,),
        intro="It takes convener and state: the first one asks, the second one agrees.",
        done="Recorded. It is in force when convener and state both say so.",
        offered=_standing("seated"),
        small=True,
    ),
    Act(
        "seat.reinstate",
        seats.reinstate,
        "seat",
        "suspend_seat",
        "Let it act again",
        (REASON,),
        done="It acts again.",
        offered=lambda _, it: (
            it.standing == "suspended"
            or (it.standing == "seated" and any(s.until is None for s in it.suspensions.all()))
        ),
        small=True,
    ),
    Act(
        "seat.invite",
        invitations.invite,
        "seat",
        "invite",
        "Invite somebody to act for it",
        (email("email", "E-mail address", readers=KEEPERS), _ROLE),
        intro="The letter goes out in your name. It works once, for fourteen days.",
        done="The invitation is on its way.",
        offered=_here,
    ),
    Act(
        "invitation.withdraw",
        invitations.withdraw,
        "invitation",
        "invite",
        "Withdraw the invitation",
        done="Withdrawn: the letter opens nothing now.",
        offered=lambda _, it: it.used_at is None and it.withdrawn_at is None,
        small=True,
    ),
    Act(
        "seat.name_delegate",
        seats.name_delegate,
        "seat",
        "seat",
        "Name who acts for it",
        (
            row(
                "person",
                "Who, of the organization's people",
                _members,
                lack=Lack(
                    "Nobody is recorded as belonging to this organization. Invite somebody by "
                    "e-mail, or record on its page who belongs to it.",
                    page="organizations",
                    link="Organizations",
                ),
            ),
            _ROLE,
        ),
        done="Named.",
        offered=_here,
        small=True,
    ),
    Act(
        "delegate.end",
        seats.end_delegate,
        "delegate",
        "",
        "Stops acting for it",
        (REASON,),
        done="Access has ended this minute.",
        offered=_own_or_convener,
        small=True,
    ),
    Act(
        "delegate.confirm",
        seats.confirm_delegate,
        "delegate",
        "",
        "Still acts for it",
        done="Confirmed for another year.",
        offered=_own_or_convener,
        small=True,
    ),
    Act(
        "seat.name_champion",
        seats.name_champion,
        "seat",
        "name_champion",
        "Name a champion",
        (
            row(
                "person",
                "Who leads",
                _delegates,
                lack=Lack(
                    "Nobody acts for this company yet. Invite somebody, or name who acts for it."
                ),
            ),
        ),
        intro="A champion leads: invites, opens, chairs. The term is eighteen months.",
        done="Named for eighteen months.",
        offered=lambda _, it: it.standing == "seated" and it.is_employer,
        small=True,
    ),
    Act(
        "champion.end",
        seats.end_champion,
        "term",
        "name_champion",
        "End the champion's term",
        (REASON,),
        done="Ended.",
        offered=lambda _, it: it.until is None,
        small=True,
    ),
)
