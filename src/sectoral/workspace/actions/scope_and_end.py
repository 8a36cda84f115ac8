"""What belongs to a launched partnership's companies: who belongs to it, and whether it ends (P39).

Its convener or the state proposes; more than half of the companies agree, those under common
ownership counted once; or the state decides in their place and says why. What is agreed on is
carried out by the convener or the state.
"""

from collections.abc import Iterable
from copy import copy
from datetime import datetime

from django.db import transaction

from sectoral.workspace.actions import partnerships
from sectoral.workspace.actions.moves import may_begin
from sectoral.workspace.actions.partnership_letters import (
    tell_companies,
    tell_conveners,
    tell_state,
)
from sectoral.workspace.actions.realignments import (
    begin,
    conclude_realignment,
    lock_partnerships,
    lock_realignment,
    may_settle_proposal,
    nothing_proposed,
)
from sectoral.workspace.actions.record import note
from sectoral.workspace.guards.partnership import still_lives
from sectoral.workspace.models import Partnership, Realignment, User
from sectoral.workspace.queries.consents import may_carry_out, with_proposed_scope
from sectoral.workspace.queries.measures import was_launched
from sectoral.workspace.queries.roles import roles_of
from sectoral.workspace.rules.answers import YES, Refused, Ruling, first_no, require
from sectoral.workspace.rules.lifecycles import PARTNERSHIP
from sectoral.workspace.rules.permissions import may


@transaction.atomic
def propose_rescope(
    *,
    partnership: Partnership,
    words: str,
    naics: Iterable[str],
    areas: Iterable[str],
    reason: str,
    at: datetime,
    by: User,
) -> Realignment:
    """Propose another scope for a launched partnership; its companies are asked next."""
    require(may(roles_of(by, partnership, at=at), "set_scope"))
    lock_partnerships(partnership)
    grown = copy(partnership)
    partnerships.put_scope(grown, words, naics, areas)
    require(
        first_no(
            may_propose_rescope(partnership),
            YES
            if reason.strip()
            else Ruling("Say why. The companies will read it when they decide."),
            _is_another_scope(grown, partnership),
            partnerships.sound_scope(grown, at=at, by=by),
        )
    )
    proposal = begin(
        Realignment(
            kind="rescope", partnership=partnership,
            scope=grown.scope, naics=grown.naics, areas=grown.areas,
        ),
        "a change of its scope is proposed", reason, at=at, by=by,
    )  # fmt: skip
    _ask_companies(proposal, at)
    return proposal


def may_propose_rescope(partnership: Partnership) -> Ruling:
    """Whether companies may be asked for another scope: once launched, one thing at a time."""
    return _may_ask(partnership, "record who belongs")


@transaction.atomic
def propose_close(
    *, partnership: Partnership, because: str, closing_note: str, at: datetime, by: User
) -> Realignment:
    """Propose that a launched partnership closes; its companies are asked next."""
    require(may(roles_of(by, partnership, at=at), "move"))
    lock_partnerships(partnership)
    require(may_propose_close(partnership))
    reason = partnerships.ending_reason(because, closing_note)
    proposal = begin(
        Realignment(
            kind="close", partnership=partnership,
            because=because, closing_note=closing_note.strip(),
        ),
        "closing it is proposed", reason, at=at, by=by,
    )  # fmt: skip
    _ask_companies(proposal, at)
    return proposal


def may_propose_close(partnership: Partnership) -> Ruling:
    """Whether companies may be asked for the end: once launched, one thing at a time."""
    return _may_ask(partnership, "close it")


@transaction.atomic
def carry_out(*, realignment: Realignment, at: datetime, by: User) -> Partnership:
    """Carry out what the companies agreed on: the new scope, or the end.

    Raises   Refused where more than half of them have not agreed.
    """
    require(may(roles_of(by, realignment.partnership, at=at), "move"))
    lock_realignment(realignment)
    lock_partnerships(realignment.partnership)
    require(may_follow(by, realignment, at))
    if realignment.kind == Realignment.Kind.CLOSE:
        return _close_partnership(realignment, at=at, by=by)
    return _change_scope(realignment, at=at, by=by)


def may_follow(person: User | None, realignment: Realignment, at: datetime) -> Ruling:
    """Whether what the companies agreed on may be carried out."""
    if may_settle_proposal(realignment) and realignment.takes_state:
        return Ruling("Only the state can carry out a merger or a split.")
    if not may_settle_proposal(realignment):
        return may_settle_proposal(realignment)
    return first_no(may_carry_out(realignment, at), _still_fits(person, realignment, at))


def _still_fits(person: User | None, realignment: Realignment, at: datetime) -> Ruling:
    """Whether what was proposed can still be done: the table lives, and the scope is free."""
    if realignment.kind == Realignment.Kind.CLOSE:
        return may_begin(realignment.partnership, PARTNERSHIP, "close")
    return partnerships.sound_scope(with_proposed_scope(realignment), at=at, by=person)


@transaction.atomic
def decide(*, realignment: Realignment, reason: str, at: datetime, by: User) -> Partnership:
    """The state decides in the companies' place, says why, and it is carried out."""
    require(may(roles_of(by, realignment.partnership, at=at), "confirm"))
    lock_realignment(realignment)
    require(may_decide(by, realignment, at))
    if not reason.strip():
        raise Refused("Say why the state decides this instead of the companies.")
    realignment.confirmed_by, realignment.confirmed_at = by, at
    realignment.decided_because = reason.strip()
    realignment.save(update_fields=["confirmed_by", "confirmed_at", "decided_because"])
    words = f"the state decides the {realignment.get_kind_display()}"
    note(
        "decide", words, of=realignment, at=at, by=by, partnership=realignment.partnership,
        reason=reason.strip(),
    )  # fmt: skip
    return carry_out(realignment=realignment, at=at, by=by)


def may_decide(person: User | None, realignment: Realignment, at: datetime) -> Ruling:
    """Whether the state may decide a proposal in the companies' place."""
    if may_settle_proposal(realignment) and realignment.takes_state:
        return Ruling(
            "The companies decide a merger or a split. Confirm it, and they will be asked."
        )
    if not may_settle_proposal(realignment):
        return may_settle_proposal(realignment)
    return _still_fits(person, realignment, at)


def lapse_proposal(realignment: Realignment, *, days: int, at: datetime) -> None:
    """Let a proposal go that its companies have not agreed on in so many days; all are told."""
    realignment.dropped_at = at
    realignment.save(update_fields=["dropped_at"])
    what, partnership = realignment.get_kind_display(), realignment.partnership
    reason = f"fewer than half of the companies agreed within {days} days"
    note(
        "lapse", f"the proposed {what} expires", of=realignment, at=at, by=None,
        partnership=partnership, reason=reason,
    )  # fmt: skip
    tell_companies(
        partnership, f"realignment {realignment.pk} lapsed", f"{what} expired",
        f"The {what} proposed for {partnership} expires: {reason}. Nothing changes.", at=at,
    )  # fmt: skip
    tell_conveners(
        partnership, f"realignment {realignment.pk} lapsed", f"{what} expired",
        f"The {what} that was proposed for {partnership} expires: {reason}. Propose it again "
        "if it is still wanted, or ask the state to decide.", at=at,
    )  # fmt: skip


def _close_partnership(realignment: Realignment, *, at: datetime, by: User) -> Partnership:
    partnership = realignment.partnership
    # Before it ends: then nobody acts for a company there any more.
    _tell_done(realignment, "closed", f"{partnership} is closed. Its records stay.", at)
    partnerships.close(
        partnership=partnership, because=realignment.because, closing_note=realignment.closing_note,
        at=at, by=by,
    )  # fmt: skip
    conclude_realignment(realignment, at)
    return partnership


def _change_scope(realignment: Realignment, *, at: datetime, by: User) -> Partnership:
    partnership = realignment.partnership
    partnerships.put_scope(partnership, realignment.scope, realignment.naics, realignment.areas)
    require(partnerships.sound_scope(partnership, at=at, by=by))
    partnerships.save_scope(partnership, at=at, by=by)
    conclude_realignment(realignment, at)
    _tell_done(realignment, "its scope changed", f"The scope of {partnership} has changed.", at)
    return partnership


def _ask_companies(proposal: Realignment, at: datetime) -> None:
    what, partnership = proposal.get_kind_display(), proposal.partnership
    tell_companies(
        partnership, f"realignment {proposal.pk} proposed", f"{what} proposed",
        f"A {what} is proposed for {partnership}. It takes effect if more than half of its "
        "companies agree. Say yes or no for your company.", at=at, page="my_table",
    )  # fmt: skip
    tell_state(
        partnership, f"realignment {proposal.pk} proposed", f"{what} proposed",
        f"A {what} is proposed for {partnership}. Its companies are being asked.", at=at,
    )  # fmt: skip


def _tell_done(realignment: Realignment, subject: str, words: str, at: datetime) -> None:
    who = "The state decided it" if realignment.decided_because else "Its companies agreed"
    key = f"realignment {realignment.pk} done"
    tell_companies(realignment.partnership, key, subject, f"{words} {who}.", at=at)
    tell_state(realignment.partnership, key, subject, f"{words} {who}.", at=at)


def _may_ask(partnership: Partnership, alone: str) -> Ruling:
    if was_launched(partnership):
        return first_no(still_lives(partnership), nothing_proposed(partnership))
    stage = partnership.get_stage_display()
    return Ruling(
        f"{partnership} is “{stage}”. Its companies are asked only after the launch; {alone}."
    )


def _is_another_scope(grown: Partnership, partnership: Partnership) -> Ruling:
    asked = (grown.scope, grown.naics, grown.areas)
    if asked != (partnership.scope, partnership.naics, partnership.areas):
        return YES
    return Ruling("That is its current scope. Change the words, the codes or the counties.")
