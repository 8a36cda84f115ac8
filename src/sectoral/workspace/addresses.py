"""Where each thing is shown: one page a thing, one place that knows its address."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from sectoral.workspace.models import (
    ActionPlan,
    ActionTeam,
    AgendaItem,
    Answer,
    Appointment,
    Approval,
    Attendance,
    Ballot,
    Championship,
    Commitment,
    Consent,
    Contribution,
    CostPlan,
    CostShare,
    Decision,
    Delegate,
    GroundRules,
    Invitation,
    Meeting,
    Need,
    NeedNote,
    NeedVersion,
    Opportunity,
    Organization,
    Partnership,
    PitchReport,
    Post,
    Priority,
    Realignment,
    Recusal,
    Release,
    Rewording,
    Round,
    Seat,
    Solution,
    Support,
    Suspension,
)

_SHOWN_ON: dict[type[models.Model], str] = {
    # A page of a partnership that lists them.
    Opportunity: "needs",
    Release: "listening",
    Priority: "priorities",
    Seat: "seats",
    Commitment: "commitments",
    ActionTeam: "solutions",
    PitchReport: "neutrality",
    Post: "posts",
    Appointment: "life",
    ActionPlan: "life",
    Realignment: "life",
    GroundRules: "life",
}
_OWN_PAGE: dict[type[models.Model], str] = {
    Need: "need",
    Round: "round",
    Meeting: "meeting",
    Solution: "solution",
}
_PART_OF: dict[type[models.Model], str] = {
    # What has no page of its own is shown with what it belongs to.
    NeedNote: "need",
    NeedVersion: "need",
    Rewording: "need",
    Support: "need",
    AgendaItem: "meeting",
    Attendance: "meeting",
    Decision: "meeting",
    Answer: "solution",
    Approval: "solution",
    Contribution: "solution",
    CostPlan: "solution",
    CostShare: "solution",
    Recusal: "solution",
    Ballot: "round",
    Delegate: "seat",
    Championship: "seat",
    Invitation: "seat",
    Suspension: "seat",
    Consent: "realignment",
}


def address(thing: Any) -> str:
    """The page that shows a thing; the partnerships' list for what none shows."""
    kind = type(thing)
    if kind is Partnership:
        return reverse("partnership", args=[thing.slug])
    if kind is Organization:
        return reverse("organization", args=[thing.pk])
    if kind in _OWN_PAGE:
        return reverse(_OWN_PAGE[kind], args=[thing.partnership.slug, thing.pk])
    if kind in _SHOWN_ON:
        return reverse(_SHOWN_ON[kind], args=[thing.partnership.slug])
    if kind in _PART_OF:
        return _part(thing, _PART_OF[kind])
    return reverse("partnerships")


def act_address(key: str, thing: Any) -> str:
    """Where an act is done."""
    if thing is None:
        return reverse("act_of_state", args=[key])
    return reverse("act", args=[key, thing.pk])


def whole(path: str) -> str:
    """The whole address of one of our pages, as it stands in a letter (SECTORAL_ADDRESS)."""
    return f"{settings.SECTORAL_ADDRESS.rstrip('/')}{path}"


def _part(thing: Any, owner: str) -> str:
    if isinstance(thing, Ballot):
        return address(thing.elector.round)
    return address(getattr(thing, owner))
