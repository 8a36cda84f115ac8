"""Moves of people: conveners, members, offices, seats, delegates, champions."""

from datetime import date, timedelta
from typing import Any

from sectoral.workspace.actions import conveners, invitations, organizations, people, seats
from sectoral.workspace.models import (
    Appointment,
    Championship,
    Delegate,
    Invitation,
    Membership,
    Office,
    Organization,
    Seat,
)
from tests.workspace.partnership.letters import token_in_hand
from tests.workspace.partnership.moves.given import Walk, at, here, own, reason
from tests.workspace.partnership.world import HARBOUR


def convening(w: Walk) -> Any:
    member = w.pick(Membership, until=None)
    act: dict[str, Any] = {
        "partnership": w.partnership,
        "organization": member.organization,
        "person": member.person,
        "basis": reason(w),
        "term_ends": date.fromordinal(w.now.toordinal() + w.rng.choice((-3, 40, 400))),
        "at": w.now,
        "by": w.lead_state(),
    }
    if w.chance(0.5):
        return conveners.appoint(lead=w.chance(0.3), **act)
    return conveners.hand_over(reason=reason(w), **act)


def step_down(w: Walk) -> Any:
    held = here(w, Appointment, until=None)
    return conveners.step_down(appointment=held, reason=reason(w), at=w.now, by=w.lead_state())


def depart(w: Walk) -> Any:
    member = w.pick(Membership, until=None)
    by = member.person if w.chance(0.5) else w.anyone()
    return people.depart(person=member.person, organization=member.organization, at=w.now, by=by)


def enter(w: Walk) -> Any:
    act = {"at": w.now, "by": w.convener()}
    name = f"Yard {w.rng.randrange(10**6)}"
    code = w.rng.choice(("336611", "336612", "561320", "722511"))
    made = organizations.register(name=name, system="employer", naics=code, areas=(HARBOUR,), **act)
    person = people.add_person(email=f"{made.pk}@new.example", name=name, **act)
    people.join(person=person, organization=made, **act)
    seat = seats.offer(partnership=w.partnership, organization=made, **act)
    return seats.name_delegate(seat=seat, person=person, **act)


def join(w: Walk) -> Any:
    return people.join(
        person=w.anyone(), organization=w.pick(Organization), at=w.now, by=w.lead_state()
    )


def office(w: Walk) -> Any:
    if w.chance(0.3):
        held = w.pick(Office, until=None)
        return people.end_office(office=held, at=w.now, by=w.lead_state())
    role = w.rng.choice(("state", "analyst", "steward"))
    return people.give_office(person=w.anyone(), role=role, at=w.now, by=w.lead_state())


def ownership(w: Walk) -> Any:
    owned = w.some(Organization, 2, system="employer")
    if w.chance(0.3):
        return organizations.end_ownership(
            organization=owned[0], reason=reason(w), at=w.now, by=w.lead_state()
        )
    return organizations.declare_ownership(
        organizations=owned, owner=w.rng.choice(("One Holding", "Two Holding")), **at(w)
    )


def offer_seat(w: Walk) -> Any:
    return seats.offer(
        partnership=w.partnership,
        organization=w.pick(Organization),
        voting=w.rng.choice((None, None, True, False)),
        exception=w.rng.choice(("", "it supplies them all")),
        **at(w),
    )


def approve_seat(w: Walk) -> Any:
    seat = here(w, Seat, standing="waiting")
    by = w.convener() if w.chance(0.5) else w.champion()
    if w.chance(0.15):
        return seats.refuse(seat=seat, reason=reason(w), at=w.now, by=by)
    return seats.approve(seat=seat, voting=w.chance(0.7), at=w.now, by=by)


def seat_vote(w: Walk) -> Any:
    return seats.set_vote(seat=here(w, Seat), voting=w.chance(0.6), reason=reason(w), **at(w))


def seat_leaves(w: Walk) -> Any:
    seat = here(w, Seat, until=None)
    return seats.leave(reason=reason(w), **own(w, seat))


def suspend(w: Walk) -> Any:
    seat = here(w, Seat, until=None)
    by = w.convener() if w.chance(0.5) else w.lead_state()
    verb = seats.reinstate if seat.suspensions.exists() and w.chance(0.4) else seats.suspend
    return verb(seat=seat, reason=reason(w), at=w.now, by=by)


def delegates(w: Walk) -> Any:
    held = w.pick(Delegate, until=None)
    which = w.rng.random()
    if which < 0.35:
        role = w.rng.choice(("primary", "alternate"))
        person = w.pick(Membership, organization=held.seat.organization).person
        return seats.name_delegate(seat=held.seat, person=person, role=role, **at(w))
    if which < 0.7:
        return seats.confirm_delegate(delegate=held, **at(w))
    return seats.end_delegate(delegate=held, reason=reason(w), **at(w))


def champions(w: Walk) -> Any:
    if w.chance(0.3):
        return seats.end_champion(term=w.pick(Championship), reason=reason(w), **at(w))
    held = w.pick(Delegate, until=None)
    return seats.name_champion(seat=held.seat, person=held.person, **at(w))


def invitation(w: Walk) -> Any:
    if w.chance(0.2):
        return invitations.withdraw(invitation=w.pick(Invitation), **at(w))
    email = f"new{w.rng.randrange(30)}@new.example"
    sent = invitations.invite(seat=here(w, Seat), email=email, **at(w))
    token = token_in_hand(sent, at=w.now, by=sent.sent_by)
    when = w.now + timedelta(days=0 if w.chance(0.9) else 20)
    accepted = invitations.accept(token=token, name="New Person", at=when, by=None)
    if w.chance(0.2):
        invitations.accept(token=token, name="New Person", at=when, by=None)
    return sent, accepted
