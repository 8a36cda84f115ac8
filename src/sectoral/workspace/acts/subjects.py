"""The things that acts are done to: where each belongs, and who may know of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models

from sectoral.workspace.models import (
    ActionTeam,
    AgendaItem,
    Answer,
    Appointment,
    Championship,
    Change,
    Commitment,
    Contribution,
    CostShare,
    Delegate,
    Invitation,
    Meeting,
    Need,
    Office,
    Organization,
    OwnershipClaim,
    Partnership,
    PitchReport,
    Post,
    Realignment,
    Release,
    Rewording,
    Round,
    Seat,
    Solution,
    User,
    WordFlag,
)
from sectoral.workspace.queries.needs import needs_for_roles
from sectoral.workspace.queries.ownership_claims import may_settle
from sectoral.workspace.queries.roles import Sitting, sitting_of
from sectoral.workspace.rules.permissions import PartnershipRole

Knows = Callable[[Sitting, Any], bool]


class UnknownSubject(Exception):
    """There is no such thing, or this person may not know of it: the same answer for both."""


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """A kind of thing.

    near     relations that lead to its partnership and that its words are made of
    owner    the partnership it belongs to, if any
    knows    whether a person may know that it is there
    beside   another partnership whose people it concerns as well, if any
    """

    model: type[models.Model]
    near: tuple[str, ...]
    owner: Callable[[Any], Partnership | None]
    knows: Knows
    beside: Callable[[Any], Partnership | None] = lambda _: None


def _knows_by_permission(permission: str) -> Knows:
    return lambda sitting, _: bool(sitting.may(permission))


def _at_partnership(
    model: type[models.Model], knows: Knows | None = None, *near: str
) -> SubjectKind:
    """A thing with a partnership of its own."""
    related = ("partnership", *near)
    return SubjectKind(
        model, related, lambda it: it.partnership, knows or _knows_by_permission("see_partnership")
    )


def _owned_kind(
    owner: str, model: type[models.Model], knows: Knows | None = None, *near: str
) -> SubjectKind:
    """A thing that belongs to something at a table."""
    return SubjectKind(
        model,
        (f"{owner}__partnership", *near),
        lambda it: getattr(it, owner).partnership,
        knows or _knows_by_permission("see_partnership"),
    )


def _knows_need(sitting: Sitting, need: Any) -> bool:
    if sitting.partnership is None:
        return False
    needs = needs_for_roles(sitting.partnership, sitting.roles, sitting.seats, at=sitting.at)
    return needs.filter(pk=need.pk).exists()


def _knows_round(sitting: Sitting, round: Any) -> bool:
    permission = "open_round" if round.state == Round.State.DRAFT else "see_partnership"
    return bool(sitting.may(permission))


def _knows_share(sitting: Sitting, share: Any) -> bool:
    return bool(sitting.may("see_costs")) or share.seat in sitting.seats


def _knows_post(sitting: Sitting, post: Any) -> bool:
    if post.shown_at is not None:
        return bool(sitting.may("see_partnership"))
    return bool(sitting.may("handle_pitch")) or post.seat in sitting.seats


def _knows_claim(sitting: Sitting, claim: Any) -> bool:
    """Whoever declared it, whoever convenes a table that it waits for, and the state."""
    person = sitting.person
    if person is None:
        return False
    if PartnershipRole.STATE in sitting.roles or claim.claimed_by_id == person.pk:
        return True
    return bool(may_settle(claim, person, at=sitting.at))


def _knows_change(sitting: Sitting, change: Any) -> bool:
    """Whoever may undo it: the one who made it, and the state."""
    person = sitting.person
    return PartnershipRole.STATE in sitting.roles or (
        person is not None and change.made_by_id == person.pk
    )


NOUNS = {
    "partnership": SubjectKind(
        Partnership, (), lambda it: it, _knows_by_permission("see_partnership")
    ),
    "appointment": _at_partnership(Appointment, None, "organization", "person"),
    "realignment": replace(
        _at_partnership(Realignment, None, "successor"), beside=lambda it: it.successor
    ),
    "seat": _at_partnership(Seat, None, "organization"),
    "delegate": _owned_kind("seat", Delegate, None, "person", "seat__organization"),
    "champion": _owned_kind("seat", Championship, None, "person", "seat__organization"),
    "invitation": _owned_kind(
        "seat", Invitation, _knows_by_permission("invite"), "seat__organization"
    ),
    "team": _at_partnership(ActionTeam),
    "need": _at_partnership(Need, _knows_need, "raised_by__organization"),
    "rewording": _owned_kind(
        "need", Rewording, lambda sitting, it: _knows_need(sitting, it.need), "need__raised_by"
    ),
    "release": _at_partnership(Release, _knows_by_permission("see_released_needs")),
    "round": _at_partnership(Round, _knows_round),
    "meeting": _at_partnership(Meeting, None, "chaired_by__organization", "invited_by"),
    "item": _owned_kind("meeting", AgendaItem, None, "asked_by__organization"),
    "solution": _at_partnership(Solution, None, "proposed_by__organization"),
    "answer": _owned_kind("solution", Answer, None, "need__raised_by", "need__partnership"),
    "contribution": _owned_kind("solution", Contribution, None, "seat__organization"),
    "commitment": _at_partnership(Commitment, None, "seat__organization"),
    "share": _owned_kind("solution", CostShare, _knows_share, "seat__organization"),
    "post": _at_partnership(Post, _knows_post, "seat__organization", "solution"),
    "pitch": _at_partnership(
        PitchReport, _knows_by_permission("handle_pitch"), "about__organization"
    ),
    "flag": _at_partnership(WordFlag, _knows_by_permission("look_at_words"), "written_by"),
    "organization": SubjectKind(
        Organization, ("owner",), lambda _: None, _knows_by_permission("keep_people")
    ),
    "person": SubjectKind(User, (), lambda _: None, _knows_by_permission("keep_people")),
    "claim": SubjectKind(OwnershipClaim, ("claimed_by", "owner"), lambda _: None, _knows_claim),
    "change": SubjectKind(Change, ("made_by", "person"), lambda _: None, _knows_change),
    "office": SubjectKind(Office, ("person",), lambda _: None, _knows_by_permission("give_office")),
}


def find_subject(
    noun: str, key: int | None, person: User | AnonymousUser | None, *, at: datetime
) -> tuple[Any, Sitting]:
    """A thing and what the person is at its table.

    Takes    noun: an entry of NOUNS, or 'state' with no key.
    Raises   UnknownSubject where it is not there, or the person may not know that it is.
    """
    if noun == "state":
        return None, sitting_of(person, None, at=at)
    kind = NOUNS[noun]
    thing = kind.model._default_manager.select_related(*kind.near).filter(pk=key).first()
    if thing is None:
        raise UnknownSubject
    sitting = sitting_of(person, kind.owner(thing), at=at)
    if kind.knows(sitting, thing):
        return thing, sitting
    beside = kind.beside(thing)
    if beside is not None:
        sitting = sitting_of(person, beside, at=at)
        if kind.knows(sitting, thing):
            return thing, sitting
    raise UnknownSubject
